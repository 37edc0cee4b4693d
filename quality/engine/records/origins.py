"""Which file each record comes from, so that it can be told as `quality check` tells it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quality.model import Page
from quality.read.records import writable

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Origins:
    """Which file each record comes from."""

    starts: Sequence[int]
    """First record of each file, or of each part of one, ascending."""
    paths: Sequence[str]

    def page(self, number: int, name: str, text: str) -> Page:
        """A record as a page; a file that is one text is called by its path."""
        path = self.paths[bisect_right(self.starts, number) - 1]
        return Page(path, writable(text), None if name == path else name)
