"""The words of the dictionary that stand in a text: which characters they cover, and how probable their best division is."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from quality.match.kernel import bound, kernel
from quality.text.folding import encode
from quality.text.lexicon import BITS, LONGEST, SCATTER, SIEVE, WORD, lexicon
from quality.text.words import FREQUENT

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Codes = NDArray[np.uint32]
    Numbers = NDArray[np.uint16]
    Keys = NDArray[np.int64]
    Bits = NDArray[np.float64]
    Sieve = NDArray[np.uint8]


def covered(text: str) -> bytes:
    """One byte for each character: 1 where a dictionary word of two or more characters covers it, or where it is no Han."""
    return (coverage(text) > -np.inf).tobytes()


def well_covered(text: str) -> bytes:
    """The same for frequent words alone."""
    return (coverage(text) >= FREQUENT).tobytes()


@lru_cache(maxsize=256)
def coverage(text: str) -> Bits:
    """Weight of the most frequent word over each character: minus infinity where there is none, infinity where it is no Han."""
    codes = encode(text)
    best = np.empty(len(codes))
    _cover()(codes, best)
    best.flags.writeable = False
    return best


@cache
def _cover() -> Callable[..., None]:
    known = lexicon()
    return bound(cover, known.numbers, known.keys, known.weights, known.sieve)


@kernel
def cover(codes: Codes, best: Bits, numbers: Numbers, keys: Keys, weights: Bits, sieve: Sieve) -> None:
    """Fills `best` for `coverage`."""
    for at in range(len(codes)):
        best[at] = -np.inf if is_ideographic(codes[at]) else np.inf
    for start in range(len(codes)):
        key = np.int64(numbers[codes[start]])
        if key == 0:
            continue
        for end in range(start + 1, min(start + LONGEST, len(codes))):
            number = np.int64(numbers[codes[end]])
            if number == 0:
                break
            key = key << BITS | number
            weight = weight_of(key, keys, weights, sieve)
            if weight > -np.inf:
                for at in range(start, end + 1):
                    best[at] = max(best[at], weight)


@kernel
def is_ideographic(code: np.uint32) -> bool:
    """`is_han` for a code point."""
    if 0x3400 <= code <= 0x9FFF:
        return bool(code <= 0x4DBF or code >= 0x4E00)
    return bool(0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x3FFFF or code in (0x3005, 0x3007))


@kernel
def first_of(keys: Keys, key: np.int64) -> int:
    """Index of the first sorted key that is not below `key`."""
    low, high = 0, len(keys)
    while low < high:
        middle = (low + high) >> 1
        if keys[middle] < key:
            low = middle + 1
        else:
            high = middle
    return low


@kernel
def may_be(key: np.int64, sieve: Sieve, kind: int) -> bool:
    """False for a key that is certainly none of a kind; a few in a hundred others pass."""
    return bool(sieve[np.uint64(key) * np.uint64(SCATTER) >> np.uint64(64 - SIEVE)] & np.uint8(kind) != 0)


@kernel
def weight_of(key: np.int64, keys: Keys, weights: Bits, sieve: Sieve) -> float:
    """Weight of a word, minus infinity for what is none."""
    if not may_be(key, sieve, WORD):
        return -np.inf
    at = first_of(keys, key)
    return weights[at] if at < len(keys) and keys[at] == key else -np.inf


@kernel
def likelihood(  # noqa: PLR0913, PLR0917
    codes: Codes, low: int, high: int, at: int, code: int,
    total: float, numbers: Numbers, alone: Bits, keys: Keys, weights: Bits, sieve: Sieve, best: Bits,
) -> float:  # fmt: skip
    """Base-2 logarithm of the probability of the best division of `codes[low:high]` into words, with `code` in place `at`.

    Each word by its frequency alone; `best` is room for one number more than there are characters.
    """
    best[0] = 0.0
    for end in range(low, high):
        key = np.int64(numbers[np.uint32(code) if end == at else codes[end]])
        most = best[end - low] + alone[key]
        for start in range(end - 1, max(end - LONGEST, low - 1), -1):
            number = np.int64(numbers[np.uint32(code) if start == at else codes[start]])
            if key == 0 or number == 0:
                break
            key |= number << BITS * (end - start)
            weight = weight_of(key, keys, weights, sieve)
            if weight > -np.inf:
                most = max(most, best[start - low] + weight - total)
        best[end - low + 1] = most
    return float(best[high - low])
