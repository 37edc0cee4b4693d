"""What Markdown sets as it stands: code, lines with a mark of their own (quotations, rows of tables), and breaks of lines.

Fences say what they are wherever they stand. Indented code and two spaces at the end of a line are signs in Markdown only: other texts
indent their paragraphs.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import takewhile
from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    Ranges = Sequence[tuple[int, int]]

SUFFIXES = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".rmd"})
TAB = 4
"""Columns from one stop to the next, and from a paragraph to code."""

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})([^\r\n]*)$", re.MULTILINE)
_FRAMED = re.compile(r">(?:\s|$)|\|.*\|$", re.DOTALL)


@lru_cache(maxsize=4)
def fenced(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of every fenced block, its fences included; a fence that nothing closes is text like any other."""
    if "```" not in text and "~~~" not in text:
        return ()
    found: list[tuple[int, int]] = []
    opened, fence = -1, ""
    for match in _FENCE.finditer(text.replace("\r", "\n")):
        if opened < 0:
            opened, fence = match.start(), match[1]
        elif match[1].startswith(fence) and not match[2].strip():
            found.append((opened, match.end()))
            opened = -1
    return tuple(found)


@lru_cache(maxsize=4)
def code_of(path: str, text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of all code: what is fenced, and in Markdown what is indented."""
    found = fenced(text)
    return tuple(sorted((*found, *_indented(text, found)))) if is_markdown(path) else found


@lru_cache(maxsize=4)
def is_markdown(path: str) -> bool:
    """True for a file that its name says to be Markdown."""
    return PurePath(path).suffix.lower() in SUFFIXES


def within(ranges: Ranges, at: int) -> bool:
    """True for an offset inside one of the ranges, which ascend."""
    number = bisect_right(ranges, at, key=lambda r: r[0]) - 1
    return number >= 0 and at < ranges[number][1]


def breaks_behind(text: str, end: int) -> bool:
    """True where Markdown breaks the line that ends here: two spaces, or a backslash that no other one takes its sense."""
    if _SPACED.match(text, end):
        return True
    slashes = sum(1 for _ in takewhile(lambda at: text[at] == "\\", range(end - 1, -1, -1)))
    return slashes % 2 == 1 and text[end : end + 1] in ("\r", "\n")


_SPACED = re.compile(r" {2,}[\r\n]")
_ROW = re.compile(r"([ \t]*)([^ \t\r\n][^\r\n]*)?(?:\r\n|\r|\n|\Z)")
_ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|$)")
_RULE = re.compile(r"#{1,6}(?:\s|$)|(?:\*[ \t]*){3,}$|(?:-[ \t]*){3,}$|(?:_[ \t]*){3,}$|=+[ \t]*$")
"""Headings and lines across the page: no paragraph goes on behind them."""


def _indented(text: str, fences: Ranges) -> list[tuple[int, int]]:
    """Lines that stand four columns inside what they belong to – the page, or an item of a list – and go on with no paragraph."""
    found: list[tuple[int, int]] = []
    items: list[int] = []  # columns at which the text of the open items of lists begins
    paragraph = code = False
    for row in _ROW.finditer(text):
        if row[2] is None or within(fences, row.start(2)):
            paragraph, code = False, code and row[2] is None
            continue
        column = len(row[1].expandtabs(TAB))
        item = None if _RULE.match(row[2]) else _ITEM.match(row[2])
        while items and column < items[-1] and (item or not paragraph):
            items.pop()
        if not paragraph and column >= (items[-1] if items else 0) + TAB:
            found.append((found.pop()[0] if code else row.start(2), row.end(2)))
            code = True
            continue
        if item:
            items.append(column + len(item[0].expandtabs(TAB)))
        code, paragraph = False, not _RULE.match(row[2])
    return found


def is_framed(line: str) -> bool:
    """True for a line of a quotation or a row of a table: what is joined to it would stand inside the frame."""
    return line[:1] in ">|" and _FRAMED.match(line) is not None
