"""Stories as articles: blocks of source spans with their glue, and the marks that are no text."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from quality.model import Article, Block, Piece, Role, Span
from quality.segment.seams import glue

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quality.model import Page
    from quality.segment.lines import Line
    from quality.segment.reflow import Part
    from quality.segment.stories import Story


def articles(
    page: Page, stories: Sequence[Story], lines: Sequence[Line], *, join: bool, reorder: bool
) -> Iterator[Article]:
    """An article for every story."""
    positions: dict[int, int] = {}
    for number, story in enumerate(story for story in stories if story.parts):
        if join and reorder:
            runs = [(role, part.lines) for role, part in story.parts]
        else:
            runs = [(role, run) for role, part in story.parts for run in _runs(part, join=join)]
        if not reorder:
            runs.sort(key=lambda pair: pair[1])
        positions[id(story)] = number
        under = positions.get(id(story.under))
        yield Article.of(page, number, [_block(role, run, lines) for role, run in runs], under)


def furniture(parts: Sequence[Part], lines: Sequence[Line]) -> Iterator[Block]:
    """Named furniture line by line, and the marks of headings, in page order."""
    numbers = {n for part in parts for n in part.lines}
    for number, line in enumerate(lines):
        if line.marker:
            yield Block(Role.FURNITURE, (Piece(line.marker),))
        if number in numbers:
            yield _block(Role.FURNITURE, (number,), lines)


def _runs(part: Part, *, join: bool) -> list[tuple[int, ...]]:
    """The lines of a part, cut where it goes on elsewhere on the page, or at every line where joins are not wanted."""
    numbers = part.lines
    cuts = [at for at in range(1, len(numbers)) if not join or numbers[at] != numbers[at - 1] + 1]
    return [numbers[start:end] for start, end in pairwise((0, *cuts, len(numbers)))]


def _block(role: Role, run: Sequence[int], lines: Sequence[Line]) -> Block:
    line = lines[run[0]]
    first = Piece(Span(line.start, line.end))
    if len(run) == 1:
        return Block(role, (first,))
    rest = (Piece(lines[right].span, glue(lines[left].text, lines[right].text)) for left, right in pairwise(run))
    return Block(role, (first, *rest))
