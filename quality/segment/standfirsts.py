"""Standfirsts without a label: short paragraphs between the headings and the story that say beforehand what it will say."""

from __future__ import annotations

from itertools import islice, pairwise, takewhile
from typing import TYPE_CHECKING

import numpy as np

from quality.model import Role
from quality.segment.shapes import DATELINE, is_item, opens_paragraph, opens_speech
from quality.text.folding import encode
from quality.text.telling import BITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quality.segment.lines import Line
    from quality.segment.reflow import Part
    from quality.segment.stories import Story

SHORT = 100
"""Characters of the longest paragraph of a standfirst."""
FEWEST, MOST = 2, 5
"""Paragraphs of a standfirst that stands below the names of the writers."""
STORY = 6
"""Paragraphs of the shortest story that is summed up so."""
SUMMED = 0.5
"""Share of its pairs of characters that stand further below, too; of a first paragraph a third does."""


def mark_standfirsts(lines: Sequence[Line], stories: Sequence[Story]) -> None:
    """Gives the role to the paragraphs that open a long story, if at least two in a row sum it up and the next does not."""
    for story in stories:
        if len(story.parts) > FEWEST + STORY and not story.photo and story.of(Role.HEADLINE):
            opening = _opening(lines, story)
            if FEWEST <= len(opening) <= MOST:
                story.parts = [(Role.STANDFIRST if part in opening else role, part) for role, part in story.parts]


def _opening(lines: Sequence[Line], story: Story) -> list[Part]:
    first = next((at for at, (role, _) in enumerate(story.parts) if role is Role.PARAGRAPH), len(story.parts))
    run = takewhile(lambda pair: pair[0] is Role.PARAGRAPH and _may_sum_up(lines, pair[1]), story.parts[first:])
    short = [part for _, part in islice(run, MOST + 1)]
    rest = [part for role, part in story.parts[first + len(short) :] if role is Role.PARAGRAPH]
    if len(short) < FEWEST or len(rest) < STORY:
        return []
    texts = [_text(lines, part) for part in (*short, *rest)]
    sums = (_share(text, "\n".join(texts[at:])) >= SUMMED for at, text in enumerate(texts[: len(short)], 1))
    return short[: sum(takewhile(bool, sums))]


def _may_sum_up(lines: Sequence[Line], part: Part) -> bool:
    """True for a short whole paragraph that is no speech, no dateline and no point of a list."""
    if part.kind is DATELINE or part.torn or part.inside or sum(len(lines[n].text) for n in part.lines) > SHORT:
        return False
    text = lines[part.first].text
    return not (is_item(text) or opens_speech(text) or opens_paragraph(text))


def _text(lines: Sequence[Line], part: Part) -> str:
    return "".join([lines[n].text for n in part.lines])


def _share(text: str, below: str) -> float:
    """The share of its pairs of characters that a paragraph has in common with what stands below."""
    pairs = {ord(left) << BITS | ord(right) for left, right in pairwise(text) if left.isalnum() and right.isalnum()}
    codes = encode(below).astype(np.int64)
    keys = np.sort(codes[:-1] << BITS | codes[1:])  # once, where every pair that is missing took a search of all below
    own = np.fromiter(pairs, np.int64, len(pairs))
    return float((keys.take(keys.searchsorted(own), mode="clip") == own).sum()) / (len(pairs) or 1)
