"""Which articles and passages stand twice: candidates from the matcher, verified pairs, and the copy that stays."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from quality.engine.evidence import HAN, NEAR, SENTENCE, STORY, Pair, is_copy, is_part, is_story
from quality.engine.groups import groups
from quality.engine.reading import Reading, Stretch, article_of, readings
from quality.engine.witnesses import Inspector
from quality.match.passages import ALPHABETIC, Passage, find_passages, laid_out
from quality.match.repeated import repeated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from quality.model import Alignment, Cluster, Hit, Segmentation

STRETCH = 50
"""Folded characters from which a stretch that stands elsewhere is counted; letters of an alphabet weigh a third."""
CHANCE = 2
FOREIGN = 400
"""Folded characters of other text, whole lines of it, that may stand inside a copy."""
SOME = 0.3
"""A place counts as one more where it holds most of the passage; not where it shares a phrase with it."""


@dataclass(frozen=True, slots=True)
class Copies:
    """What stands twice; and, in words, what stands twice by right or was not looked at."""

    alignments: tuple[Alignment, ...] = ()
    notes: tuple[str, ...] = ()


def find_copies(segmentations: Sequence[Segmentation], clusters: Sequence[Cluster], hits: Sequence[Hit]) -> Copies:
    """Verified pairs of articles and passages, outside the records that go with their cluster.

    Of n copies n - 1 pairs, all with the copy that stays. `hits` are those of all other rules: the survivor is the copy with the
    fewest inside.
    """
    leaving = {a.leaver.page.key for c in clusters for a in c.pairs}
    texts = readings([s for s in segmentations if s.page.key not in leaving])
    codes, bounds = laid_out([t.key for t in texts])
    alphabetic = len(codes) > 0 and float((codes >= ord(HAN)).mean()) < 0.3
    search = find_passages(codes, bounds, shortest=SENTENCE - 5, sensitivity=ALPHABETIC if alphabetic else None)
    elsewhere = int(repeated(codes, 3 * STRETCH if alphabetic else STRETCH).sum())
    places = list(_places(search.passages, texts, bounds))
    pairs = list(_verified(places))
    inspector = Inspector(hits)
    alignments = tuple(inspector.aligned(group) for group in groups(pairs, inspector.best))
    return Copies(
        tuple(a for group in alignments for a in group), tuple(_notes(places, pairs, search.skipped, elsewhere))
    )


def _verified(places: Sequence[tuple[Stretch, Stretch]]) -> Iterator[Pair]:
    """The pairs that are copies; of two articles that share a story every part."""
    depths = _Depths(places)
    stories: set[tuple[int, int, int, int]] = set()
    rest: list[Pair] = []
    for left, right in places:
        if left.reading is not right.reading and len(left) < STORY - 2 * NEAR:
            continue
        pair = Pair.of(left, right)
        if is_copy(pair, **depths.of(left, right)):
            stories |= {_articles(pair)} if is_story(pair) else set()
            yield pair
        elif not pair.one_page:
            rest.append(pair)
    yield from (pair for pair in rest if _articles(pair) in stories and is_part(pair))


def _articles(pair: Pair) -> tuple[int, int, int, int]:
    (left, right) = pair.sides
    return left.reading.number, article_of(left), right.reading.number, article_of(right)


def _notes(
    places: Sequence[tuple[Stretch, Stretch]], pairs: Sequence[Pair], skipped: int, elsewhere: int
) -> Iterator[str]:
    if elsewhere:
        yield f"{elsewhere} characters lie in stretches of {STRETCH} and more that stand elsewhere to the letter"
    across = sum(a.reading is not b.reading for a, b in places) - sum(not p.one_page for p in pairs)
    if across:
        yield f"{across} passages stand on two pages or more by right (quotations, formulae, moulds): no findings"
    if skipped:
        yield f"{skipped} places hold words that stand too often to be compared"


def _places(
    passages: Iterable[Passage], texts: Sequence[Reading], bounds: NDArray[np.int64]
) -> Iterator[tuple[Stretch, Stretch]]:
    """Passages as parts of their texts; those that only whole lines of other text separate are one."""
    found: dict[tuple[int, int], list[tuple[Stretch, Stretch]]] = defaultdict(list)
    for p in passages:
        i, j = (np.searchsorted(bounds, (p.left, p.right), side="right") - 1).tolist()
        left = Stretch(texts[i], p.left - int(bounds[i]), p.left_end - int(bounds[i]))
        right = Stretch(texts[j], p.right - int(bounds[j]), p.right_end - int(bounds[j]))
        mine = found[i, j]
        for at in range(len(mine) - 1, max(len(mine) - 5, -1), -1):
            if _goes_on(mine[at][0], left, mine[at][1], right):
                mine[at] = (
                    mine[at][0].moved(mine[at][0].low, left.high),
                    mine[at][1].moved(mine[at][1].low, right.high),
                )
                break
        else:
            mine.append((left, right))
    return (pair for pairs in found.values() for pair in pairs)


def _goes_on(left: Stretch, later_left: Stretch, right: Stretch, later_right: Stretch) -> bool:
    """True where a passage goes on: little is between on one side, and only whole lines of other text on the other."""
    between = (later_left.low - left.high, later_right.low - right.high)
    overlapping = left.reading is right.reading and later_left.high > right.low
    if min(between) < -NEAR or min(between) > NEAR or max(between) > FOREIGN or overlapping:
        return False
    first, later = (left, later_left) if between[0] >= between[1] else (right, later_right)
    return max(between) <= 2 * NEAR or (
        _line_ends(first.reading, first.high - CHANCE, first.high + NEAR)
        and _line_ends(later.reading, later.low - NEAR, later.low + CHANCE)
    )


def _line_ends(reading: Reading, low: int, high: int) -> bool:
    """True where a line of the page ends in a range: alignments run a little into other text, or stop short of it."""
    return any(reading.breaks(index) for index in range(low, high + 1))


class _Depths:
    """How many places of a page, and how many pages, hold a passage: passages laid over each other and counted."""

    def __init__(self, places: Sequence[tuple[Stretch, Stretch]]) -> None:
        self._sums: dict[tuple[int, bool], NDArray[np.int64]] = {}
        marks: dict[tuple[int, bool], list[tuple[int, int]]] = defaultdict(list)
        for left, right in places:
            same = left.reading is right.reading
            for side in (left, right):
                marks[side.reading.number, same].append((side.low, side.high))
        lengths = {s.reading.number: len(s.reading.key) for pair in places for s in pair}
        for (page, same), ranges in marks.items():
            steps = np.zeros(lengths[page] + 1, np.int64)
            lows, highs = np.array(ranges).T
            np.add.at(steps, lows, 1)
            np.add.at(steps, highs, -1)
            self._sums[page, same] = np.concatenate(([0], np.cumsum(np.cumsum(steps)[:-1])))

    def of(self, left: Stretch, right: Stretch) -> dict[str, int]:
        """The counts that `is_copy` asks for: the greater of both sides."""
        return {
            "copies": 1 + max(self._mean(left, same=True), self._mean(right, same=True)),
            "pages": 1 + max(self._mean(left, same=False), self._mean(right, same=False)),
        }

    def _mean(self, side: Stretch, *, same: bool) -> int:
        sums = self._sums.get((side.reading.number, same))
        return 0 if sums is None else int(float(sums[side.high] - sums[side.low]) / max(len(side), 1) + SOME)
