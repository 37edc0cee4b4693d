"""An article's page: the cleaned text, the printed one a switch away, every repair in its place, the findings beside it."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from markupsafe import Markup

from quality.model import Role, Span
from quality.publish import names
from quality.publish.documents import Document
from quality.publish.escape import plain
from quality.publish.inline import cleaned_block, without_place
from quality.publish.press import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from quality.cleaned import CleanedArticle, CleanedBlock, CleanedPage
    from quality.model import Finding, Verified
    from quality.publish.marks import Layers
    from quality.publish.press import Press

BUDGET = 300_000
"""Characters that a page shows; a browser would choke on more."""
LEAD = 1
"""Paragraphs that stay in the search index of a large corpus."""
TAGS = {Role.HEADLINE: "p", Role.SUBHEAD: "h2"}


def article_documents(press: Press, cleaned: CleanedPage, *, full_text: bool) -> Iterator[Document]:
    """The pages of one source page's articles."""
    articles = cleaned.articles
    findings = press.corpus.findings_of.get(cleaned.page.key, ())
    layers: list[Layers] = []

    def shared() -> Layers:
        # Repaired places are shown by their edits; only what is not repaired is marked. Cut once, when first needed.
        if not layers:
            layers.append(press.layers(cleaned.page, [f for f in findings if press.corpus.status(f) != "applied"]))
        return layers[0]

    for number, article in enumerate(articles):
        address = names.article_address(article.article)
        neighbours = tuple(
            (names.article_address(a.article), title_of(a, press)) if a else None
            for a in (
                articles[number - 1] if number else None,
                articles[number + 1] if number + 1 < len(articles) else None,
            )
        )
        yield Document(
            address,
            title_of(article, press),
            lambda article=article, address=address, neighbours=neighbours: _body(  # type: ignore[misc]
                press, cleaned, article, address, neighbours, shared(), full_text=full_text
            ),
            key=names.digest(press.page_key(cleaned), article.article.position, neighbours, full_text),
            describe=lambda article=article: _lead(article),  # type: ignore[misc]
        )


def _lead(article: CleanedArticle) -> str:
    """The first words of the article's body, or of the article where it has none."""
    return next((b.text for b in article.blocks if b.role is Role.PARAGRAPH and b.text), article.article.title)


def title_of(article: CleanedArticle, press: Press) -> str:
    """The article's headline, or its first words; what it was printed under where nothing of it stays."""
    title = article.title if article.survives else article.article.title
    return plain(title)[:80] or press.words("untitled")


def _body(
    press: Press,
    cleaned: CleanedPage,
    article: CleanedArticle,
    address: str,
    neighbours: tuple[tuple[str, str] | None, ...],
    layers: Layers,
    *,
    full_text: bool,
) -> Markup:
    page = cleaned.page
    findings = [f for f in press.corpus.findings_of.get(page.key, ()) if _concerns(f, article)]
    spans = [p.span for b in article.article.blocks for p in b.pieces]
    numbers = dict(press.numbers.get(page.key, {}))
    headed = any(b.role is Role.HEADLINE for b in article.blocks)
    huge = len(article.article.text) > BUDGET
    blocks = list(_shown(article.blocks) if huge else article.blocks)
    lead, rest = _split(blocks)
    start, end = (press.lines.at(page, at)[0] for at in (min(s.start for s in spans), max(s.end for s in spans)))
    shown = [list(_blocks(part, layers, numbers, headed=part is rest)) for part in (lead, rest)]
    return press.render(
        "article.html",
        address,
        source=press.home_of(page),
        lines_href=press.line_href(page, start, address),
        page_label=label(page),
        position=press.words("article-number", n=article.article.position + 1),
        survives=article.survives,
        first_view="clean" if article.survives else "printed",
        untitled="" if headed else title_of(article, press),
        lead=shown[0],
        rest=shown[1],
        unplaced=without_place(map(press.number, findings), chain.from_iterable(shown)),
        searched=full_text,
        cut=press.words("cut", n=f"{BUDGET:,}", all=f"{len(article.article.text):,}") if huge else "",
        cards=[press.card(f, address) for f in findings],
        verified=[v.message for v in press.corpus.verified_of.get(page.key, ()) if _holds(v, article)],
        lines=(start, end),
        characters=len(article.text) if article.survives else len(article.article.text),
        previous=neighbours[0],
        next=neighbours[1],
    )


def _shown(blocks: Iterable[CleanedBlock], budget: int = BUDGET) -> Iterator[CleanedBlock]:
    """Blocks up to so many characters; a run that passes the budget ends there."""
    for block in blocks:
        runs = []
        for run in block.runs:
            if budget > 0:
                end = run.span.start + budget
                runs.append(
                    replace(
                        run,
                        text=run.text[:budget],
                        printed=run.printed[:budget],
                        span=Span(run.span.start, min(run.span.end, end)),
                    )
                )
            budget -= max(len(run.printed), len(run.text))
        if runs:
            yield replace(block, runs=tuple(runs))


def _split(blocks: list[CleanedBlock]) -> tuple[list[CleanedBlock], list[CleanedBlock]]:
    """The blocks up to and with the lead paragraph, and the rest."""
    seen = 0
    for number, block in enumerate(blocks):
        seen += block.role is Role.PARAGRAPH
        if seen > LEAD:
            return blocks[:number], blocks[number:]
    return blocks, []


def _blocks(
    blocks: list[CleanedBlock], layers: Layers, numbers: dict[str, int], *, headed: bool = False
) -> Iterator[Markup]:
    for block in blocks:
        tag = TAGS.get(block.role, "p")
        if block.role is Role.HEADLINE and not headed:
            tag, headed = "h1", True
        gone = "" if block.text.strip() else " cq-gone"
        html = cleaned_block(block, layers, numbers)
        yield Markup(f'<{tag} class="cq-{block.role}{gone}">{html}</{tag}>')  # noqa: S704 - tag and role are ours


def _concerns(finding: Finding, article: CleanedArticle) -> bool:
    """True where a part of the finding lies in the article."""
    places = [finding.span, *(e.span for e in (finding.hit.fix.edits if finding.hit.fix else ()))]
    own = [p.span for b in article.article.blocks for p in b.pieces]
    return any(o.start <= s.start < max(o.end, o.start + 1) or o.overlaps(s) for o in own for s in places)


def _holds(verified: Verified, article: CleanedArticle) -> bool:
    own = [p.span for b in article.article.blocks for p in b.pieces]
    return any(o.overlaps(s) for o in own for s in verified.spans)
