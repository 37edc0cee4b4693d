"""The front page: the state of the corpus at a glance, how the score is made, and the findings that matter most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quality.publish import names
from quality.publish.charts import Bar, bars
from quality.publish.documents import Document
from quality.publish.press import label
from quality.publish.summary import Tally, by_rule, total_score, worst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

    from quality.publish.press import Press

FRONT = f"{names.ROOT}/front"
BASE = "front/index"
"""Links are made as from a folder beside ROOT: right on the page itself, and right in the index once their `../` is off."""
CHARTED = 20
"""Pages that the chart draws: those with the most findings."""
Table = list[tuple[str, str, int, int]]


def front_document(press: Press) -> Document:
    """The front page's generated part, which the theme sets into the site's index."""
    return Document(FRONT, press.corpus.title, lambda: _body(press), searched=False)


def _body(press: Press) -> Markup:
    corpus = press.corpus
    tally = Tally.of(corpus.examination.findings, corpus)
    return press.render(
        "front.html",
        BASE,
        verdict=_verdict(press, tally),
        open=tally.open,
        score=total_score(corpus),
        after=total_score(corpus, repaired=True),
        tiles=list(_tiles(press, tally)),
        failures=corpus.examination.failures[:20],
        change=corpus.change,
        charts=list(_charts(press)) if corpus.examination.findings else [],
        worst=[(press.card(f, BASE), press.evidence(f)) for f in worst(corpus)],
    )


def _verdict(press: Press, tally: Tally) -> str:
    """What is wrong, in a sentence."""
    corpus = press.corpus
    given: dict[str, object] = {
        "characters": f"{sum(len(c.page.text) for c in corpus.pages):,}", "pages": f"{len(corpus.pages):,}",
        "findings": f"{tally.findings:,}", "errors": f"{tally.errors:,}", "warnings": f"{tally.warnings:,}",
        "notes": f"{tally.findings - tally.errors - tally.warnings:,}", "done": f"{tally.done:,}",
    }  # fmt: skip
    return press.words("verdict" if tally.findings else "verdict-clean", **given)


def _tiles(press: Press, tally: Tally) -> Iterator[tuple[str, int, str]]:
    corpus = press.corpus
    root = names.ROOT
    yield "count-pages", len(corpus.pages), f"{root}/pages/index"
    yield "count-articles", sum(a.survives for c in corpus.pages for a in c.articles), f"{root}/articles/index"
    yield "count-findings", tally.findings, f"{root}/reports"
    yield "count-applied", tally.done, f"{root}/reports"
    yield "count-open", tally.open, f"{root}/worklist/index"
    yield "count-copies", len(corpus.examination.copies) + len(corpus.examination.clusters), f"{root}/clusters/index"


def _charts(press: Press) -> Iterator[tuple[str, str, Markup, Table]]:
    t = press.words
    rules = sorted(by_rule(press.corpus).items(), key=lambda r: -r[1].findings)
    names_of = {c: m.name for c, m in press.corpus.manuals.items()}
    rows = [(t.rule(c, names_of.get(c, c)), names.rule_address(c), y.done, y.open) for c, y in rules]
    yield t("by-rule"), f"{names.ROOT}/rules/index", _chart(rows), rows
    pages = sorted(press.page_rows, key=lambda r: -r[1].findings)[:CHARTED]
    rows = [(label(c.page), press.home_of(c.page), y.done, y.open) for c, y, _ in pages]
    yield t("by-page"), f"{names.ROOT}/pages/index", _chart(rows), rows


def _chart(rows: Table) -> Markup:
    return bars([Bar(text, (("done", done), ("open", open_))) for text, _, done, open_ in rows])
