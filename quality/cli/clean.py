"""`quality clean PATH… -o DIR`: write the cleaned corpus with everything that leads back."""

from __future__ import annotations

import datetime as dt
import os
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quality.cleaned import Fixes
from quality.cli.judging import Judge
from quality.cli.plans import columns_of, plan, rule_options
from quality.cli.streams import tell, tell_failures, watched
from quality.config import Settings, files_of, load
from quality.engine.cache.store import FOLDER, Cache
from quality.engine.cleaning import FORMATS, Order, Written, clean_folder
from quality.engine.local import examine
from quality.errors import ConfigError
from quality.export.folder import heal
from quality.message import counted
from quality.model import Failure, Page
from quality.read import input_files, read_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quality.read.records import Columns

USUAL = ("jsonl,parquet,markdown",)
TELLING = 10_000
"""Bytes of sources from which the ledger's share says something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The command line, option by option."""

    paths: tuple[str, ...]
    output: Path
    fixes: str
    formats: tuple[str, ...]
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    config: str | None
    isolated: bool
    no_cache: bool
    text_column: str | None
    jobs: int | None


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="A new folder, or an earlier result.",
)
@click.option(
    "--fixes", type=click.Choice([str(f) for f in Fixes]), default="unsafe", show_default=True,
    help="Which repairs apply: all but those that an editor must decide, only those that lose no content, or none.",
)  # fmt: skip
@click.option(
    "--format",
    "formats",
    multiple=True,
    default=USUAL,
    show_default=True,
    metavar="LIST",
    help=f"Of {', '.join(FORMATS)}.",
)
@rule_options
@click.option("--config", metavar="FILE", help="This configuration in place of the nearest quality.toml.")
@click.option("--isolated", is_flag=True, help="No configuration file at all.")
@click.option("--no-cache", is_flag=True, help="Examine every page anew and keep nothing in .quality-cache.")
@click.option("--text-column", metavar="NAME", help="Column of JSONL, CSV and Parquet that holds the text.")
@click.option("-j", "--jobs", type=click.IntRange(min=0), metavar="N", help="Processes; 0 is one per processor.")
def command(**given: Any) -> None:
    """Write the cleaned text of PATHs to DIR, with what was removed, all findings, and a ledger that undoes every edit."""
    sys.exit(run(Request(**given)))


def run(request: Request) -> int:
    """Cleans and gives the exit code.

    Raises:
        QualityError: an option, the configuration, every input or the output folder is wrong.
    """
    settings = load(request.config, isolated=request.isolated)
    wanted = plan(settings, select=request.select, ignore=request.ignore, jobs=request.jobs)
    formats = _formats(request.formats)
    columns = columns_of(settings, request.text_column)
    heal(request.output)
    files = list(_files(request, settings))
    read = list(watched(_read(files, columns), "reading page"))
    pages = [r for r in read if isinstance(r, Page)]
    failures = [r for r in read if isinstance(r, Failure)]
    if pages:
        order = Order(
            fixes=Fixes(request.fixes), formats=formats, columns=columns, date=_today(),
            versions={r.code: r.version for r in wanted.rules}, plan=wanted, files=[f for f in files if isinstance(f, str)],
        )  # fmt: skip
        decided = settings.path(settings.config.decisions)
        judge = Judge(settings=settings, plan=wanted, baseline_file=None, decisions_file=decided)
        cache = None if request.no_cache else Cache(folder=settings.folder / FOLDER, plan=wanted)
        watch = partial(watched, doing="examining page")
        examination = judge(examine(pages, wanted, failures, cache, watch, whole=True))
        _tell(clean_folder(examination, request.output, order), request.output)
    tell_failures(failures)
    if not pages and not failures:
        raise ConfigError("nothing to clean: the paths hold no page outside the output folder")
    return 2 if failures else 0


def _formats(given: Sequence[str]) -> frozenset[str]:
    chosen = frozenset(word.strip() for part in given for word in part.split(",") if word.strip())
    unknown = sorted(chosen - set(FORMATS))
    if unknown:
        raise ConfigError(f"--format {unknown[0]}: write some of {', '.join(FORMATS)}, joined by commas")
    return chosen


def _files(request: Request, settings: Settings) -> Iterator[str | Failure]:
    """Every input file; neither the project's own files nor what lies in the output folder are inputs."""
    out = os.path.realpath(request.output)
    for found in input_files(request.paths, files_of(settings)):
        if isinstance(found, Failure) or not os.path.realpath(found).startswith(f"{out}/"):
            yield found


def _read(files: Sequence[str | Failure], columns: Columns) -> Iterator[Page | Failure]:
    for found in files:
        if isinstance(found, Failure):
            yield found
        else:
            yield from read_file(found, columns)


def _today() -> str:
    """The date that descriptions carry; SOURCE_DATE_EPOCH makes runs on different days equal."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    now = dt.datetime.fromtimestamp(int(epoch), dt.UTC) if epoch.isdigit() else dt.datetime.now(dt.UTC)
    return now.date().isoformat()


def _tell(written: Written, output: Path) -> None:
    rows, share = written.rows, 100 * written.ledger / max(written.sources, 1)
    articles, pages = counted(rows["articles"], "article"), counted(written.pages, "page")
    told = [counted(rows["removed"], "text") + " removed", counted(sum(written.repairs.values()), "edit")]
    told.append(counted(rows["findings"], "finding"))
    if written.sources >= TELLING:
        told.append(f"the ledger takes {share:.0f} % of the sources' bytes")
    tell(f"{output}: {articles} from {pages}, {', '.join(told)}")
