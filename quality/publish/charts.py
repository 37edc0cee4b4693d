"""Bar charts as inline SVG: no script, no outside style; they follow light and dark and keep their type size on a phone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from markupsafe import Markup

from quality.publish.escape import escape

if TYPE_CHECKING:
    from collections.abc import Sequence

ROW = 30
"""Pixels per bar; widths are shares of the drawing, so that the chart needs no scaling."""
LABEL, BAR = 38, 52
"""Per cent of the width for labels and for the longest bar."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its label and its segments as (style class, value)."""

    label: str
    segments: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """Sum of the segments."""
        return sum(value for _, value in self.segments)


def bars(rows: Sequence[Bar]) -> Markup:
    """A stacked horizontal bar chart; hidden from screen readers, which get the table beside it."""
    longest = max((r.total for r in rows), default=0) or 1
    parts = [f'<svg class="cq-chart" aria-hidden="true" width="100%" height="{ROW * len(rows)}">']
    for number, row in enumerate(rows):
        parts.append(_row(row, number * ROW, longest))
    return Markup("".join([*parts, "</svg>"]))  # noqa: S704 - every text in it is escaped


def _row(row: Bar, top: int, longest: int) -> str:
    x = float(LABEL)
    middle = top + ROW // 2
    parts = [f'<text class="cq-label" x="{LABEL - 1.5}%" y="{middle}">{escape(_short(row.label))}</text>']
    for kind, value in row.segments:
        width = BAR * value / longest
        if value:
            parts.append(
                f'<rect class="cq-bar-{kind}" x="{x:.2f}%" y="{top + 6}" width="{width:.2f}%" height="{ROW - 12}" rx="2"/>'
            )
        x += width
    parts.append(f'<text class="cq-value" x="{x + 1:.2f}%" y="{middle}">{row.total:,}</text>')
    return "".join(parts)


def _short(label: str, widest: int = 18) -> str:
    """As much of a label as has room beside the bars on a phone; a Han character is as wide as two letters."""
    room = widest
    for number, char in enumerate(label):
        room -= 2 if east_asian_width(char) in "WF" else 1
        if room < 0:
            return label[: max(number - 1, 1)] + "…"
    return label
