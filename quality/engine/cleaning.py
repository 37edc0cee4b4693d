"""Writes the cleaned corpus: pages are repaired one after the other and told to every table and to the ledger."""

from __future__ import annotations

import shutil
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quality import __version__
from quality.cleaned import Fixes, Status
from quality.engine.paths import below
from quality.engine.plan import Plan
from quality.engine.settling import Settler
from quality.errors import InputError
from quality.export import describe, manifest, markdown, tei
from quality.export.csv import CsvWriter
from quality.export.folder import is_ours, replacing
from quality.export.jsonl import JsonlWriter, encode
from quality.export.parquet import ParquetWriter
from quality.export.rows import Stays, article_rows, cluster_names, cluster_rows, removals, removed_row
from quality.export.tables import ARTICLES, CLUSTERS, FINDINGS, REMOVED, TABLES
from quality.read import read_file
from quality.read.encoding import encode as encode_text
from quality.read.records import Columns
from quality.repair.apply import clean_page
from quality.repair.ledger import Scribe, file_row, kept_file_row, opening, witnessed
from quality.repair.policy import decide
from quality.report.json import row as finding_row
from quality.segment import segment
from quality.text.lines import Lines
from quality.text.scripts import han_share
from quality.text.visible import dump

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from quality.cleaned import CleanedPage, Repair
    from quality.export.tables import Table
    from quality.model import Alignment, Examination, Page, Segmentation, Span

    Key = tuple[str, str | None]
    Row = dict[str, Any]

FORMATS = ("jsonl", "parquet", "markdown", "csv", "tei")
"""What `clean` can write; JSON Lines always, since the way back reads them."""
LEDGER = "ledger.jsonl"
ORIGINALS = "originals"
NEAR = 16
"""Pages whose kept text is held for the copies that point at it."""
SAMPLE = 20
"""Articles whose script tells the language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be written, and how."""

    fixes: Fixes = Fixes.UNSAFE
    formats: frozenset[str] = frozenset({"jsonl", "parquet", "markdown"})
    columns: Columns = field(default_factory=Columns)
    versions: Mapping[str, int]
    """Of the rules, by code."""
    date: str
    """Of the run, YYYY-MM-DD."""
    plan: Plan = field(default_factory=Plan)
    """What the cleaned text is read with, again."""
    files: Sequence[str] = ()
    """Every file that was read, also those without a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a run wrote."""

    pages: int
    rows: Mapping[str, int]
    repairs: Mapping[str, int]
    ledger: int
    """Bytes of the ledger."""
    sources: int
    """Bytes of the files that were read."""


def clean_folder(examination: Examination, target: Path, order: Order) -> Written:
    """Writes the cleaned corpus to a folder that takes the target's place when it is whole; known findings are not repaired.

    Raises:
        OutputError: the target is not ours, or cannot be written.
    """
    with replacing(target, ours=is_ours) as folder:
        return _Run(examination, folder, order).write(target.resolve().name)


class _Tables:
    """The open files of all tables in all formats."""

    def __init__(self, folder: Path, formats: frozenset[str], stack: ExitStack) -> None:
        self.rows: Counter[str] = Counter({t.name: 0 for t in TABLES})
        self._writers: dict[str, list[JsonlWriter | ParquetWriter | CsvWriter]] = {}
        for table in TABLES:
            place = folder / table.name
            writers = self._writers[table.name] = [stack.enter_context(JsonlWriter(place.with_suffix(".jsonl")))]
            if "parquet" in formats:
                writers.append(stack.enter_context(ParquetWriter(place.with_suffix(".parquet"), table)))
            if "csv" in formats:
                writers.append(stack.enter_context(CsvWriter(place.with_suffix(".csv"), table)))

    def write(self, table: Table, rows: Iterable[Row]) -> None:
        for given in rows:
            row = {
                c.name: given.get(c.name) for c in table.columns
            }  # every column in every row: readers go by the first
            self.rows[table.name] += 1
            for writer in self._writers[table.name]:
                writer.write(row)


