"""`quality publish PATH…`: examine, repair, and build the site that shows it all."""

from __future__ import annotations

import datetime as dt
import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quality.cleaned import Fixes
from quality.cli.guard import say
from quality.cli.judging import Judge
from quality.cli.plans import plan
from quality.cli.reference import references
from quality.cli.streams import tell_failures, watched, write
from quality.config import load
from quality.data.accuracy import accuracy
from quality.detect import rules
from quality.engine.cleaning import Order, clean_folder
from quality.engine.local import examine
from quality.errors import ConfigError, InputError
from quality.explain import body, cards
from quality.model import Failure, Page
from quality.publish.build import Project, Workshop, build, project
from quality.publish.corpus import Change, Corpus, Download, Manual
from quality.publish.site import render
from quality.publish.words import LANGUAGES
from quality.read import read_paths
from quality.read.records import Columns
from quality.repair.apply import clean
from quality.report import Report
from quality.report import render as report
from quality.report.changes import Changes
from quality.report.json import SCHEMA, document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.config import Settings
    from quality.detect.contract import Rule
    from quality.model import Examination
    from quality.publish.documents import Written

DEFAULT_PROJECT = "mkdocs.yml"
TABLES = (
    ("articles.jsonl", "articles"),
    ("articles.parquet", "articles-parquet"),
    ("removed.jsonl", "removed"),
    ("clusters.jsonl", "clusters"),
    ("ledger.jsonl", "ledger"),
)
"""Files of `quality clean` that the site offers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The command line, option by option."""

    paths: tuple[str, ...]
    output: str | None
    project: str | None
    fixes: str
    lang: str
    title: str | None
    search_all: int
    compare: str | None
    config: str | None
    isolated: bool
    text_column: str | None


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option("-o", "--output", metavar="DIR", help="Leave the built site in DIR and touch nothing else.")
@click.option(
    "--project",
    metavar="FILE",
    help="A MkDocs project to render into and build.  [default: mkdocs.yml here, without -o]",
)
@click.option(
    "--fixes", type=click.Choice([str(f) for f in Fixes]), default="unsafe", show_default=True, help="Repairs to apply."
)
@click.option(
    "--lang",
    type=click.Choice([*LANGUAGES, "both"]),
    default="zh",
    show_default=True,
    help="Language of the interface, with -o.",
)
@click.option("--title", metavar="TEXT", help="The site's title.  [default: the names of the paths]")
@click.option(
    "--search-all",
    type=click.IntRange(min=0),
    default=1000,
    show_default=True,
    metavar="N",
    help="Up to N articles the search covers all their text, above it title and lead.",
)
@click.option(
    "--compare", metavar="RUN", help="Findings of an earlier run (findings.json): show what is new and what is gone."
)
@click.option("--config", metavar="FILE", help="This configuration in place of the nearest quality.toml.")
@click.option("--isolated", is_flag=True, help="No configuration file at all.")
@click.option("--text-column", metavar="NAME", help="Column of JSONL, CSV and Parquet that holds the text.")
def command(**given: Any) -> None:
    """Examine PATHs, repair them and build a web site of the result; the sources stay as they are."""
    sys.exit(run(Request(**given)))


def run(request: Request) -> int:
    """Publishes and gives the exit code.

    Raises:
        QualityError: an option, the configuration, a path or the project is wrong.
    """
    settings = load(request.config, isolated=request.isolated)
    corpus = compose(request, settings)
    if request.output:
        index = _into(request, corpus, Path(request.output))
    else:
        index = _in_place(request, corpus, Path(request.project or DEFAULT_PROJECT))
    tell_failures(corpus.examination.failures)
    write(f"{index}\n")
    return 2 if corpus.examination.failures else 0


