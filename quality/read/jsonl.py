"""JSON Lines: one row is one record, its text in the column `text`, its id in `id`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from quality.model import Encoding, Failure
from quality.read.encoding import decode, marked
from quality.read.plain import contents
from quality.read.records import SURROGATE, no_column, page_of, said_once

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from quality.model import Page
    from quality.read.records import Columns


def read(path: Path, name: str, columns: Columns) -> Iterator[Page | Failure]:
    """A page for every row; a row that has no text becomes a failure, the others go on.

    Raises:
        InputError: the file cannot be opened, or is binary.
    """
    text, encoding = decode(contents(path, name), name)
    yield from said_once(_rows(marked(text, encoding), name, columns), encoding)


def _rows(text: str, name: str, columns: Columns) -> Iterator[Page | Failure]:
    number = 0
    for line, row in enumerate(_lines(text), 1):
        if row.strip():
            yield record(row, name, line, number, columns)
            number += 1


def _lines(text: str) -> Iterator[str]:
    """One after the other: of a large file they need not be there all at once."""
    at = 0
    while (end := text.find("\n", at)) >= 0:
        yield text[at:end]
        at = end + 1
    yield text[at:]


def record(line: str, name: str, at: int, number: int, columns: Columns) -> Page | Failure:
    """The page of one line, or why it is none; bytes that are marked as lost become U+FFFD and are kept."""
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        return Failure(f"{name}:{at}", f"is no JSON ({error.msg} at column {error.colno}): mend or remove the line")
    except RecursionError:
        return Failure(f"{name}:{at}", "is nested too deeply: mend or remove the line")
    except ValueError:  # Python reads no number of more than 4,300 digits
        return Failure(f"{name}:{at}", "holds a number of too many digits: write it as a string")
    if not isinstance(row, dict):
        return Failure(f"{name}:{at}", "is no JSON object: write one object with a text in every line")
    if columns.text not in row:
        return Failure(f"{name}:{at}", no_column(columns, list(row)))
    text, encoding = row[columns.text], Encoding()
    if isinstance(text, str) and SURROGATE.search(line):
        text, encoding = _unmarked(text, json.loads(SURROGATE.sub("\ufffd", line))[columns.text])
    return page_of(name, at, number, text, row.get(columns.id), encoding)


def _unmarked(text: str, unmarked: str) -> tuple[str, Encoding]:
    """Text and lost bytes of a marked row: where it reads otherwise without marks. Half a surrogate pair that JSON spells is no mark."""
    lost = (
        (at, ord(mark) - 0xDC00) for at, (mark, char) in enumerate(zip(text, unmarked, strict=True)) if mark != char
    )
    return unmarked, Encoding(lost=tuple(lost))
