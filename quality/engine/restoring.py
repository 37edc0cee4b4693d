"""From a cleaned corpus back to its sources, and the proof that the way back is whole."""

from __future__ import annotations

import hashlib
import json
from array import array
from functools import lru_cache
from itertools import islice, zip_longest
from typing import TYPE_CHECKING, Any

from quality.engine.cleaning import LEDGER
from quality.engine.paths import below
from quality.errors import OutputError, ProofError
from quality.export import manifest
from quality.export.folder import heal, nobodys, replacing
from quality.model import Failure
from quality.read import read_file
from quality.read.encoding import encode
from quality.read.records import Columns
from quality.repair.ledger import SCHEMA, encoding_of
from quality.repair.undo import Entry, Restored, restore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    Row = dict[str, Any]

ARTICLES = "articles.jsonl"
NEAR = 64
"""Pages that are held because others point at them."""


def restore_folder(folder: Path, target: Path) -> int:
    """Rebuilds every source file below the target, under its path as findings name it; gives their number.

    Raises:
        ProofError: a file would not be what it was.
        OutputError: the target is not empty, or cannot be written.
    """
    heal(folder)
    if folder.resolve() in (target.resolve(), *target.resolve().parents):
        raise OutputError(f"{target}: lies in the folder that is restored: choose another place")
    told = manifest.read(folder)
    trail = Trail(folder)
    with replacing(target, ours=nobodys) as fresh:
        taken: set[str] = set()
        for row, numbers in trail.files():
            name = below(row["file"])
            while name in taken:
                name += "_"
            taken.add(name)
            place = fresh / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(_bytes(folder, trail, row, numbers, told))
        return len(taken)


def verify_folder(folder: Path) -> Iterator[str]:
    """Everything that is wrong with an export, in words; nothing where it is whole.

    Hashes first; where they hold, every page is rebuilt, its fates are counted and every source file's hash is compared.
    """
    heal(folder)
    try:
        told = manifest.read(folder)
        wrong = list(manifest.check(folder, told))
        yield from wrong
        if not wrong:
            trail = Trail(folder)
            for row, numbers in trail.files():
                yield from _proof(folder, trail, row, numbers, told)
    except ProofError as error:
        yield str(error)


def _proof(folder: Path, trail: Trail, row: Row, numbers: range, told: Row) -> Iterator[str]:
    for number in numbers:
        entry = trail.entry(number)
        told_fates = entry.page.get("fates", {})
        page = trail.page(number)
        if {str(f): n for f, n in page.fates.items()} != told_fates or sum(told_fates.values()) != len(page.text):
            yield f"{row['file']}: the fates of page {number} do not add up to its {len(page.text):,} characters"
    try:
        _bytes(folder, trail, row, numbers, told)
    except ProofError as error:
        yield str(error)


def _bytes(folder: Path, trail: Trail, row: Row, numbers: range, told: Row) -> bytes:
    """The bytes of one source file, proved against its hash, and for a container against the texts of its records."""
    if "kept" in row:
        if row["kept"] not in told["files"]:
            raise ProofError(f"{row['file']}: the ledger points outside the folder")
        data: bytes = (folder / row["kept"]).read_bytes()
        _compare_records(folder / row["kept"], trail, row, numbers, told)
    else:
        data = encode("".join(trail.page(n).text for n in numbers), encoding_of(row))
    if hashlib.sha256(data).hexdigest() != row["sha256"]:
        raise ProofError(f"{row['file']}: the rebuilt file differs from its source")
    return data


def _compare_records(kept: Path, trail: Trail, row: Row, numbers: range, told: Row) -> None:
    columns = Columns(text=told["columns"]["text"], id=told["columns"]["id"])
    records = (p for p in read_file(str(kept), columns) if not isinstance(p, Failure)) if numbers else iter(())
    for number, page in zip_longest(numbers, records):
        if number is None or page is None:
            raise ProofError(f"{row['file']}: the ledger tells other records than the file holds")
        if trail.page(number).text != page.text or trail.entry(number).page.get("record") != page.record:
            raise ProofError(f"{row['file']}: the rebuilt text of record {page.record} differs from its source")


class Trail:
    """Ledger and articles, read page by page; only the offsets of pages are held."""

    def __init__(self, folder: Path) -> None:
        self._ledger = folder / LEDGER
        self._articles = folder / ARTICLES
        self._pages = array("q")
        self._files: list[tuple[int, int]] = []
        self._first = array("q", [0])
        self._texts = array("q", [0])
        self._index()
        self.entry = lru_cache(NEAR)(self._entry)
        self.page = lru_cache(2)(self._page)

    def files(self) -> Iterator[tuple[Row, range]]:
        """Every source file with the numbers of its pages."""
        ends = [first for _, first in self._files[1:]] + [len(self._pages)]
        for (offset, first), end in zip(self._files, ends, strict=True):
            with self._ledger.open("rb") as ledger:
                ledger.seek(offset)
                yield json.loads(ledger.readline()), range(first, end)

    def _page(self, number: int) -> Restored:
        return restore(self.entry(number), self.entry)

    def _entry(self, number: int) -> Entry:
        """The ledger's rows of a page and its articles' texts."""
        with self._ledger.open("rb") as ledger:
            ledger.seek(self._pages[number])
            page = json.loads(ledger.readline())
            edits = []
            for line in ledger:
                if line.startswith((b'{"page":', b'{"file":')):
                    break
                edits.append(json.loads(line))
        return Entry(page, tuple(edits), "\n".join(self._texts_of(number)))

    def _texts_of(self, number: int) -> Iterator[str]:
        first, end = self._first[number], self._first[number + 1]
        with self._articles.open("rb") as articles:
            articles.seek(self._texts[first])
            yield from (json.loads(line)["text"] for line in islice(articles, end - first))

    def _index(self) -> None:
        try:
            with self._articles.open("rb") as articles:
                for line in articles:
                    self._texts.append(self._texts[-1] + len(line))
            with self._ledger.open("rb") as ledger:
                self._index_ledger(ledger)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ProofError(f"{self._ledger}: cannot be read as a ledger ({error})") from error
        if self._first[-1] != len(self._texts) - 1:
            raise ProofError(f"{self._articles}: holds other articles than the ledger tells")

    def _index_ledger(self, ledger: Any) -> None:
        offset = 0
        for line in ledger:
            if line.startswith(b'{"page":'):
                self._pages.append(offset)
                self._first.append(self._first[-1] + int(json.loads(line).get("articles", 1)))
            elif line.startswith(b'{"file":'):
                self._files.append((offset, len(self._pages)))
            elif not offset and json.loads(line)["ledger"] != SCHEMA:
                raise ValueError(f"its first row does not say {SCHEMA}")
            offset += len(line)
