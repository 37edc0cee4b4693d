"""Sets of integers as sorted arrays: NumPy's `unique` and `isin` are slower here, and load masked arrays to ask about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Number = TypeVar("Number", bound=np.integer)


def distinct(values: NDArray[Number]) -> NDArray[Number]:
    """The values that there are, ascending."""
    ordered = np.sort(values)
    return ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])] if len(ordered) else ordered


def held(values: NDArray[Number], among: NDArray[Number]) -> NDArray[np.bool_]:
    """Marks the values that stand among others."""
    if not len(among):
        return np.zeros(len(values), np.bool_)
    ordered = np.sort(among)
    return np.asarray(ordered[np.searchsorted(ordered, values).clip(max=len(ordered) - 1)] == values)
