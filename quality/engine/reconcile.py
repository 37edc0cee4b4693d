"""One defect, one finding: of rules that saw the same place the most telling one speaks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING

from quality.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from quality.detect.contract import Rule
    from quality.model import Hit

TOLD_BY: Mapping[str, tuple[str, ...]] = {
    "DUP101": ("DUP103",),
    "DUP102": ("DUP101", "DUP103", "STU201", "STU202", "STU204"),
    "DUP104": ("ENU405",),
    "ENU404": ("ENU401", "STU201", "STU202", "STU203", "STU204"),
    "GAR301": ("GAR302", "GAR304", "GAR305", "STU203"),
    "GAR303": ("GAR302",),
    "GAR304": ("GAR302",),
    "GAR305": ("GAR302",),
    "LAY603": ("LAY604",),
    "LAY605": ("LAY603", "LAY604"),
    "PUN503": ("GAR302", "GAR304"),
    "STU201": ("STU202", "STU204"),
    "STU202": ("STU204",),
    "STU203": ("STU201", "STU202", "STU204"),
}
"""Which rules say more about a place than this one. What no rule here tells – a torn line inside a copy that goes – stays."""
SHARE = 0.8
"""Of a hit, this share inside the spans of a more telling one makes it superfluous."""
Key = tuple[tuple[str, str | None], str]


def reconcile(hits: Iterable[tuple[Rule, Hit]]) -> list[tuple[Rule, Hit]]:
    """Drops hits that another hit already tells; the order of the others stays."""
    all_hits = list(hits)
    telling = {code for codes in TOLD_BY.values() for code in codes}
    spans: dict[Key, list[Span]] = defaultdict(list)
    for rule, hit in all_hits:
        if rule.code in telling:
            spans[hit.page.key, rule.code] += hit.spans
    covers = {key: _Cover(found) for key, found in spans.items()}
    return [(rule, hit) for rule, hit in all_hits if not _is_told(rule.code, hit, covers)]


def _is_told(code: str, hit: Hit, covers: Mapping[Key, _Cover]) -> bool:
    found = (covers.get((hit.page.key, better)) for better in TOLD_BY.get(code, ()))
    return any(cover.holds(hit.spans) for cover in found if cover)


class _Cover:
    """Spans of one rule on one page, overlapping ones made one."""

    def __init__(self, spans: Iterable[Span]) -> None:
        merged: list[Span] = []
        for span in sorted(spans):
            if merged and span.start <= merged[-1].end:
                merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
            else:
                merged.append(span)
        self._starts = [s.start for s in merged]
        self._ends = [s.end for s in merged]

    def holds(self, spans: Sequence[Span]) -> bool:
        """True where most of the spans lies inside; for an empty one its place."""
        total = sum(map(len, spans))
        if not total:
            return any(self._has(s.start) for s in spans)
        return sum(map(self._shared, spans)) >= SHARE * total

    def _has(self, place: int) -> bool:
        at = bisect_right(self._starts, place) - 1
        return at >= 0 and place <= self._ends[at]

    def _shared(self, span: Span) -> int:
        low, high = bisect_right(self._ends, span.start), bisect_left(self._starts, span.end)
        return sum(min(self._ends[i], span.end) - max(self._starts[i], span.start) for i in range(low, high))
