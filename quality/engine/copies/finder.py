"""Which articles and passages stand twice: candidates from the matcher, verified pairs, and the copy that stays."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING

import numpy as np

from quality.engine.cache.memory import Memory
from quality.engine.copies.borders import NEAR
from quality.engine.copies.evidence import SENTENCE, STORY
from quality.engine.copies.groups import groups
from quality.engine.copies.reading import Reading, Readings
from quality.engine.copies.verdicts import standing, verdicts
from quality.engine.copies.witnesses import Inspector
from quality.match.passages import ALPHABETIC, find_passages, sensitivity_of
from quality.match.repeated import repeated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from quality.engine.copies.pair import Pair
    from quality.model import Alignment, Cluster, Hit, Page, Segmentation

    Ints = NDArray[np.int64]
    Recall = Callable[[Sequence[Page]], Memory]

SHORTEST = SENTENCE - 5
"""Folded characters from which what is alike is looked at: ends move to borders of lines."""
STRETCH = 50
"""Folded characters from which a stretch that stands elsewhere is counted; letters of an alphabet weigh a third."""
CHANCE = 2
FOREIGN = 400
"""Folded characters of other text, whole lines of it, that may stand inside a copy."""
MANY = 3
"""So many places or pages are as good as any more: the passage is nobody's copy of another."""
CLOSE = 4
"""Passages of two texts before one that it may go on."""
MOST = 0.9
"""A place counts as one more where it holds so much of the passage; not where it shares a phrase with it."""


@dataclass(frozen=True, slots=True)
class Copies:
    """What stands twice; and, in words, what stands twice by right or was not looked at."""

    alignments: tuple[Alignment, ...] = ()
    notes: tuple[str, ...] = ()


def find_copies(
    segmentations: Sequence[Segmentation],
    clusters: Sequence[Cluster],
    hits_on: Callable[[Iterable[Page]], Iterable[Hit]],
    recall: Recall | None = None,
) -> Copies:
    """Verified pairs of articles and passages, outside the records that go with their cluster.

    Of n copies n - 1 pairs, all with the copy that stays. `hits_on` gives those of all other rules on some pages: the survivor is
    the copy with the fewest inside. `recall` gives what is known of pairs of these pages, and keeps what is learned.
    """
    leaving = {a.leaver.page.key for c in clusters for a in c.pairs}
    texts = Readings(segmentations, leaving)
    codes, bounds = texts.codes, texts.bounds
    memory = recall(texts.pages) if recall else Memory()
    sensitivity = sensitivity_of(codes)
    search = find_passages(codes, bounds, shortest=SHORTEST, sensitivity=sensitivity)
    elsewhere = int(repeated(codes, 3 * STRETCH if sensitivity is ALPHABETIC else STRETCH).sum())
    places = places_of(search.boxes, texts, bounds)
    pairs = list(_verified(places, texts, memory))
    inspector = Inspector(hits_on({s.reading.page.key: s.reading.page for p in pairs for s in p.sides}.values()))
    alignments = tuple(inspector.aligned(group) for group in groups(pairs, inspector.best))
    return Copies(
        tuple(a for group in alignments for a in group), tuple(_notes(places, pairs, search.skipped, elsewhere))
    )


def _verified(places: Ints, texts: Readings, memory: Memory) -> Iterator[Pair]:
    """The pairs that are copies."""
    asked = np.concatenate((places, _depths(places, texts.bounds)))[:, long_enough(places)].T
    found = verdicts(asked, texts, memory)
    yield from (verdict.pair() for verdict in compress(found, standing(found)))


def long_enough(places: Ints) -> NDArray[np.bool_]:
    """Which places may be copies: of two pages only those that may hold a story."""
    i, j, low, high, *_ = places
    return np.asarray((i == j) | (high - low >= STORY - 2 * NEAR))


def _notes(places: Ints, pairs: Sequence[Pair], skipped: int, elsewhere: int) -> Iterator[str]:
    if elsewhere:
        yield f"{elsewhere} characters lie in stretches of {STRETCH} and more that stand elsewhere to the letter"
    across = int((places[0] != places[1]).sum()) - sum(not p.one_page for p in pairs)
    if across:
        yield f"{across} passages stand on two pages or more by right (quotations, formulae, moulds): no findings"
    if skipped:
        yield f"{skipped} places hold words that stand too often to be compared"


