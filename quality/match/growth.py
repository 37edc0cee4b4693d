"""How far two places that share seeds stay alike on either side.

An extension runs over a band of diagonals until its score falls too far below its best (x-drop; Altschul et al. 1990, Zhang et
al. 2000). Each stands by itself: the rest of the texts has no part in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from quality.match.kernel import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Codes = NDArray[np.uint32]

BAND = 8
"""Diagonals either side that an extension sees: insertions and deletions it survives."""
PENALTY = 2
"""What a wrong, missing or additional character costs; an equal one earns 1."""
DROP = 12
"""An extension ends where it has lost this much."""
EXACT = 12
"""Equal characters from which a chain is extended; a seed will do where both sides stand near each other, and chance has little text."""
NEARBY = 1 << 16
GROWTH = 256
"""How far an extension goes beyond the last seed."""
LOST = -(1 << 30)


def extended(codes: Codes, bounds: Ints, boxes: Ints) -> Ints:
    """Chains (rows left, left_end, right, right_end, covered) grown both ways, as four rows; those that are chance are empty.

    Within one text the left copy may not run into the right one.
    """
    texts = np.searchsorted(bounds, boxes[[0, 2]], side="right") - 1
    found = np.ascontiguousarray(boxes[[0, 0, 2, 2]])
    extend(codes, bounds, texts, np.ascontiguousarray(boxes), np.empty(2 * BAND + 1, np.int64), found)
    return found


@kernel
def extend(codes: Codes, bounds: Ints, texts: Ints, boxes: Ints, scores: Ints, found: Ints) -> None:
    """Fills `found` for `extended`; `scores` is room for a row of the band."""
    for i in range(boxes.shape[1]):
        left, left_end, right, right_end = boxes[0, i], boxes[1, i], boxes[2, i], boxes[3, i]
        low, high = bounds[texts[0, i]], bounds[texts[0, i] + 1] - 1
        other_low, other_high = bounds[texts[1, i]], bounds[texts[1, i] + 1] - 1
        inside = texts[0, i] == texts[1, i]
        other_low = left_end if inside else other_low
        before = equal(codes, left - 1, right - 1, low, high, other_low, other_high, -1)
        left, right = left - before, right - before
        high = right if inside else high
        after = equal(codes, left_end, right_end, low, high, other_low, other_high, 1)
        left_end, right_end = left_end + after, right_end + after
        if not (inside and right - left < NEARBY) and boxes[4, i] + before + after < EXACT:
            continue
        other_low = left_end if inside else other_low
        mine, other = grown(codes, left - 1, right - 1, low, high, other_low, other_high, -1, scores)
        left, right = left - mine, right - other
        high = right if inside else high
        mine, other = grown(codes, left_end, right_end, low, high, other_low, other_high, 1, scores)
        found[0, i], found[1, i], found[2, i], found[3, i] = left, left_end + mine, right, right_end + other


@kernel
def equal(codes: Codes, left: int, right: int, low: int, high: int, other_low: int, other_high: int, step: int) -> int:
    """How many characters on, up to EXACT, both sides stay equal within their ranges."""
    for far in range(EXACT):
        a, b = left + far * step, right + far * step
        if not (low <= a < high and other_low <= b < other_high) or codes[a] != codes[b]:
            return far
    return EXACT


@kernel
def grown(
    codes: Codes, left: int, right: int, low: int, high: int, other_low: int, other_high: int, step: int, scores: Ints
) -> tuple[int, int]:
    """How far the two places extend: the best end of an alignment in the band that never loses more than DROP."""
    best, mine, other = 0, 0, 0
    for at in range(2 * BAND + 1):
        scores[at] = LOST if at < BAND else PENALTY * (BAND - at)
    for row in range(1, GROWTH + 1):
        a = left + (row - 1) * step
        if not low <= a < high:
            break
        top, top_at = next_row(codes, a, right + (row - 1) * step, other_low, other_high, step, row, scores)
        if top > best:
            best, mine, other = top, row, row + top_at - BAND
        if top < best - DROP:
            break
    return mine, other


@kernel
def next_row(
    codes: Codes, a: int, b: int, other_low: int, other_high: int, step: int, row: int, scores: Ints
) -> tuple[int, int]:
    """One more character of the left side: matched, or dropped, or after additional ones of the right side; the best, and where."""
    first, last = b - BAND * step, b + BAND * step
    if min(first, last) >= other_low and max(first, last) < other_high:
        for at in range(2 * BAND):
            score = scores[at] + (1 if codes[b + (at - BAND) * step] == codes[a] else -PENALTY)
            scores[at] = max(score, scores[at + 1] - PENALTY)
        scores[2 * BAND] += 1 if codes[last] == codes[a] else -PENALTY
    else:
        for at in range(2 * BAND + 1):
            there = b + (at - BAND) * step
            inside = other_low <= there < other_high
            score = LOST
            if inside or at - BAND == -row:  # in the row's own column all of the left side was dropped so far
                score = scores[at] + (1 if inside and codes[there] == codes[a] else -PENALTY)
                if at < 2 * BAND:
                    score = max(score, scores[at + 1] - PENALTY)
            scores[at] = score
    top, top_at, score = LOST, 0, LOST
    for at in range(2 * BAND + 1):
        score = max(scores[at], score - PENALTY)
        scores[at] = score
        if score > top:
            top, top_at = score, at
    return top, top_at
