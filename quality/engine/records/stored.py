"""Columns that lie in a file: what is asked for is copied, and leaves no page of the file in this process's memory."""

from __future__ import annotations

import mmap
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Index = NDArray[np.int64]

COPIED = 1 << 22
"""Bytes that are copied before the pages that they stood on are given back."""
TAKEN = 256
"""Single rows that are copied before that."""
AROUND = 1 << 16
"""Bytes that the system maps around any byte that is read."""


class StoredColumn:
    """Rows in a file, read only; `width` values to a row."""

    def __init__(self, file: BinaryIO, dtype: np.dtype[Any], width: int) -> None:
        self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        flat = np.frombuffer(self._map, dtype)
        self._rows = flat if width == 1 else flat.reshape(-1, width)

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, rows: slice) -> NDArray[Any]:
        """A copy of neighbouring rows."""
        start, stop, _ = rows.indices(len(self))
        return self.spans(np.array([start]), np.array([max(stop, start)]))

    def __array__(self, dtype: Any = None, copy: Any = None) -> NDArray[Any]:
        """All rows in memory, for who needs that."""
        return np.asarray(self[:], dtype)

    def spans(self, starts: Index, ends: Index) -> NDArray[Any]:
        """Copies of these ranges of rows, end to end."""
        if len(starts) and ((ends - starts) == 1).all():
            return self._taken(starts)
        copied = np.empty((int((ends - starts).sum()), *self._rows.shape[1:]), self._rows.dtype)
        at = touched = 0
        for start, end in self._pieces(starts, ends):
            copied[at : at + end - start] = self._rows[start:end]
            at += end - start
            touched += self._rows[start:end].nbytes + AROUND
            if touched > COPIED + AROUND:
                self._release()
                touched = 0
        self._release()
        return copied

    def _taken(self, rows: Index) -> NDArray[Any]:
        copied = np.empty((len(rows), *self._rows.shape[1:]), self._rows.dtype)
        for low in range(0, len(rows), TAKEN):
            copied[low : low + TAKEN] = self._rows[rows[low : low + TAKEN]]
            self._release()
        return copied

    @property
    def header(self) -> dict[str, Any]:
        """What NumPy's file format says of it."""
        return {"descr": self._rows.dtype.str, "fortran_order": False, "shape": self._rows.shape}

    def blocks(self) -> Iterator[NDArray[Any]]:
        """Copies of all rows, some at a time."""
        for start, end in self._pieces(np.array([0]), np.array([len(self)])):
            yield self[start:end]

    def _pieces(self, starts: Index, ends: Index) -> Iterator[tuple[int, int]]:
        """The ranges, neighbouring ones joined, in parts that are small enough to be copied in one go."""
        if not len(starts):
            return
        fresh = np.append(True, starts[1:] != ends[:-1])
        lasts = np.append(np.flatnonzero(fresh)[1:] - 1, len(ends) - 1)
        most = max(COPIED // self._rows[:1].nbytes, 1)
        for start, end in zip(starts[fresh].tolist(), ends[lasts].tolist(), strict=True):
            for low in range(start, end, most):
                yield low, min(low + most, end)

    def _release(self) -> None:
        if hasattr(mmap, "MADV_DONTNEED"):
            self._map.madvise(mmap.MADV_DONTNEED)
