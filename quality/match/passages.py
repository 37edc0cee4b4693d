"""Finds passages that stand twice in a body of text: seed, chain, extend.

Seeds are minimizers (`seeds.py`) that few places share. Pairs of equal seeds on one diagonal (right minus left
place) make a run; runs on neighbouring diagonals, close together, make a chain; a chain is extended both ways
(`growth.py`). Everything is array work or a compiled loop. Nothing is quadratic, since a seed has at most `rare` partners, a run looks
back at a few others, and an extension pays for its length once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from quality.match.growth import BAND, extended
from quality.match.kernel import kernel
from quality.match.landmarks import FIRST_HEAVY
from quality.match.seeds import minimizers, shared_pairs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

SAME_RUN = 24
"""Seeds of one diagonal at most this far apart make one run."""
REACH = 40
"""Runs at most this far apart make one chain."""
LOOK_BACK = 4
BOXES_BACK = 2 * LOOK_BACK
"""So many boxes before one are looked at: do they overlap?"""
BUCKET_BITS = 6
"""Diagonals are compared within buckets of 64, twice, the second time shifted by half a bucket."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """How seeds are chosen: shorter and denser ones survive more noise and cost more."""

    width: int = 8
    window: int = 4
    rare: int = 8
    """A seed of at most so many places pairs all of them."""
    common: int = 64
    """Of a seed of at most so many places neighbours are paired; beyond, it is boilerplate and skipped."""


ALPHABETIC = Sensitivity(width=16, window=5)
"""For scripts whose characters are letters: 16 of them say about as much as 8 Han characters."""
HAN_SHARE = 0.3
"""Of texts with fewer characters that say a word or a syllable each the letters are what is looked at."""


def sensitivity_of(codes: NDArray[np.uint32]) -> Sensitivity:
    """What suits the script of some texts."""
    return ALPHABETIC if len(codes) and float((codes >= FIRST_HEAVY).mean()) < HAN_SHARE else Sensitivity()


@dataclass(frozen=True, slots=True)
class Passage:
    """Two stretches of the text that are alike; offsets count from the start of the whole buffer."""

    left: int
    left_end: int
    right: int
    right_end: int

    def __len__(self) -> int:
        return min(self.left_end - self.left, self.right_end - self.right)


@dataclass(frozen=True, slots=True)
class Search:
    """What was found, by left then right place, and how many seed places were too common to look at."""

    boxes: Ints
    """Rows left, left_end, right, right_end."""
    skipped: int

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The same one by one."""
        return tuple(Passage(*box) for box in self.boxes.T.tolist())


