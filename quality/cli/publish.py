"""`quality publish PATH…`: examine, repair, and build the site that shows it all."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quality.cleaned import Fixes
from quality.cli.guard import say
from quality.cli.plans import plan
from quality.cli.streams import tell_failures, watched, write
from quality.config import load
from quality.data.accuracy import accuracy
from quality.detect import rules
from quality.engine.local import examine
from quality.errors import ConfigError
from quality.explain import body, cards
from quality.model import Failure, Page
from quality.publish.build import Project, Workshop, build, project
from quality.publish.corpus import Corpus, Download, Manual
from quality.publish.site import render
from quality.publish.words import LANGUAGES
from quality.read import read_paths
from quality.read.records import Columns
from quality.repair.apply import clean
from quality.report import Report
from quality.report import render as report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.config import Settings
    from quality.detect.contract import Rule
    from quality.model import Examination
    from quality.publish.documents import Written

DEFAULT_PROJECT = "mkdocs.yml"


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
    examination = examine(watched(pages, "examining page"), plan(settings), failures)
    return Corpus(
        request.title or " · ".join(Path(p).name or p for p in request.paths),
        examination,
        tuple(clean(examination.segmentations, examination.findings, Fixes(request.fixes))),
        {rule.code: _manual(rule) for rule in rules().values()},
        tuple(_downloads(examination, request.paths)),
    )


def _manual(rule: Rule) -> Manual:
    figures = accuracy().get(rule.code)
    return Manual(
        rule.code, rule.name, str(rule.severity), rule.scope, body(rule),
        *((figures.precision, figures.recall, figures.words) if figures else ()),
    )  # fmt: skip


def _downloads(examination: Examination, paths: tuple[str, ...]) -> Iterator[Download]:
    told = Report(examination=examination, cards=cards(), paths=paths)
    for name, form in (("findings.json", "json"), ("findings.jsonl", "jsonl"), ("findings.sarif", "sarif")):
        kind = {"json": "findings", "jsonl": "findings-rows"}.get(form, form)
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
