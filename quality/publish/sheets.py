"""Long lists in sheets: addresses, and totals that tell the truth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Row = TypeVar("Row")
ROWS = 200
"""Rows of a list on one page."""


@dataclass(frozen=True, slots=True)
class Sheet(Generic[Row]):
    """One page of a list."""

    address: str
    rows: tuple[Row, ...]
    number: int
    count: int
    total: int
    first: int
    previous: str = ""
    next: str = ""

    @property
    def last(self) -> int:
        """Number of the last row on it, from 1."""
        return self.first + len(self.rows) - 1


def sheets(address: str, rows: Sequence[Row], size: int = ROWS) -> Iterator[Sheet[Row]]:
    """A list cut into sheets; the first has the list's own address, an empty list has one empty sheet."""
    count = max(-(-len(rows) // size), 1)

    def name(number: int) -> str:
        return "" if not 1 <= number <= count else address if number == 1 else f"{address}-{number}"

    for number in range(1, count + 1):
        start = (number - 1) * size
        part = tuple(rows[start : start + size])
        yield Sheet(
            name(number), part, number, count, len(rows), start + 1 if part else 0, name(number - 1), name(number + 1)
        )
