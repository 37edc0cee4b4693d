"""All that a site shows, from the paths, the configuration and an earlier run."""

from __future__ import annotations

import datetime as dt
import tempfile
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from quality.cleaned import Fixes
from quality.cli.judging import Judge
from quality.cli.plans import columns_of, plan
from quality.cli.reference import references
from quality.cli.streams import tell_failures, watched
from quality.config import files_of
from quality.data.accuracy import accuracy
from quality.detect import rules
from quality.engine.cache.store import FOLDER, Cache
from quality.engine.cleaning import Order, clean_folder
from quality.engine.local import examine
from quality.errors import ConfigError, InputError
from quality.explain import body, cards
from quality.model import Failure, Page
from quality.publish.corpus import Change, Corpus, Download, Manual
from quality.publish.words import LANGUAGES
from quality.read import read_paths
from quality.repair.apply import clean
from quality.report import Report
from quality.report import render as report
from quality.report.changes import Changes, findings_of
from quality.report.json import rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.config import Settings
    from quality.detect.contract import Rule
    from quality.engine.plan import Plan
    from quality.model import Examination
    from quality.read.records import Columns

TABLES = (
    ("articles.jsonl", "articles"),
    ("articles.parquet", "articles-parquet"),
    ("removed.jsonl", "removed"),
    ("clusters.jsonl", "clusters"),
    ("ledger.jsonl", "ledger"),
)
"""Files of `quality clean` that the site offers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be shown."""

    paths: tuple[str, ...]
    leave: tuple[Path, ...] = ()
    """Files and folders that are no input: the site itself, and what it is made from."""
    fixes: Fixes = Fixes.UNSAFE
    title: str | None = None
    compare: str | None = None
    text_column: str | None = None
    decisions: str | None = None
    documented: bool = False
    """With the reference pages of this program."""
    cached: bool = False


def compose(wish: Wish, settings: Settings) -> Corpus:
    """Examines and repairs: all that the site shows.

    Raises:
        ConfigError: there is nothing to show.
    """
    columns = columns_of(settings, wish.text_column)
    leave = (*wish.leave, *files_of(settings, wish.decisions))
    read = list(watched(read_paths(wish.paths, columns, leave), "reading page"))
    failures = [r for r in read if isinstance(r, Failure)]
    pages = [r for r in read if isinstance(r, Page)]
    if not pages:
        tell_failures(failures)
        raise ConfigError("nothing to publish: " + ("no input could be read" if failures else "the paths hold no page"))
    examination = _examined(wish, settings, pages, failures)
    downloads = (*_tables(examination, wish.fixes, columns, plan(settings)), *_reports(examination, wish.paths))
    # A row of the decisions file that decides nothing is told by `check`; it stands on no page of the corpus.
    keys = {page.key for page in pages}
    shown = replace(examination, findings=tuple(f for f in examination.findings if f.page.key in keys))
    return Corpus(
        wish.title or " · ".join(Path(p).name or p for p in wish.paths),
        shown,
        tuple(clean(shown.segmentations, [f for f in shown.findings if not f.known], wish.fixes)),
        {rule.code: _manual(rule) for rule in rules().values()},
        downloads,
        _change(Path(wish.compare), examination) if wish.compare else None,
        tuple(references()) if wish.documented else (),
    )


def _examined(wish: Wish, settings: Settings, pages: list[Page], failures: list[Failure]) -> Examination:
    """What a baseline calls known is still wrong: only what somebody decided to leave stays as it is."""
    wanted = plan(settings)
    decided = Path(wish.decisions) if wish.decisions else settings.path(settings.config.decisions)
    judge = Judge(settings=settings, plan=wanted, baseline_file=None, decisions_file=decided)
    cache = Cache(folder=settings.folder / FOLDER, plan=wanted, whole=True) if wish.cached else None
    return judge(examine(pages, wanted, failures, cache, partial(watched, doing="examining page")))


def _change(earlier: Path, examination: Examination) -> Change:
    """What is new and what is gone since an earlier run.

    Raises:
        InputError: the file is no report of `quality check --output-format json`.
    """
    try:
        told = findings_of(earlier.read_bytes())
    except OSError as error:
        raise InputError(str(earlier), f"cannot be read ({error.strerror}): name a findings.json") from error
    except ValueError as error:
        raise InputError(str(earlier), str(error)) from error
    changes = Changes.between(told, [*rows(examination)])
    return Change(frozenset(r["fingerprint"] for r in changes.new), changes.fixed, len(changes.unchanged))


def _manual(rule: Rule) -> Manual:
    figures = accuracy().get(rule.code)
    return Manual(
        rule.code, rule.name, str(rule.severity), rule.scope, body(rule),
        *((figures.precision, figures.recall, figures.words) if figures else (None, None, "")),
        {language: body(rule, language) for language in LANGUAGES if language != "en"},
    )  # fmt: skip


def _tables(examination: Examination, fixes: Fixes, columns: Columns, wanted: Plan) -> Iterator[Download]:
    """The cleaned corpus as `quality clean` writes it."""
    order = Order(
        fixes=fixes, columns=columns, date=dt.datetime.now(dt.UTC).date().isoformat(), formats=frozenset({"parquet"}),
        versions={code: rule.version for code, rule in rules().items()}, plan=wanted,
    )  # fmt: skip
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
