"""From NumPy to Arrow by sharing memory: `pyarrow.array` would import pandas to ask whether it was given a series, for a quarter second."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_TYPES = {np.dtype(np.int64): pa.int64(), np.dtype(np.int32): pa.int32(), np.dtype(np.float64): pa.float64()}


def numbers(values: NDArray[Any], *, missing: NDArray[np.bool_] | None = None) -> pa.Array:
    """An array of numbers, null where `missing`."""
    valid = None if missing is None else _bits(~missing)
    return pa.Array.from_buffers(_TYPES[values.dtype], len(values), [valid, pa.py_buffer(np.ascontiguousarray(values))])


def booleans(values: NDArray[np.bool_]) -> pa.Array:
    """An array of truth values."""
    return pa.Array.from_buffers(pa.bool_(), len(values), [None, _bits(values)])


def strings(values: Sequence[str]) -> pa.Array:
    """An array of strings."""
    encoded = [v.encode() for v in values]
    offsets = np.cumsum([0, *map(len, encoded)]).astype(np.int32)
    return pa.Array.from_buffers(
        pa.string(), len(encoded), [None, pa.py_buffer(offsets), pa.py_buffer(b"".join(encoded))]
    )


def scalar(text: str) -> pa.Scalar:
    """One string, as compute functions take it beside arrays."""
    return strings([text])[0]


def chosen(words: Sequence[str], which: NDArray[Any]) -> pa.Array:
    """For each number its word."""
    return strings(words).take(numbers(which.astype(np.int64)))


def _bits(values: NDArray[np.bool_]) -> pa.Buffer:
    return pa.py_buffer(np.packbits(values, bitorder="little"))
