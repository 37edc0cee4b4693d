"""Findings for people at a terminal: a code frame per finding, aligned under full-width characters, and a summary."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from quality.model import Applicability, Edit, Severity
from quality.report.counts import Counts, plural
from quality.report.frame import frame
from quality.report.text import one_line, visible
from quality.text.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.model import Examination, Finding
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
    paint = Paint(colour=look.colour)
    rows: list[str] = []
    if look.statistics:
        rows.append(_table(counts, colour=look.colour))
    else:
        lines = Lines()
        for finding in report.examination.findings:
            if not finding.known or look.verbosity > 0:
                rows += _finding(finding, lines, look, paint)
    if look.verbosity >= 0:
        rows += _summary(report, counts, paint)
    return "".join(f"{row}\n" for row in rows)


class Paint:
    """Puts text into a style; rich's own printing takes ten times as long, which shows from a thousand findings on."""

    def __init__(self, *, colour: bool) -> None:
        self.colour = colour

    def __call__(self, text: str, style: str) -> str:
        """The text in one of `STYLES`, or as it is where there is no colour."""
        return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if self.colour and text else text


def _finding(finding: Finding, lines: Lines, look: Look, paint: Paint) -> Iterator[str]:
    place = paint(visible(lines.place(finding.page, finding.span.start)), "bold")
    severity = paint(str(finding.severity), COLOURS[finding.severity])
    status = " (known)" if finding.known else ""
    sure = f" [{finding.hit.confidence:.2f}]" if look.verbosity > 0 else ""
    yield f"{place} {severity} {finding.rule} {finding.name}{status}: {one_line(finding.hit.message)}{sure}"
    yield from _frame(finding, lines, look, paint)
    yield from _suggestion(finding, paint)
    related = finding.related if look.verbosity > 0 else finding.related[:SHOWN]
    for other in related:
        place = visible(lines.place(other.page, other.span.start))
        yield f"      {paint('= see ', 'blue')}{place}: {one_line(other.message)}"
    if len(related) < len(finding.related):
        yield paint(f"      = and {plural(len(finding.related) - len(related), 'more place')}", "blue")
    yield ""


def _frame(finding: Finding, lines: Lines, look: Look, paint: Paint) -> Iterator[str]:
    line, column = lines.at(finding.page, finding.span.start)
    last, _ = lines.at(finding.page, finding.span.end)
    text = lines.text(finding.page, line)
    end = len(text) if last > line else column - 1 + len(finding.span)
    window = frame(text, column - 1, max(end, column - 1), max(look.width - 8, 40))
    mark = paint("━" * window.mark or "▲", COLOURS[finding.severity])
    gutter = paint("│", "blue")
    yield f"{paint(f'{line:>5}', 'blue')} {gutter} {window.text}"
    yield f"      {gutter} {' ' * window.indent}{mark}{f' to line {last}' if last > line else ''}"


def _suggestion(finding: Finding, paint: Paint) -> Iterator[str]:
    fix = finding.hit.fix
    if fix is None:
        return
    for edit in fix.edits[:SHOWN]:
        before = one_line(finding.page.slice(edit.span), LONGEST)
        if isinstance(edit, Edit):
            after = one_line(edit.replacement, LONGEST)
            words = f"‘{before}’ → ‘{after}’" if edit.replacement else f"delete ‘{before}’"
        else:
            words = f"move ‘{before}’"
        yield f"      {paint('= repair', 'blue')} ({fix.applicability}): {words}"
    if len(fix.edits) > SHOWN:
        yield paint(f"      = and {plural(len(fix.edits) - SHOWN, 'more edit')}", "blue")


def _table(counts: Counts, *, colour: bool) -> str:
    table = Table(box=None, pad_edge=False)
    for name in ("findings", "repairable"):
        table.add_column(name, justify="right")
    for name in ("severity", "rule", "name"):
        table.add_column(name)
    for c in counts.by_rule:
        row = (f"{c.findings:,}", f"{c.repairable:,}", Text(str(c.severity), COLOURS[c.severity]), c.code, c.name)
        table.add_row(*row)
    out = io.StringIO()
    Console(file=out, force_terminal=colour, no_color=not colour, highlight=False, width=100).print(table)
    return out.getvalue().rstrip("\n")


def _summary(report: Report, counts: Counts, paint: Paint) -> Iterator[str]:
    examined = _examined(report.examination)
    known = f"; {counts.known:,} known" if counts.known else ""
    if not counts.new:
        yield paint(f"{examined}: nothing {'new ' if known else ''}found{known}.", "green")
        return
    weights = ", ".join(
        plural(n, str(s)) if s is not Severity.INFO else f"{n:,} info"
        for s in reversed(Severity)
        if (n := counts.severity(s))
    )
    yield paint(f"{examined}: {plural(len(counts.new), 'finding')} ({weights}){known}.", "bold")
    if not report.look.statistics:
        yield "By rule: " + ", ".join(f"{c.code} {c.name} {c.findings:,}" for c in counts.by_rule)
    yield from _next(report, counts)


def _examined(examination: Examination) -> str:
    articles = sum(len(s.articles) for s in examination.segmentations)
    return f"{plural(len(examination.segmentations), 'page')}, {plural(articles, 'article')} examined"


def _next(report: Report, counts: Counts) -> Iterator[str]:
    """What can be repaired, and the command to type next."""
    safe, unsafe = (counts.repairable(a) for a in (Applicability.SAFE, Applicability.UNSAFE))
    again = f"quality check {' '.join(map(_quoted, report.paths))}"
    if safe:
        more = f", {unsafe:,} more with `--unsafe-fixes`" if unsafe else ""
        yield f"{safe:,} can be repaired in place: `{again} --fix`{more}."
    elif unsafe:
        yield f"{unsafe:,} can be repaired in place: `{again} --fix --unsafe-fixes`."
    yield f"What a rule means: `quality explain {counts.by_rule[0].code}`."


def _quoted(path: str) -> str:
    import shlex

    return visible(shlex.quote(path))
