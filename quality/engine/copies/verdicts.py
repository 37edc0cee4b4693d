"""Whether places that are alike are copies: asked once for two texts, and remembered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from quality.engine.copies.evidence import Pair, is_copy, is_part, is_story
from quality.engine.copies.reading import article_of
from quality.match.align import gaps
from quality.match.passages import extended

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from quality.engine.cache.memory import Table
    from quality.engine.copies.reading import Stretch
    from quality.match.passages import Extend

    Ints = NDArray[np.int64]
    Asked = tuple[Stretch, Stretch, int, int]
    """Two places, and how many places of the page and pages hold the passage."""


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
    left: Stretch
    right: Stretch

    def pair(self) -> Pair:
        """The two with their differences; a copy or part stands in no mould."""
        return Pair(self.left, self.right, gaps(self.left.key, self.right.key))


def growing(table: Table) -> Extend:
    """`extended`, which looks into the table first."""

    def extend(codes: NDArray[np.uint32], bounds: Ints, boxes: Ints) -> Ints:
        texts = np.searchsorted(bounds, boxes[[0, 2]], side="right") - 1
        bases = bounds[texts][[0, 0, 1, 1]]
        keys = np.concatenate((texts, boxes[:4] - bases, boxes[4:])).T
        values, known = table.find(keys)
        longest = np.diff(bounds)[texts]
        known &= _within(values, longest[0], longest[1], least=0)
        values[~known] = (extended(codes, bounds, boxes[:, ~known]) - bases[:, ~known]).T
        table.keep(keys, values, known)
        return values.T + bases

    return extend


def verdicts(asked: Sequence[Asked], table: Table) -> list[Verdict]:
    """A verdict for every pair of places that are copies or may be parts of one, in order."""
    keys = np.array([(*_ends(left, right), c, p) for left, right, c, p in asked], np.int64).reshape(len(asked), 8)
    values, known = table.find(keys)
    left, right = (
        np.array([len(s.reading.key) for s in sides], np.int64)
        for sides in ([a[0] for a in asked], [a[1] for a in asked])
    )
    known &= _within(values[:, 1:], left, right, least=1) & (values[:, 0] >= 0) & (values[:, 0] <= max(Kind))
    for number in np.flatnonzero(~known).tolist():
        verdict = _judged(*asked[number])
        values[number] = verdict.kind, *_ends(verdict.left, verdict.right)[2:]
    table.keep(keys, values, known)
    found = np.flatnonzero(values[:, 0] != Kind.NONE)
    return [
        _verdict(asked[n][0], asked[n][1], *row) for n, row in zip(found.tolist(), values[found].tolist(), strict=True)
    ]


def _verdict(left: Stretch, right: Stretch, kind: int, low: int, high: int, other: int, other_high: int) -> Verdict:
    return Verdict(Kind(kind), left.moved(low, high), right.moved(other, other_high))


def _judged(left: Stretch, right: Stretch, copies: int, pages: int) -> Verdict:
    return verdict_on(Pair.of(left, right), copies=copies, pages=pages)


def verdict_on(pair: Pair, *, copies: int, pages: int) -> Verdict:
    """What two places are, if so many places of their page, or so many pages, hold the passage."""
    if is_copy(pair, copies=copies, pages=pages):
        kind = Kind.STORY if is_story(pair) else Kind.COPY
    else:
        kind = Kind.PART if not pair.one_page and is_part(pair) else Kind.NONE
    return Verdict(kind, *pair.sides)


def standing(found: Sequence[Verdict]) -> list[bool]:
    """Which of them are copies; of two articles that share a story every part is."""
    stories = {_articles(v) for v in found if v.kind is Kind.STORY}
    return [v.kind in {Kind.COPY, Kind.STORY} or (v.kind is Kind.PART and _articles(v) in stories) for v in found]


def _articles(verdict: Verdict) -> tuple[int, int, int, int]:
    left, right = verdict.left, verdict.right
    return left.reading.number, article_of(left), right.reading.number, article_of(right)


def _ends(left: Stretch, right: Stretch) -> tuple[int, int, int, int, int, int]:
    return left.reading.number, right.reading.number, left.low, left.high, right.low, right.high


def _within(ends: Ints, left: Ints, right: Ints, *, least: int) -> NDArray[np.bool_]:
    """Where both are ranges of their texts, so long at least: a cache that is damaged has no other harm than work."""
    low, high, other_low, other_high = ends.T
    return np.asarray(
        (low >= 0)
        & (high - low >= least)
        & (high <= left)
        & (other_low >= 0)
        & (other_high - other_low >= least)
        & (other_high <= right)
    )
