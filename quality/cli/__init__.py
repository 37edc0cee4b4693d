"""The command line: one file per command, loaded when it is called."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from quality import __version__
from quality.errors import QualityError

COMMANDS = ("check", "clean", "restore", "verify", "dedup", "publish", "explain", "rules", "init", "diff")


class LazyGroup(click.Group):
    """Imports a command's module only when it is called, so that start-up stays short."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """All commands in the order in which one meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"quality.cli.{cmd_name}").command
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.version_option(__version__, prog_name="quality")
def group() -> None:
    """Find what is repeated, stuttered, garbled, contradictory or torn apart in text; repair it; prove it; publish it."""


def main() -> None:
    """Entry point: 0 did its work, 1 the gate or a proof failed, 2 could not."""
    try:
        group(prog_name="quality")
    except QualityError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(2)
