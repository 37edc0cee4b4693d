"""A source page as it came: line by line, numbered, every finding marked in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quality.model import Span
from quality.publish import names
from quality.publish.articles import BUDGET, title_of
from quality.publish.documents import Document
from quality.publish.inline import marked, without_place
from quality.publish.press import label
from quality.publish.summary import score

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markupsafe import Markup

    from quality.cleaned import CleanedPage
    from quality.model import Page
    from quality.publish.press import Press

NOTES = 400
"""Findings with a note on one page; the rest are counted, and stand in the downloads."""


def source_document(press: Press, cleaned: CleanedPage) -> Document:
    """The page of one source page."""
    address = names.page_address(cleaned.page)
    return Document(
        address,
        label(cleaned.page),
        lambda: _body(press, cleaned, address),
        key=names.digest(press.page_key(cleaned), "source"),
        describe=lambda: f"{cleaned.page.path} · {press.words('printed-page')}",
        searched=False,
    )


def _body(press: Press, cleaned: CleanedPage, address: str) -> Markup:
    page = cleaned.page
    findings = press.corpus.findings_of.get(page.key, ())
    layers = press.layers(page, findings)
    spans = list(_line_spans(page, press.lines.starts(page)))
    shown = list(within_budget(spans))
    rows = [(number, marked(layers.within(span))) for number, span in enumerate(shown, 1)]
    return press.render(
        "source.html",
        address,
        page_label=label(page),
        path=page.path,
        line_count=len(spans),
        characters=len(page.text),
        score=score(page, findings),
        articles=[(names.article_address(a.article), title_of(a, press), a.survives) for a in cleaned.articles],
        lines=rows,
        unplaced=without_place(map(press.number, findings[:NOTES]), (html for _, html in rows)),
        cut=press.words("cut", n=f"{BUDGET:,}", all=f"{len(page.text):,}") if shown != spans else "",
        cards=[press.card(f, address) for f in findings[:NOTES]],
        total=len(findings),
        verified=[v.message for v in press.corpus.verified_of.get(page.key, ())],
    )


def _line_spans(page: Page, starts: list[int]) -> Iterator[Span]:
    """Each line without its newline; an empty line at the end of the text is none."""
    for start, end in zip(starts, [*starts[1:], len(page.text)], strict=True):
        if start < len(page.text) or start == 0:
            yield Span(start, start + len(page.text[start:end].rstrip("\r\n")))


def within_budget(spans: Iterable[Span], budget: int = BUDGET) -> Iterator[Span]:
    """Spans up to so many characters, the last one cut."""
    for span in spans:
        if budget <= 0:
            return
        yield Span(span.start, min(span.end, span.start + budget))
        budget -= len(span) + 1
