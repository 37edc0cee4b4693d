"""`quality check PATH…`: examine pages and print findings."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quality.cleaned import Fixes
from quality.cli.gates import gate_of
from quality.cli.guard import say
from quality.cli.judging import Judge, judge_of, tell_stale, update_baseline
from quality.cli.plans import columns_of, plan, rule_options
from quality.cli.streams import tell_failures, visible_rows, wants_colour, watched, width, write, write_all, write_file
from quality.config import Budgets, Settings, files_of, load
from quality.engine.cache.store import FOLDER, Cache
from quality.engine.local import examine
from quality.errors import ConfigError
from quality.message import LANGUAGES, counted
from quality.model import Failure, Page
from quality.read import read_paths
from quality.read.encoding import decode
from quality.read.special import PIPE, kind_of
from quality.report import FORMATS, Look, Report, pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.engine.plan import Plan
    from quality.model import Examination
    from quality.report.cards import Card


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
    baseline: str | None
    write_baseline: bool
    prune_baseline: bool
    decisions: str | None
    fix: bool
    unsafe_fixes: bool
    diff: bool
    no_cache: bool
    text_column: str | None
    stdin_filename: str | None
    jobs: int | None
    lang: str | None
    quiet: bool
    verbose: bool
    color: str


def named_baseline(context: click.Context, _: click.Parameter, value: str | None) -> bool:
    """Reads `--write-baseline` with or without a file behind it: a folder there is a PATH, for no baseline is one."""
    if value and (Path(value).is_dir() or context.params.get("baseline")):
        context.params.setdefault("swallowed", []).append(value)
    elif value:
        context.params["baseline"] = value
    return value is not None


@click.command()
@click.argument("paths", nargs=-1, metavar="PATH…")
@rule_options
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
@click.option("--baseline", metavar="FILE", is_eager=True, help="Findings that are known; they do not fail the check.")
@click.option(
    "--write-baseline",
    is_flag=False,
    flag_value="",
    metavar="[FILE]",
    callback=named_baseline,
    help="Write all findings into the baseline.",
)
@click.option(
    "--prune-baseline",
    is_flag=False,
    flag_value="",
    metavar="[FILE]",
    callback=named_baseline,
    help="Take out of the baseline what is mended.",
)
@click.option("--decisions", metavar="FILE", help="Findings that somebody decided to leave, with reasons.")
@click.option("--fix", is_flag=True, help="Repair the files in place where nothing can be lost.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: repairs that change content, too.")
@click.option("--diff", is_flag=True, help="Print what --fix would change, and change nothing.")
@click.option("--no-cache", is_flag=True, help="Examine every page anew and keep nothing in .quality-cache.")
@click.option("--text-column", metavar="NAME", help="Column of JSONL, CSV and Parquet that holds the text.")
@click.option("--stdin-filename", metavar="NAME", help="Examine stdin and call it so.")
@click.option("-j", "--jobs", type=click.IntRange(min=0), metavar="N", help="Processes; 0 is one per processor.")
@click.option(
    "--lang", type=click.Choice(LANGUAGES), help="Language of the console and the Markdown report.  [default: en]"
)
@click.option("-q", "--quiet", is_flag=True, help="Findings only, no summary.")
@click.option("-v", "--verbose", is_flag=True, help="Also known findings, confidence, every related place.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True)
def command(**given: Any) -> None:
    """Examine PATHs (files, folders, `-` for stdin) and print what is wrong with them."""
    swallowed = tuple(given.pop("swallowed", ()))
    sys.exit(run(Request(**{**given, "paths": given["paths"] + swallowed})))


def run(request: Request) -> int:
    """Runs the check and gives its exit code.

    Raises:
        QualityError: an option, the configuration or an output path is wrong.
    """
    settings = load(request.config, isolated=request.isolated)
    wanted = plan(settings, select=request.select, ignore=request.ignore, jobs=request.jobs)
    updates = request.write_baseline or request.prune_baseline
    judge = judge_of(
        settings,
        wanted,
        request.baseline,
        request.decisions,
        write=request.write_baseline,
        prune=request.prune_baseline,
    )
    outputs = [_output(o) for o in request.report]
    pages, failures = _read(request, settings)
    if request.fix or request.diff:
        examination, failures = _mend(request, pages, wanted, failures, judge)
    else:
        cache = None if request.no_cache else Cache(folder=settings.folder / FOLDER, plan=wanted)
        examination = judge(examine(pages, wanted, failures, cache, partial(watched, doing="examining page")))
    if not request.diff:
        _tell(request, examination, outputs, request.lang or settings.config.lang)
    tell_failures(failures)
    update_baseline(judge, examination, write=request.write_baseline, prune=request.prune_baseline)
    if not updates:
        tell_stale(judge, request.paths)
    return 2 if failures else int(_fails(request, settings, examination))


def _fails(request: Request, settings: Settings, examination: Examination) -> bool:
    broken = list(gate_of(settings, request.fail_on).broken(examination))
    passes = request.exit_zero or request.write_baseline
    for reason in broken if not passes and (settings.config.budgets != Budgets() or request.verbose) else ():
        say(f"failed: {reason}")
    return bool(broken) and not passes


def _mend(
    request: Request, pages: list[Page], wanted: Plan, failures: list[Failure], judge: Judge
) -> tuple[Examination, list[Failure]]:
    """Repairs files, or prints what would be repaired; the examination is that of the pages as they are afterwards."""
    from quality.engine.inplace import differences, mend, write_pages

    if request.stdin_filename is not None or "-" in request.paths:
        raise ConfigError("stdin cannot be repaired in place: name files")
    mended = mend(pages, wanted, failures, Fixes.UNSAFE if request.unsafe_fixes else Fixes.SAFE, judge)
    if request.diff:
        write(visible_rows(differences(mended.changed)))
        return judge(examine(pages, wanted, failures)), failures
    examination = mended.examination
    if unwritten := {failure.path: failure for failure in write_pages(mended.changed)}:
        mended = mended.without(unwritten)
        after = {new.path: new for _, new in mended.changed}
        failures = [*failures, *unwritten.values()]
        examination = judge(examine([after.get(page.path, page) for page in pages], wanted, failures))
    if not request.quiet:
        say(f"{counted(mended.repairs, 'repair')} in {counted(len(mended.changed), 'file')}")
    return examination, failures


def _output(given: str) -> tuple[str, str]:
    form, sign, path = given.partition("=")
    if not sign or not path or form not in FORMATS:
        raise ConfigError(f"--report {given}: write FORMAT=PATH with one of {', '.join(FORMATS)}")
    return form, path


def _read(request: Request, settings: Settings) -> tuple[list[Page], list[Failure]]:
    if not request.paths and request.stdin_filename is None:
        raise ConfigError("nothing to examine: name files or folders, or `-` for stdin")
    read = list(watched(_pages(request, settings), "reading page"))
    return [r for r in read if isinstance(r, Page)], [r for r in read if isinstance(r, Failure)]


def _pages(request: Request, settings: Settings) -> Iterator[Page | Failure]:
    columns = columns_of(settings, request.text_column)
    if request.stdin_filename is not None or "-" in request.paths:
        name = request.stdin_filename or "-"
        text, encoding = decode(sys.stdin.buffer.read(), name)
        yield Page(name, text, None, encoding)
    ours = files_of(settings, request.baseline, request.decisions)
    yield from read_paths([p for p in request.paths if p != "-"], columns, ours, pipes=not request.fix)


def _cards() -> dict[str, Card]:
    """The manual, of which most formats tell nothing."""
    from quality.explain import cards

    return cards()


def _tell(request: Request, examination: Examination, outputs: list[tuple[str, str]], language: str) -> None:
    look = Look(
        colour=wants_colour(request.color), width=width(), verbosity=request.verbose - request.quiet,
        statistics=request.statistics, language=language,
    )  # fmt: skip
    paths = tuple("-" if kind_of(path) == PIPE else path for path in request.paths) or ("-",)
    forms = (request.output_format, *(form for form, _ in outputs))
    described = _cards() if "sarif" in forms else {}
    report = Report(examination=examination, cards=described, look=look, paths=paths)
    write_all(pieces(request.output_format, report))
    for form, path in outputs:
        write_file(path, pieces(form, replace(report, look=Look(language=language))))
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if "github" in forms and summary:
        write_file(summary, pieces("markdown", report), add=True)
