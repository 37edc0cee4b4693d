"""Findings as JUnit XML: a suite per page, a failed case per finding (stable).

A page without findings is one passed case, a known finding a skipped one, and a finding of severity info passes with its message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from quality.model import Severity
from quality.report.text import one_line, visible
from quality.text.lines import Lines, name_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quality.model import Examination, Failure, Finding, Page
    from quality.report import Report

LONGEST = 200
"""Characters of the text that a failure quotes."""


def render(report: Report) -> str:
    """The whole document; characters that XML forbids are shown as pictures of themselves."""
    return "\n".join(_document(report.examination)) + "\n"


def _document(examination: Examination) -> Iterator[str]:
    by_page: dict[tuple[str, str | None], list[Finding]] = {}
    for f in examination.findings:
        by_page.setdefault(f.page.key, []).append(f)
    pages = list(examination.pages)
    cases = sum(max(len(by_page.get(p.key, ())), 1) for p in pages) + len(examination.failures)
    failed = sum(map(_fails, examination.findings))
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<testsuites name="corpus-quality" tests="{cases}" failures="{failed}" errors="{len(examination.failures)}">'
    lines = Lines()
    for page in pages:
        yield from _suite(page, by_page.get(page.key, []), lines)
    if examination.failures:
        yield from _unread(examination.failures)
    yield "</testsuites>"


def _suite(page: Page, found: Sequence[Finding], lines: Lines) -> Iterator[str]:
    name = _attribute(name_of(page))
    skipped = sum(f.known for f in found)
    yield (
        f'  <testsuite name={name} tests="{max(len(found), 1)}" failures="{sum(map(_fails, found))}" errors="0" skipped="{skipped}">'
    )
    if not found:
        yield f'    <testcase name="nothing found" classname={name}/>'
    for finding in found:
        yield from _case(finding, name, lines)
    yield "  </testsuite>"


def _case(finding: Finding, name: str, lines: Lines) -> Iterator[str]:
    line, column = lines.at(finding.page, finding.span.start)
    called = _attribute(f"{finding.rule} {finding.name} {line}:{column}")
    message = _attribute(finding.hit.message)
    yield f"    <testcase name={called} classname={name}>"  # Jenkins knows no attribute for the line
    if finding.known:
        yield f"      <skipped message={message}/>"
    elif _fails(finding):
        text = escape(one_line(finding.text, LONGEST))
        yield f'      <failure type="{finding.severity}" message={message}>{text}</failure>'
    else:
        yield f"      <system-out>{escape(one_line(finding.hit.message))}</system-out>"
    yield "    </testcase>"


def _unread(failures: Sequence[Failure]) -> Iterator[str]:
    yield f'  <testsuite name="unreadable input" tests="{len(failures)}" failures="0" errors="{len(failures)}" skipped="0">'
    for failure in failures:
        path = _attribute(failure.path)
        yield f"    <testcase name={path} classname={path}>"
        yield f'      <error type="unreadable" message={_attribute(failure.message)}/>'
        yield "    </testcase>"
    yield "  </testsuite>"


def _fails(finding: Finding) -> bool:
    return not finding.known and finding.severity is not Severity.INFO


def _attribute(text: str) -> str:
    return quoteattr(_allowed(visible(text)))


def _allowed(text: str) -> str:
    """Without the two code points that are no control characters and that XML forbids all the same."""
    return text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