class _Run:
    """One run of `clean` into one folder."""

    def __init__(self, examination: Examination, folder: Path, order: Order) -> None:
        self._examination = examination
        self._folder = folder
        self._order = order
        self._segmentations = {s.page.key: s for s in examination.segmentations}
        self._decided = decide((f for f in examination.findings if not f.known), order.fixes)
        self._settler = Settler.of(order.plan, order.fixes, examination.findings)
        self._settled: dict[Key, tuple[Segmentation, tuple[Repair, ...]]] = {}
        self._findings = {k: list(g) for k, g in groupby(examination.findings, key=lambda f: f.page.key)}
        self._clusters = cluster_names(examination)
        self._stays = Stays()
        self._partners = {
            related.page.key for rs in self._decided.values() for r in rs for related in r.finding.hit.related[:1]
        }
        self._removals: list[list[Repair]] = []
        self._unmatched: dict[tuple[Key, int], list[str]] = {}
        self._statuses: dict[str, Status] = {}
        self._repairs: Counter[str] = Counter()
        self._sources: list[tuple[str, str, int]] = []
        self._script: list[float] = []

    def write(self, name: str) -> Written:
        with ExitStack() as stack:
            tables = _Tables(self._folder, self._order.formats, stack)
            ledger = stack.enter_context((self._folder / LEDGER).open("wb"))
            ledger.writelines(map(encode, self._pages(tables)))
            seen: Counter[str] = Counter()
            tables.write(REMOVED, (removed_row(r, self._stays, self._missing(r), seen) for r in self._removals))
            tables.write(FINDINGS, self._told())
            tables.write(CLUSTERS, cluster_rows(self._examination))
        self._describe(name, tables.rows)
        return Written(
            pages=len(self._segmentations),
            rows=dict(tables.rows),
            repairs=dict(sorted(self._repairs.items())),
            ledger=(self._folder / LEDGER).stat().st_size,
            sources=sum(size for _, _, size in self._sources),
        )

    def _pages(self, tables: _Tables) -> Iterator[Row]:
        """The ledger's rows; on the way every page is told to the tables."""
        scribe = Scribe(
            number={key: number for number, key in enumerate(self._segmentations)},
            versions=self._order.versions,
            witness=lru_cache(NEAR)(self._witness),
            copies=_copies(self._examination),
        )
        seen: Counter[str] = Counter()
        yield opening(__version__, self._order.fixes)
        for path, keys in groupby(self._segmentations, key=lambda key: key[0]):
            whole = self._segmentations.get((path, None))
            yield self._text_file(whole.page) if whole else self._kept(path)
            for key in keys:
                cleaned = clean_page(*self._order_and_repairs(key), seen)
                self._tell(cleaned, tables)
                yield from self._noted(cleaned, scribe)
        told = {path for path, _ in self._segmentations} | {f.path for f in self._examination.failures}
        yield from (self._kept(path) for path in self._order.files if path not in told)

    def _order_and_repairs(self, key: Key) -> tuple[Segmentation, Sequence[Repair]]:
        """The page without the decisions that the chosen fixes exclude, and its repairs with those that follow from them."""
        if key not in self._settled:
            found, fixes = self._segmentations[key], self._order.fixes
            habits = self._order.plan.layout.habits_of(found.page.path)
            join = fixes is Fixes.SAFE
            order = found if fixes is Fixes.UNSAFE else segment(found.page, join=join, reorder=False, habits=habits)
            self._settled[key] = self._settler.settle(order, self._decided.get(key, ()))
        return self._settled[key]

    def _witness(self, key: Key) -> tuple[str, Sequence[Span]]:
        cleaned = clean_page(*self._order_and_repairs(key))
        return cleaned.page.text, witnessed(cleaned)

    def _tell(self, cleaned: CleanedPage, tables: _Tables) -> None:
        key = cleaned.page.key
        tables.write(ARTICLES, article_rows(cleaned, self._findings.get(key, ()), self._clusters))
        if key in self._partners:
            self._stays.note(cleaned)
        self._removals += removals(cleaned)
        for repair in cleaned.repairs:
            if self._statuses.get(repair.finding.fingerprint) is not Status.APPLIED:
                self._statuses[repair.finding.fingerprint] = repair.status
            self._repairs[repair.rule] += repair.status is Status.APPLIED
        for article in cleaned.survivors:
            if len(self._script) < SAMPLE:
                self._script.append(han_share(article.text))
            if "markdown" in self._order.formats:
                self._put(f"markdown/{article.id}.md", markdown.render(article).encode())
            if "tei" in self._order.formats:
                self._put(f"tei/{article.id}.xml", tei.render(article).encode())

    def _noted(self, cleaned: CleanedPage, scribe: Scribe) -> Iterator[Row]:
        for row in scribe.rows(cleaned):
            if "unmatched" in row:
                self._unmatched[cleaned.page.key, row["start"]] = row["unmatched"]
            yield row

    def _missing(self, repairs: Sequence[Repair]) -> list[str] | None:
        """What of the removed text has no equal in the copy that stays; None where there is no such copy."""
        texts = [self._unmatched.get((r.finding.page.key, r.span.start)) for r in repairs]
        return None if None in texts else [text for told in texts for text in told or ()]

    def _told(self) -> Iterator[Row]:
        lines = Lines()
        for finding in self._examination.findings:
            status = self._statuses.get(finding.fingerprint)
            yield finding_row(finding, lines) | {"repair": status and str(status)}

    def _put(self, name: str, data: bytes) -> None:
        place = self._folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)

    def _text_file(self, page: Page) -> Row:
        """A text file is rebuilt from its page; one whose text is not all of it (markup) is kept whole."""
        data = Path(page.path).read_bytes()
        if encode_text(page.text, page.encoding) == data:
            return self._source(file_row(page.path, data, page.encoding))
        if page not in read_file(page.path, self._order.columns):
            raise InputError(page.path, "changed while it was read: run again")
        return self._kept(page.path)

    def _kept(self, path: str) -> Row:
        """A file that is kept whole; the texts of its records are rebuilt all the same, and compared by `verify`."""
        name = below(path)
        while (self._folder / ORIGINALS / name).exists():
            name = f"_/{name}"
        kept = f"{ORIGINALS}/{name}"
        place = self._folder / kept
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
        return self._source(kept_file_row(path, place.stat().st_size, manifest.digest(place), kept))

    def _source(self, row: Row) -> Row:
        self._sources.append((row["file"], row["sha256"], row["bytes"]))
        return row

    def _describe(self, name: str, rows: Mapping[str, int]) -> None:
        data = [n for t in TABLES for n in (f"{t.name}.jsonl", f"{t.name}.parquet") if (self._folder / n).exists()]
        facts = describe.Facts(
            name=name,
            version=__version__,
            fixes=self._order.fixes,
            language="zh" if sum(self._script) > len(self._script) / 3 else "und",
            rows=rows,
            sources=[(path, sha) for path, sha, _ in self._sources],
            files={n: ((self._folder / n).stat().st_size, manifest.digest(self._folder / n)) for n in data},
            date=self._order.date,
            repairs={rule: count for rule, count in self._repairs.items() if count},
        )
        self._put(describe.CARD, describe.card(facts).encode())
        self._put("croissant.json", (dump(describe.croissant(facts)) + "\n").encode())
        self._put("datapackage.json", (dump(describe.datapackage(facts)) + "\n").encode())
        manifest.write(
            self._folder,
            {
                "tool": {"name": "corpus-quality", "version": __version__},
                "fixes": str(self._order.fixes),
                "formats": sorted(self._order.formats | {"jsonl"}),
                "columns": {"text": self._order.columns.text, "id": self._order.columns.id},
                "rows": dict(rows),
                "failures": [{"path": f.path, "message": f.message} for f in self._examination.failures],
            },
        )


def _copies(examination: Examination) -> dict[Key, list[Alignment]]:
    """Verified pairs by the page of the copy that goes."""
    found: dict[Key, list[Alignment]] = {}
    for pair in (*examination.copies, *(p for c in examination.clusters for p in c.pairs)):
        found.setdefault(pair.leaver.page.key, []).append(pair)
    return found