def compose(request: Request, settings: Settings) -> Corpus:
    """Examines and repairs: all that the site shows.

    Raises:
        ConfigError: there is nothing to show.
    """
    columns = Columns(text=request.text_column or settings.config.text_column, id=settings.config.id_column)
    read = list(watched(read_paths(request.paths, columns), "reading page"))
    failures = [r for r in read if isinstance(r, Failure)]
    pages = [r for r in read if isinstance(r, Page)]
    if not pages and failures:
        tell_failures(failures)
        raise ConfigError("nothing to publish: no input could be read")
    wanted = plan(settings)
    # What a baseline calls known is still wrong: only what somebody decided to leave stays as it is.
    decided = settings.path(settings.config.decisions)
    judge = Judge(settings=settings, plan=wanted, baseline_file=None, decisions_file=decided)
    examination = judge(examine(watched(pages, "examining page"), wanted, failures))
    open_ones = [f for f in examination.findings if not f.known]
    order = Order(
        fixes=Fixes(request.fixes), columns=columns, date=dt.datetime.now(dt.UTC).date().isoformat(),
        versions={r.code: r.version for r in wanted.rules},
    )  # fmt: skip
    return Corpus(
        request.title or " · ".join(Path(p).name or p for p in request.paths),
        examination,
        tuple(clean(examination.segmentations, open_ones, order.fixes)),
        {rule.code: _manual(rule) for rule in rules().values()},
        (*_tables(examination, order), *_reports(examination, request.paths)),
        _change(Path(request.compare), examination) if request.compare else None,
        () if request.output and not request.project else tuple(references()),
    )


def _change(earlier: Path, examination: Examination) -> Change:
    """What is new and what is gone since an earlier run.

    Raises:
        InputError: the file is no report of `quality check --output-format json`.
    """
    try:
        told = json.loads(earlier.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(str(earlier), f"cannot be read as a report ({error}): name a findings.json") from error
    if not isinstance(told, dict) or told.get("schema") != SCHEMA:
        raise InputError(
            str(earlier), f"is no report of schema {SCHEMA}: write one with `quality check --output-format json`"
        )
    changes = Changes.between(told["findings"], document(examination)["findings"])
    return Change(frozenset(r["fingerprint"] for r in changes.new), changes.fixed, len(changes.unchanged))


def _manual(rule: Rule) -> Manual:
    figures = accuracy().get(rule.code)
    return Manual(
        rule.code, rule.name, str(rule.severity), rule.scope, body(rule),
        *((figures.precision, figures.recall, figures.words) if figures else (None, None, "")),
        {language: body(rule, language) for language in LANGUAGES if language != "en"},
    )  # fmt: skip


def _tables(examination: Examination, order: Order) -> Iterator[Download]:
    """The cleaned corpus as `quality clean` writes it."""
    if not examination.segmentations:
        return
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "corpus"
        clean_folder(examination, made, order)
        for name, kind in TABLES:
            if (made / name).is_file():
                yield Download(name, (made / name).read_bytes(), kind)


def _reports(examination: Examination, paths: tuple[str, ...]) -> Iterator[Download]:
    told = Report(examination=examination, cards=cards(), paths=paths)
    for name, form, kind in (("findings.json", "json", "findings"), ("findings.sarif", "sarif", "sarif")):
        yield Download(name, report(form, told).encode("utf-8", "backslashreplace"), kind)


def _into(request: Request, corpus: Corpus, output: Path) -> Path:
    """Builds the packaged project, or the one that was named, into a folder."""
    if request.project:
        named = project(Path(request.project))
        _tell(render(corpus, _language(named), named.docs, search_all=request.search_all))
        return build(named.config, site=output.resolve()) / "index.html"
    languages = LANGUAGES if request.lang == "both" else (request.lang,)
    with Workshop(output, corpus.title, languages) as workshop:
        for language, made in workshop.projects():
            _tell(render(corpus, language, made.docs, search_all=request.search_all))
            build(made.config)
        workshop.finish()
    return output / "index.html"


def _in_place(request: Request, corpus: Corpus, config: Path) -> Path:
    """Renders into a project's docs_dir and builds it, and its twins in other languages (mkdocs.en.yml)."""
    if not config.is_file():
        raise ConfigError(f"{config}: no such file: name a folder with -o, or a MkDocs project with --project")
    twins = [config.with_suffix(f".{language}.yml") for language in LANGUAGES]
    projects = [project(c) for c in (config, *twins) if c.is_file()]
    for made in projects:
        _tell(render(corpus, _language(made), made.docs, search_all=request.search_all))
    for made in projects:
        build(made.config)
    return projects[0].site / "index.html"


def _language(made: Project) -> str:
    return made.language if made.language in LANGUAGES else LANGUAGES[0]


def _tell(written: Written) -> None:
    if sys.stderr.isatty():
        say(f"{written.total:,} pages, {written.made:,} rendered, {written.written:,} changed")
