"""`quality publish PATH…`: examine, repair, and build the site that shows it all."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quality.cleaned import Fixes
from quality.cli.composing import Wish, compose
from quality.cli.guard import say
from quality.cli.streams import tell_failures, write
from quality.config import load
from quality.engine.cache.store import FOLDER
from quality.errors import ConfigError
from quality.publish.build import Project, build, project, standing_of
from quality.publish.names import ROOT
from quality.publish.site import render
from quality.publish.words import LANGUAGES
from quality.publish.workshop import Workshop, check_replaceable

if TYPE_CHECKING:
    from quality.config import Settings
    from quality.publish.corpus import Corpus
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
    compare: str | None
    config: str | None
    isolated: bool
    text_column: str | None
    decisions: str | None
    no_cache: bool


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
@click.option(
    "--decisions", metavar="FILE", help="Findings that somebody decided to leave, with reasons; they stay as printed."
)
@click.option("--no-cache", is_flag=True, help="Examine every page anew and keep nothing in .quality-cache.")
def command(**given: Any) -> None:
    """Examine PATHs, repair them and build a web site of the result; the sources stay as they are."""
    sys.exit(run(Request(**given)))


def run(request: Request) -> int:
    """Publishes and gives the exit code.

    Raises:
        QualityError: an option, the configuration, a path or the project is wrong.
    """
    settings = load(request.config, isolated=request.isolated)
    projects = _projects(request)
    corpus = compose(_wish(request, projects, settings), settings)
    index = _build(request, corpus, projects) if projects else _into(request, corpus, Path(request.output or ""))
    tell_failures(corpus.examination.failures)
    write(f"{index}\n")
    return 2 if corpus.examination.failures else 0


def _projects(request: Request) -> list[Project]:
    """The MkDocs projects to render into: a named one, or that of this folder with its twins in other languages; none with `-o` alone."""
    if request.output and not request.project:
        check_replaceable(Path(request.output))
        return []
    config = Path(request.project or DEFAULT_PROJECT)
    if not config.is_file():
        raise ConfigError(f"{config}: no such file: name a folder with -o, or a MkDocs project with --project")
    twins = [] if request.output else [config.with_suffix(f".{language}.yml") for language in LANGUAGES]
    return [project(c) for c in (config, *twins) if c.is_file()]


def _wish(request: Request, projects: list[Project], settings: Settings) -> Wish:
    """A run keeps its looks at pages in the cache of `check`; one that shall touch nothing but DIR does so where that is there."""
    places = [Path(request.output)] if request.output else []
    return Wish(
        paths=request.paths, leave=(*places, *(p for made in projects for p in (made.docs / ROOT, made.site))),
        fixes=Fixes(request.fixes), title=request.title, compare=request.compare, text_column=request.text_column,
        decisions=request.decisions, documented=bool(projects),
        cached=not request.no_cache and (not request.output or (settings.folder / FOLDER).is_dir()),
    )  # fmt: skip


def _into(request: Request, corpus: Corpus, output: Path) -> Path:
    """Builds the packaged project into a folder."""
    languages = LANGUAGES if request.lang == "both" else (request.lang,)
    with Workshop(output, corpus.title, languages) as workshop:
        for made, earlier in workshop.projects():
            have = standing_of(made.config, earlier)
            written = render(corpus, made.language, made.docs, search_all=request.search_all, have=have)
            _tell(written)
            build(made.config, written.keys, earlier=earlier)
        workshop.finish()
    return output / "index.html"


def _build(request: Request, corpus: Corpus, projects: list[Project]) -> Path:
    """Renders into each project's docs_dir and builds it."""
    site = Path(request.output).resolve() if request.output else None
    written = [render(corpus, _language(made), made.docs, search_all=request.search_all) for made in projects]
    for made, pages in zip(projects, written, strict=True):
        _tell(pages)
        build(made.config, pages.keys, site=site)
    return (site or projects[0].site) / "index.html"


def _language(made: Project) -> str:
    return made.language if made.language in LANGUAGES else LANGUAGES[0]


def _tell(written: Written) -> None:
    if sys.stderr.isatty():
        say(f"{written.total:,} pages, {written.made:,} rendered, {written.written:,} changed")
