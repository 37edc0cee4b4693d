"""Which repairs apply: by confidence, removals first, and never the copy that something else points at.

A fix is taken as a whole: if one of its edits loses its place, none applies, unless every edit puts text in (a width that is
normalised in forty places stands or falls in each place alone).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from dataclasses import replace
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from quality.cleaned import Fixes, Repair, Status
from quality.model import Applicability, Edit, Move, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from quality.model import Finding

    Key = tuple[str, str | None]

ALLOWED = {
    Fixes.UNSAFE: frozenset({Applicability.SAFE, Applicability.UNSAFE}),
    Fixes.SAFE: frozenset({Applicability.SAFE}),
    Fixes.NONE: frozenset[Applicability](),
}


class Spans:
    """Source spans of one page, asked for overlaps; spans that are added do not overlap each other, or are merged."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def add(self, span: Span) -> None:
        """Adds a span and merges it with those that it meets."""
        low = bisect_left(self._ends, span.start)
        high = bisect_right(self._starts, span.end)
        start = min(span.start, self._starts[low]) if low < high else span.start
        end = max(span.end, self._ends[high - 1]) if low < high else span.end
        self._starts[low:high], self._ends[low:high] = [start], [end]

    def meets(self, span: Span) -> bool:
        """True where a character, or for an empty span the place strictly inside a span, is taken."""
        i = bisect_right(self._ends, span.start)
        return i < len(self._starts) and self._starts[i] < span.end

    def holds(self, span: Span) -> bool:
        """True where `span` lies wholly inside one of ours; an empty span only strictly inside."""
        i = bisect_right(self._ends, span.start)
        return i < len(self._starts) and self._starts[i] <= span.start - (not len(span)) and span.end <= self._ends[i]


class _Taken:
    """What has been promised on one page so far."""

    def __init__(self) -> None:
        self.removed = Spans()
        self.changed = Spans()
        self.moved = Spans()
        self.inserted: set[int] = set()
        self.needed: list[int] = []
        """The middle of every copy that stays because something that went points at it."""

    def settle(self, edit: Edit | Move) -> Status:
        """What becomes of an edit here: a move bars only other moves, an insertion only another one at its place."""
        if self.removed.holds(edit.span):
            return Status.SUPERSEDED
        if isinstance(edit, Move):
            clash = self.moved.meets(edit.span)
        else:
            clash = self.changed.meets(edit.span) or (not len(edit.span) and edit.span.start in self.inserted)
        return Status.DEFERRED if clash else Status.APPLIED

    def take(self, repair: Repair) -> None:
        """Promises a repair its place."""
        if isinstance(repair.edit, Move):
            self.moved.add(repair.span)
            return
        self.changed.add(repair.span)
        if not len(repair.span):
            self.inserted.add(repair.span.start)
        if repair.removes:
            self.removed.add(repair.span)


def decide(findings: Iterable[Finding], fixes: Fixes = Fixes.UNSAFE) -> dict[Key, list[Repair]]:
    """What becomes of every edit of every finding, by page, in source order."""
    by_page: dict[Key, list[Finding]] = {}
    for finding in findings:
        by_page.setdefault(finding.page.key, []).append(finding)
    policy = Policy(chain.from_iterable(by_page.values()), fixes)
    return {key: repairs for key, found in by_page.items() if (repairs := policy.repairs(key, found))}


class Policy:
    """Decides what becomes of edits, one page after the other.

    Removals go first: text that stands elsewhere never goes together with the copy that it points at. They alone speak of other
    pages, and are settled at once for all pages. Then safe before unsafe, the higher confidence, the longer, the earlier.
    """

    def __init__(self, findings: Iterable[Finding], fixes: Fixes) -> None:
        self._fixes = fixes
        self._taken: dict[Key, _Taken] = {}
        self._settled: dict[tuple[Key, str], tuple[Status, ...]] = {}
        """What becomes of the removals, by page and fingerprint."""
        drafts = [draft for finding in findings if _goes_first(draft := _draft(finding, fixes))]
        for draft in sorted(drafts, key=_precedence):
            self._settled[_name(draft)] = tuple(r.status for r in _settle(draft, self._taken))

    def repairs(self, key: Key, findings: Iterable[Finding]) -> list[Repair]:
        """What becomes of every edit of a page's findings, in source order; to be asked once for a page."""
        done: list[Repair] = []
        drafts = [draft for finding in findings if (draft := _draft(finding, self._fixes))]
        for draft in sorted(drafts, key=_precedence):
            if _goes_first(draft):
                done += (replace(r, status=s) for r, s in zip(draft, self._settled.pop(_name(draft)), strict=True))
            else:
                done += _settle(draft, self._taken)
        self._taken.pop(key, None)
        return sorted(done, key=lambda r: (r.span, r.rule, r.finding.fingerprint))


