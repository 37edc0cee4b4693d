"""Findings for people at a terminal: a code frame per finding, aligned under full-width characters, and a summary."""

from __future__ import annotations

import io
from collections import Counter
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from quality.message import listing, say, tell
from quality.model import Applicability, Edit, Severity
from quality.report.counts import SEVERITIES, Counts
from quality.report.frame import frame
from quality.report.text import one_line, visible
from quality.text.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.message import Message
    from quality.model import Examination, Finding, Move, Related
    from quality.report import Look, Report

COLOURS = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold cyan"}
STYLES = {
    "bold": "1", "blue": "34", "green": "32", "bold red": "1;31", "bold yellow": "1;33", "bold cyan": "1;36",
}  # fmt: skip
"""SGR parameters by name."""
LONGEST = 40
"""Characters of a replaced text that a suggestion shows."""
SHOWN = 3
"""Edits and related places that are shown of one finding."""


def render(report: Report) -> str:
    """The whole report; its wording is for people and not stable."""
    look, counts = report.look, Counts.of(report.examination)
    paint = Paint(colour=look.colour, language=look.language)
    rows: list[str] = []
    if look.statistics:
        rows.append(_table(counts, paint))
    else:
        lines = Lines()
        for finding in report.examination.findings:
            if not finding.known or look.verbosity > 0:
                rows += _finding(finding, lines, look, paint)
    if look.verbosity >= 0:
        rows += _summary(report, counts, paint)
    return "".join(f"{row}\n" for row in rows)


class Paint:
    """Puts text into a language and a style; rich's own printing takes ten times as long, which shows from a thousand findings on."""

    def __init__(self, *, colour: bool, language: str) -> None:
        self.colour = colour
        self.language = language

    def __call__(self, text: str, style: str) -> str:
        """The text in one of `STYLES`, or as it is where there is no colour."""
        text = tell(text, self.language)
        return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if self.colour and text else text


def _finding(finding: Finding, lines: Lines, look: Look, paint: Paint) -> Iterator[str]:
    place = paint(visible(lines.place(finding.page, finding.span.start)), "bold")
    severity = paint(SEVERITIES[finding.severity], COLOURS[finding.severity])
    status = tell(say(" (known)"), look.language) if finding.known else ""
    sure = f" [{finding.hit.confidence:.2f}]" if look.verbosity > 0 else ""
    yield f"{place} {severity} {finding.rule} {finding.name}{status}: {one_line(tell(finding.hit.message, look.language))}{sure}"
    yield from _frame(finding, lines, look, paint)
    yield from _suggestion(finding, paint)
    for other in (related := _shown(finding, look)):
        place = visible(lines.place(other.page, other.span.start))
        yield f"      {paint(say('= see '), 'blue')}{place}: {one_line(tell(other.message, look.language))}"
    if hidden := len(finding.related) - len(related):
        more = say("1 more place") if hidden == 1 else say("{count} more places", count=f"{hidden:,}")
        yield paint(say("      = and {more}", more=more), "blue")
    yield ""


def _shown(finding: Finding, look: Look) -> tuple[Related, ...]:
    """Related places worth a line: all if asked, else few, and one where each says the same (‘,’ again)."""
    if look.verbosity > 0:
        return finding.related
    alike = len({str(other.message) for other in finding.related}) == 1
    return finding.related[: 1 if alike and len(finding.related) > SHOWN else SHOWN]


def _frame(finding: Finding, lines: Lines, look: Look, paint: Paint) -> Iterator[str]:
    line, column = lines.at(finding.page, finding.span.start)
    last, _ = lines.at(finding.page, finding.span.end)
    text = lines.text(finding.page, line)
    end = len(text) if last > line else column - 1 + len(finding.span)
    window = frame(text, column - 1, max(end, column - 1), max(look.width - 8, 40))
    mark = paint("━" * window.mark or "▲", COLOURS[finding.severity])
    gutter = paint("│", "blue")
    until = tell(say(" to line {line}", line=last), look.language) if last > line else ""
    yield f"{paint(f'{line:>5}', 'blue')} {gutter} {window.text}"
    yield f"      {gutter} {' ' * window.indent}{mark}{until}"


def _suggestion(finding: Finding, paint: Paint) -> Iterator[str]:
    fix = finding.hit.fix
    if fix is None:
        return
    told = Counter(_edit(finding, edit) for edit in fix.edits)  # in the order of their first places
    for words, times in list(told.items())[:SHOWN]:
        often = say("{edit} ({count} places)", edit=words, count=f"{times:,}") if times > 1 else words
        yield f"      {paint(say('= repair'), 'blue')} ({fix.applicability}): {tell(often, paint.language)}"
    if (hidden := len(fix.edits) - sum(list(told.values())[:SHOWN])) > 0:
        more = say("1 more edit") if hidden == 1 else say("{count} more edits", count=f"{hidden:,}")
        yield paint(say("      = and {more}", more=more), "blue")


