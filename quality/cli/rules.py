"""`quality rules`: the table of all rules."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from quality.cli.streams import wants_colour, width, write
from quality.data.accuracy import accuracy
from quality.detect import rules
from quality.explain import repair

if TYPE_CHECKING:
    from quality.detect.contract import Rule


@click.command()
@click.option("--output-format", type=click.Choice(["console", "json"]), default="console", show_default=True)
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True)
def command(output_format: str, color: str) -> None:
    """List all rules: code, name, severity, measured precision, and whether they offer repairs."""
    if output_format == "json":
        write(json.dumps([_row(r) for r in rules().values()], ensure_ascii=False, indent=1) + "\n")
    else:
        write(_table(colour=wants_colour(color)))


def _row(rule: Rule) -> dict[str, object]:
    figures = accuracy().get(rule.code)
    return {
        "rule": rule.code, "name": rule.name, "severity": str(rule.severity), "scope": rule.scope,
        "summary": rule.summary, "repair": repair(rule),
        "precision": figures.precision if figures else None, "recall": figures.recall if figures else None,
        "measured": figures.words if figures else "",
    }  # fmt: skip


def _table(*, colour: bool) -> str:
    import io

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for name in ("rule", "name", "severity", "repair", "precision", "what it finds"):
        table.add_column(name, no_wrap=name != "what it finds")
    for row in map(_row, rules().values()):
        shown = "–" if row["precision"] is None else f"{row['precision']:.2f}"
        cells = (row["rule"], row["name"], row["severity"], row["repair"], shown)
        table.add_row(*map(str, cells), Text(str(row["summary"])))
    out = io.StringIO()
    Console(file=out, force_terminal=colour, no_color=not colour, width=max(width(), 100), highlight=False).print(table)
    return out.getvalue()