def _name(draft: Sequence[Repair]) -> tuple[Key, str]:
    return draft[0].finding.page.key, draft[0].finding.fingerprint


def _goes_first(draft: Sequence[Repair]) -> bool:
    return bool(draft) and _removal(draft) and draft[0].status is not Status.WITHHELD


def _draft(finding: Finding, fixes: Fixes) -> tuple[Repair, ...]:
    """The finding's edits, each reduced to what it changes; those that change nothing are dropped."""
    fix = finding.hit.fix
    if fix is None:
        return ()
    status = Status.APPLIED if fix.applicability in ALLOWED[fixes] else Status.WITHHELD
    text = finding.page.text
    edits = [e if isinstance(e, Move) else _reduced(text, e) for e in fix.edits]
    return tuple(
        Repair(finding, e, text[e.span.start : e.span.end], fix.applicability, status)
        for e in dict.fromkeys(edits)
        if isinstance(e, Move) or text[e.span.start : e.span.end] != e.replacement
    )


def _reduced(text: str, edit: Edit) -> Edit:
    """The edit without the characters that it leaves as they are, at its start and then at its end."""
    start, end, new = edit.span.start, edit.span.end, edit.replacement
    front = 0
    while front < min(end - start, len(new)) and text[start + front] == new[front]:
        front += 1
    start, new = start + front, new[front:]
    back = 0
    while back < min(end - start, len(new)) and text[end - 1 - back] == new[-1 - back]:
        back += 1
    return Edit(Span(start, end - back), new[: len(new) - back])


def _removal(draft: Sequence[Repair]) -> bool:
    return all(r.removes for r in draft)


def _precedence(draft: Sequence[Repair]) -> tuple[object, ...]:
    first, finding = draft[0], draft[0].finding
    length = sum(len(r.span) for r in draft)
    removal = _removal(draft)
    return (
        first.status is Status.WITHHELD,
        not removal,
        -length if removal and _partner(finding) else 0,
        first.applicability is not Applicability.SAFE,
        -finding.hit.confidence,
        -length,
        finding.page.key[0],
        finding.page.key[1] or "",
        first.span,
        finding.rule,
        finding.fingerprint,
    )


def _partner(finding: Finding) -> tuple[Key, Span] | None:
    """Where the copy stands that a removed text points at."""
    for related in finding.hit.related[:1]:
        return related.page.key, related.span
    return None


def _settle(draft: tuple[Repair, ...], taken: dict[Key, _Taken]) -> Iterator[Repair]:
    finding = draft[0].finding
    if draft[0].status is Status.WITHHELD:
        yield from draft
        return
    here = taken.setdefault(finding.page.key, _Taken())
    statuses = _statuses(draft, here)
    partner = _partner(finding) if _removal(draft) else None
    if statuses[0] is Status.APPLIED and partner and (_bears(draft, here) or _gone(partner, draft, taken)):
        statuses = [Status.DEFERRED] * len(draft)
    elif statuses[0] is Status.APPLIED and partner:
        insort(taken.setdefault(partner[0], _Taken()).needed, (partner[1].start + partner[1].end) // 2)
    for repair, status in zip(draft, statuses, strict=True):
        if status is Status.APPLIED:
            here.take(repair)
        yield repair if status is repair.status else replace(repair, status=status)


def _statuses(draft: Sequence[Repair], here: _Taken) -> list[Status]:
    """What becomes of each edit of one fix, its partners aside."""
    spans = sorted(r.span for r in draft if isinstance(r.edit, Edit))
    if any(a.overlaps(b) for a, b in pairwise(spans)):
        return [Status.DEFERRED] * len(draft)
    statuses = [here.settle(r.edit) for r in draft]
    if set(statuses) == {Status.APPLIED} or all(r.after for r in draft):
        return statuses
    return [statuses[0] if len(set(statuses)) == 1 else Status.DEFERRED] * len(draft)


def _bears(draft: Sequence[Repair], here: _Taken) -> bool:
    """True where something that went points at what would go now: it shall point at the copy that stays, not at a chain."""
    return any(
        i < len(here.needed) and here.needed[i] < r.span.end
        for r in draft
        for i in (bisect_left(here.needed, r.span.start),)
    )


def _gone(partner: tuple[Key, Span], draft: Sequence[Repair], taken: dict[Key, _Taken]) -> bool:
    """True where the copy that is pointed at goes itself, wholly or in part, or would go by this very fix."""
    key, span = partner
    if key in taken and taken[key].removed.meets(span):
        return True
    return key == draft[0].finding.page.key and any(r.span.overlaps(span) for r in draft)
