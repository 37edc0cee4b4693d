"""`quality explain RULE`: a rule's manual page."""

from __future__ import annotations

import click

from quality.cli.streams import write
from quality.explain import find, page


@click.command()
@click.argument("rule")
def command(rule: str) -> None:
    """Print the manual page of RULE, given by code or name."""
    write(page(find(rule)))
