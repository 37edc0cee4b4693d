"""Copies side by side, their differences marked, which one stays and why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from quality.model import Span
from quality.publish import names
from quality.publish.articles import title_of
from quality.publish.cards import shorten
from quality.publish.documents import Document
from quality.publish.inline import marked
from quality.publish.marks import Layers, Mark
from quality.publish.press import label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quality.model import Alignment, Copy
    from quality.publish.press import Press

_LINE = re.compile(r"[^\r\n]+")
PAIRS = 20
"""Members of one cluster that are set side by side."""


TITLE = 24
"""Characters of a passage that name it."""


@dataclass(frozen=True, slots=True)
class Group:
    """One entry of the list of duplicates."""

    address: str
    title: str
    kind: str
    copies: int
    characters: int
    similarity: float


@dataclass(frozen=True, slots=True)
class Side:
    """One copy as its half of the page shows it."""

    stays: bool
    href: str
    label: str
    lines: tuple[int, int]
    characters: int
    article: tuple[str, str] | None
    html: Markup


@dataclass(frozen=True, slots=True)
class Pair:
    """Two copies with what was found out about them."""

    sides: tuple[Side, Side]
    similarity: float
    containment: float
    differences: int
    reason: str


def cluster_documents(press: Press) -> Iterator[tuple[Group, Document]]:
    """Every pair of articles or passages, and every cluster of records."""
    for pair in press.corpus.examination.copies:
        yield _document(press, names.copy_address(pair), [pair])
    for cluster in press.corpus.examination.clusters:
        yield _document(press, names.cluster_address(cluster), cluster.pairs)


def _document(press: Press, address: str, pairs: Sequence[Alignment]) -> tuple[Group, Document]:
    first = pairs[0]
    title = _title(press, first)
    size = sum(map(len, first.keeper.spans))
    group = Group(address, title, str(first.kind), len(pairs) + 1, size, min(p.similarity for p in pairs))
    shown = pairs[:PAIRS]
    key = names.digest(address, title, len(pairs), press.version, *(_key(p) for p in shown))
    return group, Document(
        address,
        title,
        lambda: press.render(
            "cluster.html",
            address,
            title=title,
            kind=str(first.kind),
            total=press.words("copies-of", n=len(pairs) + 1),
            pairs=[_pair(press, p, address) for p in shown],
            hidden=len(pairs) - len(shown),
        ),
        key=key,
        searched=False,
    )


def _key(pair: Alignment) -> str:
    return names.digest(
        *(p for c in (pair.left, pair.right) for p in (*c.page.key, c.spans, c.text)),
        pair.differences,
        pair.keep_left,
        pair.reason,
    )


def _title(press: Press, pair: Alignment) -> str:
    article = press.corpus.article_at(pair.keeper.page, pair.keeper.spans[0])
    if article is not None and str(pair.kind) != "passage":
        return title_of(article, press)
    words = shorten(pair.keeper.text, 400)
    return words if len(words) <= TITLE else words[:TITLE] + "…"


def _pair(press: Press, pair: Alignment, address: str) -> Pair:
    left = _side(press, pair.left, [d.left for d in pair.differences], address, stays=pair.keep_left)
    right = _side(press, pair.right, [d.right for d in pair.differences], address, stays=not pair.keep_left)
    return Pair((left, right), pair.similarity, pair.containment, len(pair.differences), pair.reason)


def _side(press: Press, copy: Copy, differences: Sequence[Span], address: str, *, stays: bool) -> Side:
    first = copy.spans[0]
    whole = Span(min(s.start for s in copy.spans), max(s.end for s in copy.spans))
    article = press.corpus.article_at(copy.page, first)
    line = press.lines.at(copy.page, first.start)[0]
    layers = Layers(copy.page, [Mark(d, "difference") for d in differences])
    return Side(
        stays,
        press.line_href(copy.page, line, address),
        label(copy.page),
        press.line_range(copy.page, whole),
        sum(map(len, copy.spans)),
        (names.link(address, names.article_address(article.article)), title_of(article, press)) if article else None,
        Markup("").join(Markup(f"<p>{_paragraph(layers, p)}</p>") for p in _paragraphs(press, copy)),  # noqa: S704 - escaped
    )


def _paragraph(layers: Layers, spans: Sequence[Span]) -> Markup:
    return Markup("").join(marked(layers.within(s)) for s in spans)


def _paragraphs(press: Press, copy: Copy) -> Iterator[list[Span]]:
    """The copy's text block by block where its article is known, its torn lines joined; else line by line."""
    cleaned = press.corpus.page_of.get(copy.page.key)
    articles = cleaned.articles if cleaned else ()
    if copy.article is None or copy.article >= len(articles):
        yield from (
            [Span(m.start(), m.end())] for s in copy.spans for m in _LINE.finditer(copy.page.text, s.start, s.end)
        )
        return
    for block in articles[copy.article].article.blocks:
        parts = [
            _common(piece.span, span) for piece in block.pieces for span in copy.spans if piece.span.overlaps(span)
        ]
        if parts:
            yield parts


def _common(left: Span, right: Span) -> Span:
    return Span(max(left.start, right.start), min(left.end, right.end))
