"""`quality explain RULE`: a rule's manual page."""

from __future__ import annotations

import click

from quality.cli.completion import rule_names
from quality.cli.streams import write
from quality.config import load
from quality.explain import find, page
from quality.message import LANGUAGES


@click.command()
@click.argument("rule", shell_complete=rule_names)
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the page.  [default: en]")
def command(rule: str, lang: str | None) -> None:
    """Print the manual page of RULE, given by code or name."""
    write(page(find(rule), lang or load().config.lang))
