"""Findings as one JSON document, schema `quality/findings@1` (stable)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from quality import __version__
from quality.model import Edit
from quality.report.text import dump
from quality.text.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.model import Examination, Finding, Fix, Page, Related
    from quality.report import Report

SCHEMA = "quality/findings@1"
LONGEST = 200
"""Characters of `text` that are shown."""


def pieces(report: Report) -> Iterator[str]:
    """The whole document, indented, finding by finding."""
    head = dump({"schema": SCHEMA, "tool": {"name": "corpus-quality", "version": __version__}})
    yield head.removesuffix("\n}") + ',\n "findings": ['
    by_rule: Counter[str] = Counter()
    for told in rows(report.examination):
        yield ",\n" if by_rule else "\n"
        yield _indented(dump(told), "  ")
        by_rule[told["rule"]] += 1
    yield "\n ],\n" if by_rule else "],\n"
    yield _indented(f'"summary": {dump(_summary(report.examination, by_rule))}', " ") + "\n}\n"


def _indented(text: str, space: str) -> str:
    return space + text.replace("\n", f"\n{space}")


def rows(examination: Examination) -> Iterator[dict[str, Any]]:
    """The values of `findings`."""
    lines = Lines()
    return (row(finding, lines) for finding in examination.findings)


def _summary(examination: Examination, by_rule: Counter[str]) -> dict[str, Any]:
    """Counts of pages, articles and findings."""
    return {
        "pages": len(examination.segmentations),
        "articles": sum(len(s.articles) for s in examination.segmentations),
        "findings": by_rule.total(),
        "by_rule": dict(sorted(by_rule.items())),
    }


def row(finding: Finding, lines: Lines) -> dict[str, Any]:
    """One finding as a value of `findings`."""
    page, span = finding.page, finding.span
    (line, column), (end_line, end_column) = lines.at(page, span.start), lines.at(page, span.end)
    told: dict[str, Any] = {
        "rule": finding.rule, "name": finding.name, "severity": str(finding.severity), "confidence": round(finding.hit.confidence, 4),
        "status": "known" if finding.known else "new", "path": page.path, "record": page.record, "start": span.start, "end": span.end,
        "line": line, "column": column, "end_line": end_line, "end_column": end_column, "text": finding.text[:LONGEST],
        "message": finding.hit.message, "related": [_related(r, page) for r in finding.related],
        "fix": _fix(finding.hit.fix, page), "fingerprint": finding.fingerprint,
    }  # fmt: skip
    if len(finding.text) > LONGEST:
        told["truncated"] = True
    return told


def _related(related: Related, page: Page) -> dict[str, Any]:
    row: dict[str, Any] = {
        "path": related.page.path,
        "start": related.span.start,
        "end": related.span.end,
        "message": related.message,
    }
    if related.page.record is not None or page.record is not None:
        row["record"] = related.page.record
    return row


def _fix(fix: Fix | None, page: Page) -> dict[str, Any] | None:
    if fix is None:
        return None
    edits = [
        {
            "path": page.path,
            "start": e.span.start,
            "end": e.span.end,
            **({"replacement": e.replacement} if isinstance(e, Edit) else {"move_to": e.to}),
        }
        for e in fix.edits
    ]
    return {"applicability": str(fix.applicability), "edits": edits}
