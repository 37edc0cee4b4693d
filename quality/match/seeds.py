"""Minimizers: few positions of a text, chosen by content, so that two equal stretches choose the same ones.

Roberts et al., Reducing storage requirements for biological sequence comparison (2004); winnowing, Schleimer et al.
(2003). Two texts that share a stretch of `width + window - 1` characters share a seed. Seeds are sorted as one
number each, hash above position, so that a seed costs eight bytes and sorting needs no index array. NumPy, in
blocks that stay in the cache.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

BLOCK = 1 << 18
FACTOR = 0x9E3779B1
_NO_SEED = np.uint32(0xFFFFFFFF)


def minimizers(codes: NDArray[np.uint32], *, width: int, window: int) -> NDArray[np.uint64]:
    """Sorted seeds, hash << 32 | position; a code of 0 ends a text and stands in no seed.

    Raises:
        ValueError: more than 2^32 characters.
    """
    if len(codes) > 1 << 32:
        raise ValueError("at most 4,294,967,296 characters at once")
    parts = list(_blocks(codes, width, window))
    seeds = np.empty(sum(map(len, parts)), np.uint64)
    at = len(seeds)
    while parts:  # one by one, so that parts and seeds are never both there as a whole
        part = parts.pop()
        seeds[at - len(part) : at] = part
        at -= len(part)
    seeds.sort()
    return seeds


def hashes_of(seeds: NDArray[np.uint64]) -> NDArray[np.uint32]:
    """The upper halves of sorted seeds, without a copy."""
    return seeds.view(np.uint32)[1 if sys.byteorder == "little" else 0 :: 2]


def standing_twice(seeds: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Those of sorted seeds whose hash stands twice or more."""
    hashes = hashes_of(seeds)
    same = hashes[1:] == hashes[:-1]
    shared = np.zeros(len(seeds), bool)
    shared[1:] |= same
    shared[:-1] |= same
    return seeds[shared]


def _blocks(codes: NDArray[np.uint32], width: int, window: int) -> Iterator[NDArray[np.uint64]]:
    """Seeds by block; every block sees `window - 1` hashes of its neighbours, so that borders leave no trace."""
    last = len(codes) - width + 1
    for start in range(0, max(last, 0), BLOCK):
        low, high = max(start - window + 1, 0), min(start + BLOCK + window - 1, last)
        hashes = gram_hashes(codes[low : high + width - 1], width)
        chosen = np.flatnonzero(_least_somewhere(hashes, window) & (hashes != _NO_SEED)) + low
        chosen = chosen[(chosen >= start) & (chosen < start + BLOCK)]
        yield hashes[chosen - low].astype(np.uint64) << np.uint64(32) | chosen.astype(np.uint64)


def gram_hashes(codes: NDArray[np.uint32], width: int) -> NDArray[np.uint32]:
    """A mixed 32-bit hash of every `width` characters; grams that hold a 0 have the greatest."""
    count = len(codes) - width + 1
    hashes = _polynomial(codes, width)
    _mix(hashes)
    np.minimum(hashes, _NO_SEED - np.uint32(1), out=hashes)
    ends = np.flatnonzero(codes == 0)
    for shift in range(width):
        held = ends - shift
        hashes[held[(held >= 0) & (held < count)]] = _NO_SEED
    return hashes


def _polynomial(codes: NDArray[np.uint32], width: int) -> NDArray[np.uint32]:
    """The sum of every `width` characters, each times a power of `FACTOR`, from those of half the width: log(width) passes."""
    if width == 1:
        return codes.copy()
    half = width // 2
    halves = _polynomial(codes, half)
    whole = halves[: len(halves) - half] * np.uint32(pow(FACTOR, half, 1 << 32))
    whole += halves[half:]
    if width % 2:
        whole = whole[:-1] * np.uint32(FACTOR)
        whole += codes[width - 1 :]
    return whole


def _mix(hashes: NDArray[np.uint32]) -> None:
    """The finaliser of MurmurHash3, in place."""
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        hashes ^= hashes >> np.uint32(shift)
        hashes *= np.uint32(factor)
    hashes ^= hashes >> np.uint32(16)


def _least_somewhere(hashes: NDArray[np.uint32], window: int) -> NDArray[np.bool_]:
    """Where a hash is the least of some `window` neighbours that hold it."""
    if len(hashes) < window:
        return np.asarray(hashes == hashes.min())
    least = sliding(hashes, window, np.minimum)
    # The greatest of the minima of all windows around a place equals its hash just where one of them chose it.
    padded = np.concatenate((np.repeat(least[:1], window - 1), least, np.repeat(least[-1:], window - 1)))
    return np.asarray(sliding(padded, window, np.maximum) == hashes)


def sliding(values: NDArray[np.uint32], window: int, better: np.ufunc) -> NDArray[np.uint32]:
    """The least (or greatest) of every `window` neighbours, by doubling: log(window) passes."""
    reach = 1
    while reach < window:
        step = min(reach, window - reach)
        values = better(values[:-step], values[step:])
        reach += step
    return values


def shared_pairs(
    seeds: NDArray[np.uint64], *, rare: int, common: int
) -> tuple[NDArray[np.uint32], NDArray[np.uint32], int]:
    """Places of equal seeds as (left, right), left before right, and how many seeds were too common to pair.

    A seed of at most `rare` places pairs all of them, one of at most `common` only neighbours, so that work stays linear.
    """
    seeds = standing_twice(seeds)
    hashes, places = hashes_of(seeds), (seeds & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    if not len(hashes):
        return places, places, 0
    sizes = _run_sizes(hashes)
    lefts, rights = [], []
    for shift in range(1, min(rare, len(hashes))):
        limit = common if shift == 1 else rare
        at = np.flatnonzero((hashes[shift:] == hashes[:-shift]) & (sizes[shift:] <= limit))
        lefts.append(places[at])
        rights.append(places[at + shift])
    return np.concatenate(lefts), np.concatenate(rights), int((sizes > common).sum())


def _run_sizes(hashes: NDArray[np.uint32]) -> NDArray[np.int64]:
    starts = np.flatnonzero(np.concatenate(([True], hashes[1:] != hashes[:-1])))
    sizes = np.diff(np.concatenate((starts, [len(hashes)])))
    return np.repeat(sizes, sizes)
