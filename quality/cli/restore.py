"""`quality restore DIR -o OUT`: rebuild the sources of a cleaned corpus byte for byte."""

from __future__ import annotations

from pathlib import Path

import click

from quality.cli.streams import tell
from quality.engine.restoring import restore_folder
from quality.message import counted


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "-o", "--output", required=True, metavar="OUT", type=click.Path(path_type=Path), help="A new or empty folder."
)
def command(folder: Path, output: Path) -> None:
    """Rebuild the source files of DIR, a folder that `quality clean` wrote, byte for byte in OUT."""
    count = restore_folder(folder, output)
    tell(f"restored {counted(count, 'file')} to {output}")
