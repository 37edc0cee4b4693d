"""Findings as Markdown for a pull-request comment or a step summary: counts, then the weightiest findings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quality.message import counted
from quality.report.counts import Counts
from quality.report.text import one_line
from quality.text.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quality.model import Finding
    from quality.report import Report

SHOWN = 100
"""Findings in the table; a comment may have 65,536 characters, a step summary a megabyte."""
LONGEST = 60
"""Characters of a text."""
_ACTIVE = re.compile(r"[^\w\s，。、；：？！“”‘’《》（）—…·/.-]")


def render(report: Report) -> str:
    """The whole text; nothing in it that was found in a page acts as Markdown or HTML."""
    return "\n".join(_rows(report)) + "\n"


def _rows(report: Report) -> Iterator[str]:
    counts = Counts.of(report.examination)
    pages = counted(len(report.examination.segmentations), "page")
    known = f", {counts.known:,} known" if counts.known else ""
    yield f"### corpus-quality: {counted(len(counts.new), 'new finding')} in {pages}{known}"
    if counts.new:
        yield from ("", "| rule | severity | findings | repairable |", "|---|---|---:|---:|")
        for c in counts.by_rule:
            yield f"| {c.code} {c.name} | {c.severity} | {c.findings:,} | {c.repairable:,} |"
        yield from table(counts.new)
    for failure in report.examination.failures[:SHOWN]:
        yield f"- not read: {code(failure.path)}: {code(failure.message)}"


def table(found: Sequence[Finding]) -> Iterator[str]:
    """The weightiest findings as a table, and how many are not in it."""
    lines = Lines()
    order = sorted(found, key=lambda f: -f.severity.rank)
    yield from ("", "| place | rule | text | what is wrong |", "|---|---|---|---|")
    for f in order[:SHOWN]:
        place = code(lines.place(f.page, f.span.start))
        yield f"| {place} | {f.rule} | {code(f.text, LONGEST)} | {code(f.hit.message, 3 * LONGEST)} |"
    if len(order) > SHOWN:
        yield from ("", f"and {len(order) - SHOWN:,} more.")


def code(text: str, longest: int = 0) -> str:
    """Text of a page: whatever could act is an entity, and mentions are dead inside `<code>`."""
    return f"<code>{_ACTIVE.sub(lambda m: f'&#{ord(m[0])};', one_line(text, longest))}</code>"
