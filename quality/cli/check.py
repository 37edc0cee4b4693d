"""`quality check PATH…`: examine pages and print findings."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from quality.cli.guard import say
from quality.cli.plans import plan
from quality.cli.streams import tell_failures, wants_colour, watched, width, write
from quality.config import Settings, load
from quality.engine.gate import Gate, without_ignored
from quality.engine.local import examine
from quality.errors import ConfigError, OutputError
from quality.explain import cards
from quality.model import Failure, Page, Severity
from quality.read import read_paths
from quality.read.encoding import decode
from quality.read.records import Columns
from quality.report import FORMATS, Look, Report, render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.model import Examination


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The command line, option by option."""

    paths: tuple[str, ...]
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    fail_on: str | None
    exit_zero: bool
    output_format: str
    report: tuple[str, ...]
    statistics: bool
    config: str | None
    isolated: bool
    text_column: str | None
    stdin_filename: str | None
    jobs: int | None
    quiet: bool
    verbose: bool
    color: str


@click.command()
@click.argument("paths", nargs=-1, metavar="PATH…")
@click.option(
    "--select", multiple=True, metavar="RULES", help="Run only these: codes, names, families, comma-separated."
)
@click.option("--ignore", multiple=True, metavar="RULES", help="Do not run these.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "never"]),
    help="Exit with 1 from this severity on.  [default: warning]",
)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever is found.")
@click.option(
    "--output-format", type=click.Choice(FORMATS), default="console", show_default=True, help="What goes to stdout."
)
@click.option(
    "--report", multiple=True, metavar="FORMAT=PATH", help="Also write a report to a file; may be given again."
)
@click.option("--statistics", is_flag=True, help="Counts by rule in place of the findings.")
@click.option("--config", metavar="FILE", help="This configuration in place of the nearest quality.toml.")
@click.option("--isolated", is_flag=True, help="No configuration file at all.")
@click.option("--text-column", metavar="NAME", help="Column of JSONL, CSV and Parquet that holds the text.")
@click.option("--stdin-filename", metavar="NAME", help="Examine stdin and call it so.")
@click.option("-j", "--jobs", type=click.IntRange(min=0), metavar="N", help="Processes; 0 is one per processor.")
@click.option("-q", "--quiet", is_flag=True, help="Findings only, no summary.")
@click.option("-v", "--verbose", is_flag=True, help="Also known findings, confidence, every related place.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True)
def command(**given: Any) -> None:
    """Examine PATHs (files, folders, `-` for stdin) and print what is wrong with them."""
    sys.exit(run(Request(**given)))


def run(request: Request) -> int:
    """Runs the check and gives its exit code.

    Raises:
        QualityError: an option, the configuration or an output path is wrong.
    """
    settings = load(request.config, isolated=request.isolated)
    wanted = plan(settings, select=request.select, ignore=request.ignore, jobs=request.jobs)
    outputs = [_output(o) for o in request.report]
    pages, failures = _read(request, settings)
    examination = examine(watched(pages, "examining page"), wanted, failures)
    examination = without_ignored(examination, settings.config.per_file_ignores)
    _tell(request, examination, outputs)
    tell_failures(failures)
    broken = list(_gate(request, settings).broken(examination))
    for reason in broken if settings.config.budgets.max_findings or request.verbose else ():
        say(f"failed: {reason}")
    return 2 if failures else int(bool(broken) and not request.exit_zero)


def _output(given: str) -> tuple[str, str]:
    form, sign, path = given.partition("=")
    if not sign or not path or form not in FORMATS:
        raise ConfigError(f"--report {given}: write FORMAT=PATH with one of {', '.join(FORMATS)}")
    return form, path


def _read(request: Request, settings: Settings) -> tuple[list[Page], list[Failure]]:
    read = list(watched(_pages(request, settings), "reading page"))
    if not read:
        raise ConfigError("nothing to examine: name files or folders, or `-` for stdin")
    return [r for r in read if isinstance(r, Page)], [r for r in read if isinstance(r, Failure)]


def _pages(request: Request, settings: Settings) -> Iterator[Page | Failure]:
    columns = Columns(text=request.text_column or settings.config.text_column, id=settings.config.id_column)
    if request.stdin_filename is not None or "-" in request.paths:
        name = request.stdin_filename or "-"
        text, encoding = decode(sys.stdin.buffer.read(), name)
        yield Page(name, text, None, encoding)
    yield from read_paths([p for p in request.paths if p != "-"], columns)


def _gate(request: Request, settings: Settings) -> Gate:
    fail_on = request.fail_on or settings.config.fail_on
    budgets = settings.config.budgets
    return Gate(
        fail_on=None if fail_on == "never" else Severity(fail_on),
        max_findings=budgets.max_findings,
        max_duplicate_ratio=budgets.max_duplicate_ratio,
    )


def _tell(request: Request, examination: Examination, outputs: list[tuple[str, str]]) -> None:
    look = Look(
        colour=wants_colour(request.color), width=width(), verbosity=request.verbose - request.quiet,
        statistics=request.statistics,
    )  # fmt: skip
    paths = request.paths or ("-",)
    described = cards() if "sarif" in (request.output_format, *(form for form, _ in outputs)) else {}
    write(render(request.output_format, Report(examination=examination, cards=described, look=look, paths=paths)))
    for form, path in outputs:
        text = render(form, Report(examination=examination, cards=described, paths=paths))
        try:
            with open(path, "wb") as file:  # noqa: PTH123 - the path as it was given
                file.write(text.encode("utf-8", "backslashreplace"))
        except OSError as error:
            raise OutputError(f"{path}: cannot be written ({error.strerror})") from error
