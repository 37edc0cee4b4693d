"""Page to articles in reading order, with every decision and its evidence.

    lines → reflow (joins) → stories (boundaries, roles) → order → decisions → views

Every character that is no layout space stands in exactly one block, of an article or of the furniture.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from quality.model import Article, Block, Piece, Role, Segmentation
from quality.segment.decisions import displaced, joins, truncated
from quality.segment.lines import read_lines
from quality.segment.order import Order, apply_moves, split_stories
from quality.segment.reflow import Reflow
from quality.segment.seams import glue
from quality.segment.stories import Stories

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quality.model import Page
    from quality.segment.lines import Line
    from quality.segment.reflow import Part
    from quality.segment.stories import Story


def segment(page: Page, *, join: bool = True, reorder: bool = True) -> Segmentation:
    """Segments a page.

    Without `join` every line is its own block; without `reorder` every fragment stays where it is printed, inside the
    article that it was printed in. The decisions are told all the same.
    """
    lines = read_lines(page.text)
    reflow = Reflow(lines)
    parts = reflow.parts()
    stories = Stories(lines, parts, reflow)
    found = stories.group()
    split_stories(lines, found)
    moves = Order(lines, found).moves()
    told = displaced(lines, found, moves), truncated(lines, found)
    if reorder:
        apply_moves(found, moves)
    articles = tuple(
        Article.of(page, number, tuple(_blocks(story, lines, join=join, reorder=reorder)))
        for number, story in enumerate(found)
    )
    furniture = tuple(_block(Role.FURNITURE, (n,), lines) for part in stories.furniture for n in part.lines)
    return Segmentation(page, articles, furniture, joins(lines, parts), *told)


def _blocks(story: Story, lines: Sequence[Line], *, join: bool, reorder: bool) -> Iterator[Block]:
    runs = [(role, run) for role, part in story.parts for run in _runs(part, join=join, reorder=reorder)]
    if not reorder:
        runs.sort(key=lambda pair: pair[1])
    return (_block(role, run, lines) for role, run in runs)


def _runs(part: Part, *, join: bool, reorder: bool) -> Iterator[tuple[int, ...]]:
    """The lines of a part as one run, or cut where joins or bridges are not wanted."""
    start = 0
    for at in range(1, len(part.lines) + 1):
        end = at == len(part.lines)
        if end or not join or (not reorder and part.lines[at] != part.lines[at - 1] + 1):
            yield part.lines[start:at]
            start = at


def _block(role: Role, run: Sequence[int], lines: Sequence[Line]) -> Block:
    pieces = [Piece(lines[run[0]].span)]
    for left, right in pairwise(run):
        pieces.append(Piece(lines[right].span, glue(lines[left].text, lines[right].text)))
    return Block(role, tuple(pieces))
