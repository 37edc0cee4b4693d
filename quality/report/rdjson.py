"""Findings in reviewdog's diagnostic format; its columns count bytes of UTF-8 from 1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quality.model import Applicability, Edit, Severity
from quality.report.links import plain
from quality.report.text import dump, one_line
from quality.text.lines import Lines, name_of

if TYPE_CHECKING:
    from quality.model import Finding, Page, Span
    from quality.report import Report

LEVELS = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.INFO: "INFO"}


def render(report: Report) -> str:
    """The whole result; known findings are left out, for nothing in the format could mark them."""
    lines = Lines()
    told = [_diagnostic(f, lines) for f in report.examination.findings if not f.known]
    return dump({"source": {"name": "corpus-quality"}, "diagnostics": told})


def _diagnostic(finding: Finding, lines: Lines) -> dict[str, Any]:
    page = finding.page
    where = "" if page.record is None else f"{one_line(name_of(page))}: "
    told: dict[str, Any] = {
        "message": f"{where}{one_line(finding.hit.message)}",
        "location": _location(page, finding.span, lines),
        "severity": LEVELS[finding.severity],
        "code": {"value": f"{finding.rule} {finding.name}"},
    }
    fix = finding.hit.fix
    if fix is not None and fix.applicability is not Applicability.DISPLAY and page.record is None:
        edits = [e for e in fix.edits if isinstance(e, Edit)]
        told["suggestions"] = [{"range": _range(page, e.span, lines), "text": e.replacement} for e in edits]
    if finding.related:
        told["related_locations"] = [
            {"message": one_line(r.message), "location": _location(r.page, r.span, lines)} for r in finding.related
        ]
    return told


def _location(page: Page, span: Span, lines: Lines) -> dict[str, Any]:
    place: dict[str, Any] = {"path": plain(page.path)}
    return place if page.record is not None else place | {"range": _range(page, span, lines)}


def _range(page: Page, span: Span, lines: Lines) -> dict[str, Any]:
    return {"start": _position(page, span.start, lines), "end": _position(page, span.end, lines)}


def _position(page: Page, offset: int, lines: Lines) -> dict[str, int]:
    line, column = lines.at(page, offset)
    before = page.text[offset - column + 1 : offset]
    return {"line": line, "column": len(before.encode("utf-8", "surrogatepass")) + 1}
