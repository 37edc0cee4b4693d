"""Findings as Markdown for a pull-request comment or a step summary: counts, then the weightiest findings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quality.message import Message, say, tell
from quality.report.counts import SEVERITIES, Counts
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
    counts, language = Counts.of(report.examination), report.look.language
    known = say(", {count} known", count=f"{counts.known:,}") if counts.known else ""
    pages = len(report.examination.segmentations)
    found = say(
        "{found} in {pages}{known}",
        found=new_findings(len(counts.new)),
        pages=say("1 page") if pages == 1 else say("{count} pages", count=f"{pages:,}"),
        known=known,
    )
    yield f"### corpus-quality: {tell(found, language)}"
    if counts.new:
        yield from ("", tell(say("| rule | severity | findings | repairable |"), language), "|---|---|---:|---:|")
        for c in counts.by_rule:
            severity = tell(SEVERITIES[c.severity], language)
            yield f"| {c.code} {c.name} | {severity} | {c.findings:,} | {c.repairable:,} |"
        yield from table(counts.new, language)
    for failure in report.examination.failures[:SHOWN]:
        yield f"- {tell(say('not read: '), language)}{code(failure.path)}: {code(failure.message)}"


def new_findings(number: int) -> Message:
    """`1 new finding`, `2 new findings`."""
    return say("1 new finding") if number == 1 else say("{count} new findings", count=f"{number:,}")


def table(found: Sequence[Finding], language: str) -> Iterator[str]:
    """The weightiest findings as a table, and how many are not in it."""
    lines = Lines()
    order = sorted(found, key=lambda f: -f.severity.rank)
    yield from heads(language)
    for f in order[:SHOWN]:
        place, told = lines.place(f.page, f.span.start), tell(f.hit.message, language)
        yield f"| {code(place)} | {f.rule} | {code(f.text, LONGEST)} | {code(told, 3 * LONGEST)} |"
    yield from hidden(len(order), language)


def heads(language: str) -> Iterator[str]:
    """The head of a table of findings."""
    yield from ("", tell(say("| place | rule | text | what is wrong |"), language), "|---|---|---|---|")


def hidden(number: int, language: str) -> Iterator[str]:
    """How many findings a table does not show."""
    if number > SHOWN:
        yield from ("", tell(say("and {count} more.", count=f"{number - SHOWN:,}"), language))


def code(text: str, longest: int = 0) -> str:
    """Text of a page: whatever could act is an entity, and mentions are dead inside `<code>`."""
    return f"<code>{_ACTIVE.sub(lambda m: f'&#{ord(m[0])};', one_line(text, longest))}</code>"
