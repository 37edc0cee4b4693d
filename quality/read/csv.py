"""CSV and TSV with a header line: one row is one record; an empty field is no id."""

from __future__ import annotations

import csv
import io
import sys
from typing import TYPE_CHECKING

from quality.errors import InputError
from quality.model import Failure
from quality.read.encoding import decode
from quality.read.plain import contents
from quality.read.records import no_column, page_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from quality.model import Page
    from quality.read.records import Columns


def read(path: Path, name: str, columns: Columns) -> Iterator[Page | Failure]:
    """A page for every row; a row with too few or too many fields becomes a failure, the others go on.

    Raises:
        InputError: the file cannot be opened, is binary, or has no text column.
    """
    text, _ = decode(contents(path, name), name)
    csv.field_size_limit(sys.maxsize)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if path.suffix.lower() == ".tsv" else ",")
    try:
        yield from _records(rows, name, columns)
    except csv.Error as error:
        raise InputError(f"{name}:{rows.line_num}", f"is no CSV ({error}): mend the line") from error


def _records(rows: Iterator[list[str]], name: str, columns: Columns) -> Iterator[Page | Failure]:
    head = next(rows, [])
    if columns.text not in head:
        raise InputError(name, no_column(columns, head))
    number = 0
    line = getattr(rows, "line_num", 0)
    for row in rows:
        begin, line = line + 1, getattr(rows, "line_num", 0)
        if not row:
            continue
        if len(row) == len(head):
            record = dict(zip(head, row, strict=True))
            yield page_of(name, begin, number, record[columns.text], record.get(columns.id) or None)
        else:
            yield Failure(f"{name}:{begin}", f"has {len(row)} fields where the header names {len(head)}: mend the row")
        number += 1
