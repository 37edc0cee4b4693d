"""Which articles and passages stand twice: candidates from the matcher, verified pairs, and the copy that stays."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from quality.engine.evidence import NEAR, SENTENCE, STORY, Pair
from quality.engine.groups import groups
from quality.engine.memory import Memory
from quality.engine.reading import Reading, Stretch, article_of, readings
from quality.engine.verdicts import Kind, Verdict, growing, verdicts
from quality.engine.witnesses import Inspector
from quality.match.passages import ALPHABETIC, Passage, find_passages, laid_out, sensitivity_of
from quality.match.repeated import repeated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from quality.model import Alignment, Cluster, Hit, Page, Segmentation

    Recall = Callable[[Sequence[Page]], Memory]

STRETCH = 50
"""Folded characters from which a stretch that stands elsewhere is counted; letters of an alphabet weigh a third."""
CHANCE = 2
FOREIGN = 400
"""Folded characters of other text, whole lines of it, that may stand inside a copy."""
MANY = 3
"""So many places or pages are as good as any more: the passage is nobody's copy of another."""
SOME = 0.3
"""A place counts as one more where it holds most of the passage; not where it shares a phrase with it."""


@dataclass(frozen=True, slots=True)
class Copies:
    """What stands twice; and, in words, what stands twice by right or was not looked at."""

    alignments: tuple[Alignment, ...] = ()
    notes: tuple[str, ...] = ()


def find_copies(
    segmentations: Sequence[Segmentation],
    clusters: Sequence[Cluster],
    hits: Sequence[Hit],
    recall: Recall | None = None,
) -> Copies:
    """Verified pairs of articles and passages, outside the records that go with their cluster.

    Of n copies n - 1 pairs, all with the copy that stays. `hits` are those of all other rules: the survivor is the copy with the
    fewest inside. `recall` gives what is known of pairs of these pages, and keeps what is learned.
    """
    leaving = {a.leaver.page.key for c in clusters for a in c.pairs}
    texts = readings([s for s in segmentations if s.page.key not in leaving])
    memory = recall([t.page for t in texts]) if recall else Memory()
    codes, bounds = laid_out([t.key for t in texts])
    sensitivity = sensitivity_of(codes)
    search = find_passages(
        codes,
        bounds,
        shortest=SENTENCE - 5,
        sensitivity=sensitivity,
        extend=growing(memory.grown),
    )
    elsewhere = int(repeated(codes, 3 * STRETCH if sensitivity is ALPHABETIC else STRETCH).sum())
    places = list(_places(search.passages, texts, bounds))
    pairs = list(_verified(places, memory))
    inspector = Inspector(hits)
    alignments = tuple(inspector.aligned(group) for group in groups(pairs, inspector.best))
    return Copies(
        tuple(a for group in alignments for a in group), tuple(_notes(places, pairs, search.skipped, elsewhere))
    )


def _verified(places: Sequence[tuple[Stretch, Stretch]], memory: Memory) -> Iterator[Pair]:
    """The pairs that are copies; of two articles that share a story every part."""
    asked = [
        (left, right, *depth)
        for (left, right), depth in zip(places, _depths(places), strict=True)
        if left.reading is right.reading or len(left) >= STORY - 2 * NEAR
    ]
    found = verdicts(asked, memory.judged)
    stories = {_articles(v) for v in found if v.kind is Kind.STORY}
    yield from (v.pair() for v in found if v.kind in {Kind.COPY, Kind.STORY})
    yield from (v.pair() for v in found if v.kind is Kind.PART and _articles(v) in stories)


def _articles(verdict: Verdict) -> tuple[int, int, int, int]:
    left, right = verdict.left, verdict.right
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
    passages: Sequence[Passage], texts: Sequence[Reading], bounds: NDArray[np.int64]
) -> Iterator[tuple[Stretch, Stretch]]:
    """Passages as parts of their texts; those that only whole lines of other text separate are one."""
    found: dict[tuple[int, int], list[tuple[Stretch, Stretch]]] = defaultdict(list)
    holders = np.searchsorted(bounds, [(p.left, p.right) for p in passages], side="right") - 1
    starts = bounds.tolist()
    for p, (i, j) in zip(passages, holders.tolist(), strict=True):
        left = Stretch(texts[i], p.left - starts[i], p.left_end - starts[i])
        right = Stretch(texts[j], p.right - starts[j], p.right_end - starts[j])
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


def _depths(places: Sequence[tuple[Stretch, Stretch]]) -> list[tuple[int, int]]:
    """How many places of a page, and how many pages, hold each passage: passages laid over each other and counted.

    The greater of both sides; `MANY` stands for any more.
    """
    if not places:
        return []
    numbers, lows, highs = np.array([[(s.reading.number, s.low, s.high) for s in pair] for pair in places]).T
    lengths = {s.reading.number: len(s.reading.key) for pair in places for s in pair}
    sizes = np.zeros(max(lengths) + 2, np.int64)
    sizes[[n + 1 for n in lengths]] = list(lengths.values())
    bases = np.cumsum(sizes)[numbers]
    lows, highs = lows + bases, highs + bases
    same = numbers[0] == numbers[1]
    counts = [_held(lows, highs, chosen, int(sizes.sum())).max(axis=0) for chosen in (same, ~same)]
    return [(copies, pages) for copies, pages in np.minimum(1 + np.stack(counts), MANY).T.tolist()]


def _held(lows: NDArray[np.int64], highs: NDArray[np.int64], chosen: NDArray[np.bool_], size: int) -> NDArray[np.int64]:
    """In how many of the chosen ranges each range lies on average, rounded."""
    steps = np.zeros(size + 1, np.int64)
    np.add.at(steps, lows[:, chosen], 1)
    np.add.at(steps, highs[:, chosen], -1)
    sums = np.concatenate(([0], np.cumsum(np.cumsum(steps)[:-1])))
    return np.asarray(((sums[highs] - sums[lows]) / np.maximum(highs - lows, 1) + SOME).astype(np.int64))
