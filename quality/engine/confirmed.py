"""Repairs that were only to be shown, and that another copy of the text confirms: these may be made.

A rule proposes from its own evidence, and a copy reads, at the same place, what was proposed: two witnesses that know
nothing of each other. Rules need not know of copies for this, nor the matcher of rules.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quality.message import say
from quality.model import Applicability, Edit, Fix, Related

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from quality.detect.contract import Rule
    from quality.model import Alignment, Hit, Page, Span

    Key = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class _Reading:
    """What stands at a place of one copy, and at the same place of another one."""

    here: Span
    page: Page
    """Of the other copy."""
    there: Span


def confirmed(hits: Iterable[tuple[Rule, Hit]], copies: Iterable[Alignment]) -> list[tuple[Rule, Hit]]:
    """The same hits; a fix for display that another copy of its place confirms has become unsafe, and names that copy."""
    given = list(hits)
    readings: dict[Key, list[_Reading]] = {hit.page.key: [] for _, hit in given if _is_shown(hit)}
    for key, reading in _readings(copies) if readings else ():
        if key in readings:
            readings[key].append(reading)
    for some in readings.values():
        some.sort(key=lambda one: one.here)
    return [(rule, _confirmed(hit, readings.get(hit.page.key, []))) for rule, hit in given]


def _is_shown(hit: Hit) -> bool:
    return hit.fix is not None and hit.fix.applicability is Applicability.DISPLAY


def _readings(copies: Iterable[Alignment]) -> Iterator[tuple[Key, _Reading]]:
    for pair in copies:
        left, right = pair.left.page, pair.right.page
        for difference in pair.differences:
            yield left.key, _Reading(difference.left, right, difference.right)
            yield right.key, _Reading(difference.right, left, difference.left)


def _confirmed(hit: Hit, readings: list[_Reading]) -> Hit:
    """The hit with its fix made unsafe, if one of the readings is what its single edit proposes."""
    fix = hit.fix
    if fix is None or not _is_shown(hit) or len(fix.edits) != 1 or not readings:
        return hit
    edit = fix.edits[0]
    if not isinstance(edit, Edit):
        return hit
    first = bisect_left(readings, edit.span.start, key=lambda one: one.here.start)
    last = bisect_right(readings, edit.span.end, key=lambda one: one.here.start)
    for reading in readings[first:last]:
        if _reads(hit.page.text, edit, reading):
            related = Related(reading.page, reading.there, say("another copy reads what is proposed"))
            return replace(hit, fix=Fix(Applicability.UNSAFE, fix.edits), related=(*hit.related, related))
    return hit


def _reads(text: str, edit: Edit, reading: _Reading) -> bool:
    """True where the other copy's reading, set in here, makes exactly what the edit makes."""
    if reading.here.end > edit.span.end:
        return False
    before, after = text[edit.span.start : reading.here.start], text[reading.here.end : edit.span.end]
    return before + reading.page.slice(reading.there) + after == edit.replacement
