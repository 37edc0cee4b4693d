"""What a run comes back to later, page by page, and need not hold: frozen, in a file without a name as soon as it is much."""

from __future__ import annotations

import tempfile
import weakref
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from operator import eq
from typing import TYPE_CHECKING, TypeVar, overload

from quality.engine.cache.frozen import FrozenError, freeze_all, numbered, thaw_all
from quality.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quality.model import Page

Item = TypeVar("Item")
LARGEST = 1 << 22
"""Bytes up to which a shelf stands in memory."""
LITTLE = 1 << 23
"""Bytes up to which what is frozen is held as it was, too: of a few thousand short pages nothing is thawed."""
TOGETHER = 64
"""Items that are frozen together where nothing else groups them."""


class Shelf:
    """Pieces of bytes by number, in the order in which they were put there."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(LARGEST, prefix="quality-")  # noqa: SIM115
        weakref.finalize(self, self._file.close)
        self._ends = array("q", [0])

    def __len__(self) -> int:
        return len(self._ends) - 1

    def put(self, data: bytes) -> int:
        """Adds a piece and gives its number.

        Raises:
            OutputError: the disk is full.
        """
        if data:
            with _told():
                self._file.seek(self._ends[-1])
                self._file.write(data)
        self._ends.append(self._ends[-1] + len(data))
        return len(self) - 1

    def get(self, number: int) -> bytes:
        """A piece.

        Raises:
            OutputError: the disk is full, which may show only now.
        """
        with _told():
            self._file.seek(self._ends[number])
            return self._file.read(self._ends[number + 1] - self._ends[number])


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        where = tempfile.gettempdir()
        raise OutputError(f"{where}: cannot be written ({error.strerror}): make room, or set TMPDIR") from error


class Lazy(Sequence[Item]):
    """A sequence whose items are made anew whenever they are asked for; equal to any of the same items."""

    def __init__(self, size: int, make: Callable[[int], Item]) -> None:
        self._size, self._make = size, make

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, index: int) -> Item: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Item]: ...
    def __getitem__(self, index: int | slice) -> Item | Sequence[Item]:
        numbers = range(self._size)[index]
        return self._make(numbers) if isinstance(numbers, int) else [self._make(n) for n in numbers]

    def __iter__(self) -> Iterator[Item]:
        return map(self._make, range(self._size))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(eq, self, other))

    __hash__ = None  # type: ignore[assignment]


class Frozen(Lazy[Item]):
    """Values that speak of some pages, added in groups; they are thawed group by group."""

    def __init__(self, pages: Sequence[Page], numbers: Mapping[int, int] | None = None) -> None:
        """`numbers` are those of `numbered`, where they are there already."""
        super().__init__(0, self._one)
        self._pages, self._numbers = pages, numbered(pages) if numbers is None else numbers
        self._last: tuple[int, tuple[Item, ...]] = -1, ()
        self._shelf = Shelf()
        self._ends = array("q", [0])
        self._whole: dict[int, tuple[Item, ...]] = {}
        """Groups that are held: the first ones, and those that speak of a page of somebody else's."""
        self._foreign, self._weight = False, 0

    def add(self, group: Iterable[Item]) -> None:
        """Adds a group, which may be empty."""
        items, data = tuple(group), b""
        try:
            data = freeze_all((items,), self._numbers) if items else b""
        except FrozenError:
            self._foreign = True
        self._weight += len(data)
        if self._weight < LITTLE or (items and not data):
            self._whole[len(self._shelf)] = items
        self._put(len(items), data)

    @property
    def groups(self) -> int:
        """How many were added."""
        return len(self._shelf)

    def group(self, number: int) -> tuple[Item, ...]:
        """The items that were added together."""
        if number in self._whole:
            return self._whole[number]
        data = self._shelf.get(number)
        found: tuple[Item, ...] = next(thaw_all(data, self._pages)) if data else ()
        return found

    @property
    def parts(self) -> tuple[tuple[int, bytes], ...]:
        """Every group as its size and its bytes.

        Raises:
            FrozenError: a group has none.
        """
        if self._foreign:
            raise FrozenError("a group speaks of a page that was not given")
        return tuple((self._ends[n + 1] - self._ends[n], self._shelf.get(n)) for n in range(len(self._shelf)))

    @classmethod
    def of(cls, pages: Sequence[Page], parts: Iterable[tuple[int, bytes]]) -> Frozen[Item]:
        """Groups that were frozen for these pages."""
        made: Frozen[Item] = cls(pages)
        for size, data in parts:
            made._put(size, data)
        return made

    def _put(self, size: int, data: bytes) -> None:
        self._shelf.put(data)
        self._size += size
        self._ends.append(self._size)

    def like(self, items: Iterable[Item]) -> Frozen[Item]:
        """Other items, kept in the same way."""
        other: Frozen[Item] = Frozen(self._pages, self._numbers)
        rest = iter(items)
        while group := tuple(islice(rest, TOGETHER)):
            other.add(group)
        return other

    def __iter__(self) -> Iterator[Item]:
        return (item for number in range(len(self._shelf)) for item in self.group(number))

    def _one(self, index: int) -> Item:
        number = bisect_right(self._ends, index) - 1
        if number != self._last[0]:
            self._last = number, self.group(number)
        return self._last[1][index - self._ends[number]]


def kept_like(model: Sequence[Item], items: Iterable[Item]) -> Sequence[Item]:
    """Items, kept as another sequence keeps its own."""
    return model.like(items) if isinstance(model, Frozen) else tuple(items)
