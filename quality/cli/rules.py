"""`quality rules`: the table of all rules."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from quality.cli.streams import wants_colour, width, write
from quality.config import load
from quality.data.accuracy import accuracy
from quality.detect import rules
from quality.explain import SEVERITIES, repair, summary
from quality.message import LANGUAGES, say, tell

if TYPE_CHECKING:
    from quality.detect.contract import Rule

FINDS = say("what it finds")
REPAIRS = {"safe": say("safe"), "unsafe": say("unsafe"), "display": say("display"), "none": say("none")}


@click.command()
@click.option("--output-format", type=click.Choice(["console", "json"]), default="console", show_default=True)
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True)
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the table.  [default: en]")
def command(output_format: str, color: str, lang: str | None) -> None:
    """List all rules: code, name, severity, measured precision, and whether they offer repairs."""
    if output_format == "json":
        write(json.dumps([_row(r) for r in rules().values()], ensure_ascii=False, indent=1) + "\n")
    else:
        write(_table(lang or load().config.lang, colour=wants_colour(color)))


def _row(rule: Rule) -> dict[str, object]:
    figures = accuracy().get(rule.code)
    return {
        "rule": rule.code, "name": rule.name, "severity": str(rule.severity), "scope": rule.scope,
        "summary": rule.summary, "repair": repair(rule),
        "precision": figures.precision if figures else None, "recall": figures.recall if figures else None,
        "measured": figures.words if figures else "",
    }  # fmt: skip


def _table(language: str, *, colour: bool) -> str:
    import io

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for name in (say("rule"), say("name"), say("severity"), say("repair"), say("precision"), FINDS):
        table.add_column(tell(name, language), no_wrap=name != FINDS, overflow="fold")
    for rule in rules().values():
        row = _row(rule)
        shown = "–" if row["precision"] is None else f"{row['precision']:.2f}"
        severity, offered = tell(SEVERITIES[rule.severity], language), tell(REPAIRS[repair(rule)], language)
        table.add_row(rule.code, rule.name, severity, offered, shown, Text(summary(rule, language)))
    out = io.StringIO()
    Console(file=out, force_terminal=colour, no_color=not colour, width=max(width(), 100), highlight=False).print(table)
    return out.getvalue()
