"""Runs of pairs of keys, for one thread each; and columns that lie in a file, of which copies are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from quality.match.ordered import distinct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import ThreadPoolExecutor

    from numpy.typing import NDArray

    Index = NDArray[np.int64]
    Units = NDArray[Any]

PAIRS = 1024
"""Pairs that one thread looks at in one go."""
GATHERED = 1 << 22
"""Units that are copied out of a file in one go."""
SHORTEST = 8
"""Units that room is made for at least."""


class Stored(Protocol):
    """A column too large for memory."""

    def __len__(self) -> int: ...

    def spans(self, starts: Index, ends: Index) -> NDArray[Any]:
        """Copies of these ranges of rows, end to end."""


def by_chunks(
    work: Callable[[Units, Index, Index, Index, int, slice], None],
    units: Units | Stored,
    bounds: Index,
    left: Index,
    right: Index,
    pool: ThreadPoolExecutor | None,
) -> None:
    """Calls `work` with keys, the left and right ones of some pairs, the units of the longest of them, and which pairs they are.

    Key i has the units from `bounds[i]` to `bounds[i + 1]`.
    """
    left, right, lengths = np.ascontiguousarray(left), np.ascontiguousarray(right), np.diff(bounds)

    def run(low: int) -> None:
        for chunk in _cut(units, lengths, left, right, slice(low, min(low + PAIRS, len(left)))):
            some, others = left[chunk], right[chunk]
            longest = int(max(lengths[some].max(), lengths[others].max(), SHORTEST))
            if isinstance(units, np.ndarray):
                work(units, bounds, some, others, longest, chunk)
            else:
                work(*_gathered(units, bounds, some, others), longest, chunk)

    list((pool.map if pool else map)(run, range(0, len(left), PAIRS)))


def _cut(units: Units | Stored, lengths: Index, left: Index, right: Index, chunk: slice) -> Iterator[slice]:
    """Parts of a chunk that are not too long to be copied, where that is needed."""
    middle = (chunk.start + chunk.stop) // 2
    if (
        isinstance(units, np.ndarray)
        or middle == chunk.start
        or int((lengths[left[chunk]] + lengths[right[chunk]]).sum()) <= GATHERED
    ):
        yield chunk
    else:
        yield from _cut(units, lengths, left, right, slice(chunk.start, middle))
        yield from _cut(units, lengths, left, right, slice(middle, chunk.stop))


def _gathered(units: Stored, bounds: Index, left: Index, right: Index) -> tuple[Units, Index, Index, Index]:
    """The keys of some pairs in memory, and the pairs by their places there."""
    keys = distinct(np.concatenate([left, right]))
    starts, ends = bounds[keys], bounds[keys + 1]
    here = np.append(0, np.cumsum(ends - starts))
    return units.spans(starts, ends), here, np.searchsorted(keys, left), np.searchsorted(keys, right)
