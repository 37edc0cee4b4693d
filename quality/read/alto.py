"""ALTO XML: the pages of a scan with words, their places and confidences (Library of Congress, ALTO 2 to 4).

Every `Page` is a record. A `TextLine` is a line of the text, a blank line stands between `TextBlock`s; these stand in the
order of reading that their places tell, or in that of the file where words have no places. Entities beyond XML's own
five, and external subsets, are refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

from quality.errors import InputError
from quality.read.boxes import Drawing
from quality.read.plain import contents

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from quality.model import Page
    from quality.read.records import Columns

_BOX = ("HPOS", "VPOS", "WIDTH", "HEIGHT")


def read(path: Path, name: str, columns: Columns) -> Iterator[Page]:  # noqa: ARG001
    """The pages of one file.

    Raises:
        InputError: the file cannot be opened, is no XML, declares entities, or is no ALTO.
    """
    reader = _Reader(name)
    reader.parse(contents(path, name))
    if not reader.is_alto:
        raise InputError(name, "is XML, but no ALTO: extract its text, or name a file of text")
    yield from reader.pages


class _Reader:
    def __init__(self, name: str) -> None:
        self._name = name
        self._drawing: Drawing | None = None
        self._record = ""
        self.pages: list[Page] = []
        self.is_alto = False

    def parse(self, data: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.EntityDeclHandler = self._entity
        try:
            parser.Parse(data, True)  # noqa: FBT003
        except expat.ExpatError as error:
            raise InputError(self._name, f"is no well-formed XML (line {error.lineno}): export it anew") from error

    def _entity(self, *declaration: object) -> None:
        raise InputError(
            self._name, f"declares the entity `{declaration[0]}`, which is refused: export it without a DTD"
        )

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        match tag.rpartition(" ")[2]:
            case "alto":
                self.is_alto = True
            case "Page":
                self._drawing = Drawing()
                self._record = attributes.get("ID") or str(len(self.pages))
            case "String" if self._drawing is not None:
                self._drawing.word(attributes.get("CONTENT", ""), _number(attributes.get("WC")), _box(attributes))
            case "HYP" if self._drawing is not None:
                self._drawing.glue(attributes.get("CONTENT", "-"))

    def _end(self, tag: str) -> None:
        if self._drawing is None:
            return
        match tag.rpartition(" ")[2]:
            case "TextLine":
                self._drawing.line()
            case "TextBlock":
                self._drawing.block()
            case "Page":
                self.pages.append(self._drawing.page(self._name, self._record))
                self._drawing = None


def _number(value: str | None) -> float | None:
    try:
        return float(value) if value is not None else None
    except ValueError:
        return None


def _box(attributes: dict[str, str]) -> tuple[float, float, float, float] | None:
    left, top, width, height = (_number(attributes.get(key)) for key in _BOX)
    if left is None or top is None or width is None or height is None:
        return None
    return left, top, left + width, top + height
