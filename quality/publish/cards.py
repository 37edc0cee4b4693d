"""A finding as the site tells it: what stood there, what stands there now, why, how sure, and where else to look."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quality.model import Edit, Move

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quality.model import Finding

LONGEST = 90
"""Characters of a text that a card shows; the place itself shows all."""
_BREAK = re.compile(r"[ \t\u3000]*[\r\n][ \t\u3000\r\n]*")
_SPACE = re.compile(r"[ \t\u3000]+")
"""Space as people mean it; other characters that count as space (U+2028, U+001C) may be the very defect, and are shown."""
CONTEXT = 18
"""Characters either side of an evidence line."""


@dataclass(frozen=True, slots=True)
class Swap:
    """An edit as a note shows it: runs of (kind, text), kind being `kept`, `gone`, `new` or `moved`; and how often it stands."""

    runs: tuple[tuple[str, str], ...]
    times: int = 1

    @property
    def whole(self) -> str:
        """What happened to all of it, `gone` or `moved`, where the text beside it says the rest."""
        return (
            self.runs[0][0] if len(self.runs) == 1 and self.times == 1 and self.runs[0][0] in ("gone", "moved") else ""
        )


@dataclass(frozen=True, slots=True)
class Place:
    """A link to another place that the finding speaks of."""

    href: str
    text: str


@dataclass(frozen=True, slots=True)
class Card:
    """A finding in words, ready for a template."""

    number: int
    finding: Finding
    title: str
    rule_href: str
    status: str
    swaps: tuple[Swap, ...]
    lines: tuple[int, int]
    source_href: str
    partners: tuple[Place, ...] = ()
    copies_href: str = ""
    place: str = ""
    """The page and the line, as text."""
    page_label: str = ""
    change: str = ""
    """`new` where an earlier run did not have it."""

    @property
    def quiet(self) -> bool:
        """True for what one line tells: a repair of a break or a width, what went with its passage, what was decided."""
        return self.status in ("superseded", "decided") or (
            self.status == "applied" and (not self.swaps or self.severity == "info")
        )

    @property
    def severity(self) -> str:
        """How much it weighs."""
        return str(self.finding.severity)

    @property
    def heap(self) -> tuple[str, str]:
        """What it is told together with, where one line tells it."""
        return self.title, self.status

    @property
    def decision(self) -> str:
        """Why somebody left it."""
        return self.finding.reason if self.status == "decided" else ""

    @property
    def message(self) -> str:
        """The rule's sentence."""
        return self.finding.hit.message

    @property
    def confidence(self) -> str:
        """Probability that it is a defect, in per cent."""
        return f"{self.finding.hit.confidence:.0%}"


def joins_only(finding: Finding) -> bool:
    """True where the repair touches breaks and spaces and nothing else."""
    edits = finding.hit.fix.edits if finding.hit.fix else ()
    return bool(edits) and all(len(e.span) and not finding.page.slice(e.span).strip() for e in edits)


def swaps(finding: Finding) -> Iterator[Swap]:
    """The finding's edits: in their phrase where that is short, else each by itself, equal ones once.

    Breaks alone are left out: they tell nothing.
    """
    edits = finding.hit.fix.edits if finding.hit.fix else ()
    told = [(e, finding.page.slice(e.span)) for e in edits]
    told = [(e, before) for e, before in told if isinstance(e, Move) or before.strip() or e.replacement.strip()]
    inside = all(isinstance(e, Edit) and finding.span.contains(e.span) for e, _ in told)
    if told and inside and len(finding.span) <= LONGEST:
        yield Swap(tuple(_in_phrase(finding, [e for e, _ in told])))
        return
    yield from (Swap(runs, times) for runs, times in Counter(_alone(e, before) for e, before in told).items())


def _alone(edit: Edit | Move, before: str) -> tuple[tuple[str, str], ...]:
    if isinstance(edit, Move):
        return (("moved", shorten(before)),)
    pair = (("gone", shorten(before)), ("new", shorten(edit.replacement)))
    return tuple(run for run in pair if run[1])


def _in_phrase(finding: Finding, edits: Sequence[Edit | Move]) -> Iterator[tuple[str, str]]:
    text, at = finding.page.text, finding.span.start
    for edit in sorted(edits, key=lambda e: e.span):
        new = "" if isinstance(edit, Move) else edit.replacement
        runs = (("kept", text[at : edit.span.start]), ("gone", text[edit.span.start : edit.span.end]), ("new", new))
        yield from ((kind, _flat(run)) for kind, run in runs if run)
        at = max(at, edit.span.end)
    if at < finding.span.end:
        yield "kept", _flat(text[at : finding.span.end])


def shorten(text: str, longest: int = LONGEST) -> str:
    """The text on one line, breaks shown as ⏎, its middle left out where it is long."""
    flat = _flat(text).strip(" ")
    if len(flat) <= longest:
        return flat
    half = (longest - 1) // 2
    return f"{flat[:half]}…{flat[-half:]}"


def evidence(finding: Finding) -> tuple[str, str, str]:
    """(before, text, after): the place in one line, the middle of a long one left out."""
    text, span = finding.page.text, finding.span
    before = _flat(text[max(span.start - CONTEXT, 0) : span.start])
    after = _flat(text[span.end : span.end + CONTEXT])
    return before, shorten(text[span.start : span.end], 60), after


def _flat(text: str) -> str:
    return _SPACE.sub(" ", _BREAK.sub("⏎", text))
