"""Findings as GitHub workflow commands, which become annotations.

GitHub shows ten of each level per step and drops the rest without a word: the weightiest ten are printed, then how many are hidden.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quality.model import Severity
from quality.report.counts import Counts
from quality.report.links import plain
from quality.report.text import one_line, visible
from quality.text.lines import Lines, name_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.model import Finding
    from quality.report import Report

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
SHOWN = 10
"""Annotations of one level that GitHub shows of a step."""


def render(report: Report) -> str:
    """One command per line; known findings are left out."""
    counts, lines = Counts.of(report.examination), Lines()
    rows: list[str] = []
    for severity in reversed(Severity):
        of_level = sorted((f for f in counts.new if f.severity is severity), key=lambda f: -f.hit.confidence)
        rows += [_command(f, lines) for f in of_level[:SHOWN]]
        if len(of_level) > SHOWN:
            rows.append(
                f"{len(of_level) - SHOWN:,} more of level {LEVELS[severity]} are hidden; the step summary counts them."
            )
    return "".join(f"{row}\n" for row in rows)


def _command(finding: Finding, lines: Lines) -> str:
    title = f"{finding.rule} {finding.name}"
    properties = ",".join(f"{k}={_property(v)}" for k, v in (("title", title), *_place(finding, lines)))
    return f"::{LEVELS[finding.severity]} {properties}::{_data(f'{_where(finding)}{one_line(finding.hit.message)}')}"


def _where(finding: Finding) -> str:
    page = finding.page
    return "" if page.record is None else f"{one_line(name_of(page))}: "


def _place(finding: Finding, lines: Lines) -> Iterator[tuple[str, str]]:
    yield "file", plain(finding.page.path)
    if finding.page.record is not None:
        return
    (line, column), (end_line, end_column) = (lines.at(finding.page, o) for o in (finding.span.start, finding.span.end))
    yield from (("line", str(line)), ("endLine", str(end_line)))
    if line == end_line:  # GitHub knows columns within one line only
        yield from (("col", str(column)), ("endColumn", str(end_column)))


def _data(text: str) -> str:
    text = "".join(c if c in "\r\n" else visible(c) for c in text)
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
