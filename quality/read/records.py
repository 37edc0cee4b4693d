"""What the readers of records share: which columns hold text and id, and how a row becomes a page."""

from __future__ import annotations

import re
from dataclasses import dataclass

from quality.model import Failure, Page

_SURROGATE = re.compile("[\ud800-\udfff]")
"""JSON can spell half a surrogate pair; it is no character and cannot be written back as UTF-8."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns of a record that count; a record without an id is called by its row number."""

    text: str = "text"
    id: str = "id"


def page_of(name: str, line: int, number: int, text: object, identity: object) -> Page | Failure:
    """The page of one row, or why it is none; `line` is 1-based and for people, `number` counts rows from 0."""
    if not isinstance(text, str):
        found = "nothing" if text is None else type(text).__name__
        return Failure(f"{name}:{line}", f"has {found} where its text should be: give every row a string")
    record = str(number) if identity is None else writable(str(identity))
    return Page(name, writable(text), record)


def no_column(columns: Columns, present: list[str]) -> str:
    """The message for a container without the text column."""
    shown = ", ".join(f"`{c}`" for c in present[:12]) or "no column"
    return f"has no column `{columns.text}` but {shown}: name the right one with --text-column"


def writable(text: str) -> str:
    """The text with U+FFFD for each half of a surrogate pair."""
    return _SURROGATE.sub("\ufffd", text)
