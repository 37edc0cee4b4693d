"""From the configuration and the command line to a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from quality.cli.completion import rule_lists
from quality.config import choose
from quality.engine.plan import Plan
from quality.read.records import Columns

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from quality.config import Settings


def rule_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say which rules run, for every command that examines pages."""
    chosen = "Run only these: codes, names, families, comma-separated."
    rules: dict[str, Any] = {"multiple": True, "metavar": "RULES", "shell_complete": rule_lists}
    ignored = click.option("--ignore", help="Do not run these.", **rules)(command)
    return click.option("--select", help=chosen, **rules)(ignored)


def plan(
    settings: Settings, *, select: Sequence[str] = (), ignore: Sequence[str] = (), jobs: int | None = None
) -> Plan:
    """The plan of a run: `select` takes the place of the file's, `ignore` adds to it; words may be joined by commas.

    Raises:
        ConfigError: a rule is unknown.
    """
    config = settings.config
    chosen = choose(_words(select) or config.select, (*config.ignore, *_words(ignore)))
    return Plan(
        rules=chosen, options=settings.options, jobs=config.jobs if jobs is None else jobs, layout=config.layout
    )


def _words(given: Sequence[str]) -> list[str]:
    return [word.strip() for words in given for word in words.split(",") if word.strip()]


def columns_of(settings: Settings, text: str | None = None) -> Columns:
    """The columns of records: the text's as the command line names it, or the configuration."""
    return Columns(text=text or settings.config.text_column, id=settings.config.id_column)
