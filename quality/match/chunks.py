"""Runs of pairs of keys, for one thread each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import ThreadPoolExecutor

    from numpy.typing import NDArray

    Index = NDArray[np.int64]

PAIRS = 1024
"""Pairs that one thread looks at in one go."""
SHORTEST = 8
"""Units that room is made for at least."""


def by_chunks(
    work: Callable[[Index, Index, int, slice], None],
    left: Index,
    right: Index,
    bounds: Index,
    pool: ThreadPoolExecutor | None,
) -> None:
    """Calls `work` with the left and right keys of some pairs, the units of the longest of them, and which pairs they are.

    Key i has the units from `bounds[i]` to `bounds[i + 1]`.
    """
    left, right, lengths = np.ascontiguousarray(left), np.ascontiguousarray(right), np.diff(bounds)

    def run(low: int) -> None:
        chunk = slice(low, low + PAIRS)
        longest = max(lengths[left[chunk]].max(), lengths[right[chunk]].max(), SHORTEST)
        work(left[chunk], right[chunk], int(longest), chunk)

    list((pool.map if pool else map)(run, range(0, len(left), PAIRS)))
