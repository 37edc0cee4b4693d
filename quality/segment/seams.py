"""What stands at a seam when two lines are joined, and whether a word goes on over it."""

from __future__ import annotations

from functools import cache, lru_cache
from math import log2

from quality.segment.hyphens import HYPHENS
from quality.text.lexicon import LONGEST
from quality.text.words import frequencies

REACH = 5
"""Characters on either side of a seam that are cut into words."""
CJK = "\u2e80"
"""Below this code point stand the scripts that part words by spaces."""
UNKNOWN = -2.0
"""Base-2 logarithm of the count of a character that the dictionary lacks."""


def glue(left: str, right: str) -> str:
    """One space between two words of a script that sets words apart, else nothing; a hyphen at the end keeps its word."""
    if left[-1] >= CJK and left[-1].isalnum():
        return ""
    before, after = next(filter(str.isalnum, reversed(left[-3:])), ""), next(filter(str.isalnum, right[:3]), "")
    if not before or not after or before >= CJK or after >= CJK or (left[-1] in HYPHENS and after.islower()):
        return ""
    if left[-1] in "([{—/" or right[0] in ",.;:!?)]}—/":
        return ""
    return "" if before.isdigit() and after.isdigit() and any(char >= CJK for char in left) else " "


def word_gain(left: str, right: str) -> float:
    """Bits by which the best cut into words gets better when both lines are read as one; 0 where no word crosses the seam.

    On the seed pages every gain from 1.8 on stands at a true tear, and half of the tears have one.
    """
    return _gain(left[-REACH:], right[:REACH])


def word_over(left: str, right: str) -> bool:
    """True where some word of the dictionary would stand over the seam."""
    known, one, two, after = frequencies(), left[-1:], left[-2:], right[:1]
    return (
        one + after in known
        or one + right[:2] in known
        or two + after in known
        or one + right[:3] in known
        or two + right[:2] in known
        or left[-3:] + after in known
    )


@lru_cache(maxsize=1 << 12)
def _gain(left: str, right: str) -> float:
    if not word_over(left, right):
        return 0.0
    both = _bits(left + right)
    return both[-1] - both[len(left)] - _bits(right)[-1]


def _bits(text: str) -> list[float]:
    """For every beginning of a text the logarithm of the probability of its likeliest cut into words."""
    known, total = frequencies(), _total()
    best = [0.0]
    for end, char in enumerate(text, 1):
        most = best[-1] + known.get(char, UNKNOWN)
        for start in range(max(end - LONGEST, 0), end - 1):
            word = text[start:end]
            if word in known and best[start] + known[word] > most:
                most = best[start] + known[word]
        best.append(most - total)
    return best


@cache
def _total() -> float:
    return log2(sum(2**count for count in frequencies().values()))
