"""Passages on one machine: landmarks in slices that are sorted one by one, then pair by pair; what exceeds memory lies in files."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from quality.engine.records.columns import Column
from quality.engine.records.corpus import in_order
from quality.engine.records.passages import LEAST, Passage, Proposed, judged, keys, merged, proposed, told
from quality.match.landmarks import SHORTEST
from quality.read.columns import tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import ThreadPoolExecutor
    from pathlib import Path

    from numpy.typing import NDArray

    from quality.engine.records.options import Options
    from quality.engine.records.stored import StoredColumn
    from quality.read.columns import Batch

    Index = NDArray[np.int64]
    Bytes = NDArray[np.uint8]
    Read = tuple[Bytes, Index, NDArray[np.uint64], Index]
    """Texts as UTF-8 with their offsets, and their landmarks with whose they are."""

SLICE = 100
"""Bytes that a landmark takes while its slice is sorted, those of the results included."""
SLICES = 256
"""At most so many: each may be an open file."""
DENSITY = 4
"""Characters to a landmark, at least."""


@dataclass(slots=True)
class Held:
    """What is kept of the records that are searched, by slices of landmarks."""

    slices: int
    texts: Column = field(default_factory=lambda: Column(np.uint8))
    lengths: Column = field(default_factory=lambda: Column(np.int64))
    """Bytes of each record's text, of all records; 0 for those that are not searched."""
    landmarks: list[Column] = field(init=False)

    def __post_init__(self) -> None:
        self.landmarks = [Column(np.uint64, 2) for _ in range(self.slices)]

    def append(self, read: Read, stays: NDArray[np.bool_]) -> None:
        """Adds a batch, of which some records are searched."""
        data, offsets, hashes, owners = read
        sizes = np.diff(offsets)
        self.texts.append(data[offsets[0] : offsets[-1]][np.repeat(stays, sizes)])
        mine = stays[owners]
        rows = (self.lengths.size + owners[mine]).astype(np.uint64)
        marked = np.stack((hashes[mine], rows), axis=1)
        place = (marked[:, 0] >> np.uint64(32)) % np.uint64(self.slices)
        order = np.argsort(place, kind="stable")
        cuts = np.searchsorted(place[order], np.arange(self.slices + 1, dtype=np.uint64)).tolist()
        for column, (low, high) in zip(self.landmarks, pairwise(cuts), strict=True):
            column.append(marked[order[low:high]])
        self.lengths.append(np.where(stays, sizes, 0))

    def spill(self, memory: int, temp: Path) -> None:
        """Moves all columns to files once they exceed memory together."""
        columns = [self.texts, *self.landmarks]
        if sum(column.memory for column in columns) > memory:
            for number, column in enumerate(columns):
                if column.memory:
                    column.spill(temp / f"passages-{number}")


def searched(
    paths: Sequence[str],
    stays: NDArray[np.bool_],
    options: Options,
    *,
    characters: int,
    pool: ThreadPoolExecutor,
    temp: Path,
    tell: Callable[[int], None],
) -> tuple[list[Passage], Proposed]:
    """The passages of the records marked in `stays`, of so many characters in all, and which pairs of records were compared."""
    held = Held(min(characters // DENSITY * SLICE // options.memory + 1, SLICES))
    for read in in_order(_read, tasks(paths, options.columns), pool, 2 * options.jobs):
        held.append(read, stays[held.lengths.size :][: len(read[1]) - 1])
        held.spill(options.memory, temp)
    pairs = merged([_proposed(column) for column in held.landmarks]).of(LEAST)
    texts, bounds = held.texts.rows(), np.append(0, np.cumsum(held.lengths.rows()))
    shortest = options.passages or SHORTEST
    return list(told(judged(_texts(texts, bounds, pairs, tell), shortest), shortest)), pairs


def _read(task: Callable[[], Batch]) -> Read:
    data, offsets = task().utf8()
    return data, offsets, *keys([_text(data, *ends) for ends in pairwise(offsets.tolist())])


def _text(data: Bytes | StoredColumn, start: int, end: int) -> str:
    """A text; an undecodable byte is one character that says nothing."""
    return bytes(data[start:end]).decode("utf-8", "surrogateescape")


def _proposed(column: Column) -> Proposed:
    rows = np.asarray(column.rows())
    return proposed(rows[:, 0], rows[:, 1].astype(np.int64))


def _texts(
    data: Bytes | StoredColumn, bounds: Index, pairs: Proposed, tell: Callable[[int], None]
) -> Iterator[tuple[int, int, str, str]]:
    for number, (left, right) in enumerate(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)):
        tell(number)
        yield left, right, *(_text(data, bounds[row], bounds[row + 1]) for row in (left, right))
