"""Page to articles in reading order, with every decision and its evidence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quality.model import Article, Block, Piece, Role, Segmentation, Span

if TYPE_CHECKING:
    from quality.model import Page

_LINE = re.compile(r"\S(?:[^\r\n]*\S)?")


def segment(page: Page) -> Segmentation:
    """Segments a page."""
    blocks = [Block(Role.PARAGRAPH, (Piece(Span(m.start(), m.end())),)) for m in _LINE.finditer(page.text)]
    return Segmentation(page, (Article.of(page, 0, blocks),) if blocks else ())
