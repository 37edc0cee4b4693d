"""What earlier runs found out about pairs of places, so that a run judges only those that have a changed page on a side.

Everything here is the value of a pure function of two pages' texts and of places within them. It is kept by the content of
the two pages, so that nothing has to be invalidated: whatever is asked with a changed page is not known.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np

from quality.match.ordered import distinct

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

KEY, VALUE = 8, 5
"""Columns: two pages, two places (four ends), places of the page and pages that hold the passage; the verdict, and the ends of
what is alike."""
NAME = 8
"""Bytes of a content key that name a page."""
_WIDTH = KEY - 1 + VALUE
"""Columns of what is kept under its left page."""
_MIX = np.uint64(0x9E3779B97F4A7C15)


class Memory:
    """What is known of pairs of some pages; without names nothing is known and nothing is kept."""

    def __init__(self, names: Sequence[bytes] = (), rows: Mapping[int, bytes] | None = None) -> None:
        """`names` are the content keys of the pages, `rows` what was kept, by number of the left page."""
        self._page_keys = names
        self._names = [name[:NAME] for name in names]
        known = _read(rows or {}, self._names)
        hashes = _hashes(known[:, :KEY])
        order = np.argsort(hashes, kind="stable")
        self._hashes, self._keys, self._values = hashes[order], known[order, :KEY], known[order, KEY:]
        self._asked = np.zeros((0, KEY + VALUE), np.int64)
        self._new = np.zeros(0, bool)

    def find(self, keys: Ints) -> tuple[Ints, NDArray[np.bool_]]:
        """The values, and where there is one."""
        if not len(self._keys):
            return np.zeros((len(keys), VALUE), np.int64), np.zeros(len(keys), bool)
        at = np.minimum(np.searchsorted(self._hashes, _hashes(keys)), len(self._hashes) - 1)
        return self._values[at], (self._keys[at] == keys).all(axis=1)

    def keep(self, keys: Ints, values: Ints, known: NDArray[np.bool_]) -> None:
        """Notes all that this run asked and learned, and which of it was known before."""
        self._asked = np.concatenate((self._asked, np.column_stack((keys, values))))
        self._new = np.concatenate((self._new, ~known))

    def kept(self) -> Iterator[tuple[bytes, bytes]]:
        """What is to be kept, by key of the left page: only of pages with something new."""
        if not self._names:
            return
        ordered = self._asked[np.argsort(self._asked[:, 0], kind="stable")]
        for left in distinct(self._asked[self._new, 0]).tolist():
            low, high = np.searchsorted(ordered[:, 0], (left, left + 1))
            yield self._page_keys[left], _written(ordered[low:high], self._names)


def _hashes(keys: Ints) -> NDArray[np.uint64]:
    hashes = np.zeros(len(keys), np.uint64)
    for column in keys.T:
        hashes = (hashes ^ column.astype(np.uint64)) * _MIX
        hashes ^= hashes >> np.uint64(29)
    return hashes


def _written(rows: Ints, names: Sequence[bytes]) -> bytes:
    """How many right pages, their names, then the rows without their left page."""
    rights = distinct(rows[:, 1])
    kept = rows[:, 1:].astype(np.int32)
    kept[:, 0] = np.searchsorted(rights, rows[:, 1])
    return b"".join((struct.pack("=i", len(rights)), *(names[right] for right in rights.tolist()), kept.tobytes()))


def _read(rows: Mapping[int, bytes], names: Sequence[bytes]) -> Ints:
    """The rows of all left pages; without those of pages that are not there. Done for all pages at once: there are many."""
    cut = {left: parts for left, data in rows.items() if (parts := _cut(data))}
    numbers = {name: number for number, name in enumerate(names)}
    told = b"".join(some for some, _ in cut.values())
    rights = np.array([*(numbers.get(told[at : at + NAME], -1) for at in range(0, len(told), NAME)), -1])
    values = np.frombuffer(b"".join(some for _, some in cut.values()), np.int32).reshape(-1, _WIDTH).astype(np.int64)
    counts = np.array([len(some) // NAME for some, _ in cut.values()], np.int64)
    pages = np.repeat(np.arange(len(cut)), [len(some) // (4 * _WIDTH) for _, some in cut.values()])
    inside = (values[:, 0] >= 0) & (values[:, 0] < counts[pages])
    values[:, 0] = rights[np.where(inside, (np.cumsum(counts) - counts)[pages] + values[:, 0], -1)]
    found = np.column_stack((np.array([*cut], np.int64)[pages], values))
    return found[found[:, 1] >= 0]


def _cut(data: bytes) -> tuple[bytes, bytes] | None:
    """The names of the right pages and the rows of one left page; None where the bytes are none such."""
    if len(data) < 4:
        return None
    end = 4 + struct.unpack_from("=i", data)[0] * NAME
    if not 4 <= end <= len(data) or (len(data) - end) % (4 * _WIDTH):
        return None
    return data[4:end], data[end:]
