"""Every place where the stories of a page may be cut, for each of the stories that may take their ends, as arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from quality.segment.grams import Floats, Ints


class Cuts:
    """A row of cells for a story and another one that takes its end: a cell for every cut; rows by story, the likeliest first."""

    def __init__(self, story: Ints, other: Ints, starts: Ints) -> None:
        """Numbers the cells; a cell's unit is the first one of the end."""
        self.story, self.other = story, other
        widths = np.maximum(starts[story + 1] - starts[story] - 1, 0)
        self.bounds: Ints = np.concatenate([np.zeros(1, np.int64), np.cumsum(widths)])
        self.row = np.repeat(np.arange(len(story)), widths)
        self._cells = np.arange(self.bounds[-1])
        self.unit = self._cells - self.bounds[self.row] + starts[story][self.row] + 1
        self._first = self._cells == self.bounds[self.row]
        self._last = self._cells == self.bounds[self.row + 1] - 1
        self.told = self.odds = np.zeros(len(self._cells))

    def sums(self, cells: Ints, worth: Floats) -> Floats:
        """For every cell what stands at it or behind it in its row; rounded, for sums over a page lose their last digits."""
        behind = np.zeros(len(self._cells) + 1)
        behind[:-1] = np.cumsum(np.bincount(cells, worth, len(self._cells))[::-1])[::-1]
        found: Floats = np.round(behind[:-1] - behind[self.bounds[self.row + 1]], 9)
        return found

    def earlier(self, values: Floats) -> Floats:
        """For every cut the value of the one before it; the first keeps its own."""
        found: Floats = values[self._cells - ~self._first]
        return found

    def later(self, values: Floats, end: float | None = None) -> Floats:
        """For every cut the value of the one behind it; the last has `end`, or keeps its own."""
        found = values[self._cells + ~self._last]
        return found if end is None else np.where(self._last, end, found)
