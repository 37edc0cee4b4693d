"""Passages on one machine: landmarks in slices that are sorted one by one; what exceeds memory lies in files."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from quality.engine.records.columns import Column
from quality.engine.records.origins import Origins
from quality.engine.records.passages import LEAST, Proposed, keys, merged, proposed
from quality.engine.records.reading import in_order
from quality.read.columns import tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import ThreadPoolExecutor
    from pathlib import Path

    import pyarrow as pa
    from numpy.typing import NDArray

    from quality.engine.records.options import Options
    from quality.engine.records.stored import StoredColumn
    from quality.model import Page
    from quality.read.columns import Batch

    Index = NDArray[np.int64]
    Bytes = NDArray[np.uint8]
    Read = tuple[Bytes, Index, NDArray[np.uint64], Index, tuple[tuple[int, str], ...]]
    """Texts as UTF-8 with their offsets, their landmarks with whose they are, and the files that they come from."""

SLICE = 100
"""Bytes that a landmark takes while its slice is sorted, those of the results included."""
SLICES = 256
"""At most so many: each may be an open file."""
DENSITY = 4
"""Characters to a landmark, at least."""


@dataclass(slots=True)
class Held:
    """Texts, and the landmarks of the records that are searched, by slices."""

    slices: int
    texts: Column = field(default_factory=lambda: Column(np.uint8))
    lengths: Column = field(default_factory=lambda: Column(np.int64))
    """Bytes of each record's text."""
    landmarks: list[Column] = field(init=False)
    files: list[tuple[int, str]] = field(default_factory=list)
    """The first record of each file, and its path."""

    def __post_init__(self) -> None:
        self.landmarks = [Column(np.uint64, 2) for _ in range(self.slices)]

    def append(self, read: Read, stays: NDArray[np.bool_]) -> None:
        """Adds a batch, of which some records are searched."""
        data, offsets, hashes, owners, files = read
        sizes = np.diff(offsets)
        self.files += [(self.lengths.size + at, path) for at, path in files]
        self.texts.append(data[offsets[0] : offsets[-1]])
        mine = stays[owners]
        rows = (self.lengths.size + owners[mine]).astype(np.uint64)
        marked = np.stack((hashes[mine], rows), axis=1)
        place = (marked[:, 0] >> np.uint64(32)) % np.uint64(self.slices)
        order = np.argsort(place, kind="stable")
        cuts = np.searchsorted(place[order], np.arange(self.slices + 1, dtype=np.uint64)).tolist()
        for column, (low, high) in zip(self.landmarks, pairwise(cuts), strict=True):
            column.append(marked[order[low:high]])
        self.lengths.append(sizes)

    def spill(self, memory: int, temp: Path) -> None:
        """Moves all columns to files once they exceed memory together."""
        columns = [self.texts, *self.landmarks]
        if sum(column.memory for column in columns) > memory:
            for number, column in enumerate(columns):
                if column.memory:
                    column.spill(temp / f"passages-{number}")


@dataclass(frozen=True, slots=True)
class Searched:
    """The pairs of records that share landmarks, and the texts of all records."""

    pairs: Proposed
    origins: Origins
    _data: Bytes | StoredColumn
    _bounds: Index

    def text(self, row: int) -> str:
        """A record's text; an undecodable byte is one character that says nothing."""
        return _text(self._data, self._bounds[row], self._bounds[row + 1])

    def pages(self, rows: Iterable[int], ids: pa.StringArray) -> dict[int, Page]:
        """Records by number, as pages."""
        return {row: self.origins.page(row, ids[row].as_py(), self.text(row)) for row in rows}

    def texts(self, tell: Callable[[int], None], least: int = LEAST) -> Iterator[tuple[int, int, str, str]]:
        """The pairs that share so many landmarks, with their texts."""
        pairs = self.pairs.of(least)
        for number, (left, right) in enumerate(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)):
            tell(number)
            yield left, right, self.text(left), self.text(right)


def searched(
    paths: Sequence[str],
    stays: NDArray[np.bool_],
    options: Options,
    *,
    characters: int,
    pool: ThreadPoolExecutor,
    temp: Path,
) -> Searched:
    """Reads all records, of so many characters, and finds which of those marked in `stays` are to be compared."""
    held = Held(min(characters // DENSITY * SLICE // options.memory + 1, SLICES))
    for read in in_order(_read, tasks(paths, options.columns), pool, 2 * options.jobs):
        held.append(read, stays[held.lengths.size :][: len(read[1]) - 1])
        held.spill(options.memory, temp)
    pairs = merged([_proposed(column) for column in held.landmarks]).of(LEAST)
    bounds = np.append(0, np.cumsum(held.lengths.rows()))
    return Searched(
        pairs, Origins(*zip(*held.files, strict=True)) if held.files else Origins((), ()), held.texts.rows(), bounds
    )


def _read(task: Callable[[], Batch]) -> Read:
    batch = task()
    data, offsets = batch.utf8()
    return data, offsets, *keys([_text(data, *ends) for ends in pairwise(offsets.tolist())]), batch.files


def _text(data: Bytes | StoredColumn, start: int, end: int) -> str:
    return bytes(data[start:end]).decode("utf-8", "surrogateescape")


def _proposed(column: Column) -> Proposed:
    rows = np.asarray(column.rows())
    return proposed(rows[:, 0], rows[:, 1].astype(np.int64))
