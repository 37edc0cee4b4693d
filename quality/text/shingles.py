"""Character shingles and their hashes: what two texts have in common, as numbers.

A shingle is `width` neighbouring code points; a text shorter than that is one shingle as a whole. The hashes are multilinear
(Lemire and Kaser 2014, Strongly universal string hashing is fast): the sum of code points times odd constants, so that whole
arrays are hashed by a few multiplications.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WIDTH = 5
"""Characters of a shingle unless told otherwise."""
LONGEST = 64
"""The greatest width."""
GOLDEN = 0x9E3779B97F4A7C15
MASK64 = (1 << 64) - 1


def shingles(text: str, width: int = WIDTH) -> set[str]:
    """The set of shingles of a text; empty for an empty text."""
    return {text[i : i + width] for i in range(max(len(text) - width + 1, 1))} if text else set()


def jaccard(left: set[str], right: set[str]) -> float:
    """Share of the common among all elements, 0 to 1; 1 for two empty sets."""
    return len(left & right) / len(left | right) if left or right else 1.0


@cache
def multipliers() -> tuple[int, ...]:
    """Odd 64-bit constants, one for each place in a shingle (SplitMix64); the 32-bit hash uses their lower halves."""
    return tuple(_split_mix(place) | 1 for place in range(1, LONGEST + 1))


def _split_mix(seed: int) -> int:
    z = seed * GOLDEN & MASK64
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & MASK64
    z = (z ^ z >> 27) * 0x94D049BB133111EB & MASK64
    return z ^ z >> 31


def hash32(shingle: bytes) -> int:
    """The 32-bit hash of one shingle in UTF-8: the `hashfunc` with which datasketch builds the signatures that we build."""
    return sum((ord(c) + 1) * m for c, m in zip(shingle.decode(), multipliers(), strict=False)) & 0xFFFFFFFF


def hashes32(codes: NDArray[np.uint32], width: int = WIDTH) -> NDArray[np.uint32]:
    """The 32-bit hashes of a text's shingles in order of place, repeated ones repeated."""
    import numpy as np

    if not len(codes):
        return np.empty(0, np.uint32)
    width = min(width, len(codes))
    total = np.zeros(len(codes) - width + 1, np.uint32)
    for place in range(width):
        total += (codes[place : place + len(total)] + np.uint32(1)) * np.uint32(multipliers()[place] & 0xFFFFFFFF)
    return total
