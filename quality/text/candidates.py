"""For characters that stand in no word: which look-alikes would complete one.

Evidence is counted in bits: how alike the two characters look, how common they are (scanners put the common character
for the rare one), and how much more frequent the word is than its printed characters one by one. What has too little of
all three is dropped here. Pairs recur in every text, so what came of a pair is remembered; words of three and four
characters are looked up for all places of a text at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from quality.text.folding import encode
from quality.text.glyphs import similarity, similarity_at_most
from quality.text.lexicon import AROUND, BITS, PATTERN, SHAPES, around, completions, lexicon, pattern, shapers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from quality.text.lexicon import Keys

    Codes = NDArray[np.uint32]
    Places = NDArray[np.int64]
    Bits = NDArray[np.float64]
    Pairs = dict[str, tuple[tuple[str, float, float], ...]]

ALIKE = 0.72
"""Least similarity that counts; 1 character in 15 is as similar to a given one."""
LOOK = 60.0
"""Bits for each unit of similarity short of 1."""
VERY_ALIKE, VERY_LOOK = 0.85, 100.0
"""Bits for each unit of similarity beyond this: 人 and 入 are confused much more often than 已 and 巴."""
COMMON = 0.5
"""Bits for each doubling of the frequency of the printed character over the supposed one."""
FLOOR = -2.0
"""Bits below which no context can make a suspicion credible."""
INSIDE = 8.0
"""The same for a character that stands in a word; what brings no more than this is mostly another word."""
MOST = VERY_LOOK * (1 - VERY_ALIKE)
"""Most bits that a look can have."""
PAIR = 2
BLOCK = 1 << 14
"""Places that are looked up together."""
REMEMBERED = 1 << 18
"""Pairs; beyond, all are forgotten."""


class Candidate(NamedTuple):
    """A look-alike and a word that it completes at `start`."""

    at: int
    supposed: str
    start: int
    end: int
    weight: float
    """Of the word."""
    evidence: float
    """Look and frequency."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """Words that a look-alike completes, one a row."""

    question: Places
    """Index of the question that the row answers."""
    supposed: Codes
    weights: Bits
    evidence: Bits
    gain: Bits

    def listed(self) -> Iterator[tuple[int, str, float, float, float]]:
        """Row by row: question, supposed character, weight of the word, evidence, gain."""
        numbers = (self.weights.tolist(), self.evidence.tolist(), self.gain.tolist())
        return zip(self.question.tolist(), map(chr, self.supposed.tolist()), *numbers, strict=True)


def candidates(text: str, codes: Codes, places: Places, inside: NDArray[np.bool_]) -> list[Candidate]:
    """Look-alikes that complete a word, no name, at one of the places, each once, with the most frequent such word.

    `codes` are the code points of `text`, `places` ascend; `inside` is true for those that stand in a word, where only what
    brings much more than that word is credible.
    """
    best: dict[tuple[int, str], Candidate] = {}
    for found in (*_pairs(text, places.tolist(), inside.tolist()), *_longer(codes, places, inside)):
        known = best.get(found[:2])
        if known is None or found.weight > known.weight:
            best[found[:2]] = found
    return sorted(best.values())


def _pairs(text: str, places: Sequence[int], inside: Sequence[bool]) -> Iterator[Candidate]:
    pairs = [(text[at - 1 : at + 1] if at else "", text[at : at + 2]) for at in places]
    memory = _memory()
    if len(memory.asked) > REMEMBERED:
        memory.forget()
    new = {pair for both in pairs for pair in both if len(pair) == PAIR} - memory.asked
    if new:
        _learn(memory, sorted(new))
    answers = memory.answers
    for at, within, both in zip(places, inside, pairs, strict=True):
        for place, pair in enumerate(both):
            for doubted, char, weight, evidence, gain in answers.get(pair, ()):
                if doubted != place and (evidence + gain > INSIDE or not within):
                    yield Candidate(at, char, at - doubted, at - doubted + PAIR, weight, evidence)


@dataclass(frozen=True, slots=True)
class _Memory:
    """What came of pairs: index of the doubted character, the supposed one, weight of the word, evidence, gain."""

    asked: set[str]
    answers: dict[str, tuple[tuple[int, str, float, float, float], ...]]

    def forget(self) -> None:
        """Begins anew."""
        self.asked.clear()
        self.answers.clear()


@cache
def _memory() -> _Memory:
    return _Memory(set(), {})


def _learn(memory: _Memory, new: Sequence[str]) -> None:
    """Answers pairs that were not met before."""
    memory.asked.update(new)
    codes = encode("".join(new)).reshape(-1, 2)
    numbers = lexicon().numbers.take(codes).astype(np.int64)
    patterns = pattern(np.concatenate([numbers[:, 0] << BITS, numbers[:, 1]]), 2)
    singly = np.tile(lexicon().alone[numbers].sum(axis=1), 2)
    rows = _answered(patterns, np.concatenate([codes[:, 1], codes[:, 0]]), singly, np.full(len(patterns), FLOOR))
    for question, char, weight, evidence, gain in rows.listed():
        pair, doubted = new[question % len(new)], int(question < len(new))
        memory.answers[pair] = (*memory.answers.get(pair, ()), (doubted, char, weight, evidence, gain))


def _longer(codes: Codes, places: Places, inside: NDArray[np.bool_]) -> Iterator[Candidate]:
    """Words of three and four characters."""
    numbers = lexicon().numbers.take(codes).astype(np.int64)
    floor = np.where(inside, INSIDE, FLOOR)
    for first in range(0, len(places), BLOCK):
        yield from _around(codes, numbers, places[first : first + BLOCK], floor[first : first + BLOCK])


def _around(codes: Codes, numbers: Keys, places: Places, floor: Bits) -> Iterator[Candidate]:
    window = around(numbers, places)
    alone = lexicon().alone[window]
    window[AROUND] = 0
    keys = pattern(shapers() @ window, np.array([length for _, length in SHAPES])[:, None])
    shape, place = lexicon().may_be(keys, PATTERN).nonzero()  # what has 0 in a second place is no pattern
    singly = (alone[:, place] * (shapers() > 0)[shape].T).sum(axis=0)
    at = places[place]
    rows = _answered(keys[shape, place], codes[at], singly, floor[place])
    for question, char, weight, evidence, _ in rows.listed():
        before, length = SHAPES[shape[question]]
        start = int(at[question]) - before
        yield Candidate(int(at[question]), char, start, start + length, weight, evidence)


def _answered(patterns: Keys, printed: Codes, singly: Bits, floor: Bits) -> _Rows:
    """The credible answers; `singly` is the logarithm of the probability of the printed word character by character."""
    question, row = completions().rows(patterns)
    supposed, weights = completions().characters[row], completions().weights[row]
    single, numbers = lexicon().single, lexicon().numbers
    gain = weights - lexicon().total - singly[question]
    rarer = COMMON * (single[numbers[printed]][question] - single[numbers[supposed]])
    need = floor[question] - gain - rarer
    likely = (need < MOST).nonzero()[0]
    question, supposed, need = question[likely], supposed[likely], need[likely]
    sure = (_look(similarity_at_most(printed[question], supposed)) > need).nonzero()[0]
    question, supposed, need, likely = question[sure], supposed[sure], need[sure], likely[sure]
    look = _look(similarity(printed[question], supposed))
    sure = ((look > need) & (supposed != printed[question])).nonzero()[0]
    likely = likely[sure]
    return _Rows(question[sure], supposed[sure], weights[likely], look[sure] + rarer[likely], gain[likely])


def _look(alike: Bits) -> Bits:
    bits = LOOK * (alike - 1) + VERY_LOOK * np.maximum(alike - VERY_ALIKE, 0)
    return np.where(alike < ALIKE, -np.inf, bits)
