"""Columns that grow while a corpus is read, and move to a file when memory is short."""

from __future__ import annotations

import mmap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

FIRST = 1 << 16


@dataclass(slots=True)
class Column:
    """Rows of one type, end to end; `width` values to a row."""

    dtype: type[np.generic]
    width: int = 1
    size: int = 0
    """Values, not rows."""
    _held: NDArray[Any] = field(init=False)
    _file: BinaryIO | None = None

    def __post_init__(self) -> None:
        self._held = np.empty(FIRST, self.dtype)

    @property
    def memory(self) -> int:
        """Bytes held."""
        return 0 if self._file else self.size * self._held.itemsize

    def append(self, rows: NDArray[Any]) -> None:
        """Adds rows."""
        flat = rows.reshape(-1)
        if self._file:
            self._file.write(flat.tobytes())
        else:
            if self.size + len(flat) > len(self._held):
                self._held.resize(max(2 * len(self._held), self.size + len(flat)), refcheck=False)
            self._held[self.size : self.size + len(flat)] = flat
        self.size += len(flat)

    def spill(self, path: Path) -> None:
        """Moves all rows to a file; later ones follow them."""
        self._file = path.open("w+b")
        self._file.write(self._held[: self.size].tobytes())
        self._held = np.empty(0, self.dtype)

    def rows(self) -> NDArray[Any]:
        """All rows; from a file they are mapped into memory, so that the system may drop them again."""
        flat = self._held[: self.size]
        if self._file and self.size:
            self._file.flush()
            held = mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ)
            flat = np.frombuffer(held, self.dtype)
        return flat if self.width == 1 else flat.reshape(-1, self.width)
