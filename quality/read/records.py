"""What the readers of records share: which columns hold text and id, and how a row becomes a page."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quality.model import Encoding, Failure, Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SURROGATE = re.compile("[\ud800-\udfff]")
"""JSON can spell half a surrogate pair; it is no character and cannot be written back as UTF-8."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns of a record that count; a record without an id is called by its row number."""

    text: str = "text"
    id: str = "id"


def page_of(
    name: str, line: int, number: int, text: object, identity: object, encoding: Encoding = Encoding(),  # noqa: B008
) -> Page | Failure:  # fmt: skip
    """The page of one row, or why it is none; `line` is 1-based and for people, `number` counts rows from 0."""
    if not isinstance(text, str):
        found = "nothing" if text is None else type(text).__name__
        return Failure(f"{name}:{line}", f"has {found} where its text should be: give every row a string")
    record = str(number) if identity is None else writable(str(identity))
    return Page(name, writable(text), record, encoding, line=line)


def said_once(rows: Iterable[Page | Failure], encoding: Encoding) -> Iterator[Page | Failure]:
    """The pages of a file, the first of which says what its first bytes did and how sure its encoding is: it speaks for all."""
    for page in rows:
        if isinstance(page, Page):
            yield replace(page, encoding=replace(encoding, lost=page.encoding.lost))
            encoding = Encoding(encoding.name)
        else:
            yield page


def place_of(page: Page) -> str:
    """File and line, as messages about inputs name a record."""
    return page.path if page.line is None else f"{page.path}:{page.line}"


def clash(record: str | None, first: str) -> str:
    """What is wrong with a record whose id another one has, which stands there."""
    return f"has the id `{record}`, which stands in {first} already: give every record an id of its own"


def no_column(columns: Columns, present: list[str]) -> str:
    """The message for a container without the text column."""
    shown = ", ".join(f"`{c}`" for c in present[:12]) or "no column"
    return f"has no column `{columns.text}` but {shown}: name the right one with --text-column"


def writable(text: str) -> str:
    """The text with U+FFFD for each half of a surrogate pair."""
    return SURROGATE.sub("\ufffd", text)
