"""The findings on copies across records on one machine: pair by pair, then one group of connected records after the other."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from quality.engine.records.columns import Column
from quality.engine.records.findings import COPY, LEAST, NAME, common, gone, judged, sides, stamped, told
from quality.match.clusters import components

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from quality.engine.records.findings import Row
    from quality.engine.records.local_passages import Searched

    Index = NDArray[np.int64]
    Goes = tuple[Index, Index, NDArray[np.float64], NDArray[np.float64]]
    """Records that go, those that stay for them, similarity and containment."""

TOGETHER = 256
"""Pairs whose texts are held at a time."""


@dataclass(slots=True)
class Rows:
    """Findings as they come: what they say moves to a file when memory is short, 56 bytes of each stay."""

    memory: int
    temp: Path
    said: Column = field(default_factory=lambda: Column(np.uint8))
    """Lines and identities, end to end."""
    places: Column = field(default_factory=lambda: Column(np.int64, 7))
    """Row, number; where the line starts and ends, and where the identity behind it ends; the identity's digest in two parts."""
    by_rule: Counter[str] = field(default_factory=Counter)

    def extend(self, rows: Iterable[Row]) -> None:
        """Adds findings."""
        for row in rows:
            self._append(row)
            self.by_rule[row.rule] += 1

    def _append(self, row: Row) -> None:
        line, base = row.line.encode(), row.identity.encode()
        start, middle = self.said.size, self.said.size + len(line)
        self.said.append(np.frombuffer(line + base, np.uint8))
        digest = np.frombuffer(hashlib.sha256(base).digest(), np.int64, 2)
        self.places.append(np.array([row.row, row.number, start, middle, middle + len(base), *digest]))
        if self.said.memory > self.memory:
            self.said.spill(self.temp / "findings")

    def lines(self) -> Iterator[str]:
        """The lines as they are written, in input order."""
        places, said = np.asarray(self.places.rows()), self.said.rows()
        row, number, starts, middles, ends, *digest = places.T
        ordinals = _ordinals(np.lexsort((number, row, *digest)), *digest)
        order = np.lexsort((number, row))
        for start, middle, end, ordinal in zip(*(c[order] for c in (starts, middles, ends, ordinals)), strict=True):
            line, base = (bytes(said[a:b]).decode() for a, b in ((start, middle), (middle, end)))
            yield stamped(line, base, int(ordinal))


def _ordinals(order: Index, high: Index, low: Index) -> Index:
    """How many of its equals come before each in an order that keeps equals together."""
    place = np.arange(len(order))
    fresh = np.append(True, (np.diff(high[order]) != 0) | (np.diff(low[order]) != 0))[: len(order)]
    ordinals = np.empty(len(order), np.int64)
    ordinals[order] = place - np.maximum.accumulate(np.where(fresh, place, 0))
    return ordinals


def found(
    searched: Searched, goes: Goes, ids: pa.StringArray, memory: int, temp: Path, tell: Callable[[int], None]
) -> Rows:
    """All findings: on the records that were searched, and on those that go for others."""
    rows = Rows(memory, temp)
    for records, copies in _connected(_copies(_places(searched.texts(tell, LEAST)))):
        rows.extend(told(searched.pages(records, ids), copies))
    for row, keeper, similarity, containment in zip(*(column.tolist() for column in goes), strict=True):
        pages = searched.pages(sorted((row, keeper)), ids)
        rows.extend(gone(pages, row, keeper, similarity, containment))
    return rows


def _places(pairs: Iterator[tuple[int, int, str, str]]) -> pa.Table:
    """All places of all pairs, packed as they come: a row of Python's takes ten times as much."""
    tables = [judged(())]
    while some := list(islice(pairs, TOGETHER)):
        tables.append(judged(some))
    return pa.concat_tables(tables)


def _copies(places: pa.Table) -> Index:
    """The places that are copies, as rows of `COPY`, now that it is known how many hold each."""
    many = common(sides(places))
    kept = [
        places.filter(pc.field(flag)).join(many, list(NAME), join_type=how)
        for flag, how in (("few", "left anti"), ("many", "left semi"))
    ]
    return np.concatenate([np.stack([part[name].to_numpy() for name in COPY], axis=1) for part in kept])


def _connected(copies: Index) -> Iterator[tuple[list[int], list[tuple[int, ...]]]]:
    """The records that copies connect, ascending, and the copies."""
    nodes, ends = np.unique(copies[:, :2], return_inverse=True)
    left, right = ends.reshape(-1, 2).T
    label = components(len(nodes), left, right)
    for mine in _grouped(label[left]):
        records = np.unique(copies[mine, :2])
        yield records.tolist(), [tuple(copy) for copy in copies[mine].tolist()]


def _grouped(labels: Index) -> list[Index]:
    """The places of equal labels."""
    order = np.argsort(labels, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(labels[order])) + 1) if len(order) else []
