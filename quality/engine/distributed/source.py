"""Records on any Hadoop path, digested where they are read and numbered in input order: JSON Lines and Parquet as Spark reads them.

What is made of the texts is for the caller to say: keys and signatures, or the texts themselves where passages are looked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlparse

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from quality.engine.records.origins import Origins
from quality.errors import InputError
from quality.model import Failure
from quality.read import jsonl
from quality.read.columns import parsed
from quality.read.records import no_column, page_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray
    from pyspark.sql import DataFrame, SparkSession

    from quality.read.records import Columns

    Places = NDArray[np.int64]
    Row = tuple[str | None, str | None, str | None]
    Read = tuple[pa.Array, pa.Array, pa.Array]
    """Ids, texts and failures."""
    Made = Callable[[pa.Array], dict[str, pa.Array]]
    """From texts to columns."""

PLACED = "source int, file string, block long, number long, line long, id string, failure string, "
"""`number` counts rows of a block that hold something, `line` all its lines; a row that is no record has a `failure`. What was made
of the texts follows."""
STARTS = "source int, file string, block long, row_start long, number_start long"

NAMELESS = -(1 << 62)
"""Stands for the row number of a record without an id until the rows before it are counted."""


@dataclass(frozen=True, slots=True)
class Source:
    """One path as Spark reads it: rows (file, block, value), or of Parquet (file, number, id, text)."""

    raw: DataFrame
    lines: bool


def opened(spark: SparkSession, path: str, columns: Columns) -> Source:
    """A path: `.parquet`, or lines; a folder is read by what it holds.

    Raises:
        InputError: it cannot be read.
    """
    from pyspark.errors import AnalysisException

    try:
        if path.rstrip("/").endswith(".parquet"):
            return _parquet(spark.read.parquet(path), path, columns)
        lines = spark.read.option("lineSep", "\n").text(path, pathGlobFilter="*.{jsonl,ndjson,json}")
        if not lines.inputFiles():
            return _parquet(spark.read.option("pathGlobFilter", "*.parquet").parquet(path), path, columns)
        place = ("_metadata.file_path as file", "_metadata.file_block_start as block")
        return Source(lines.selectExpr(*place, "value"), lines=True)
    except AnalysisException as error:
        raise InputError(path, f"holds no JSON Lines or Parquet that Spark can read ({_first(error)})") from error


def _parquet(frame: DataFrame, path: str, columns: Columns) -> Source:
    from pyspark.sql import functions as f

    if columns.text not in frame.columns:
        raise InputError(path, no_column(columns, frame.columns))
    identity = f.col(columns.id).cast("string") if columns.id in frame.columns else f.lit(None).cast("string")
    chosen = frame.select(
        f.col("_metadata.file_path").alias("file"), f.col("_metadata.row_index").alias("number"),
        identity.alias("id"), f.col(columns.text).cast("string").alias("text"),
    )  # fmt: skip
    return Source(chosen, lines=False)


def contents(sources: Sequence[Source]) -> list[tuple[Any, ...]]:
    """Rows of each source, and a hash of every row and its place, added up: read by Spark alone, without a Python worker."""
    from pyspark.sql import functions as f

    total = [f.count("*"), f.sum(f.xxhash64("*").cast("decimal(38,0)"))]
    return [tuple(source.raw.agg(*total).first() or ()) for source in sources]


def placed(sources: Sequence[Source], columns: Columns, made: Made, kinds: str) -> DataFrame:
    """Every row of the sources as `PLACED`, with the columns `kinds` that are `made` of its text."""
    from pyspark.sql import functions as f

    frames = [
        source.raw.mapInArrow(_Lines(columns, made) if source.lines else _Parquet(made), PLACED + kinds)
        .withColumn("source", f.lit(number))
        for number, source in enumerate(sources)
    ]  # fmt: skip
    together = frames[0]
    for frame in frames[1:]:
        together = together.unionByName(frame)
    return together


def numbered(spark: SparkSession, rows: DataFrame, starts: Sequence[tuple[Any, ...]]) -> DataFrame:
    """Placed rows that are records, with their `row` and `id`; `row` ascends in input order, rows that are none leave gaps."""
    from pyspark.sql import functions as f

    places = f.broadcast(spark.createDataFrame([start[:5] for start in starts], STARTS))
    number = f.col("number_start") + f.col("number")
    return (
        rows.where("failure is null")
        .join(places, ["source", "file", "block"])
        .withColumn("row", f.col("row_start") + f.col("number"))
        .withColumn("id", f.coalesce("id", number.cast("string")))
    )


def starts_of(rows: DataFrame) -> list[tuple[Any, ...]]:
    """For each block (source, file, start) in input order: the rows before it, those before it in its file, and the lines there."""
    from pyspark.sql import functions as f

    counted = rows.groupBy("source", "file", "block").agg(f.max("number"), f.max("line")).collect()
    row = number = line = 0
    before: tuple[Any, Any] | None = None
    starts = []
    for block in sorted(counted, key=lambda b: (b[0], _parts(b[1]), b[2])):
        if before != block[:2]:
            before, number, line = block[:2], 0, 0
        starts.append((*block[:3], row, number, line))
        row, number, line = row + block[3] + 1, number + block[3] + 1, line + block[4] + 1
    return starts


def origins(starts: Sequence[tuple[Any, ...]], paths: Sequence[str]) -> Origins:
    """The file of every record."""
    return Origins([start[3] for start in starts], [_name(start[1], paths[start[0]]) for start in starts])


def failures(rows: DataFrame, starts: Sequence[tuple[Any, ...]], paths: Sequence[str]) -> tuple[Failure, ...]:
    """Placed rows that are no records, in input order."""
    bad = rows.where("failure is not null").select(*_LINE, "failure").collect()
    bad.sort(key=lambda r: (r["source"], _parts(r["file"]), r["block"], r["line"]))
    places = _places(bad, starts, paths)
    return tuple(Failure(place, r["failure"]) for place, r in zip(places, bad, strict=True))


def places(rows: DataFrame, starts: Sequence[tuple[Any, ...]], paths: Sequence[str]) -> list[str]:
    """Files and lines of placed rows, as reports name them."""
    return _places(rows.select(*_LINE).collect(), starts, paths)


_LINE = ("source", "file", "block", "line")


def _places(rows: Iterable[Any], starts: Sequence[tuple[Any, ...]], paths: Sequence[str]) -> list[str]:
    before = {start[:3]: start[5] for start in starts}
    return [
        f"{_name(r['file'], paths[r['source']])}:{before[r['source'], r['file'], r['block']] + r['line'] + 1}"
        for r in rows
    ]


@dataclass(slots=True)
class _Lines:
    """Reads the lines of a partition; those of one block stand next to each other, in order."""

    columns: Columns
    made: Made

    def __call__(self, parts: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        block: tuple[Any, ...] | None = None
        number = line = 0
        for part in parts:
            for here, rows in _runs(part, 2):
                if block != here:
                    block, number, line = here, 0, 0
                held = np.flatnonzero(
                    pc.not_equal(pc.ascii_trim_whitespace(rows.column(2)), "").to_numpy(zero_copy_only=False)
                )
                read = self._read(rows.column(2).take(pa.array(held)).to_pylist(), line)
                yield _digested(here, number + np.arange(len(held)), line + held, read, self.made)
                number, line = number + len(held), line + len(rows)

    def _read(self, lines: list[str], first: int) -> Read:
        """By Arrow's reader, or one by one where some row is not as the first."""
        table = parsed("\n".join(lines).encode(), self.columns) if lines else None
        if table is not None and len(table) == len(lines) and not table[self.columns.text].null_count:
            table = table.combine_chunks()
            ids, texts = (table[name].chunk(0) for name in (self.columns.id, self.columns.text))
            return ids.cast(pa.string()), texts, pa.nulls(len(ids), pa.string())
        return _columns([self._row(line, first + n) for n, line in enumerate(lines)])

    def _row(self, line: str, at: int) -> Row:
        found = jsonl.record(line.removeprefix("\ufeff"), "", at, NAMELESS, self.columns)
        if isinstance(found, Failure):
            return None, None, found.message
        return None if found.record == str(NAMELESS) else found.record, found.text, None


