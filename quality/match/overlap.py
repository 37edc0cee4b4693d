"""What two keys share, exactly: Jaccard similarity and containment of their sets of shingles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from quality.match.chunks import by_chunks
from quality.match.digests import from_units, hash_shingles
from quality.match.kernel import kernel
from quality.text.shingles import multipliers

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from numpy.typing import NDArray

    from quality.match.chunks import Stored

    Index = NDArray[np.int64]
    Units = NDArray[np.uint16]


def overlaps(
    units: Units | Stored, bounds: Index, left: Index, right: Index, width: int, pool: ThreadPoolExecutor | None = None
) -> NDArray[np.int64]:
    """For each pair of keys, three counts of distinct shingles: the left one's, the right one's, the common ones.

    Key i is `units[bounds[i]:bounds[i + 1]]`. Shingles are told apart by 64-bit hashes. Pairs that follow each other with one
    left key are cheapest.
    """
    factors = np.array(multipliers()[:width], np.uint64)
    counts = np.empty((len(left), 3), np.int64)

    def run(keys: Units, ends: Index, some: Index, others: Index, longest: int, chunk: slice) -> None:
        size = 1 << (4 * longest - 1).bit_length()
        codes, hashes = np.empty(longest, np.uint32), np.empty(longest, np.uint64)
        sets, met = np.empty((2, size), np.uint64), np.zeros(size, np.int32)
        count_shared(keys, ends, some, others, factors, codes, hashes, sets, met, counts[chunk])

    by_chunks(run, units, bounds, left, right, pool)
    return counts


def jaccard_of(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Jaccard similarity of each pair from its three counts."""
    union = counts[:, 0] + counts[:, 1] - counts[:, 2]
    return np.asarray(counts[:, 2] / np.maximum(union, 1))


@kernel
def hash_wide(codes: NDArray[np.uint32], n: int, factors: NDArray[np.uint64], hashes: NDArray[np.uint64]) -> int:
    """The 64-bit hashes of the shingles of `codes[:n]`, none of them 0, which is an empty slot; returns how many."""
    count = hash_shingles(codes, n, factors, hashes)
    for i in range(count):
        hashes[i] = max(hashes[i], np.uint64(1))
    return count


@kernel
def emptied(slots: NDArray[np.uint64], count: int) -> int:
    """Empties as much of a set as `count` hashes need, a power of two, so that it stays in the nearest cache; returns its mask."""
    size = 16
    while size < 4 * count:
        size *= 2
    for at in range(size):
        slots[at] = np.uint64(0)
    return size - 1


@kernel
def slot_of(h: np.uint64, slots: NDArray[np.uint64], mask: int) -> int:
    """Where an open-addressed set holds `h`, or the empty slot (0) where it belongs."""
    at = int((h * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(32)) & mask
    while slots[at] != 0 and slots[at] != h:
        at = (at + 1) & mask
    return at


@kernel
def insert(h: np.uint64, slots: NDArray[np.uint64], mask: int) -> int:
    """Adds a hash to a set; returns 1 if it is new there, else 0."""
    at = slot_of(h, slots, mask)
    new = slots[at] != h
    slots[at] = h
    return int(new)


@kernel
def count_shared(  # noqa: PLR0913, PLR0917
    units: Units,
    bounds: Index,
    left: Index,
    right: Index,
    factors: NDArray[np.uint64],
    codes: NDArray[np.uint32],
    hashes: NDArray[np.uint64],
    sets: NDArray[np.uint64],
    met: NDArray[np.int32],
    counts: NDArray[np.int64],
) -> None:
    """Fills `counts` for a run of pairs; `met` tells in which pair a slot of the left set was last asked for."""
    mine, theirs = sets[0], sets[1]
    mask = 0
    for i in range(len(left)):
        if i == 0 or left[i] != left[i - 1]:
            n = hash_wide(codes, from_units(units, bounds[left[i]], bounds[left[i] + 1], codes), factors, hashes)
            mask = emptied(mine, n)
            counts[i, 0] = 0
            for k in range(n):
                counts[i, 0] += insert(hashes[k], mine, mask)
        else:
            counts[i, 0] = counts[i - 1, 0]
        n = hash_wide(codes, from_units(units, bounds[right[i]], bounds[right[i] + 1], codes), factors, hashes)
        other_mask = emptied(theirs, n)
        common, others = 0, 0
        for k in range(n):
            at = slot_of(hashes[k], mine, mask)
            if mine[at] == 0:
                others += insert(hashes[k], theirs, other_mask)
            elif met[at] != i + 1:
                met[at] = i + 1
                common += 1
        counts[i, 1], counts[i, 2] = common + others, common
