"""Columns that grow while a corpus is read, and move to a file when memory is short."""

from __future__ import annotations

import mmap
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from quality.engine.records.stored import StoredColumn

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

FIRST = 1 << 20
"""Bytes that a column begins with."""


def _memory(size: int) -> mmap.mmap:
    """Anonymous memory; private, for shared memory would not grow. In large pages where the system has them: they are filled faster."""
    held = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    with suppress(AttributeError, OSError):
        held.madvise(mmap.MADV_HUGEPAGE)
    return held


@dataclass(slots=True)
class Column:
    """Rows of one type, end to end; `width` values to a row.

    Held in anonymous memory of its own, which grows in place and is not touched before it is filled (`ndarray.resize` would fill
    it with zeros first).
    """

    dtype: type[np.generic]
    width: int = 1
    size: int = 0
    """Values, not rows."""
    _held: mmap.mmap | None = field(default_factory=lambda: _memory(FIRST))
    _file: BinaryIO | None = None

    @property
    def item(self) -> int:
        """Bytes of a value."""
        return np.dtype(self.dtype).itemsize

    @property
    def memory(self) -> int:
        """Bytes held."""
        return self.size * self.item if self._held else 0

    def append(self, rows: NDArray[Any]) -> None:
        """Adds rows."""
        flat = np.ascontiguousarray(rows, self.dtype).reshape(-1)
        if self._file:
            self._file.write(flat.tobytes())
        elif self._held:
            self._grow((self.size + len(flat)) * self.item)
            np.frombuffer(self._held, self.dtype, len(flat), self.size * self.item)[:] = flat
        self.size += len(flat)

    def _grow(self, needed: int) -> None:
        if self._held and needed > len(self._held):
            wanted = max(2 * len(self._held), needed)
            try:
                self._held.resize(wanted)
            except (SystemError, ValueError):  # no mremap on this system
                larger = _memory(wanted)
                larger[: len(self._held)] = self._held[:]
                self._held = larger

    def spill(self, path: Path) -> None:
        """Moves all rows to a file; later ones follow them."""
        self._file = path.open("w+b")
        if self._held:
            self._file.write(memoryview(self._held)[: self.memory])
            self._held = None

    def rows(self) -> NDArray[Any] | StoredColumn:
        """All rows, in memory or in their file. Nothing may be added afterwards."""
        if self._file and self.size:
            self._file.flush()
            with self._file as file:
                return StoredColumn(file, np.dtype(self.dtype), self.width)
        flat = np.frombuffer(self._held, self.dtype, self.size) if self._held else np.empty(0, self.dtype)
        return flat if self.width == 1 else flat.reshape(-1, self.width)
