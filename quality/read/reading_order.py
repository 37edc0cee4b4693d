"""In which order the blocks of a scanned page are read, by their places: down each column, columns from left to right.

The order is that of Breuel (2003), High Performance Document Layout Analysis: what overlaps in width is read from above
to below; what stands wholly to the left is read first, unless something between the two in height overlaps both, as the
headline of another story does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

MOST = 400
"""Blocks of the fullest page that is put in order; the work grows with their third power, and the file's order stands beyond."""
SLACK = 0.1
"""Share of the narrower block's width by which neighbouring columns may overlap."""


def reading_order(boxes: Sequence[Box]) -> list[int]:
    """The numbers of the boxes in the order of reading; in the order given where there are too many."""
    if not 1 < len(boxes) <= MOST:
        return list(range(len(boxes)))
    before = _before(np.array(boxes, np.float64))
    places = [(box[1], box[0], number) for number, box in enumerate(boxes)]
    waiting, order = set(range(len(boxes))), list[int]()
    blocked = before.sum(axis=0)
    while waiting:
        # Boxes that overlap can stand in a circle: then the highest of all is read first.
        number = min(waiting, key=lambda n: (blocked[n] > 0, places[n]))
        waiting.remove(number)
        order.append(number)
        blocked -= before[number]
    return order


def _before(boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
    """A square of truth: whether the box of the row is read before that of the column."""
    left, top, right, bottom = boxes.T
    width, middle = right - left, (top + bottom) / 2
    shared = np.minimum(right[:, None], right) - np.maximum(left[:, None], left)
    stacked = shared > SLACK * np.minimum(width[:, None], width)
    np.fill_diagonal(stacked, val=False)
    above = middle[:, None] < middle
    beside = ~stacked & ((left + right)[:, None] < left + right)
    for number in range(len(boxes)):
        over, under = stacked[number] & (middle < middle[number]), stacked[number] & (middle > middle[number])
        beside &= ~(over[:, None] & under) & ~(under[:, None] & over)
    before: NDArray[np.bool_] = (stacked & above) | beside
    return before
