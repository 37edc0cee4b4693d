"""Words of four characters that lost one of their inner ones: 金机构 for 金融机构.

What is left must leave a character beside the gap in no word; that a word of four would be whole with one character more
proves nothing by itself, and only the corpus can say whether it stands in these very words elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from quality.match.kernel import bound, kernel
from quality.match.lattice import coverage, first_of, is_ideographic, may_be
from quality.text.folding import encode
from quality.text.lexicon import BITS, LENGTH, PATTERN, completions, lexicon

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from quality.match.lattice import Bits, Codes, Keys, Numbers, Sieve

WHOLE = 4
"""Characters of the words."""
SHAPES = ((-1, 1), (-2, 2), (0, 1), (-1, 2))
"""(where what is left of the word begins, seen from the character in no word; how many of its characters stand before the gap)."""


@dataclass(frozen=True, slots=True, order=True)
class Lacking:
    """A place where a character may be lost."""

    at: int
    """Of the gap."""
    missing: str
    start: int
    """Of what is left of the word."""
    stray: int
    """Of the character beside the gap that stands in no word."""


def lacking(text: str) -> list[Lacking]:
    """Every such place with two Han on either side, in order; linear in the text."""
    codes = encode(text)
    room = len(codes) + 64
    while True:
        found = np.empty((room, 4), np.int64)
        count = _gather()(codes, coverage(text), found)
        if count <= room:
            rows = found[:count].tolist()
            return sorted(Lacking(at, chr(missing), start, stray) for at, missing, start, stray in rows)
        room = count


@cache
def _gather() -> Callable[..., int]:
    known, words = lexicon(), completions()
    return bound(gather, known.numbers, known.sieve, words.patterns, words.ends, words.characters)


@kernel
def gather(
    codes: Codes,
    best: Bits,
    found: NDArray[np.int64],
    numbers: Numbers,
    sieve: Sieve,
    patterns: Keys,
    ends: Keys,
    characters: Codes,
) -> int:
    """Writes the fields of every `Lacking` into a row; gives their number, also where there is no room for them."""
    count = 0
    for stray in range(len(codes)):
        if best[stray] > -np.inf:
            continue
        for first, before in SHAPES:
            start, gap = stray + first, stray + first + before
            if gap < 2 or gap + 2 > len(codes) or not all_ideographic(codes, gap - 2, gap + 2):
                continue
            key = pattern_of(codes, start, before, numbers)
            if not may_be(key, sieve, PATTERN):
                continue
            row = first_of(patterns, key)
            end = ends[row] if row < len(patterns) and patterns[row] == key else row
            while row < end:
                if count < len(found):
                    found[count, 0], found[count, 1], found[count, 2], found[count, 3] = (
                        gap,
                        characters[row],
                        start,
                        stray,
                    )
                count += 1
                row += 1
    return count


@kernel
def all_ideographic(codes: Codes, low: int, high: int) -> bool:
    """True where only Han stand in a stretch."""
    strange = 0
    for at in range(low, high):
        strange += not is_ideographic(codes[at])
    return strange == 0


@kernel
def pattern_of(codes: Codes, start: int, before: int, numbers: Numbers) -> np.int64:
    """The pattern of a word of which one character is lost behind `before` others; 0 where too few stand there."""
    if start < 0 or start + WHOLE - 1 > len(codes):
        return np.int64(0)
    key = np.int64(0)
    for place in range(WHOLE - 1):
        number = np.int64(numbers[codes[start + place]])
        if number == 0:
            return np.int64(0)
        key = (key << 2 * BITS if place == before else key << BITS) | number
    return key | np.int64(WHOLE) << LENGTH


def printed_and_whole(text: str, one: Lacking) -> tuple[Sequence[str], Sequence[str]]:
    """The triples of characters over the gap as they are printed, and those that the missing character would make."""
    before, after = text[one.at - 2 : one.at], text[one.at : one.at + 2]
    printed = before + after[0], before[1] + after
    return printed, (before + one.missing, before[1] + one.missing + after[0], one.missing + after)
