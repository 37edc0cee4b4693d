"""Writes the cleaned corpus: pages are repaired one after the other and told to every table and to the ledger."""

from __future__ import annotations

import shutil
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quality import __version__
from quality.cleaned import Fixes, Status
from quality.engine.paths import below
from quality.engine.plan import Plan
from quality.engine.repairing import Repairing
from quality.errors import InputError
from quality.export import describe, manifest, markdown, tei
from quality.export.csv import CsvWriter
from quality.export.folder import is_ours, replacing
from quality.export.jsonl import JsonlWriter, encode
from quality.export.parquet import ParquetWriter
from quality.export.rows import ClusterNames, Stays, article_rows, cluster_rows, removals, removed_row
from quality.export.tables import ARTICLES, CLUSTERS, FINDINGS, REMOVED, TABLES
from quality.read import read_file
from quality.read.encoding import encode as encode_text
from quality.read.records import Columns
from quality.repair.ledger import Scribe, file_row, kept_file_row, opening
from quality.report.json import row as finding_row
from quality.text.lines import Lines
from quality.text.scripts import han_share
from quality.text.visible import dump

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from quality.cleaned import CleanedPage
    from quality.export.tables import Table
    from quality.model import Alignment, Examination, Finding, Page

    Key = tuple[str, str | None]
    Row = dict[str, Any]

FORMATS = ("jsonl", "parquet", "markdown", "csv", "tei")
"""What `clean` can write; JSON Lines always, since the way back reads them."""
LEDGER = "ledger.jsonl"
ORIGINALS = "originals"
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
        self._repairing = Repairing(examination, order.plan, order.fixes)
        self._clusters = ClusterNames(examination)
        self._stays = Stays()
        self._removals = self._repairing.frozen()
        """Applied edits that took content out, with what of it has no equal in the copy that stays."""
        self._repairs: Counter[str] = Counter()
        self._sources: list[tuple[str, str, int]] = []
        self._script: list[float] = []

    def write(self, name: str) -> Written:
        with ExitStack() as stack:
            tables = _Tables(self._folder, self._order.formats, stack)
            ledger = stack.enter_context((self._folder / LEDGER).open("wb"))
            ledger.writelines(map(encode, self._pages(tables)))
            seen: Counter[str] = Counter()
            removed = (self._removals.group(number) for number in range(self._removals.groups))
            tables.write(REMOVED, (removed_row(r, self._stays, missing, seen) for r, missing in removed))
            tables.write(FINDINGS, _told(self._repairing.elsewhere, {}))
            tables.write(CLUSTERS, cluster_rows(self._examination))
        self._describe(name, tables.rows)
        return Written(
            pages=len(self._repairing.pages),
            rows=dict(tables.rows),
            repairs=dict(sorted(self._repairs.items())),
            ledger=(self._folder / LEDGER).stat().st_size,
            sources=sum(size for _, _, size in self._sources),
        )

    def _pages(self, tables: _Tables) -> Iterator[Row]:
        """The ledger's rows; on the way every page is told to the tables."""
        scribe = Scribe(
            number=self._repairing.numbers,
            versions=self._order.versions,
            witness=self._repairing.witness,
            copies=_copies(self._examination),
        )
        yield opening(__version__, self._order.fixes)
        told = {failure.path for failure in self._examination.failures}
        for path, pages in groupby(self._repairing.cleaned(Counter()), key=lambda cleaned: cleaned.page.path):
            told.add(path)
            for number, cleaned in enumerate(pages):
                if not number:
                    yield self._text_file(cleaned.page) if cleaned.page.record is None else self._kept(path)
                self._tell(cleaned, tables)
                yield from self._noted(cleaned, scribe)
        yield from (self._kept(path) for path in self._order.files if path not in told)

    def _tell(self, cleaned: CleanedPage, tables: _Tables) -> None:
        page, found = cleaned.page, self._repairing.findings(cleaned.page)
        tables.write(ARTICLES, article_rows(cleaned, found, self._clusters))
        tables.write(FINDINGS, _told(found, _statuses(cleaned)))
        if page.key in self._repairing.partners:
            self._stays.note(cleaned)
        for repair in cleaned.repairs:
            self._repairs[repair.rule] += repair.status is Status.APPLIED
        for article in cleaned.survivors:
            if len(self._script) < SAMPLE:
                self._script.append(han_share(article.text))
            if "markdown" in self._order.formats:
                self._put(f"markdown/{article.id}.md", markdown.render(article).encode())
            if "tei" in self._order.formats:
                self._put(f"tei/{article.id}.xml", tei.render(article).encode())

    def _noted(self, cleaned: CleanedPage, scribe: Scribe) -> Iterator[Row]:
        """The page's rows of the ledger; what went is set aside until all articles have their ids."""
        unmatched: dict[int, list[str]] = {}
        for row in scribe.rows(cleaned):
            if "unmatched" in row:
                unmatched[row["start"]] = row["unmatched"]
            yield row
        for repairs in removals(cleaned):
            texts = [unmatched.get(r.span.start) for r in repairs]
            missing = None if None in texts else [text for told in texts for text in told or ()]
            self._removals.add((repairs, missing))

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


def _statuses(cleaned: CleanedPage) -> dict[str, Status]:
    """What became of the findings of a page that have a repair, by fingerprint; one applied edit tells more than others."""
    found: dict[str, Status] = {}
    for repair in cleaned.repairs:
        if found.get(repair.finding.fingerprint) is not Status.APPLIED:
            found[repair.finding.fingerprint] = repair.status
    return found


def _told(findings: Iterable[Finding], statuses: Mapping[str, Status]) -> Iterator[Row]:
    lines = Lines()
    for finding in findings:
        status = statuses.get(finding.fingerprint)
        yield finding_row(finding, lines) | {"repair": status and str(status)}


def _copies(examination: Examination) -> dict[Key, list[Alignment]]:
    """Verified pairs by the page of the copy that goes."""
    found: dict[Key, list[Alignment]] = {}
    for pair in (*examination.copies, *(p for c in examination.clusters for p in c.pairs)):
        found.setdefault(pair.leaver.page.key, []).append(pair)
    return found
