"""Texts by the column: JSONL and Parquet as Arrow batches, without a Python object for each text; other files page by page.

Inputs are cut into tasks that may run in any thread; each gives one batch, and the batches in the order of their tasks hold the
records in input order.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from pyarrow.compute import coalesce

from quality.errors import InputError
from quality.model import Failure, Page
from quality.read import find_files, jsonl, read_file
from quality.read.records import Columns, no_column, page_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    Task = Callable[[], "Batch"]

BLOCK = 8 << 20
"""Bytes of JSON Lines that make a batch."""
ROWS = 4096
"""Rows of Parquet, or pages of other files, that make a batch."""
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Batch:
    """Records that stand next to each other in their source."""

    ids: pa.StringArray
    texts: pa.LargeStringArray
    """UTF-8, not necessarily valid."""
    failures: tuple[Failure, ...] = ()
    """Rows and files that are no records."""

    def utf8(self) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        """The texts as one buffer of bytes and the offsets of each, one more than texts."""
        _, offsets, data = self.texts.buffers()
        first, count = self.texts.offset, len(self.texts)
        places = np.frombuffer(offsets, np.int64)[first : first + count + 1] if offsets else np.zeros(1, np.int64)
        return np.frombuffer(data, np.uint8) if data else np.zeros(0, np.uint8), places


def tasks(paths: Sequence[str], columns: Columns = Columns()) -> Iterator[Task]:  # noqa: B008
    """Everything below the paths, in the order given; what cannot be read is among a batch's failures."""
    for given in paths:
        for kind, names in _runs(find_files(given)):
            yield from kind(names, columns)


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
    texts = [p.text.encode("utf-8", "replace") for p in kept]
    ids = [p.path if p.record is None else p.record for p in kept]
    column = pa.LargeStringArray.from_buffers(len(texts), *pa.array(texts, pa.large_binary()).buffers()[1:])
    return Batch(pa.array(ids, pa.string()), column, tuple(f for f in read if isinstance(f, Failure)))


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
            file.seek(len(BOM) if head.startswith(BOM) else 0)
            line, row = 1, 0
            while block := file.read(BLOCK) + file.readline():
                yield partial(_jsonl_batch, block, name, line, row, columns)
                lines = block.count(b"\n") + (not block.endswith(b"\n"))
                line, row = line + lines, row + lines - _blank(block)
    except OSError as error:
        yield partial(batch_of, [Failure(name, f"cannot be read ({error.strerror}): check that it is a file")])


def _blank(block: bytes) -> int:
    """Lines without anything in them; looked for one by one only where two line ends meet."""
    if b"\n\n" not in block and b"\n\r\n" not in block and b"\n " not in block and not block[:1].isspace():
        return 0
    return sum(not line.strip() for line in block.removesuffix(b"\n").split(b"\n"))


def _jsonl_batch(block: bytes, name: str, line: int, row: int, columns: Columns) -> Batch:
    table = _parsed(block, columns)
    if table is None or table[columns.text].null_count:
        return batch_of(_jsonl_rows(block, name, line, row, columns))
    texts = table[columns.text].combine_chunks().cast(pa.large_string())
    numbers = pa.array(np.arange(row, row + len(table))).cast(pa.string())
    if columns.id not in table.column_names:
        return Batch(numbers, texts)
    ids = table[columns.id].combine_chunks().cast(pa.string())
    return Batch(coalesce(ids, numbers) if ids.null_count else ids, texts)


def _parsed(block: bytes, columns: Columns) -> pa.Table | None:
    """The block by Arrow's reader; None where some row is not as the first, so that each must be looked at."""
    from pyarrow.json import ParseOptions, ReadOptions, read_json

    fields = [pa.field(columns.text, pa.string())]
    try:
        first = json.loads(block[: block.find(b"\n") + 1 or len(block)])
    except ValueError:
        return None
    if not isinstance(first, dict) or type(first.get(columns.id, 0)) not in (str, int):
        return None
    if columns.id not in first and json.dumps(columns.id).encode() in block:
        return None
    if columns.id in first and columns.id != columns.text:
        fields.append(pa.field(columns.id, pa.string() if isinstance(first[columns.id], str) else pa.int64()))
    try:
        return read_json(
            pa.BufferReader(block),
            read_options=ReadOptions(use_threads=False, block_size=len(block) + 1),
            parse_options=ParseOptions(explicit_schema=pa.schema(fields), unexpected_field_behavior="ignore"),
        )
    except pa.ArrowException:
        return None


def _jsonl_rows(block: bytes, name: str, line: int, row: int, columns: Columns) -> Iterator[Page | Failure]:
    for at, text in enumerate(block.removesuffix(b"\n").split(b"\n"), line):
        if text.strip():
            yield jsonl.record("".join(map(_whole, text.decode("utf-8", "surrogateescape"))), name, at, row, columns)
            row += 1


def _whole(char: str) -> str:
    """U+FFFD for an undecodable byte."""
    return "\ufffd" if "\udc80" <= char <= "\udcff" else char


def _parquet(names: list[str | Failure], columns: Columns) -> Iterator[Task]:
    from pyarrow.parquet import ParquetFile

    name = str(names[0])
    try:
        with ParquetFile(name) as file:
            present = file.schema_arrow.names
            if columns.text not in present:
                raise InputError(name, no_column(columns, present))
            wanted = [c for c in (columns.text, columns.id) if c in present]
            row = 0
            for some in file.iter_batches(batch_size=ROWS, columns=wanted, use_threads=False):
                yield partial(_parquet_batch, some, name, row, columns)
                row += len(some)
    except (pa.ArrowException, OSError, InputError) as error:
        reason = getattr(error, "message", f"is no readable Parquet file ({_first_line(error)}): write it again")
        yield partial(batch_of, [Failure(name, reason)])


def _parquet_batch(some: pa.RecordBatch, name: str, row: int, columns: Columns) -> Batch:
    texts = some.column(columns.text)
    if not (pa.types.is_string(texts.type) or pa.types.is_large_string(texts.type)) or texts.null_count:
        return batch_of(
            page_of(name, at + 1, at, value[columns.text], value.get(columns.id))
            for at, value in enumerate(some.to_pylist(), row)
        )
    numbers = pa.array(np.arange(row, row + len(some))).cast(pa.string())
    ids = some.column(columns.id).cast(pa.string()) if columns.id in some.schema.names else numbers
    return Batch(coalesce(ids, numbers), texts.cast(pa.large_string()))


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n", 1)[0].rstrip(".")


_FAST = {".jsonl": _jsonl, ".ndjson": _jsonl, ".parquet": _parquet}
"""Readers that never make a Python object of a text, by suffix."""
