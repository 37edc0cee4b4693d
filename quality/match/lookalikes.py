"""For characters that stand in no word, or in a rare one: which look-alikes would complete another word.

Evidence is counted in bits: how alike the two characters look, how common they are (scanners put the common character
for the rare one), how much more frequent the word is than its printed characters one by one, and then how much more
probable the words around become. What has too little of it is dropped.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from quality.match.kernel import bound, kernel
from quality.match.lattice import first_of, likelihood, may_be
from quality.text.glyphs import SIDE, album
from quality.text.lexicon import BITS, COMMON, LENGTH, LONGEST, PATTERN, completions, lexicon
from quality.text.words import FREQUENT

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from quality.match.lattice import Bits, Codes, Keys, Numbers, Sieve

ALIKE = 0.72
"""Least similarity that counts; 1 character in 15 is as similar to a given one."""
LOOK = 60.0
"""Bits for each unit of similarity short of 1."""
VERY_ALIKE, VERY_LOOK = 0.85, 100.0
"""Bits for each unit of similarity beyond this: 人 and 入 are confused much more often than 已 and 巴."""
FLOOR = -2.0
"""Bits below which no context can make a suspicion credible."""
INSIDE = 8.0
"""The same for a character that stands in a word; what brings no more than this is mostly another word."""
DOUBT = 2.0
"""Bits that it takes to doubt a character of a word."""
FREE_DOUBT = 5.0
"""The same for one that is a word by itself nearly everywhere, and needs none around."""
MOST = VERY_LOOK * (1 - VERY_ALIKE)
"""Most bits that a look can have."""
AROUND = 4
"""Characters on either side whose words are weighed."""
AT, SUPPOSED, START, END = range(4)
WEIGHT, EVIDENCE = range(2)
NEWLINE = 10
OFTEN = 1000
"""Comparisons of a picture from which it is compared with all others, for the most that any of them can bring."""


def lookalikes(codes: Codes, best: Bits) -> tuple[NDArray[np.int64], Bits]:
    """Place, supposed character, start and end of the word in each row, and its weight and evidence; by place.

    `best` is the text's `coverage`. Of several words that a look-alike completes at a place the most frequent counts.
    """
    room = len(codes) + 64
    while True:
        found, bits = np.empty((room, 4), np.int64), np.empty((room, 2))
        count = _gather()(codes, best, found, bits, np.empty(2 * AROUND + 2))
        if count >= 0:
            return found[:count], bits[:count]
        room *= 4


@cache
def _gather() -> Callable[..., int]:
    known, words, pictures = lexicon(), completions(), album()
    return bound(
        gather,
        np.float64(known.total), known.numbers, known.single, known.alone, known.free, known.keys, known.weights, known.sieve,
        words.patterns, words.ends, words.characters, words.weights, words.bonus,
        pictures.places, pictures.greys, pictures.sums, pictures.norms, pictures.asked, pictures.most,
    )  # fmt: skip


@kernel
def gather(  # noqa: PLR0913, PLR0917
    codes: Codes, best: Bits, found: NDArray[np.int64], bits: Bits, steps: Bits,
    total: float, numbers: Numbers, single: Bits, alone: Bits, free: NDArray[np.bool_],
    keys: Keys, weights: Bits, sieve: Sieve,
    patterns: Keys, ends: Keys, characters: Codes, completed: Bits, bonus: Bits,
    places: NDArray[np.int16], greys: NDArray[np.uint8], sums: Keys, norms: Bits, asked: Keys, most: Bits,
) -> int:  # fmt: skip
    """Fills `found` and `bits` for `lookalikes`; returns the number of rows, or -1 where there is no room for them."""
    count = 0
    for at in range(len(codes)):
        picture = places[codes[at]]
        if best[at] >= FREQUENT or picture < 0:
            continue
        if asked[picture] > OFTEN and most[picture] == np.inf:
            most[picture] = highest(picture, greys, sums, norms)
        first, inside = count, best[at] > -np.inf
        floor = INSIDE if inside else FLOOR
        for shape in range(LONGEST * LONGEST):
            length, start = shape // LONGEST + 1, at - (LONGEST - 1 - shape % LONGEST)
            key, singly = pattern_at(codes, start, length, at, numbers, alone)
            if key == 0 or (length > 2 and not may_be(key, sieve, PATTERN)):
                continue
            row = first_of(patterns, key)
            end = ends[row] if row < len(patterns) and patterns[row] == key else row
            printed = COMMON * single[numbers[codes[at]]]
            while row < end and floor - (bonus[row] - total - singly + printed) < min(most[picture], MOST):
                char, weight = characters[row], completed[row]
                row += 1
                asked[picture] += 1
                evidence = look(picture, places[char], greys, sums, norms) + printed - COMMON * single[numbers[char]]
                if evidence + weight - total - singly > floor and char != codes[at]:
                    if count == len(found):
                        return -1
                    count = added(first, count, at, char, start, length, weight, evidence, found, bits)
        doubt = DOUBT * inside + FREE_DOUBT * free[numbers[codes[at]]]
        low, high = line_around(codes, at)
        count = weighed(
            codes, low, high, first, count, doubt, total, numbers, alone, keys, weights, sieve, found, bits, steps
        )  # fmt: skip
    return count


@kernel
def pattern_at(codes: Codes, start: int, length: int, at: int, numbers: Numbers, alone: Bits) -> tuple[np.int64, float]:
    """The pattern of a stretch around a place, 0 where none can stand there, and the probability of its characters one by one."""
    key, singly = np.int64(0), 0.0
    if length == 1 or start < 0 or start + length <= at or start + length > len(codes):
        return np.int64(0), 0.0
    for place in range(start, start + length):
        number = np.int64(numbers[codes[place]])
        singly += alone[number]
        if place == at:
            number = np.int64(0)
        elif number == 0:
            return np.int64(0), 0.0
        key = key << BITS | number
    return key | np.int64(length) << LENGTH, singly


@kernel
def highest(one: int, greys: NDArray[np.uint8], sums: Keys, norms: Bits) -> float:
    """Most bits that the look of any other character has beside this one."""
    most = -np.inf
    for other in range(len(sums)):
        if other != one:
            most = max(most, look(one, other, greys, sums, norms))
    return most


@kernel
def look(one: int, other: int, greys: NDArray[np.uint8], sums: Keys, norms: Bits) -> float:
    """Bits for the likeness of two pictures; minus infinity where there is not enough, or no picture."""
    if other < 0:
        return -np.inf
    product = np.int32(0)  # kept narrow, so that sixteen points are multiplied at once
    for point in range(SIDE * SIDE):
        product = np.int32(product + np.int32(np.int32(greys[one, point]) * np.int32(greys[other, point])))
    alike = (SIDE * SIDE * np.int64(product) - sums[one] * sums[other]) / (norms[one] * norms[other])
    if alike < ALIKE:
        return -np.inf
    return float(LOOK * (alike - 1) + VERY_LOOK * max(alike - VERY_ALIKE, 0.0))


@kernel
def added(  # noqa: PLR0913, PLR0917
    first: int, count: int, at: int, char: int, start: int, length: int, weight: float, evidence: float,
    found: NDArray[np.int64], bits: Bits,
) -> int:  # fmt: skip
    """Notes a word, unless a more frequent one with the same character is noted for the place; returns the number of rows."""
    row = first
    while row < count and found[row, SUPPOSED] != char:
        row += 1
    if row == count or weight > bits[row, WEIGHT]:
        found[row, AT], found[row, SUPPOSED], found[row, START], found[row, END] = at, char, start, start + length
        bits[row, WEIGHT], bits[row, EVIDENCE] = weight, evidence
    return max(count, row + 1)


@kernel
def line_around(codes: Codes, at: int) -> tuple[int, int]:
    """The stretch around a place whose words are weighed; it stays within the line."""
    low, high = at, at + 1
    while low > max(at - AROUND, 0) and codes[low - 1] != NEWLINE:
        low -= 1
    while high < min(at + AROUND + 1, len(codes)) and codes[high] != NEWLINE:
        high += 1
    return low, high


@kernel
def weighed(  # noqa: PLR0913, PLR0917
    codes: Codes, low: int, high: int, first: int, count: int, doubt: float,
    total: float, numbers: Numbers, alone: Bits, keys: Keys, weights: Bits, sieve: Sieve,
    found: NDArray[np.int64], bits: Bits, steps: Bits,
) -> int:  # fmt: skip
    """Adds to a place's rows what the words around say, and keeps those that are still credible; returns their end."""
    if first == count:
        return count
    at, kept = found[first, AT], first
    printed = likelihood(codes, low, high, -1, 0, total, numbers, alone, keys, weights, sieve, steps)
    for row in range(first, count):
        char = found[row, SUPPOSED]
        gain = likelihood(codes, low, high, at, char, total, numbers, alone, keys, weights, sieve, steps) - printed
        evidence = bits[row, EVIDENCE] + gain - doubt
        if evidence > FLOOR:
            for column in range(4):
                found[kept, column] = found[row, column]
            bits[kept, WEIGHT], bits[kept, EVIDENCE] = bits[row, WEIGHT], evidence
            kept += 1
    return kept
