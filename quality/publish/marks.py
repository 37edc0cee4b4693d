"""Text cut into runs at every mark that begins or ends in it: findings, edits, differences.

Marks may overlap in any way; runs never do, so that HTML made from them is well formed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from quality.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from quality.model import Finding, Page


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of a page and what it stands for."""

    span: Span
    kind: str
    """`finding` or `difference`."""
    finding: Finding | None = None
    number: int = 0
    """The finding's number beside the text."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text under the same marks, or (empty) what stands between two."""

    text: str
    span: Span
    marks: tuple[Mark, ...] = ()
    ends: tuple[Mark, ...] = ()
    """Marks that end with this run: their numbers follow it."""


class Layers:
    """A page's text cut once at all of its marks; parts of it are then found by bisection.

    Building takes time linear in the text and in marks times their depth, however many spans are asked for.
    """

    def __init__(self, page: Page, marks: Iterable[Mark]) -> None:
        self._runs = tuple(_cut(page, sorted(marks, key=lambda m: (m.span.start, -m.span.end))))
        self._starts = [r.span.start for r in self._runs]

    def within(self, span: Span) -> Iterator[Run]:
        """Runs of one span, in order, clipped to it; empty runs at both of its ends included."""
        first = bisect_left(self._starts, span.start)
        if first and self._runs[first - 1].span.end > span.start:
            first -= 1
        for run in islice(self._runs, first, None):
            if run.span.start > span.end or (run.span.start == span.end and len(run.span)):
                return
            yield _clip(run, span)


def _clip(run: Run, span: Span) -> Run:
    low, high = max(run.span.start, span.start), min(run.span.end, span.end)
    if low == run.span.start and high == run.span.end:
        return run
    text = run.text[low - run.span.start : high - run.span.start]
    return Run(text, Span(low, high), run.marks, run.ends if high == run.span.end else ())


def _cut(page: Page, marks: list[Mark]) -> Iterator[Run]:
    bounds = sorted({0, len(page.text), *(b for m in marks for b in (m.span.start, m.span.end))})
    begins, ends, places = (defaultdict[int, list[Mark]](list) for _ in range(3))
    for mark in marks:
        if len(mark.span):
            begins[mark.span.start].append(mark)
            ends[mark.span.end].append(mark)
        else:
            places[mark.span.start].append(mark)
    active: list[Mark] = []
    for low, high in zip(bounds, [*bounds[1:], bounds[-1]], strict=True):
        active = [m for m in active if m.span.end > low] + begins[low]
        if low in places:
            yield Run("", Span(low, low), tuple(active), tuple(places[low]))
        if low < high:
            yield Run(page.text[low:high], Span(low, high), tuple(active), tuple(ends[high]))
