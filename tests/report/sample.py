"""An examination in which everything that can be reported is reported, with text and names that mean harm."""

from __future__ import annotations

from dataclasses import replace

from quality.model import (
    Applicability,
    Article,
    Block,
    Edit,
    Examination,
    Failure,
    Finding,
    Fix,
    Hit,
    Move,
    Page,
    Piece,
    Related,
    Role,
    Segmentation,
    Severity,
    Span,
)  # fmt: skip
from quality.report import Report
from quality.report.cards import Card

HARM = (
    "::error file=x::owned\n::set-output name=a::b\n##[error]x\r\n\x1b[31mred\x1b]0;title\x07 \x00\x08\x9b2J \ufffe\uffff"
    " <script>alert(1)</script>"
    " ]]> <!-- | `code` **b** [a](javascript:x) @everyone =cmd|' /C calc'!A0 {{ x }} ${x} %0A::error::\u202e\u2066"
)
PLAIN = Page("./pages/一页 (1).txt", "第一行\n他说，好好好，ab😀走吧。\n末行")
HOSTILE = Page("pages/::error::\n##[x],y:%0A<b>&\x1b[31m`|.txt", f"{HARM}\n字{HARM}")
RECORD = Page("rows.jsonl", f"甲\n乙乙{HARM}", "id::warning::<\n>")
CLEAN = Page("pages/clean.txt", "无事。")
CARD = Card(
    code="STU201", name="stuttered-phrase", severity=Severity.ERROR, summary="Finds a phrase said twice.", help="# Manual\n",
    precision=0.96, measured="on 5 pages",
)  # fmt: skip


def finding(page: Page, start: int, end: int, number: int, severity: Severity, fix: Fix | None = None) -> Finding:
    span = Span(start, end)
    related = (Related(PLAIN, Span(0, 1), f"see {HARM}"), Related(RECORD, Span(1, 2), "continues"))
    hit = Hit(page, (span,), f"‘好’ stands 3 times {HARM if page is not PLAIN else ''}", 0.98, fix, related)
    return Finding("STU201", "stuttered-phrase", severity, hit, span, related, f"{number:032x}")


def examination() -> Examination:
    unsafe = Fix(Applicability.UNSAFE, (Edit(Span(7, 10), "好"), Edit(Span(10, 11), "")))
    moved = Fix(Applicability.SAFE, (Move(Span(0, 3), 18),))
    shown = Fix(Applicability.DISPLAY, (Edit(Span(0, 1), HARM),))
    found = (
        finding(PLAIN, 7, 10, 1, Severity.ERROR, unsafe),
        finding(PLAIN, 13, 13, 2, Severity.WARNING, moved),
        finding(PLAIN, 13, 20, 3, Severity.INFO),
        replace(finding(PLAIN, 0, 3, 4, Severity.ERROR), known=True, reason="a name\x1b"),
        finding(HOSTILE, 0, 80, 5, Severity.ERROR, shown),
        finding(RECORD, 2, 4, 6, Severity.WARNING, Fix(Applicability.UNSAFE, (Edit(Span(2, 3), ""),))),
    )
    pages = (PLAIN, HOSTILE, RECORD, CLEAN)
    segmentations = tuple(Segmentation(p, (_article(p),)) for p in pages)
    return Examination(segmentations, found, failures=(Failure(HOSTILE.path + "x", f"no {HARM}"),))


def _article(page: Page) -> Article:
    return Article.of(page, 0, (Block(Role.PARAGRAPH, (Piece(Span(0, len(page.text))),)),))


def report(of: Examination | None = None) -> Report:
    return Report(
        examination=of or examination(), cards={"STU201": CARD, "STU202": replace(CARD, code="STU202", precision=None)}
    )
