"""Characters that came in from another word: 司机械 is 司机 with the end of 机械.

Such a character stands in no word but one that shares the character beside it with a whole word: without the intruder the
words around are much more probable. That proves nothing by itself – 北京|市 and 农业|局 look the same – and whoever asks must
know the text without it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from quality.match.kernel import bound, kernel
from quality.match.lattice import coverage, likelihood, weight_of
from quality.text.folding import encode
from quality.text.lexicon import BITS, LONGEST, lexicon

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from quality.match.lattice import Bits, Codes, Keys, Numbers, Sieve

AROUND = 4
"""Characters on either side whose words are weighed."""
GAIN = 10.0
"""Bits that the words around gain without the character; one that is a word by itself brings less."""


def intruders(text: str) -> list[tuple[int, bool]]:
    """Places of such characters, in order, and whether each belongs to the end of a word; linear in the text."""
    found = np.empty((len(text), 2), np.int64)
    count = _gather()(
        encode(text), coverage(text), found, np.empty(2 * AROUND + 1, np.uint32), np.empty(2 * AROUND + 2)
    )
    return [(at, bool(ends)) for at, ends in found[:count].tolist()]


@cache
def _gather() -> Callable[..., int]:
    known = lexicon()
    return bound(gather, np.float64(known.total), known.numbers, known.alone, known.keys, known.weights, known.sieve)


@kernel
def gather(  # noqa: PLR0913, PLR0917
    codes: Codes, best: Bits, found: NDArray[np.int64], window: Codes, steps: Bits,
    total: float, numbers: Numbers, alone: Bits, keys: Keys, weights: Bits, sieve: Sieve,
) -> int:  # fmt: skip
    """Fills `found` for `intruders`; returns the number of rows."""
    count = 0
    for at in range(AROUND, len(codes) - AROUND):
        if not -np.inf < best[at] < np.inf:
            continue
        ends = not is_pair(codes, at, numbers, keys, weights, sieve)
        if not is_pair(codes, at - 2 if ends else at + 1, numbers, keys, weights, sieve):
            continue
        before, behind = words_over(codes, at, numbers, keys, weights, sieve)
        if (behind if ends else before) > 0:
            continue
        for place in range(2 * AROUND + 1):
            window[place] = codes[at - AROUND + place]
        gain = -likelihood(window, 0, 2 * AROUND + 1, -1, 0, total, numbers, alone, keys, weights, sieve, steps)
        for place in range(AROUND, 2 * AROUND):
            window[place] = window[place + 1]
        gain += likelihood(window, 0, 2 * AROUND, -1, 0, total, numbers, alone, keys, weights, sieve, steps)
        if gain >= GAIN:
            found[count, 0], found[count, 1] = at, ends
            count += 1
    return count


@kernel
def key_of(codes: Codes, start: int, end: int, numbers: Numbers) -> np.int64:
    """The key of a stretch, 0 where a character is in no word."""
    key = np.int64(0)
    for place in range(start, end):
        number = np.int64(numbers[codes[place]])
        if number == 0:
            return np.int64(0)
        key = key << BITS | number
    return key


@kernel
def words_over(codes: Codes, at: int, numbers: Numbers, keys: Keys, weights: Bits, sieve: Sieve) -> tuple[int, int]:
    """How many characters the words over a place reach before it and behind it, at most."""
    before, behind = 0, 0
    for start in range(at - LONGEST + 1, at + 1):
        for end in range(max(at + 1, start + 2), start + LONGEST + 1):
            if weight_of(key_of(codes, start, end, numbers), keys, weights, sieve) > -np.inf:
                before, behind = max(before, at - start), max(behind, end - 1 - at)
    return before, behind


@kernel
def is_pair(codes: Codes, start: int, numbers: Numbers, keys: Keys, weights: Bits, sieve: Sieve) -> bool:
    """True where a word of two characters stands."""
    return weight_of(key_of(codes, start, start + 2, numbers), keys, weights, sieve) > -np.inf
