"""Page to articles in reading order, with every decision and its evidence.

    lines → reflow (joins) → stories (boundaries, roles) → order → decisions → views

Every character that is no layout space stands in exactly one block, of an article or of the furniture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quality.model import Segmentation
from quality.segment.decisions import displaced, joins, truncated
from quality.segment.lines import USUAL, read_lines
from quality.segment.order import Order, apply_moves
from quality.segment.reflow import Reflow
from quality.segment.standfirsts import mark_standfirsts
from quality.segment.stories import Stories
from quality.segment.views import articles, furniture

if TYPE_CHECKING:
    from quality.model import Page
    from quality.segment.habits import Habits


def segment(page: Page, *, join: bool = True, reorder: bool = True, habits: Habits = USUAL) -> Segmentation:
    """Segments a page.

    Without `join` every line is its own block; without `reorder` every fragment stays where it is printed, inside the
    article that it was printed in. The decisions are told all the same. `habits` are the paper's own patterns.
    """
    lines = read_lines(page, habits)
    reflow = Reflow(lines, page.text)
    parts = reflow.parts()
    grouping = Stories(lines, parts, reflow)
    stories = grouping.group()
    order = Order(lines, stories)
    order.split()
    mark_standfirsts(lines, stories)
    moves = order.moves()
    told = displaced(lines, stories, moves), truncated(lines, stories, moves)
    if reorder:
        apply_moves(stories, moves)
    found = tuple(articles(page, stories, lines, join=join, reorder=reorder))
    rest = tuple(furniture(grouping.furniture, lines))
    return Segmentation(page, found, rest, joins(lines, parts, page.text), *told)
