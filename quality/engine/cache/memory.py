"""What earlier runs found out about pairs of places, so that a run judges only those that have a changed page on a side.

Everything here is the value of a pure function of two pages' texts and of places within them. It is kept by the content of
the two pages, so that nothing has to be invalidated: whatever is asked with a changed page is not known.
"""

from __future__ import annotations

import struct
from collections import defaultdict
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

GROWN = (5, 4)
"""A chain of seeds within two pages (four ends, characters that seeds cover), and its ends when it is extended."""
JUDGED = (6, 5)
"""Two places (four ends, places of the page and pages that hold the passage), and the verdict with the ends of what is alike."""
SIZES = (GROWN, JUDGED)
NAME = 8
"""Bytes of a content key that name a page."""
_MIX = np.uint64(0x9E3779B97F4A7C15)


class Table:
    """Values of one function: rows of integers, by rows of integers of which the first two are numbers of pages."""

    def __init__(self, keys: Ints, values: Ints) -> None:
        hashes = _hashes(keys)
        order = np.argsort(hashes, kind="stable")
        self._hashes, self._keys, self._values = hashes[order], keys[order], values[order]
        self.asked: list[tuple[Ints, Ints, NDArray[np.bool_]]] = []
        """Keys and values of this run, and which of them were known before."""

    def find(self, keys: Ints) -> tuple[Ints, NDArray[np.bool_]]:
        """The values, and where there is one."""
        if not len(self._keys):
            return np.zeros((len(keys), self._values.shape[1]), np.int64), np.zeros(len(keys), bool)
        at = np.minimum(np.searchsorted(self._hashes, _hashes(keys)), len(self._hashes) - 1)
        return self._values[at], (self._keys[at] == keys).all(axis=1)

    def keep(self, keys: Ints, values: Ints, known: NDArray[np.bool_]) -> None:
        """Notes all that this run asked and learned."""
        self.asked.append((keys, values, known))


class Memory:
    """The tables of one run over some pages; without names nothing is known and nothing is kept."""

    def __init__(self, names: Sequence[bytes] = (), rows: Mapping[int, bytes] | None = None) -> None:
        """`names` are the content keys of the pages, `rows` what was kept, by number of the left page."""
        self._keys = names
        self._names = [name[:NAME] for name in names]
        self.grown, self.judged = (
            Table(*np.split(rows, [2 + size[0]], axis=1))
            for size, rows in zip(SIZES, _read(rows or {}, self._names), strict=True)
        )

    def kept(self) -> Iterator[tuple[bytes, bytes]]:
        """What is to be kept, by key of the left page: only of pages with something new."""
        if not self._keys:
            return
        asked = [_asked(table, 2 + sum(size)) for table, size in zip((self.grown, self.judged), SIZES, strict=True)]
        changed = np.unique(np.concatenate([rows[~known, 0] for rows, known in asked])).tolist()
        parts: dict[int, list[Ints]] = defaultdict(list)
        for rows, _ in asked:
            ordered = rows[np.argsort(rows[:, 0], kind="stable")]
            cuts = np.searchsorted(ordered[:, 0], [(left, left + 1) for left in changed]).reshape(-1, 2)
            for left, (low, high) in zip(changed, cuts.tolist(), strict=True):
                parts[left].append(ordered[low:high])
        for left, tables in parts.items():
            yield self._keys[left], _written(tables, self._names)


def _asked(table: Table, width: int) -> tuple[Ints, NDArray[np.bool_]]:
    rows = [np.concatenate((keys, values), axis=1) for keys, values, _ in table.asked]
    return (
        np.concatenate([np.zeros((0, width), np.int64), *rows]),
        np.concatenate([np.zeros(0, bool), *(known for _, _, known in table.asked)]),
    )


def _hashes(keys: Ints) -> NDArray[np.uint64]:
    hashes = np.zeros(len(keys), np.uint64)
    for column in keys.T:
        hashes = (hashes ^ column.astype(np.uint64)) * _MIX
        hashes ^= hashes >> np.uint64(29)
    return hashes


def _written(tables: Sequence[Ints], names: Sequence[bytes]) -> bytes:
    """Names of the right pages, then each table without its left page."""
    rights = np.unique(np.concatenate([rows[:, 1] for rows in tables]))
    out = [np.array([len(rights), *map(len, tables)], np.int32).tobytes()]
    out += [names[right] for right in rights.tolist()]
    for rows in tables:
        kept = rows[:, 1:].astype(np.int32)
        kept[:, 0] = np.searchsorted(rights, rows[:, 1])
        out.append(kept.tobytes())
    return b"".join(out)


def _read(rows: Mapping[int, bytes], names: Sequence[bytes]) -> list[Ints]:
    """The tables of all left pages; without the rows of pages that are not there. Done for all pages at once: there are many."""
    cut = {left: parts for left, data in rows.items() if (parts := _cut(data))}
    lefts = np.array([*cut], np.int64)
    told, *tables = zip(*cut.values(), strict=True) if cut else [()] * (1 + len(SIZES))
    rights = np.append(_numbers(b"".join(told), names), -1)
    counts = np.array([len(some) // NAME for some in told], np.int64)
    ends = np.cumsum(counts)
    starts, found = ends - counts, []
    for size, parts in zip(SIZES, tables, strict=True):
        width = 1 + sum(size)
        values = np.frombuffer(b"".join(parts), np.int32).reshape(-1, width).astype(np.int64)
        pages = np.repeat(np.arange(len(parts)), np.array([len(some) // (4 * width) for some in parts], np.int64))
        at = starts[pages] + values[:, 0]
        values[:, 0] = rights[np.where((starts[pages] <= at) & (at < ends[pages]), at, -1)]
        found.append(np.column_stack((lefts[pages], values))[values[:, 0] >= 0])
    return found


def _cut(data: bytes) -> tuple[bytes, ...]:
    """The names of the right pages and the tables of one left page; nothing where the bytes are no such tables."""
    head = 4 * (1 + len(SIZES))
    if len(data) < head:
        return ()
    count, *lengths = struct.unpack_from(f"={1 + len(SIZES)}i", data)
    sizes = [NAME * count, *(4 * n * (1 + sum(size)) for n, size in zip(lengths, SIZES, strict=True))]
    if min(sizes) < 0 or head + sum(sizes) != len(data):
        return ()
    ends = [*accumulate(sizes, initial=head)]
    return tuple(data[start:end] for start, end in pairwise(ends))


def _numbers(told: bytes, names: Sequence[bytes]) -> Ints:
    """Which page each name is; -1 for none of these."""
    known, asked = (np.frombuffer(some, np.uint64) for some in (b"".join(names), told))
    if not len(known):
        return np.full(len(asked), -1)
    order = np.argsort(known)
    at = order[np.minimum(np.searchsorted(known, asked, sorter=order), len(known) - 1)]
    return np.where(known[at] == asked, at, -1)
