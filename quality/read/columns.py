"""Texts by the column: JSONL and Parquet as Arrow batches, without a Python object for each text; other files page by page.

Inputs are cut into tasks that may run in any thread; each gives one batch, and the batches in the order of their tasks hold the
records in input order.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice
from pathlib import Path
from threading import Lock, local
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from quality.errors import InputError
from quality.model import Failure, Page
from quality.read import find_files, read_file, read_records
from quality.read.flat import flat_rows
from quality.read.parquet import record, rows_of
from quality.read.records import Columns, no_column, place_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    Task = Callable[[], "Batch"]

BLOCK = 1 << 21
"""Bytes of JSON Lines that make a batch."""
ROWS = 4096
"""Rows of Parquet, or pages of other files, that make a batch."""
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Batch:
    """Records that stand next to each other in their source."""

    ids: pa.StringArray
    texts: pa.StringArray | pa.LargeStringArray
    """UTF-8, not necessarily valid."""
    failures: tuple[Failure, ...] = ()
    """Rows and files that are no records."""
    files: tuple[tuple[int, str], ...] = ()
    """Which file records come from: its path, behind the number of the first of its records in the batch."""

    def utf8(self) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        """The texts as one buffer of bytes and the offsets of each, one more than texts."""
        _, offsets, data = self.texts.buffers()
        first, count = self.texts.offset, len(self.texts)
        kind = np.int64 if pa.types.is_large_string(self.texts.type) else np.int32
        places = np.frombuffer(offsets, kind)[first : first + count + 1] if offsets else np.zeros(1, kind)
        return np.frombuffer(data, np.uint8) if data else np.zeros(0, np.uint8), places.astype(np.int64)


def tasks(paths: Sequence[str], columns: Columns = Columns()) -> Iterator[Task]:  # noqa: B008
    """Everything below the paths, in the order given; what cannot be read is among a batch's failures."""
    for given in paths:
        for kind, names in _runs(find_files(given)):
            yield from kind(names, columns)


def places_of(identity: str, paths: Sequence[str], columns: Columns) -> Iterator[str]:
    """Files and lines of all records of this id, as `tasks` name them: everything is read once more, record by record."""
    for name in chain.from_iterable(map(find_files, paths)):
        for page in () if isinstance(name, Failure) else read_records(name, columns):
            if isinstance(page, Page) and _encoded(_named(page)).decode() == identity:
                yield place_of(page)


def _encoded(word: str) -> bytes:
    return word.encode("utf-8", "backslashreplace")


def _named(page: Page) -> str:
    return page.path if page.record is None else page.record


def _runs(
    found: Iterable[str | Failure],
) -> Iterator[tuple[Callable[[list[str | Failure], Columns], Iterator[Task]], list[str | Failure]]]:
    """Neighbouring files of one kind together, so that a folder of small texts makes few batches."""
    run: list[str | Failure] = []
    for name in found:
        reader = _FAST.get(Path(name).suffix.lower()) if isinstance(name, str) else None
        if reader is None:
            run.append(name)
            continue
        if run:
            yield _pages, run
        run = []
        yield reader, [name]
    if run:
        yield _pages, run


def batch_of(pages: Iterable[Page | Failure]) -> Batch:
    """A batch of pages; one that is no record of a container is called by its path."""
    read = list(pages)
    kept = [p for p in read if isinstance(p, Page)]
    texts = pa.LargeStringArray.from_buffers(len(kept), *_laid_out([p.text for p in kept], np.int64))
    ids = pa.StringArray.from_buffers(len(kept), *_laid_out([_named(p) for p in kept], np.int32))
    files = tuple((n, p.path) for n, p in enumerate(kept) if n == 0 or kept[n - 1].path != p.path)
    return Batch(ids, texts, tuple(f for f in read if isinstance(f, Failure)), files)


def _laid_out(words: Sequence[str], width: type[np.signedinteger]) -> tuple[pa.Buffer, pa.Buffer]:
    """Offsets and bytes of a column of text; `pa.array` would import pandas to see whether it is given something of its.

    Names of files that are no Unicode keep their bytes as escapes, so that they stay different.
    """
    encoded = [_encoded(word) for word in words]
    offsets = np.zeros(len(encoded) + 1, width)
    np.cumsum([len(word) for word in encoded], out=offsets[1:])
    return pa.py_buffer(offsets), pa.py_buffer(b"".join(encoded))


def _pages(names: list[str | Failure], columns: Columns) -> Iterator[Task]:
    read = ((name,) if isinstance(name, Failure) else read_file(name, columns) for name in names)
    pages = chain.from_iterable(read)
    while some := list(islice(pages, ROWS)):
        yield partial(batch_of, some)


def _jsonl(names: list[str | Failure], columns: Columns) -> Iterator[Task]:
    name = str(names[0])
    try:
        with Path(name).open("rb") as file:
            head = file.read(4)
            if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")):
                yield from _pages(names, columns)
                return
            start = len(BOM) if head.startswith(BOM) else 0
            lines = _Lines(name, start)
            size = file.seek(0, os.SEEK_END)
            while start < size:
                lines.starts.append(start)
                file.seek(start + BLOCK)
                file.readline()
                end = min(file.tell(), size)
                yield partial(_jsonl_batch, name, start, end, lines, columns)
                start = end
    except OSError as error:
        yield partial(batch_of, [Failure(name, f"cannot be read ({error.strerror}): check that it is a file")])


