"""`quality verify DIR`: prove that a cleaned corpus is whole and leads back to its sources."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from quality.cli.guard import say
from quality.cli.streams import tell
from quality.engine.restoring import verify_folder

SHOWN = 20
"""Failed proofs that are listed one by one."""


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
def command(folder: Path) -> None:
    """Prove that DIR, a folder that `quality clean` wrote, is unchanged and restores to its sources; exit with 1 if not."""
    wrong = list(verify_folder(folder))
    for message in wrong[:SHOWN]:
        say(f"failed: {message}")
    if len(wrong) > SHOWN:
        say(f"failed: and {len(wrong) - SHOWN:,} more")
    if not wrong:
        tell(
            f"{folder}: every file is as it was written, every character has one fate, every source is rebuilt byte for byte"
        )
    sys.exit(int(bool(wrong)))
