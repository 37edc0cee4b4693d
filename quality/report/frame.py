"""A window on one line of text with a span in it, measured in terminal cells: a Chinese character is two wide."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len

from quality.report.text import visible

BEFORE = 30
"""Cells of context before the span."""
REACH = 400
"""Code points on either side that are looked at; a line may be a gigabyte."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The text of the window and where, in cells, the mark stands below it."""

    text: str
    indent: int
    mark: int
    """Cells under the span; 0 for a place between two characters."""


def frame(line: str, start: int, end: int, width: int) -> Frame:
    """The window of at most `width` cells that shows `line[start:end]`, cut text marked by `…`."""
    low = max(start - REACH, 0)
    before = visible(line[low:start])
    inside, inside_cut = _head(visible(line[start : min(end, start + REACH)]), width - BEFORE - 2)
    inside_cut = inside_cut or end - start > REACH
    left, left_cut = _tail(before, BEFORE)
    left = ("…" if left_cut or low else "") + left
    inside += "…" if inside_cut else ""
    room = max(width - cell_len(left) - cell_len(inside), 0)
    after, after_cut = ("", False) if inside_cut else _head(visible(line[end : end + REACH]), room - 1)
    right = after + ("…" if after_cut else "")
    return Frame(left + inside + right, cell_len(left), cell_len(inside))


def _head(text: str, cells: int) -> tuple[str, bool]:
    """As many characters from the left as fit, and whether some did not."""
    if 2 * len(text) <= cells:
        return text, False
    used = 0
    for at, char in enumerate(text):
        used += cell_len(char)
        if used > cells:
            return text[:at], True
    return text, False


def _tail(text: str, cells: int) -> tuple[str, bool]:
    kept, cut = _head(text[::-1], cells)
    return kept[::-1], cut
