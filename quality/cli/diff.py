"""`quality diff OLD NEW`: what is new, fixed, unchanged between two runs or two folders."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quality.cli.plans import columns_of, plan
from quality.cli.streams import tell_failures, watched, write
from quality.config import files_of, load
from quality.engine.local import examine
from quality.errors import InputError
from quality.message import LANGUAGES
from quality.model import Failure, Page
from quality.read import read_paths
from quality.report import changes
from quality.report.json import rows

if TYPE_CHECKING:
    from quality.config import Settings


@click.command()
@click.argument("old")
@click.argument("new")
@click.option(
    "--output-format", type=click.Choice(["console", "json", "markdown"]), default="console", show_default=True
)
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of text and Markdown.  [default: en]")
@click.option("--config", metavar="FILE", help="This configuration in place of the nearest quality.toml.")
@click.option("--isolated", is_flag=True, help="No configuration file at all.")
def command(
    old: str,
    new: str,
    output_format: str,
    lang: str | None,
    config: str | None,
    isolated: bool,  # noqa: FBT001
) -> None:
    """Compare the findings of OLD and NEW: reports of `check --output-format json`, or text to be examined.

    Exits with 1 where they differ. For folders, write the paths so that what is below them has the same names.
    """
    settings = load(config, isolated=isolated)
    failures: list[Failure] = []
    before, after = (_findings(p, settings, failures) for p in (old, new))
    unread = {f.path for f in failures}  # what one side could not show is neither new nor fixed
    before, after = ([r for r in rows if r["path"] not in unread] for rows in (before, after))
    compared = changes.Changes.between(before, after, lang or settings.config.lang)
    write(getattr(changes, output_format)(compared))
    tell_failures(failures)
    sys.exit(2 if failures else int(bool(compared)))


def _findings(given: str, settings: Settings, failures: list[Failure]) -> list[dict[str, Any]]:
    """The findings of a report, or of text that is examined now."""
    path = Path(given)
    if path.suffix == ".json" and path.is_file():
        return _report(path)
    read = list(watched(read_paths([given], columns_of(settings), files_of(settings), pipes=True), "reading page"))
    unread, pages = [r for r in read if isinstance(r, Failure)], [r for r in read if isinstance(r, Page)]
    if unread and not pages:
        raise InputError(unread[0].path, unread[0].message)
    failures += unread
    return [*rows(examine(pages, plan(settings)))]


def _report(path: Path) -> list[dict[str, Any]]:
    try:
        return changes.findings_of(path.read_bytes())
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise InputError(str(path), str(error)) from error
