"""Parquet: one row is one record; only the two columns that count are read, batch by batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quality.errors import InputError
from quality.read.records import no_column, page_of
from quality.read.special import PIPE, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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
                for row in batch.to_pylist():
                    yield page_of(name, number + 1, number, row[columns.text], row.get(columns.id))
                    number += 1
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        reason = str(error).strip().split("\n", 1)[0].rstrip(".")
        raise InputError(name, f"is no readable Parquet file ({reason}): write it again") from error