def _edit(finding: Finding, edit: Edit | Move) -> Message:
    before = one_line(finding.page.slice(edit.span), LONGEST)
    if not isinstance(edit, Edit):
        return say("move ‘{before}’", before=before)
    after = one_line(edit.replacement, LONGEST)
    if not after:
        return say("delete ‘{before}’", before=before)
    return say("‘{before}’ → ‘{after}’", before=before, after=after) if before else say("insert ‘{after}’", after=after)


def _table(counts: Counts, paint: Paint) -> str:
    table = Table(box=None, pad_edge=False)
    for name in (say("findings"), say("repairable")):
        table.add_column(tell(name, paint.language), justify="right")
    for name in (say("severity"), say("rule"), say("name")):
        table.add_column(tell(name, paint.language))
    for c in counts.by_rule:
        severity = Text(tell(SEVERITIES[c.severity], paint.language), COLOURS[c.severity])
        table.add_row(f"{c.findings:,}", f"{c.repairable:,}", severity, c.code, c.name)
    out = io.StringIO()
    Console(file=out, force_terminal=paint.colour, no_color=not paint.colour, highlight=False, width=100).print(table)
    return out.getvalue().rstrip("\n")


def _summary(report: Report, counts: Counts, paint: Paint) -> Iterator[str]:
    if not report.examination.segmentations:
        yield paint(say("Nothing was examined."), "bold")  # which is no success
        return
    examined = _examined(report.examination)
    known = say("; {count} known", count=f"{counts.known:,}") if counts.known else ""
    if not counts.new:
        nothing = say("nothing new found") if known else say("nothing found")
        yield paint(say("{examined}: {nothing}{known}.", examined=examined, nothing=nothing, known=known), "green")
        return
    found = len(counts.new)
    findings = say("1 finding") if found == 1 else say("{count} findings", count=f"{found:,}")
    weights = listing(_weight(s, n) for s in reversed(Severity) if (n := counts.severity(s)))
    values = {"examined": examined, "findings": findings, "weights": weights, "known": known}
    yield paint(say("{examined}: {findings} ({weights}){known}.", **values), "bold")
    if not report.look.statistics:
        rules = ", ".join(f"{c.code} {c.name} {c.findings:,}" for c in counts.by_rule)
        yield tell(say("By rule: {rules}", rules=rules), paint.language)
    yield from (tell(line, paint.language) for line in _next(report, counts))


def _weight(severity: Severity, number: int) -> Message:
    count = f"{number:,}"
    if severity is Severity.INFO:
        return say("{count} info", count=count)
    if severity is Severity.WARNING:
        return say("1 warning") if number == 1 else say("{count} warnings", count=count)
    return say("1 error") if number == 1 else say("{count} errors", count=count)


def _examined(examination: Examination) -> Message:
    pages = len(examination.segmentations)
    articles = sum(len(s.articles) for s in examination.segmentations)
    return say(
        "{pages}, {articles} examined",
        pages=say("1 page") if pages == 1 else say("{count} pages", count=f"{pages:,}"),
        articles=say("1 article") if articles == 1 else say("{count} articles", count=f"{articles:,}"),
    )


def _next(report: Report, counts: Counts) -> Iterator[Message]:
    """What can be repaired, and the command to type next."""
    safe, unsafe = (counts.repairable(a) for a in (Applicability.SAFE, Applicability.UNSAFE))
    held = counts.repairable(Applicability.SAFE, Applicability.UNSAFE, records=True)
    if "-" in report.paths:  # what came through a pipe is gone
        safe = unsafe = held = 0
    again = f"quality check {' '.join(map(_quoted, report.paths))}"
    if safe:
        more = say(", {count} more with `--unsafe-fixes`", count=f"{unsafe:,}") if unsafe else ""
        yield say(
            "{count} can be repaired in place: `{command} --fix`{more}.", count=f"{safe:,}", command=again, more=more
        )
    elif unsafe:
        command = f"{again} --fix --unsafe-fixes"
        yield say("{count} can be repaired in place: `{command}`.", count=f"{unsafe:,}", command=command)
    if held:
        command = f"quality clean {' '.join(map(_quoted, report.paths))} -o DIR"
        yield say("{count} in records can be repaired in a copy: `{command}`.", count=f"{held:,}", command=command)
    yield say("What a rule means: `quality explain {code}`.", code=counts.by_rule[0].code)


def _quoted(path: str) -> str:
    import shlex

    return visible(shlex.quote(path))
