"""Records on any Hadoop path, numbered in input order: JSON Lines and Parquet as Spark reads them, rows as our readers judge them."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlparse

import pyarrow as pa

from quality.errors import InputError
from quality.model import Failure
from quality.read import jsonl
from quality.read.records import no_column, page_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pyspark.sql import DataFrame, SparkSession

    from quality.read.records import Columns

PARSED = "source int, file string, block long, number long, line long, id string, text string, failure string"
"""`number` counts rows of a block that hold something, `line` all its lines; one of `text` and `failure` is null."""

NAMELESS = -(1 << 62)
"""Stands for the row number of a record without an id until the rows before it are counted."""


def parsed(spark: SparkSession, paths: Sequence[str], columns: Columns) -> DataFrame:
    """Every row below the paths as `PARSED`.

    Raises:
        InputError: a path cannot be read.
    """
    frames = [_source(spark, number, path, columns) for number, path in enumerate(paths)]
    together = frames[0]
    for frame in frames[1:]:
        together = together.unionByName(frame)
    return together


def numbered(spark: SparkSession, rows: DataFrame) -> DataFrame:
    """Parsed rows that are records as (row, id, text); `row` ascends in input order, rows that are none leave gaps."""
    from pyspark.sql import functions as f

    starts = [(*block[:3], row, number) for block, row, number, _ in _starts(rows)]
    schema = "source int, file string, block long, row_start long, number_start long"
    places = f.broadcast(spark.createDataFrame(starts, schema))
    number = f.col("number_start") + f.col("number")
    return (
        rows.where("text is not null")
        .join(places, ["source", "file", "block"])
        .select(
            (f.col("row_start") + f.col("number")).alias("row"),
            f.coalesce("id", number.cast("string")).alias("id"),
            "text",
        )
    )


def failures(rows: DataFrame, paths: Sequence[str]) -> tuple[Failure, ...]:
    """Parsed rows that are no records, in input order."""
    lines = {block: line for block, _, _, line in _starts(rows)}
    bad = [r.asDict() for r in rows.where("failure is not null").drop("text", "id").collect()]
    bad.sort(key=lambda r: (r["source"], _parts(r["file"]), r["block"], r["line"]))
    found = []
    for r in bad:
        name = _name(r["file"], paths[r["source"]])
        line = lines[r["source"], r["file"], r["block"]] + r["line"] + 1
        found.append(Failure(f"{name}:{line}", r["failure"]))
    return tuple(found)


def _starts(rows: DataFrame) -> Iterator[tuple[tuple[Any, Any, Any], int, int, int]]:
    """For each block (source, file, start) in input order: the rows before it, those before it in its file, and the lines."""
    from pyspark.sql import functions as f

    counted = rows.groupBy("source", "file", "block").agg(f.max("number"), f.max("line")).collect()
    row = number = line = 0
    before: tuple[Any, Any] | None = None
    for block in sorted(counted, key=lambda b: (b[0], _parts(b[1]), b[2])):
        if before != block[:2]:
            before, number, line = block[:2], 0, 0
        yield tuple(block[:3]), row, number, line
        row, number, line = row + block[3] + 1, number + block[3] + 1, line + block[4] + 1


def _source(spark: SparkSession, number: int, path: str, columns: Columns) -> DataFrame:
    """One path: `.parquet`, or lines; a folder is read by what it holds."""
    from pyspark.errors import AnalysisException
    from pyspark.sql import functions as f

    place = ("_metadata.file_path as file", "_metadata.file_block_start as block")
    try:
        if path.rstrip("/").endswith(".parquet"):
            return _parquet(spark.read.parquet(path), number, path, columns)
        lines = spark.read.option("lineSep", "\n").text(path, pathGlobFilter="*.{jsonl,ndjson,json}")
        if lines.isEmpty():
            return _parquet(spark.read.option("pathGlobFilter", "*.parquet").parquet(path), number, path, columns)
        parse = _Lines(columns)
        return lines.selectExpr(*place, "value").mapInArrow(parse, PARSED).withColumn("source", f.lit(number))
    except AnalysisException as error:
        raise InputError(path, f"holds no JSON Lines or Parquet that Spark can read ({_first(error)})") from error


class _Lines:
    """Parses the lines of a partition; those of one block stand next to each other, in order."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns

    def __call__(self, parts: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        block: tuple[Any, Any] | None = None
        number = line = 0
        for part in parts:
            rows = []
            for file, start, text in zip(*(part.column(n).to_pylist() for n in range(3)), strict=True):
                if block != (file, start):
                    block, number, line = (file, start), 0, 0
                if text.strip():
                    rows.append(self._row(file, start, number, line, text))
                    number += 1
                line += 1
            yield _rows(rows)

    def _row(self, file: str, start: int, number: int, line: int, text: str) -> tuple[Any, ...]:
        found = jsonl.record(text.removeprefix("\ufeff"), "", line, NAMELESS, self._columns)
        if isinstance(found, Failure):
            return (0, file, start, number, line, None, None, found.message)
        name = None if found.record == str(NAMELESS) else found.record
        return (0, file, start, number, line, name, found.text, None)


def _parquet(frame: DataFrame, number: int, path: str, columns: Columns) -> DataFrame:
    from pyspark.sql import functions as f

    if columns.text not in frame.columns:
        raise InputError(path, no_column(columns, frame.columns))
    identity = f.col(columns.id).cast("string") if columns.id in frame.columns else f.lit(None).cast("string")
    chosen = frame.select(
        f.col("_metadata.file_path"), f.col("_metadata.row_index"), identity, f.col(columns.text).cast("string")
    )
    return chosen.mapInArrow(_parquet_rows, PARSED).withColumn("source", f.lit(number))


def _parquet_rows(parts: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for part in parts:
        rows: list[tuple[Any, ...]] = []
        for file, number, identity, text in zip(*(part.column(n).to_pylist() for n in range(4)), strict=True):
            page = page_of("", number + 1, number, text, identity)
            if isinstance(page, Failure):
                rows.append((0, file, 0, number, number, None, None, page.message))
            else:
                rows.append(
                    (0, file, 0, number, number, identity if identity is None else page.record, page.text, None)
                )
        yield _rows(rows)


_TYPES = (pa.int32(), pa.string(), pa.int64(), pa.int64(), pa.int64(), pa.string(), pa.string(), pa.string())


def _rows(rows: Sequence[tuple[Any, ...]]) -> pa.RecordBatch:
    names = [column.split()[0] for column in PARSED.split(", ")]
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    return pa.record_batch([pa.array(c, t) for c, t in zip(columns, _TYPES, strict=True)], names=names)


def _parts(uri: str) -> tuple[str, ...]:
    """A file's path in the order in which a folder is read."""
    return PurePosixPath(unquote(urlparse(uri).path)).parts


def _name(uri: str, given: str) -> str:
    """A file as reports name it: the path given, joined with what is below it."""
    below = unquote(urlparse(uri).path).rpartition(given.rstrip("/"))[2].lstrip("/")
    return f"{given.rstrip('/')}/{below}" if below else given


def _first(error: Exception) -> str:
    return str(error).strip().split("\n", 1)[0]
