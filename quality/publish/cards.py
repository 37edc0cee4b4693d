"""A finding as the site tells it: what stood there, what stands there now, why, how sure, and where else to look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quality.model import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.model import Finding

LONGEST = 90
"""Characters of a text that a card shows; the place itself shows all."""
CONTEXT = 18
"""Characters either side of an evidence line."""


@dataclass(frozen=True, slots=True)
class Swap:
    """One edit as a card shows it."""

    before: str
    after: str
    moved: bool = False


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
    change: str = ""
    """`new` where an earlier run did not have it."""

    @property
    def quiet(self) -> bool:
        """True for a repair that touched only a break: shown in one line."""
        return self.status == "applied" and not self.swaps

    @property
    def severity(self) -> str:
        """How much it weighs."""
        return str(self.finding.severity)

    @property
    def message(self) -> str:
        """The rule's sentence."""
        return self.finding.hit.message

    @property
    def confidence(self) -> str:
        """Probability that it is a defect, in per cent."""
        return f"{self.finding.hit.confidence:.0%}"


def swaps(finding: Finding) -> Iterator[Swap]:
    """The finding's edits with what stands there; breaks alone are left out, they tell nothing."""
    for edit in finding.hit.fix.edits if finding.hit.fix else ():
        before = finding.page.slice(edit.span)
        if isinstance(edit, Edit):
            if before.strip() or edit.replacement.strip():
                yield Swap(shorten(before), shorten(edit.replacement))
        else:
            yield Swap(shorten(before), "", moved=True)


def shorten(text: str, longest: int = LONGEST) -> str:
    """The text on one line, its middle left out where it is long."""
    flat = " ".join(text.split())
    if len(flat) <= longest:
        return flat
    half = (longest - 1) // 2
    return f"{flat[:half]}…{flat[-half:]}"


def evidence(finding: Finding) -> tuple[str, str, str]:
    """(before, text, after): the place in one line, the middle of a long one left out."""
    text, span = finding.page.text, finding.span
    before = " ".join(text[max(span.start - CONTEXT, 0) : span.start].split())
    after = " ".join(text[span.end : span.end + CONTEXT].split())
    return before, shorten(text[span.start : span.end], 60), after
