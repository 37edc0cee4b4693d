"""Runs of text as HTML: marks, deletions, insertions, joins, and the numbers that lead to the notes beside the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup

from quality.model import Severity
from quality.publish.cards import joins_only
from quality.publish.escape import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from quality.cleaned import CleanedBlock
    from quality.cleaned import Run as CleanedRun
    from quality.model import Finding
    from quality.publish.marks import Layers, Mark
    from quality.publish.marks import Run as MarkedRun

WIDE = 60
"""Longer marks are tinted lightly and carry their number in front."""

_PLACE = re.compile('id="f([0-9]+)"')


def number_link(number: int, finding: Finding | None) -> Markup:
    """The raised number behind a mark, leading to its note."""
    severity = finding.severity if finding and not joins_only(finding) else "info"
    return Markup(f'<a class="cq-n cq-n-{severity}" id="f{number}" href="#n{number}">{number}</a>')  # noqa: S704 - digits only


def without_place(numbers: Iterable[int], shown: Iterable[str]) -> list[int]:
    """Numbers that no mark of a page's text carries, as of a joined line; their notes lead back to the text all the same."""
    placed = {int(n) for html in shown for n in _PLACE.findall(html)}
    return sorted(set(numbers) - placed)


def marked(runs: Iterable[MarkedRun]) -> Markup:
    """Runs as HTML; every run is wrapped in the marks that cover it."""
    return Markup("").join(part for run in runs for part in _parts(run))


def _parts(run: MarkedRun) -> Iterator[Markup]:
    begins = [m for m in run.marks if m.span.start == run.span.start and m.number and len(m.span) > WIDE]
    yield from (number_link(m.number, m.finding) for m in begins)
    if run.text:
        text = escape(run.text)
        for kind in sorted({_class(m) for m in run.marks}, reverse=True):
            text = Markup(f'<mark class="{kind}">{text}</mark>')  # noqa: S704 - escaped above
        yield text
    for mark in run.ends:
        if mark.finding is None and not len(mark.span):
            yield Markup('<span class="cq-missing" aria-hidden="true">‸</span>')
        if mark.number and len(mark.span) <= WIDE:
            yield number_link(mark.number, mark.finding)


def _class(mark: Mark) -> str:
    if mark.finding is None:
        return "cq-diff"
    width = " cq-wide" if len(mark.span) > WIDE else ""
    return f"cq-f cq-{mark.finding.severity}{width}"


def cleaned_block(block: CleanedBlock, layers: Layers, numbers: dict[str, int]) -> Markup:
    """A block with both its texts: printed (`del`, `cq-was`) and cleaned (`ins`, `cq-now`); a style sheet shows one or both.

    A repair's number is taken out of `numbers` where it is shown: one of many edits carries it.
    """
    return Markup("").join(_cleaned_run(run, layers, numbers) for run in block.runs)


def _cleaned_run(run: CleanedRun, layers: Layers, numbers: dict[str, int]) -> Markup:
    if run.glue:
        now = Markup(f'<span class="cq-now">{escape(run.text)}</span>') if run.text else Markup("")  # noqa: S704
        return Markup('<span class="cq-was"><br></span>') + now
    if run.kept:
        text = marked(layers.within(run.span))
        if run.repair is None:
            return text
        return Markup(f'<span class="cq-moved">{text}</span>{_number(run, numbers)}')  # noqa: S704 - escaped above
    return _edited(run) + _number(run, numbers)


def _number(run: CleanedRun, numbers: dict[str, int]) -> Markup:
    number = numbers.pop(run.repair.finding.fingerprint, 0) if run.repair and _visible(run) else 0
    return number_link(number, run.repair.finding) if number and run.repair else Markup("")


def _visible(run: CleanedRun) -> bool:
    return bool(run.printed.strip() or run.text.strip())


def _edited(run: CleanedRun) -> Markup:
    """What was printed and what stands there now; a break alone is shown as a break."""
    if not _visible(run):
        return Markup(f'<span class="cq-was"><br></span><span class="cq-now">{escape(run.text)}</span>')  # noqa: S704
    # A mark's width is a repair, too, but hundreds of them would hide the others.
    slight = ' class="cq-slight"' if run.repair and run.repair.finding.severity is Severity.INFO else ""
    gone = Markup(f'<del data-search-exclude="1"{slight}>{escape(run.printed)}</del>') if run.printed else Markup("")  # noqa: S704
    return gone + (Markup(f"<ins{slight}>{escape(run.text)}</ins>") if run.text else Markup(""))  # noqa: S704
