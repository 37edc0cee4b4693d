"""CSV and TSV with a header line: one row is one record; an empty field is no id.

A quotation mark that is never closed takes all that follows into its row: such a row is no record but a failure that names its line.
"""

from __future__ import annotations

import csv
import io
import sys
from typing import TYPE_CHECKING

from quality.errors import InputError
from quality.model import Encoding, Failure
from quality.read.encoding import decode, marked, unmarked
from quality.read.plain import contents
from quality.read.records import no_column, page_of, said_once

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from quality.model import Page
    from quality.read.records import Columns


def read(path: Path, name: str, columns: Columns) -> Iterator[Page | Failure]:
    """A page for every row; a row with too few or too many fields becomes a failure, the others go on.

    Raises:
        InputError: the file cannot be opened, is binary, or has no text column.
    """
    text, encoding = decode(contents(path, name), name)
    csv.field_size_limit(sys.maxsize)
    lines: list[str] = []
    rows = csv.reader(
        _kept(io.StringIO(marked(text, encoding), newline=""), lines),
        delimiter="\t" if path.suffix.lower() == ".tsv" else ",",
    )
    try:
        yield from said_once(_records(rows, lines, name, columns), encoding)
    except csv.Error as error:
        raise InputError(f"{name}:{rows.line_num}", f"is no CSV ({error}): mend the line") from error


def _kept(lines: Iterable[str], kept: list[str]) -> Iterator[str]:
    """The lines, each kept as well, so that it can be seen what a row was made of."""
    for line in lines:
        kept.append(line)
        yield line


def _is_open(row: str) -> bool:
    """True where a row of several lines ends within a quotation; marks inside one are doubled, so that all come in pairs."""
    return row.count('"') % 2 == 1 and not row.rstrip().endswith('"')


def _records(rows: Iterator[list[str]], lines: list[str], name: str, columns: Columns) -> Iterator[Page | Failure]:
    """`lines` holds those that the rows read; those of a row are taken out with it."""
    head = next(rows, [])
    lines.clear()
    if columns.text not in head:
        raise InputError(name, no_column(columns, head))
    number = 0
    line = getattr(rows, "line_num", 0)
    for row in rows:
        begin, line = line + 1, getattr(rows, "line_num", 0)
        torn = len(lines) > 1 and _is_open("".join(lines))
        lines.clear()
        if not row:
            continue
        if torn:
            yield Failure(f"{name}:{begin}", "opens a quotation mark that is never closed: close it")
        elif len(row) == len(head):
            record = dict(zip(head, row, strict=True))
            text, encoding = unmarked(record[columns.text], Encoding())
            yield page_of(name, begin, number, text, record.get(columns.id) or None, encoding)
        else:
            yield Failure(f"{name}:{begin}", f"has {len(row)} fields where the header names {len(head)}: mend the row")
        number += 1
