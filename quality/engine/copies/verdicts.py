"""Whether places that are alike are copies: asked once for two texts, and remembered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from quality.engine.copies.evidence import is_copy, is_part, is_story
from quality.engine.copies.pair import Pair
from quality.engine.copies.reading import Stretch, article_of
from quality.match.align import gaps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from quality.engine.cache.memory import Memory
    from quality.engine.copies.reading import Reading, Readings

    Ints = NDArray[np.int64]


class Kind(IntEnum):
    """What two places are."""

    NONE = 0
    COPY = 1
    STORY = 2
    """Copies of a whole story."""
    PART = 3
    """No copies by themselves, but perhaps of a story that their articles share."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What two places are, reduced to what is alike."""

    kind: Kind
    texts: Sequence[Reading] | Readings
    ends: tuple[int, ...]
    """Numbers of the two texts, and first and last (exclusive) index in the left and in the right one."""

    @property
    def left(self) -> Stretch:
        """The place that is read earlier."""
        return Stretch(self.texts[self.ends[0]], *self.ends[2:4])

    @property
    def right(self) -> Stretch:
        """The other one."""
        return Stretch(self.texts[self.ends[1]], *self.ends[4:6])

    def pair(self) -> Pair:
        """The two with their differences; a copy or part stands in no mould."""
        left, right = self.left, self.right
        return Pair(left, right, gaps(left.key, right.key))


def verdicts(asked: Ints, texts: Readings, memory: Memory) -> list[Verdict]:
    """A verdict for every pair of places that are copies or may be parts of one, in order.

    A row of `asked`: numbers of the two texts, their four ends, how many places of the page and how many pages hold the passage.
    """
    values, known = memory.find(asked)
    left, right = (np.diff(texts.bounds)[asked[:, side]] - 1 for side in (0, 1))
    known &= _within(values[:, 1:], left, right) & (values[:, 0] >= 0) & (values[:, 0] <= max(Kind))
    for number in np.flatnonzero(~known).tolist():
        i, j, low, high, other, other_high, copies, pages = asked[number].tolist()
        sides = Stretch(texts[i], low, high), Stretch(texts[j], other, other_high)
        values[number] = _judged(*sides, copies, pages)
    memory.keep(asked, values, known)
    found = np.flatnonzero(values[:, 0] != Kind.NONE)
    return [
        Verdict(Kind(kind), texts, (*numbers, *ends))
        for numbers, (kind, *ends) in zip(asked[found, :2].tolist(), values[found].tolist(), strict=True)
    ]


def _judged(left: Stretch, right: Stretch, copies: int, pages: int) -> tuple[int, ...]:
    """The verdict on two places, and the ends of what is alike."""
    pair = Pair.of(left, right)
    return kind_of(pair, copies=copies, pages=pages), *ends_of(pair)


def ends_of(pair: Pair) -> tuple[int, int, int, int]:
    """First and last (exclusive) index of what is alike, left and right."""
    return pair.left.low, pair.left.high, pair.right.low, pair.right.high


def kind_of(pair: Pair, *, copies: int, pages: int) -> Kind:
    """What two places are, if so many places of their page, or so many pages, hold the passage."""
    if is_copy(pair, copies=copies, pages=pages):
        return Kind.STORY if is_story(pair) else Kind.COPY
    return Kind.PART if not pair.one_page and is_part(pair) else Kind.NONE


def standing(found: Sequence[Verdict]) -> list[bool]:
    """Which of them are copies; of two articles that share a story every part is."""
    stories = {_articles(v) for v in found if v.kind is Kind.STORY}
    return [v.kind in {Kind.COPY, Kind.STORY} or (v.kind is Kind.PART and _articles(v) in stories) for v in found]


def _articles(verdict: Verdict) -> tuple[int, int, int, int]:
    left, right, *_ = verdict.ends
    return left, article_of(verdict.left), right, article_of(verdict.right)


def _within(ends: Ints, left: Ints, right: Ints) -> NDArray[np.bool_]:
    """Where both are ranges of their texts, none empty: a cache that is damaged has no other harm than work."""
    low, high, other_low, other_high = ends.T
    return np.asarray(
        (low >= 0)
        & (high - low > 0)
        & (high <= left)
        & (other_low >= 0)
        & (other_high - other_low > 0)
        & (other_high <= right)
    )
