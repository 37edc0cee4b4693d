"""Characters that stand in no word although a character that looks like them would complete one.

The evidence is counted in bits. `evidence` holds what the text alone says: how much more probable the words around
become, how alike the two characters look, and how common they are (scanners put the common character for the rare
one). What the corpus says is added by `context`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from quality.text.glyphs import lookalikes
from quality.text.scripts import HAN
from quality.text.words import LONGEST, completions, covered, frequencies

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LOOK = 60.0
"""Bits for each unit of similarity short of 1."""
VERY_ALIKE, VERY_LOOK = 0.85, 100.0
"""Bits for each unit of similarity beyond this: 人 and 入 are confused much more often than 已 and 巴."""
COMMON = 0.5
"""Bits for each doubling of the frequency of the printed character over the supposed one."""
AROUND = 4
"""Characters on either side whose words are weighed."""
FLOOR = -4.0
"""Evidence below which no context can make a suspicion credible."""
UNREADABLE = 0.35
"""Share of Han outside words from which the dictionary does not know the text's language; modern prose has 0.1 to 0.2, dirty scans 0.25."""
ENOUGH = 60
"""Han from which that share is believed; a shorter text may have so many strays."""
UNKNOWN = -3.0
"""Base-2 logarithm of the count of a character that the dictionary does not have."""
CAP = 5.0
"""Most bits that one pair or triple in favour of the supposed character brings: in a large corpus every common pair occurs."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A character, the one that it may stand for, and the word that this one completes."""

    at: int
    supposed: str
    start: int
    end: int
    evidence: float


def suspects(text: str) -> list[Suspect]:
    """Every suspicion that context could make credible, in order of place; linear in the text."""
    marks = covered(text)
    places = [at for at in range(len(text)) if not marks[at]]
    if len(places) > UNREADABLE * max(len(HAN.findall(text)), ENOUGH):
        return []
    near = lookalikes(text[at] for at in places)
    return [suspect for at in places if text[at] in near for suspect in _weighed(text, at, near[text[at]])]


def _candidates(text: str, at: int, near: Mapping[str, float]) -> dict[str, tuple[float, int, int]]:
    """Look-alikes that complete a word, with the weight, start and end of the most frequent one."""
    found: dict[str, tuple[float, int, int]] = {}
    printed, words, weights = text[at], completions(), frequencies()
    left, right = text[at - 1] if at else "", text[at + 1 : at + 2]
    for char in _completing(printed, f"{left}*") if left else ():
        found[char] = weights[left + char], at - 1, at + 1
    for char in _completing(printed, f"*{right}") if right else ():
        if char not in found or weights[char + right] > found[char][0]:
            found[char] = weights[char + right], at, at + 2
    for length in range(3, LONGEST + 1):
        for start in range(max(at - length + 1, 0), min(at, len(text) - length) + 1):
            before, after = text[start:at], text[at + 1 : start + length]
            for char in words.get(before + "*" + after, ""):
                if char in near:
                    weight = weights[f"{before}{char}{after}"]
                    if char not in found or weight > found[char][0]:
                        found[char] = (weight, start, start + length)
    return found


@lru_cache(maxsize=1 << 18)
def _completing(printed: str, pattern: str) -> tuple[str, ...]:
    """Look-alikes of a character that complete a word of two; pairs recur, so most answers are known."""
    return tuple(sorted(lookalikes(printed)[printed].keys() & completions().get(pattern, "")))


def _weighed(text: str, at: int, near: Mapping[str, float]) -> Iterator[Suspect]:
    candidates = _candidates(text, at, near)
    if not candidates:
        return
    weights, total = frequencies(), _total()
    printed = weights.get(text[at], 0.0)
    for char, (weight, start, end) in candidates.items():
        alike = near[char]
        evidence = LOOK * (alike - 1) + COMMON * (printed - weights.get(char, 0.0))
        if alike > VERY_ALIKE:
            evidence += VERY_LOOK * (alike - VERY_ALIKE)
        singly = sum([weights.get(one, UNKNOWN) - total for one in text[start:end]])
        if evidence + weight - total - singly > FLOOR:  # the words around can hardly become more probable than this
            before = text[max(at - AROUND, 0) : at].rpartition("\n")[2]
            after = text[at + 1 : at + AROUND + 1].partition("\n")[0]
            evidence += _probability(before + char + after) - _probability(before + text[at] + after)
            if evidence > FLOOR:
                yield Suspect(at, char, start, end, evidence)


@cache
def _total() -> float:
    """Base-2 logarithm of all counts together."""
    return math.log2(sum(2**weight for weight in frequencies().values()))


@lru_cache(maxsize=1 << 14)
def _probability(text: str) -> float:
    """Base-2 logarithm of the probability of the best division into words, each word by its frequency alone."""
    weights, total = frequencies(), _total()
    best = [0.0]
    for end, char in enumerate(text, 1):
        most = best[-1] + weights.get(char, UNKNOWN) - total
        for start in range(max(end - LONGEST, 0), end - 1):
            weight = weights.get(text[start:end])
            if weight is not None and best[start] + weight - total > most:
                most = best[start] + weight - total
        best.append(most)
    return best[-1]


def grams(text: str, at: int, char: str) -> list[str]:
    """The pairs and triples that `char` forms, or would form, at this place."""
    far, left, right, beyond = (
        text[max(at - 2, 0) : at],
        text[at - 1 : at] if at else "",
        text[at + 1 : at + 2],
        text[at + 1 : at + 3],
    )
    return [left + char, char + right, far + char, left + char + right, char + beyond]


def context(printed: Sequence[int], supposed: Sequence[int]) -> float:
    """Bits that the corpus adds: counts of the five pairs and triples with the supposed character against those with the printed one.

    The place itself is not counted among the printed ones.
    """
    support = sum(min(math.log2(1 + n), CAP) for n in supposed)
    return support - sum(math.log2(max(n, 1)) for n in printed)