def laid_out(texts: Iterable[NDArray[np.uint32]]) -> tuple[NDArray[np.uint32], Ints]:
    """Texts end to end with a 0 after each, and where each starts (and, last, where the buffer ends)."""
    codes, bounds = bytearray(), [0]
    for text in texts:  # one by one: they need not be there all at once
        codes += text.tobytes() + bytes(text.itemsize)
        bounds.append(len(codes) // text.itemsize)
    return np.frombuffer(codes, np.uint32), np.array(bounds, np.int64)


def find_passages(
    codes: NDArray[np.uint32],
    bounds: Ints,
    *,
    shortest: int,
    sensitivity: Sensitivity | None = None,
    covered: int = 0,
) -> Search:
    """Passages of at least `shortest` characters that stand twice, in one text or in two (`codes`, `bounds`: see `laid_out`).

    A passage may differ by some 10 % of its characters. Longer foreign text inside it splits it. Chains of fewer `covered`
    characters are not looked at.
    """
    chosen = sensitivity or Sensitivity()
    seeds = minimizers(codes, width=chosen.width, window=chosen.window)
    left, right, skipped = shared_pairs(seeds, rare=chosen.rare, common=chosen.common)
    del seeds
    if not len(left):
        return Search(np.zeros((4, 0), np.int64), skipped)
    boxes = _chains(_runs(left, right, bounds, chosen.width), bounds)
    boxes = boxes[:, boxes[4] >= covered]
    boxes = extended(codes, bounds, _unfolded(boxes, shortest))
    boxes = boxes[:, np.minimum(boxes[1] - boxes[0], boxes[3] - boxes[2]) >= shortest]
    return Search(_distinct(boxes), skipped)


def _runs(left: NDArray[np.uint32], right: NDArray[np.uint32], bounds: Ints, width: int) -> Ints:
    """Seeds of one diagonal, joined: rows first, last (exclusive), diagonal, covered characters."""
    packed = (right - left).astype(np.uint64) << np.uint64(32) | left.astype(np.uint64)
    packed.sort()
    diagonals, places = (packed >> np.uint64(32)).astype(np.int64), (packed & np.uint64(0xFFFFFFFF)).astype(np.int64)
    gaps = places[1:] - places[:-1]
    joined = (diagonals[1:] == diagonals[:-1]) & (gaps <= SAME_RUN)
    apart = np.flatnonzero(joined & (gaps > width))
    for side in (places, places + diagonals):
        texts = np.searchsorted(bounds, (side[apart], side[apart + 1]), side="right")
        joined[apart[texts[0] != texts[1]]] = False
    starts = np.flatnonzero(np.concatenate(([True], ~joined)))
    ends = np.concatenate((starts[1:] - 1, [len(places) - 1]))
    gains = np.concatenate((np.minimum(gaps, width), [width]))
    gains[ends] = width
    return np.stack((places[starts], places[ends] + width, diagonals[starts], np.add.reduceat(gains, starts)))


def _chains(runs: Ints, bounds: Ints) -> Ints:
    """Runs that follow each other on neighbouring diagonals: rows left, left_end, right, right_end, covered."""
    first, last, diagonal, covered = runs
    texts = np.searchsorted(bounds, (first, first + diagonal), side="right")
    before = np.arange(len(first))
    least = np.full(len(first), 1 << 30)
    for half in (0, 1 << BUCKET_BITS - 1):
        order = np.argsort((diagonal + half) >> BUCKET_BITS << 32 | first, kind="stable")
        link(order, runs, texts, before, least)
    root = _roots(before)
    order = np.argsort(root, kind="stable")
    starts = np.flatnonzero(np.concatenate(([True], root[order][1:] != root[order][:-1])))
    low = np.minimum.reduceat(np.stack((first, first + diagonal))[:, order], starts, axis=1)
    high = np.maximum.reduceat(np.stack((last, last + diagonal))[:, order], starts, axis=1)
    return np.stack((low[0], high[0], low[1], high[1], np.add.reduceat(covered[order], starts)))


@kernel
def link(order: Ints, runs: Ints, texts: Ints, before: Ints, least: Ints) -> None:
    """Notes for each run, `before` it, that of the few earlier ones in this order which it follows at the `least` cost."""
    for at in range(len(order)):
        later = order[at]
        for back in range(1, min(LOOK_BACK, at) + 1):
            earlier = order[at - back]
            gap, drift = runs[0, later] - runs[1, earlier], runs[2, later] - runs[2, earlier]
            far = max(gap, gap + drift)
            cost = far + abs(drift)
            near = min(gap, gap + drift) >= -BAND and far <= REACH and abs(drift) <= 4 + max(far, 0) // 4
            same = texts[0, later] == texts[0, earlier] and texts[1, later] == texts[1, earlier]
            if near and same and runs[0, later] > runs[0, earlier] and cost < least[later]:
                before[later], least[later] = earlier, cost


def _roots(before: Ints) -> Ints:
    """The first of every chain, by pointer jumping."""
    while True:
        further = before[before]
        if (further == before).all():
            return before
        before = further


def _unfolded(boxes: Ints, shortest: int) -> Ints:
    """Runs into itself cut at the period: of n copies end to end n - 1 pairs of neighbours; short periods are stutters."""
    left, left_end, right, right_end, _ = boxes
    tandem = left_end > right
    if not tandem.any():
        return boxes
    kept = [boxes[:, ~tandem]]
    last = np.minimum(left_end, right_end - (right - left))  # the right side of a run that drifts ends earlier
    for start, end, period in zip(left[tandem], last[tandem], (right - left)[tandem], strict=True):
        if period >= shortest:
            at = np.arange(start, end - shortest + 1, period)
            stop = np.minimum(at + period, end)
            kept.append(np.stack((at, stop, at + period, stop + period, stop - at)))
    return np.concatenate(kept, axis=1)


def _distinct(boxes: Ints) -> Ints:
    """Boxes that overlap on both sides along one diagonal made one; sorted."""
    boxes = boxes[:, np.lexsort(boxes[::-1])]
    crowds = _crowds(boxes)
    apart, together = boxes[:, crowds < 0], boxes[:, crowds >= 0].T.tolist()
    found: list[list[int]] = []
    for here in together:
        for at in range(len(found) - 1, max(len(found) - 1 - BOXES_BACK, -1), -1):
            last = found[at]
            if here[0] < last[1] and here[2] < last[3] and last[2] < here[3] and _one(last, here):
                last[1], last[2], last[3] = max(last[1], here[1]), min(last[2], here[2]), max(last[3], here[3])
                break
        else:
            found.append(here)
    boxes = np.concatenate((apart, np.array(found, np.int64).reshape(-1, 4).T), axis=1)
    return boxes[:, np.lexsort((boxes[1], boxes[2], boxes[0]))]


def _crowds(boxes: Ints) -> Ints:
    """The number of the crowd of each of sorted boxes, -1 where none of its crowd overlaps another on both sides.

    Boxes of different crowds do not overlap on the left: what a box grows into stays within its crowd.
    """
    left, left_end, right, right_end = boxes
    crowds = np.cumsum(np.concatenate(([True], left[1:] >= np.maximum.accumulate(left_end)[:-1]))[: len(left)])
    busy = np.zeros(len(left) + 1, bool)
    for back in range(1, min(BOXES_BACK + 1, len(left))):
        both = (
            (left[back:] < left_end[:-back]) & (right[back:] < right_end[:-back]) & (right[:-back] < right_end[back:])
        )
        busy[crowds[back:][both]] = True
    return np.where(busy[crowds], crowds, -1)


def _one(a: Sequence[int], b: Sequence[int]) -> bool:
    """True where two boxes that overlap on both sides lie along one diagonal and do not run into their own copy."""
    drift = abs((a[2] - a[0]) - (b[2] - b[0]))
    return drift <= REACH and max(a[1], b[1]) <= min(a[2], b[2])
