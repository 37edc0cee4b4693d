"""What two keys share, exactly: Jaccard similarity and containment of their sets of shingles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from quality.match.digests import from_units
from quality.match.kernel import kernel
from quality.text.shingles import multipliers

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from numpy.typing import NDArray

    Index = NDArray[np.int64]
    Units = NDArray[np.uint16]

CHUNK = 4096
"""Pairs that one thread counts at a time."""


def overlaps(
    units: Units, bounds: Index, left: Index, right: Index, width: int, pool: ThreadPoolExecutor | None = None
) -> NDArray[np.int64]:
    """For each pair of keys, three counts of distinct shingles: the left one's, the right one's, the common ones.

    Key i is `units[bounds[i]:bounds[i + 1]]`. Shingles are told apart by 64-bit hashes. Pairs that follow each other with one
    left key are cheapest.
    """
    factors = np.array(multipliers()[:width], np.uint64)
    counts = np.empty((len(left), 3), np.int64)
    lengths, left, right = np.diff(bounds), np.ascontiguousarray(left), np.ascontiguousarray(right)

    def run(low: int) -> None:
        some, others = left[low : low + CHUNK], right[low : low + CHUNK]
        longest = int(max(lengths[some].max(), lengths[others].max(), 8))
        size = 1 << (2 * longest - 1).bit_length()
        room = np.empty(longest, np.uint32), np.empty(longest, np.uint64)
        sets = np.empty((2, size), np.uint64), np.zeros((2, size), np.int32)
        count_shared(units, bounds, some, others, factors, *room, *sets, counts[low : low + CHUNK])

    list((pool.map if pool else map)(run, range(0, len(left), CHUNK)))
    return counts


def jaccard_of(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Jaccard similarity of each pair from its three counts."""
    union = counts[:, 0] + counts[:, 1] - counts[:, 2]
    return np.asarray(counts[:, 2] / np.maximum(union, 1))


@kernel
def shingle_at(codes: NDArray[np.uint32], at: int, width: int, factors: NDArray[np.uint64]) -> np.uint64:
    """The 64-bit hash of one shingle."""
    h = np.uint64(0)
    for j in range(width):
        h += np.uint64(codes[at + j] + np.uint32(1)) * factors[j]
    return h


@kernel
def slot_of(h: np.uint64, slots: NDArray[np.uint64], stamps: NDArray[np.int32], stamp: int) -> int:
    """Where an open-addressed set holds `h`, or the empty slot where it belongs; only slots of this stamp count."""
    mask = len(slots) - 1
    at = int((h * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(32)) & mask
    while stamps[at] == stamp and slots[at] != h:
        at = (at + 1) & mask
    return at


@kernel
def insert(
    codes: NDArray[np.uint32],
    n: int,
    factors: NDArray[np.uint64],
    slots: NDArray[np.uint64],
    stamps: NDArray[np.int32],
    stamp: int,
    fresh: NDArray[np.uint64],
) -> int:
    """Adds the shingles of `codes[:n]` to a set; writes those that were new to `fresh` and returns how many they are."""
    width = min(len(factors), n)
    new = 0
    for i in range(n - width + 1 if n else 0):
        h = shingle_at(codes, i, width, factors)
        at = slot_of(h, slots, stamps, stamp)
        if stamps[at] != stamp:
            stamps[at] = stamp
            slots[at] = h
            fresh[new] = h
            new += 1
    return new


@kernel
def count_shared(  # noqa: PLR0913, PLR0917
    units: Units,
    bounds: Index,
    left: Index,
    right: Index,
    factors: NDArray[np.uint64],
    codes: NDArray[np.uint32],
    fresh: NDArray[np.uint64],
    sets: NDArray[np.uint64],
    marks: NDArray[np.int32],
    counts: NDArray[np.int64],
) -> None:
    """Fills `counts` for a run of pairs; sets (a power of two of slots, twice the longest key) are emptied by raising their stamp."""
    slots, stamps, others, other_stamps = sets[0], marks[0], sets[1], marks[1]
    current = 0
    for i in range(len(left)):
        if i == 0 or left[i] != left[i - 1]:
            current = i + 1
            n = from_units(units, bounds[left[i]], bounds[left[i] + 1], codes)
            counts[i, 0] = insert(codes, n, factors, slots, stamps, current, fresh)
        else:
            counts[i, 0] = counts[i - 1, 0]
        n = from_units(units, bounds[right[i]], bounds[right[i] + 1], codes)
        counts[i, 1] = insert(codes, n, factors, others, other_stamps, i + 1, fresh)
        common = 0
        for k in range(counts[i, 1]):
            common += stamps[slot_of(fresh[k], slots, stamps, current)] == current
        counts[i, 2] = common
