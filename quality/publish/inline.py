"""Runs of text as HTML: marks, deletions, insertions, joins, and the numbers that lead to the notes beside the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from quality.publish.escape import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from quality.cleaned import CleanedBlock
    from quality.cleaned import Run as CleanedRun
    from quality.publish.marks import Layers, Mark
    from quality.publish.marks import Run as MarkedRun

WIDE = 60
"""Longer marks are tinted lightly and carry their number in front."""


def number_link(number: int, text: str = "") -> Markup:
    """The raised number behind a mark, leading to its note."""
    return Markup(f'<a class="cq-n" id="f{number}" href="#n{number}">{text or number}</a>')  # noqa: S704 - digits only


def marked(runs: Iterable[MarkedRun]) -> Markup:
    """Runs as HTML; every run is wrapped in the marks that cover it."""
    return Markup("").join(part for run in runs for part in _parts(run))


def _parts(run: MarkedRun) -> Iterator[Markup]:
    begins = [m for m in run.marks if m.span.start == run.span.start and m.number and len(m.span) > WIDE]
    yield from (number_link(m.number) for m in begins)
    if run.text:
        text = escape(run.text)
        for kind in sorted({_class(m) for m in run.marks}, reverse=True):
            text = Markup(f'<mark class="{kind}">{text}</mark>')  # noqa: S704 - escaped above
        yield text
    for mark in run.ends:
        if mark.finding is None and not len(mark.span):
            yield Markup('<span class="cq-missing" aria-hidden="true">‸</span>')
        if mark.number and len(mark.span) <= WIDE:
            yield number_link(mark.number)


def _class(mark: Mark) -> str:
    if mark.finding is None:
        return "cq-diff"
    width = " cq-wide" if len(mark.span) > WIDE else ""
    return f"cq-f cq-{mark.finding.severity}{width}"


def cleaned_block(block: CleanedBlock, layers: Layers, numbers: Mapping[str, int]) -> Markup:
    """A block with both its texts: printed (`del`, `cq-was`) and cleaned (`ins`, `cq-now`); a style sheet shows one or both."""
    return Markup("").join(_cleaned_run(run, layers, numbers) for run in block.runs)


def _cleaned_run(run: CleanedRun, layers: Layers, numbers: Mapping[str, int]) -> Markup:
    if run.glue:
        now = Markup(f'<span class="cq-now">{escape(run.text)}</span>') if run.text else Markup("")  # noqa: S704
        return Markup('<span class="cq-was"><br></span>') + now
    if run.kept:
        text = marked(layers.within(run.span))
        return text if run.repair is None else _moved(text, numbers.get(run.repair.finding.fingerprint, 0))
    number = numbers.get(run.repair.finding.fingerprint, 0) if run.repair else 0
    return _edited(run, number)


def _moved(text: Markup, number: int) -> Markup:
    link = number_link(number) if number else Markup("")
    return Markup(f'<span class="cq-moved">{text}</span>{link}')  # noqa: S704


def _edited(run: CleanedRun, number: int) -> Markup:
    """What was printed and what stands there now; a break alone is shown as a break."""
    if not run.printed.strip() and not run.text.strip():
        return Markup(f'<span class="cq-was"><br></span><span class="cq-now">{escape(run.text)}</span>')  # noqa: S704
    gone = Markup(f'<del data-search-exclude="1">{escape(run.printed)}</del>') if run.printed else Markup("")  # noqa: S704
    new = Markup(f"<ins>{escape(run.text)}</ins>") if run.text else Markup("")  # noqa: S704
    return gone + new + (number_link(number) if number else Markup(""))