def places_of(boxes: Ints, texts: Sequence[Reading] | Readings, bounds: Ints) -> Ints:
    """Passages as parts of their texts, by pair of texts; those that only whole lines of other text separate are one.

    Rows: number of the left and of the right text, then the four ends.
    """
    holders = np.searchsorted(bounds, boxes[[0, 2]], side="right") - 1
    places = np.concatenate((holders, boxes - bounds[holders][[0, 0, 1, 1]]))
    pairs = holders[0] * len(texts) + holders[1]
    _, first, pair, counts = np.unique(pairs, return_index=True, return_inverse=True, return_counts=True)
    order = np.argsort(first[pair], kind="stable")
    places, several = places[:, order], counts[pair][order] > 1
    found: dict[tuple[int, int], list[list[int]]] = defaultdict(list)
    kept = np.ones(len(order), bool)
    for number, (i, j, *ends) in zip(several.nonzero()[0].tolist(), places[:, several].T.tolist(), strict=True):
        mine = found[i, j]
        for last in mine[: -1 - CLOSE : -1]:
            if _is_near(last, ends) and _goes_on(texts[i], texts[j], last, ends):
                last[1], last[3] = ends[1], ends[3]
                kept[number] = False
                break
        else:
            mine.append(ends)
    places[2:, kept & several] = np.array([e for mine in found.values() for e in mine], np.int64).reshape(-1, 4).T
    return places[:, kept]


def _is_near(last: Sequence[int], later: Sequence[int]) -> bool:
    """True where little is between two passages on one side, and on the other no more than foreign lines may take."""
    left, right = later[0] - last[1], later[2] - last[3]
    return (left <= right <= FOREIGN and -NEAR <= left <= NEAR) or (right <= left <= FOREIGN and -NEAR <= right <= NEAR)


def _goes_on(left: Reading, right: Reading, last: Sequence[int], later: Sequence[int]) -> bool:
    """True where a passage that is near goes on: between both are only whole lines of other text on the side that has more."""
    if left.page is right.page and later[1] > last[2]:
        return False
    between = (later[0] - last[1], later[2] - last[3])
    reading, side = (left, 0) if between[0] >= between[1] else (right, 2)
    return max(between) <= 2 * NEAR or (
        _line_ends(reading, last[side + 1] - CHANCE, last[side + 1] + NEAR)
        and _line_ends(reading, later[side] - NEAR, later[side] + CHANCE)
    )


def _line_ends(reading: Reading, low: int, high: int) -> bool:
    """True where a line of the page ends in a range: alignments run a little into other text, or stop short of it."""
    return any(reading.breaks(index) for index in range(low, high + 1))


def _depths(places: Ints, bounds: Ints) -> Ints:
    """How many places of a page, and how many pages, hold each passage: passages laid over each other and counted.

    The greater of both sides; `MANY` stands for any more.
    """
    lows, highs = (places[at] + bounds[places[:2]] for at in ([2, 4], [3, 5]))
    same = places[0] == places[1]
    counts = [held(lows, highs, chosen).max(axis=0) for chosen in (same, ~same)]
    return np.asarray(np.minimum(1 + np.stack(counts), MANY))


def held(lows: Ints, highs: Ints, chosen: NDArray[np.bool_]) -> Ints:
    """In how many of the chosen ranges, up to `MANY`, most of each range lies."""
    found = np.zeros(lows.shape, np.int64)
    ends = np.concatenate((lows[:, chosen].ravel(), highs[:, chosen].ravel()))
    if not len(ends):
        return found
    order = np.argsort(ends, kind="stable")
    ends, depths = ends[order], np.cumsum(np.where(order < len(order) // 2, 1, -1))
    for many in range(1, MANY):
        found += _covered(highs, ends, depths >= many) - _covered(lows, ends, depths >= many) >= MOST * (highs - lows)
    return found


def _covered(places: Ints, ends: Ints, deep: NDArray[np.bool_]) -> Ints:
    """How many characters before each place lie deep; `deep` tells it of the stretch from each of the sorted ends to the next."""
    before = np.concatenate(([0], np.cumsum(np.diff(ends) * deep[:-1])))
    at = np.maximum(np.searchsorted(ends, places, side="right") - 1, 0)
    return np.asarray(before[at] + np.maximum(places - ends[at], 0) * deep[at])
