"""JSON Lines: one row is one record, its text in the column `text`, its id in `id`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from quality.errors import InputError
from quality.model import Failure, Page
from quality.read.encoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def read(path: Path, name: str) -> Iterator[Page | Failure]:
    """A page for every row; a row that has no text becomes a failure, the others go on."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(name, f"cannot be read ({error.strerror})") from error
    text, _ = decode(data, name)
    for number, line in enumerate(text.split("\n")):
        if line.strip():
            yield _record(line, number, name)


def _record(line: str, number: int, name: str) -> Page | Failure:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        return Failure(f"{name}:{number + 1}", f"is no JSON ({error.msg}): mend or remove the line")
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        return Failure(f"{name}:{number + 1}", "has no string in its column `text`")
    return Page(name, row["text"], str(row.get("id", number)))
