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
LONGEST = 40
"""Characters of a replaced text that a suggestion shows."""
SHOWN = 3
"""Edits and related places that are shown of one finding."""


def render(report: Report) -> str:
    """The whole report; its wording is for people and not stable."""
    out = io.StringIO()
    look = report.look
    console = Console(
        file=out, force_terminal=look.colour, color_system="standard" if look.colour else None, no_color=not look.colour,
        width=look.width, highlight=False, markup=False, emoji=False, soft_wrap=True, legacy_windows=False,
    )  # fmt: skip
    counts = Counts.of(report.examination)
    if look.statistics:
        console.print(_table(counts))
    else:
        lines = Lines()
        for finding in report.examination.findings:
            if not finding.known or look.verbosity > 0:
                for row in _finding(finding, lines, look):
                    console.print(row)
    if look.verbosity >= 0:
        for row in _summary(report, counts):
            console.print(row)
    return out.getvalue()


def _finding(finding: Finding, lines: Lines, look: Look) -> Iterator[Text]:
    status = " (known)" if finding.known else ""
    yield Text.assemble(
        (visible(lines.place(finding.page, finding.span.start)), "bold"), " ",
        (str(finding.severity), COLOURS[finding.severity]), f" {finding.rule} {finding.name}{status}: ",
        one_line(finding.hit.message),
        f" [{finding.hit.confidence:.2f}]" if look.verbosity > 0 else "",
    )  # fmt: skip
    yield from _frame(finding, lines, look)
    yield from _suggestion(finding)
    related = finding.related if look.verbosity > 0 else finding.related[:SHOWN]
    for other in related:
        place = visible(lines.place(other.page, other.span.start))
        yield Text.assemble("      ", ("= see ", "blue"), place, ": ", one_line(other.message))
    if len(related) < len(finding.related):
        yield Text(f"      = and {plural(len(finding.related) - len(related), 'more place')}", "blue")
    yield Text()


def _frame(finding: Finding, lines: Lines, look: Look) -> Iterator[Text]:
    line, column = lines.at(finding.page, finding.span.start)
    last, _ = lines.at(finding.page, finding.span.end)
    text = lines.text(finding.page, line)
    end = len(text) if last > line else column - 1 + len(finding.span)
    window = frame(text, column - 1, max(end, column - 1), max(look.width - 8, 40))
    mark = "━" * window.mark or "▲"
    gutter = ("│ ", "blue")
    yield Text.assemble((f"{line:>5} ", "blue"), gutter, window.text)
    further = f" to line {last}" if last > line else ""
    yield Text.assemble("      ", gutter, " " * window.indent, (mark, COLOURS[finding.severity]), further)


def _suggestion(finding: Finding) -> Iterator[Text]:
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
        yield Text.assemble("      ", ("= repair", "blue"), f" ({fix.applicability}): ", words)
    if len(fix.edits) > SHOWN:
        yield Text(f"      = and {plural(len(fix.edits) - SHOWN, 'more edit')}", "blue")


def _table(counts: Counts) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in ("findings", "repairable"):
        table.add_column(name, justify="right")
    for name in ("severity", "rule", "name"):
        table.add_column(name)
    for c in counts.by_rule:
        row = (f"{c.findings:,}", f"{c.repairable:,}", Text(str(c.severity), COLOURS[c.severity]), c.code, c.name)
        table.add_row(*row)
    return table


def _summary(report: Report, counts: Counts) -> Iterator[Text]:
    examined = _examined(report.examination)
    known = f"; {counts.known:,} known" if counts.known else ""
    if not counts.new:
        yield Text.assemble(
            (f"{examined}: nothing new found{known}." if known else f"{examined}: nothing found.", "green")
        )
        return
    weights = ", ".join(
        plural(n, str(s)) if s is not Severity.INFO else f"{n:,} info"
        for s in reversed(Severity)
        if (n := counts.severity(s))
    )
    yield Text.assemble((f"{examined}: {plural(len(counts.new), 'finding')} ({weights}){known}.", "bold"))
    if not report.look.statistics:
        yield Text("By rule: " + ", ".join(f"{c.code} {c.name} {c.findings:,}" for c in counts.by_rule))
    yield from _next(report, counts)


def _examined(examination: Examination) -> str:
    articles = sum(len(s.articles) for s in examination.segmentations)
    return f"{plural(len(examination.segmentations), 'page')}, {plural(articles, 'article')} examined"


def _next(report: Report, counts: Counts) -> Iterator[Text]:
    """What can be repaired, and the command to type next."""
    safe, unsafe = (counts.repairable(a) for a in (Applicability.SAFE, Applicability.UNSAFE))
    again = f"quality check {' '.join(map(_quoted, report.paths))}"
    if safe:
        more = f", {unsafe:,} more with `--unsafe-fixes`" if unsafe else ""
        yield Text(f"{safe:,} can be repaired in place: `{again} --fix`{more}.")
    elif unsafe:
        yield Text(f"{unsafe:,} can be repaired in place: `{again} --fix --unsafe-fixes`.")
    yield Text(f"What a rule means: `quality explain {counts.by_rule[0].code}`.")


def _quoted(path: str) -> str:
    import shlex

    return visible(shlex.quote(path))
