"""HTML and hOCR: text blocks of a document, one record per document or per scanned page.

hOCR (Breuel, hOCR 1.2) is HTML whose elements of the classes `ocr_page`, `ocr_line` and `ocrx_word` carry places and
confidences in their titles. Nothing is fetched, scripts and styles are no text, and unknown entities stay as written.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from quality.read.boxes import Drawing
from quality.read.encoding import decode
from quality.read.plain import contents

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from quality.model import Page
    from quality.read.records import Columns

_BLOCKS = re.compile(
    "address|article|aside|blockquote|body|caption|d[dtl]|div|fieldset|figcaption|figure|footer|form|h[1-6r]|header|li|main|nav|[ou]l|p|pre"
    "|section|table|tbody|t[dhr]|tfoot|thead|title"
)
_SILENT = frozenset({"script", "style", "template", "noscript", "head", "svg", "math"})
_VOID = re.compile("area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr")
_LINES = frozenset({"ocr_line", "ocr_caption", "ocr_header", "ocr_textfloat", "ocrx_line"})
_PARTS = frozenset({"ocr_carea", "ocr_par", "ocrx_block"})
_BBOX = re.compile(r"\bbbox (-?[\d.]+) (-?[\d.]+) (-?[\d.]+) (-?[\d.]+)")
_WCONF = re.compile(r"\bx_wconf (-?[\d.]+)")


def read(path: Path, name: str, columns: Columns) -> Iterator[Page]:  # noqa: ARG001
    """The pages of one file: of a scan where it is hOCR, else the document's text.

    Raises:
        InputError: the file cannot be opened, or is binary.
    """
    text, _ = decode(contents(path, name), name)
    reader: _Scan | _Document = _Scan(name) if "ocr_page" in text else _Document(name)
    reader.feed(text)
    reader.close()
    yield from reader.pages()


class _Document(HTMLParser):
    """The text of a document: a blank line between blocks, a line where it breaks."""

    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self._name = name
        self._blocks: list[list[str]] = [[]]
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in _SILENT:
            self._silent += 1
        elif _BLOCKS.fullmatch(tag):
            self._blocks.append([])
        elif tag == "br":
            self._blocks[-1].append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(self._silent - 1, 0)
        elif _BLOCKS.fullmatch(tag):
            self._blocks.append([])

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._blocks[-1].append(re.sub(r"[ \t\r\n\f]+", " ", data))

    def pages(self) -> Iterator[Page]:
        """The document as the only record of its file."""
        drawing = Drawing()
        for block in self._blocks:
            for line in "".join(block).split("\n"):
                drawing.run(line.strip())
                drawing.line()
            drawing.block()
        yield drawing.page(self._name, "0")


class _Scan(HTMLParser):
    """The words of scanned pages."""

    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self._name = name
        self._pages: list[tuple[str, Drawing]] = []
        self._open: list[tuple[str, str]] = []
        """Open elements: tag and class."""
        self._title = ""
        self._word: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if _VOID.fullmatch(tag):
            return
        values = dict(attrs)
        kind = next(iter((values.get("class") or "").split()), "")
        self._open.append((tag, kind))
        if kind == "ocr_page":
            self._pages.append((values.get("id") or str(len(self._pages)), Drawing()))
        elif kind == "ocrx_word":
            self._title, self._word = values.get("title") or "", []

    def handle_data(self, data: str) -> None:
        if any(kind == "ocrx_word" for _, kind in self._open[-4:]):
            self._word.append(data)

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            opened, kind = self._open.pop()
            self._close(kind)
            if opened == tag:
                return

    def _close(self, kind: str) -> None:
        if not self._pages:
            return
        drawing = self._pages[-1][1]
        if kind == "ocrx_word":
            box, sure = _BBOX.search(self._title), _WCONF.search(self._title)
            places = (float(box[1]), float(box[2]), float(box[3]), float(box[4])) if box else None
            drawing.word("".join(self._word), float(sure[1]) / 100 if sure else None, places)
        elif kind in _LINES:
            drawing.line()
        elif kind in _PARTS:
            drawing.block()

    def pages(self) -> Iterator[Page]:
        """Every scanned page, a record each."""
        return (drawing.page(self._name, record) for record, drawing in self._pages)
