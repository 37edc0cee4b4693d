"""Offsets as lines and columns, 1-based, in code points."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quality.model import Page

_NEWLINE = re.compile(r"\r\n|\r|\n")


MANY = 1000
"""Pages of which it is remembered."""


class Lines:
    """Line starts of the pages that were asked for last."""

    def __init__(self) -> None:
        self._starts: dict[tuple[str, str | None], list[int]] = {}

    def at(self, page: Page, offset: int) -> tuple[int, int]:
        """(line, column) of an offset; `\\n`, `\\r\\n` and `\\r` end a line."""
        starts = self.starts(page)
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def text(self, page: Page, line: int) -> str:
        """A line without its newline."""
        starts = self.starts(page)
        end = starts[line] if line < len(starts) else len(page.text)
        return page.text[starts[line - 1] : end].rstrip("\r\n")

    def place(self, page: Page, offset: int) -> str:
        """`path:line:column`, or `path#record:line:column`."""
        line, column = self.at(page, offset)
        return f"{name_of(page)}:{line}:{column}"

    def starts(self, page: Page) -> list[int]:
        """Offset of each line's first character."""
        starts = self._starts.get(page.key)
        if starts is None:
            if len(self._starts) >= MANY:
                self._starts.clear()
            starts = self._starts[page.key] = [0, *(m.end() for m in _NEWLINE.finditer(page.text))]
        return starts


def name_of(page: Page) -> str:
    """The page as people call it: its path, and its record where it has one."""
    return page.path if page.record is None else f"{page.path}#{page.record}"