@dataclass(slots=True)
class _Parquet:
    """Reads the rows of a partition; a file is one block."""

    made: Made

    def __call__(self, parts: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for part in parts:
            for file, rows in _runs(part, 1):
                places = rows.column("number").to_numpy()
                read = rows.column("id"), rows.column("text"), pa.nulls(len(rows), pa.string())
                if rows.column("text").null_count:
                    read = _columns([_parquet_row(r) for r in rows.to_pylist()])
                yield _digested((*file, 0), places, places, read, self.made)


def _parquet_row(row: dict[str, Any]) -> Row:
    page = page_of("", row["number"] + 1, row["number"], row["text"], row["id"])
    return (None, None, page.message) if isinstance(page, Failure) else (row["id"], page.text, None)


def _runs(part: pa.RecordBatch, width: int) -> Iterator[tuple[tuple[Any, ...], pa.RecordBatch]]:
    """Neighbouring rows whose first columns are equal."""
    blocks = list(zip(*(part.column(n).to_pylist() for n in range(width)), strict=True))
    cuts = [n for n in range(len(blocks)) if n == 0 or blocks[n] != blocks[n - 1]]
    for start, end in pairwise([*cuts, len(blocks)]):
        yield blocks[start], part.slice(start, end - start)


def _columns(rows: Sequence[Row]) -> Read:
    ids, texts, told = zip(*rows, strict=True) if rows else ((), (), ())
    return pa.array(ids, pa.string()), pa.array(texts, pa.string()), pa.array(told, pa.string())


def _digested(block: tuple[Any, ...], numbers: Places, lines: Places, read: Read, made: Made) -> pa.RecordBatch:
    """Rows of one block as `PLACED`; the source is filled in by who knows it."""
    ids, texts, told = read
    same = [
        pa.array([value], kind).take(pa.array(np.zeros(len(lines), np.int64)))
        for value, kind in zip((0, *block), _PLACE, strict=True)
    ]
    columns = dict(zip(("source", "file", "block"), same, strict=True))
    columns |= {"number": pa.array(numbers), "line": pa.array(lines), "id": ids, "failure": told}
    return pa.RecordBatch.from_pydict(columns | made(pc.fill_null(texts, "")))


_PLACE = (pa.int32(), pa.string(), pa.int64())


def _parts(uri: str) -> tuple[str, ...]:
    """A file's path in the order in which a folder is read."""
    return PurePosixPath(unquote(urlparse(uri).path)).parts


def _name(uri: str, given: str) -> str:
    """A file as reports name it: the path given, joined with what is below it."""
    path, shown = unquote(urlparse(uri).path), given.rstrip("/")
    root = unquote(urlparse(shown).path) if "://" in given else str(Path(shown).absolute())
    below = path.removeprefix(root) if path.startswith(root) else path.rpartition(shown)[2]
    return f"{shown}/{below.lstrip('/')}" if below else given


def _first(error: Exception) -> str:
    return str(error).strip().split("\n", 1)[0]
