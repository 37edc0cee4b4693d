"""Parquet: one row is one record; only the two columns that count are read, batch by batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quality.errors import InputError
from quality.model import Encoding
from quality.read.encoding import marked_text, unmarked
from quality.read.records import no_column, page_of
from quality.read.special import PIPE, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyarrow as pa

    from quality.model import Failure, Page
    from quality.read.records import Columns


def read(path: Path, name: str, columns: Columns) -> Iterator[Page | Failure]:
    """A page for every row.

    Raises:
        InputError: the file cannot be opened, is damaged, or has no text column.
    """
    if kind_of(name) == PIPE:
        raise InputError(name, "is a pipe, and Parquet is read from its end: write it to a file, and name that")
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with path.open("rb") as opened, pq.ParquetFile(opened) as file:  # Arrow opens no name that is not UTF-8
            names = file.schema_arrow.names
            if columns.text not in names:
                raise InputError(name, no_column(columns, names))
            number = 0
            for batch in file.iter_batches(columns=[c for c in (columns.text, columns.id) if c in names]):
                for row in rows_of(batch):
                    yield record(row, name, number, columns)
                    number += 1
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        reason = str(error).strip().split("\n", 1)[0].rstrip(".")
        raise InputError(name, f"is no readable Parquet file ({reason}): write it again") from error


def record(row: dict[str, Any], name: str, number: int, columns: Columns) -> Page | Failure:
    """The page of one row, counted from 0; bytes that are marked as lost become U+FFFD and are kept."""
    text, encoding = row[columns.text], Encoding()
    if isinstance(text, str):
        text, encoding = unmarked(text, encoding)
    return page_of(name, number + 1, number, text, row.get(columns.id), encoding)


def rows_of(batch: pa.RecordBatch) -> list[dict[str, Any]]:
    """The rows of a batch; strings that are no UTF-8, which Parquet does not forbid, come marked."""
    try:
        rows: list[dict[str, Any]] = batch.to_pylist()
    except UnicodeDecodeError:
        columns = zip(*map(_values, batch.columns), strict=True)
        rows = [dict(zip(batch.schema.names, values, strict=True)) for values in columns]
    return rows


def _values(column: pa.Array) -> list[Any]:
    import pyarrow as pa

    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        return list(column.to_pylist())
    held = column.cast(pa.large_binary()).to_pylist()
    return [None if value is None else marked_text(value, "utf-8") for value in held]