@dataclass(slots=True)
class _Lines:
    """Counts lines before a block, only when somebody asks, and what was counted not again."""

    name: str
    offset: int
    starts: list[int] = field(default_factory=list)
    """Offsets of the blocks, as far as they are known."""
    counted: dict[int, tuple[int, int]] = field(default_factory=dict)
    lines: int = 0
    rows: int = 0
    lock: Lock = field(default_factory=Lock)

    def before(self, start: int) -> tuple[int, int]:
        """Lines before a block, and those of them that hold something."""
        with self.lock, Path(self.name).open("rb") as file:
            file.seek(self.offset)
            while start not in self.counted:
                if self.offset == self.starts[len(self.counted)]:
                    self.counted[self.offset] = self.lines, self.rows
                line = file.readline()
                self.offset += len(line)
                self.lines += 1
                self.rows += bool(line.strip())
            return self.counted[start]


_HELD = local()
"""Each thread's buffer: memory that is touched once serves all its blocks."""


def _block(name: str, start: int, end: int) -> memoryview:
    if len(getattr(_HELD, "buffer", b"")) < end - start:
        _HELD.buffer = bytearray(end - start + (1 << 16))
    with Path(name).open("rb", buffering=0) as file:
        file.seek(start)
        view = memoryview(_HELD.buffer)[: end - start]
        held = 0
        while held < len(view) and (count := file.readinto(view[held:])):
            held += count
    return view[:held]


def _jsonl_batch(name: str, start: int, end: int, lines: _Lines, columns: Columns) -> Batch:
    block = _block(name, start, end)
    if plain := flat_rows(block, columns):
        return Batch(*plain, files=((0, name),))
    table = parsed(block, columns)
    if table is None or table[columns.text].null_count or len(table) != _count(block):
        return batch_of(_jsonl_rows(bytes(block), name, *lines.before(start), columns))
    ids = _whole(table[columns.id]).cast(pa.string())
    if ids.null_count:
        from pyarrow.compute import coalesce

        ids = coalesce(ids, _numbers(lines.before(start)[1], len(table)))
    return Batch(ids, _whole(table[columns.text]), files=((0, name),))


def _whole(column: pa.ChunkedArray) -> pa.Array:
    """A column as one array, copied only where it is more."""
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _numbers(first: int, count: int) -> pa.StringArray:
    """Row numbers as strings."""
    numbers = np.arange(first, first + count)
    return pa.Array.from_buffers(pa.int64(), count, [None, pa.py_buffer(numbers)]).cast(pa.string())


def _count(block: memoryview) -> int:
    """Lines that hold something. Arrow takes two objects on one line for two rows."""
    return sum(1 for line in bytes(block).split(b"\n") if line.strip())


def parsed(block: memoryview | bytes, columns: Columns) -> pa.Table | None:
    """The block by Arrow's reader; None where some row is not as the first, so that each must be looked at."""
    from pyarrow.json import ParseOptions, ReadOptions, read_json

    head = bytes(block[: 1 << 16]).lstrip()
    if not head.startswith(b"{"):  # Arrow (26) crashes on a block that begins with `null`
        return None
    try:
        first = json.loads(head.split(b"\n", 1)[0])
    except ValueError:
        first = None  # a long line; a broken one is found below
    number = isinstance(first, dict) and type(first.get(columns.id)) is int
    fields = [pa.field(columns.text, pa.string())]
    if columns.id != columns.text:
        fields.append(pa.field(columns.id, pa.int64() if number else pa.string()))
    try:
        return read_json(
            pa.BufferReader(pa.py_buffer(block)),
            read_options=ReadOptions(use_threads=False, block_size=len(block) + 1),
            parse_options=ParseOptions(explicit_schema=pa.schema(fields), unexpected_field_behavior="ignore"),
        )
    except pa.ArrowException:
        return None


def _jsonl_rows(block: bytes, name: str, lines: int, row: int, columns: Columns) -> Iterator[Page | Failure]:
    from quality.read import jsonl

    for at, text in enumerate(block.removesuffix(b"\n").split(b"\n"), lines + 1):
        if text.strip():
            yield jsonl.record(
                "".join(map(_decodable, text.decode("utf-8", "surrogateescape"))), name, at, row, columns
            )
            row += 1


def _decodable(char: str) -> str:
    """U+FFFD for an undecodable byte."""
    return "\ufffd" if "\udc80" <= char <= "\udcff" else char


def _parquet(names: list[str | Failure], columns: Columns) -> Iterator[Task]:
    from pyarrow.parquet import ParquetFile

    name = str(names[0])
    try:
        with Path(name).open("rb") as opened, ParquetFile(opened) as file:  # Arrow opens no name that is not UTF-8
            present = file.schema_arrow.names
            if columns.text not in present:
                raise InputError(name, no_column(columns, present))
            wanted = [c for c in (columns.text, columns.id) if c in present]
            row = 0
            for some in file.iter_batches(batch_size=ROWS, columns=wanted, use_threads=False):
                yield partial(_parquet_batch, some, name, row, columns)
                row += len(some)
    except (pa.ArrowException, OSError, UnicodeDecodeError, InputError) as error:
        reason = getattr(error, "message", f"is no readable Parquet file ({_first_line(error)}): write it again")
        yield partial(batch_of, [Failure(name, reason)])


def _parquet_batch(some: pa.RecordBatch, name: str, row: int, columns: Columns) -> Batch:
    texts = some.column(columns.text)
    if not (pa.types.is_string(texts.type) or pa.types.is_large_string(texts.type)) or texts.null_count:
        return batch_of(record(value, name, at, columns) for at, value in enumerate(rows_of(some), row))
    numbers = _numbers(row, len(some))
    ids = some.column(columns.id).cast(pa.string()) if columns.id in some.schema.names else numbers
    from pyarrow.compute import coalesce

    return Batch(coalesce(ids, numbers), texts, files=((0, name),))


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n", 1)[0].rstrip(".")


_FAST = {".jsonl": _jsonl, ".ndjson": _jsonl, ".parquet": _parquet}
"""Readers that never make a Python object of a text, by suffix."""
