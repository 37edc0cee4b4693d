"""Totals by page, by rule and by day, in tables that sort."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from quality.publish import names
from quality.publish.charts import Bar, bars
from quality.publish.documents import Document
from quality.publish.lists import Cell, Column
from quality.publish.press import label
from quality.publish.summary import Tally, by_day, by_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.publish.press import Press

ROWS = 100
"""Pages in the table: those with the lowest scores; the list of pages has all."""
ALL_DAYS = 400
DAYS = 60
"""Days that the chart draws."""


@dataclass(frozen=True, slots=True)
class Section:
    """One table of the report."""

    heading: str
    total: int
    columns: list[Column]
    rows: list[list[Cell]]
    chart: Markup | str = ""


def report_document(press: Press) -> Document:
    """The report's page."""
    address = f"{names.ROOT}/reports"
    t = press.words
    return Document(
        address,
        t("reports"),
        lambda: press.render(
            "reports.html",
            address,
            heading=t("reports"),
            lead=t("reports-lead"),
            sections=list(_sections(press, address)),
        ),
        searched=False,
    )


def _sections(press: Press, address: str) -> Iterator[Section]:
    t = press.words
    figures = [Column(t(k), numeric=True) for k in ("findings", "errors", "warnings", "done-count", "open-count")]
    rules = by_rule(press.corpus)
    yield Section(
        t("by-rule"),
        len(rules),
        [Column(t("rule")), Column(t("code")), *figures],
        [
            [Cell(t.rule(c, _name(press, c)), href=names.link(address, names.rule_address(c))), Cell(c), *_figures(y)]
            for c, y in rules.items()
        ],
    )
    days = by_day(press.corpus)
    if days:
        yield Section(
            t("by-day"),
            len(days),
            [Column(t("day")), Column(t("pages"), numeric=True), *figures],
            [[Cell(day), Cell(f"{n:,}"), *_figures(y)] for day, (n, y) in list(days.items())[-ALL_DAYS:]],
            bars([Bar(day, (("done", y.done), ("open", y.open))) for day, (_, y) in list(days.items())[-DAYS:]])
            if len(days) > 1
            else Markup(""),
        )
    pages = sorted(press.page_rows, key=lambda row: row[2].value)
    yield Section(
        t("by-page"),
        len(pages),
        [Column(t("path")), *figures, Column(t("score"), numeric=True)],
        [
            [Cell(label(c.page), href=names.link(address, press.home_of(c.page))), *_figures(y), Cell(f"{s.value:.1f}")]
            for c, y, s in pages[:ROWS]
        ],
    )


def _figures(tally: Tally) -> list[Cell]:
    return [Cell(f"{n:,}") for n in (tally.findings, tally.errors, tally.warnings, tally.done, tally.open)]


def _name(press: Press, code: str) -> str:
    manual = press.corpus.manuals.get(code)
    return manual.name if manual else code
