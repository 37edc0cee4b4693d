"""Whole pages, invented in the manner of a newspaper that a machine extracted, against their annotation line by line.

A line of a page file is `article.block.piece role|text`: letters name articles, blocks count in reading order, pieces
in the order in which one paragraph is read; `-` is furniture. Blank lines are as on the page.
"""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

import pytest

from quality.model import Page
from quality.segment import segment

PAGES = sorted((Path(__file__).parent / "pages").glob("*.txt"))
BESIDE = ("caption", "credit:")
Article = list[tuple[str, tuple[str, ...]]]
_LINE = re.compile(r"(?:([A-Z])\.(\d+)(?:\.(\d+))?|-) (\w+)\|(.*)")


def read(path: Path) -> tuple[str, dict[str, Article]]:
    """A page's text, and its articles as (role, pieces of text) in reading order."""
    lines: list[str] = []
    pieces: list[tuple[str, int, int, str, str]] = []
    for row in path.read_text(encoding="utf-8").split("\n"):
        if (found := _LINE.fullmatch(row)) is None:
            lines.append(row)
            continue
        article, block, piece, role, text = found.groups()
        lines.append(text)
        pieces.append((article or "-", int(block or 0), int(piece or 0), role, text))
    articles: dict[str, Article] = {}
    for (article, _, role), rows in groupby(sorted(pieces), key=lambda p: (p[0], p[1], p[3])):
        articles.setdefault(article, []).append((role, tuple(text for *_, text in rows)))
    return "\n".join(lines), articles


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_a_page_is_read_as_it_was_annotated(path: Path) -> None:
    text, wanted = read(path)
    page = Page(path.name, text)
    found = segment(page)
    furniture = [("furniture", (page.slice(b.pieces[0].span),)) for b in found.furniture]
    assert furniture == wanted.pop("-", [])
    blocks = [
        [(b.role.value, tuple(page.slice(p.span) for p in b.pieces)) for b in article.blocks]
        for article in found.articles
    ]
    assert sorted(map(lines_of, blocks)) == sorted(map(lines_of, wanted.values()))


def lines_of(article: Article) -> list[str]:
    """An article as lines to compare: captions and credits at its end, for their place tells nothing."""
    told = [f"{role}: {' | '.join(pieces)}" for role, pieces in article]
    return [line for line in told if line[:7] not in BESIDE] + sorted(line for line in told if line[:7] in BESIDE)
