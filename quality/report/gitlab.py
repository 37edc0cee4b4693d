"""Findings as a GitLab Code Quality report: a JSON array. GitLab itself compares it with the target branch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quality.model import Severity
from quality.report.links import plain
from quality.report.text import dump, one_line
from quality.text.lines import Lines, name_of

if TYPE_CHECKING:
    from quality.model import Finding
    from quality.report import Report

LEVELS = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(report: Report) -> str:
    """The array; known findings weigh `info`."""
    lines = Lines()
    return dump([_issue(f, lines) for f in report.examination.findings])


def _issue(finding: Finding, lines: Lines) -> dict[str, Any]:
    page = finding.page
    begin, end = ((lines.at(page, o)[0] if page.record is None else 1) for o in (finding.span.start, finding.span.end))
    where = "" if page.record is None else f"{one_line(name_of(page))}: "
    return {
        "description": f"{where}{one_line(finding.hit.message)}",
        "check_name": finding.name,
        "fingerprint": finding.fingerprint,
        "severity": "info" if finding.known else LEVELS[finding.severity],
        "location": {"path": plain(page.path), "lines": {"begin": begin, "end": end}},
    }
