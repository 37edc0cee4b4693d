"""The command line: one file per command, loaded when it is called."""

from __future__ import annotations

import atexit
import difflib
import gc
import os
import sys
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

import click

from quality import __version__
from quality.cli.guard import Guard

COMMANDS = ("check", "clean", "restore", "verify", "dedup", "publish", "explain", "rules", "init", "diff")


class LazyGroup(click.Group):
    """Imports a command's module only when it is called, so that start-up stays short."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """All commands in the order in which one meets them."""
        return [name for name in COMMANDS if find_spec(f"quality.cli.{name}")]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        gc.disable()  # what is imported stays: looking for garbage among it costs a tenth of the start
        try:
            command: click.Command = import_module(f"quality.cli.{cmd_name}").command
        finally:
            gc.freeze()
            gc.enable()
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Finds the command; an unknown one is told with its likely spelling."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            close = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f": did you mean `quality {close[0]}`?" if close else "; `quality --help` lists them."
            raise click.UsageError(f"there is no command `{args[0]}`{hint}", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.version_option(__version__, prog_name="quality")
def group() -> None:
    """Find what is repeated, stuttered, garbled, contradictory or torn apart in text; repair it; prove it; publish it."""


def main() -> None:
    """Entry point: 0 did its work, 1 the gate or a proof failed, 2 could not."""
    gc.set_threshold(
        100_000, 20, 50
    )  # findings hold each other in no circles: to look less often saves a fifth of a run
    with Guard():
        # Click ends by Exit or, outside its standalone mode, by returning the code.
        code = group(prog_name="quality", standalone_mode=False)
        sys.stdout.flush()
        sys.exit(code if isinstance(code, int) else 0)


@dataclass
class _End:
    """The last thing that the process does, once it is known how it ends."""

    code: object = None

    def __call__(self) -> None:
        if isinstance(self.code, int):
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(self.code)


def program() -> None:
    """The process of `quality`: it leaves its memory to the system, which frees at once what takes Python a twentieth of a short run."""
    atexit.register(end := _End())  # first of all, and so called last of all
    os.environ.setdefault(
        "OPENBLAS_NUM_THREADS", "1"
    )  # numpy would start threads for products of large matrices: we have none
    try:
        main()
    except SystemExit as told:
        end.code = told.code
        raise
