"""The pairs of neighbouring Han characters of a page's stories, and what they bind.

A unit is one block of a story; units are numbered through the page.
"""

from __future__ import annotations

from copy import copy
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from quality.match.kernel import bound
from quality.match.ties import ALONE, EDGE, KEY, gather, hold, settle
from quality.text.telling import BITS, telling

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]


@cache
def _settle() -> Callable[..., int]:
    return bound(settle, telling().keys, telling().tells)


class Grams:
    """Every pair that stands in two units or more, and the units that have it, by pair and then by unit."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        codes = np.frombuffer("\n".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
        sizes, bits = np.array([len(text) for text in texts], np.int64), len(texts).bit_length()
        room = np.empty(len(codes), np.int64)
        keys = np.sort(room[: gather(codes, sizes, bits, room)])
        self.marks: Ints = np.zeros((2, len(texts) + 1), np.int64)
        """Of units: how many pairs only they have, and their story."""
        self.pairs, self.worth = np.empty((3, len(keys) // 2 + 1), np.int64), np.empty((2, len(keys) // 2 + 1))
        self.units: Ints = np.empty(len(keys), np.int64)
        self.count = _settle()(keys, bits, self.marks[ALONE], self.pairs, self.worth, self.units)

    def moved(self, order: Sequence[int]) -> Grams:
        """The same with the units in another order, of their numbers here."""
        other, bits = copy(self), len(order).bit_length()
        other.texts, place = [self.texts[unit] for unit in order], np.argsort(order)
        pair = np.repeat(np.arange(self.count), np.diff(self.pairs[EDGE, : self.count + 1]))
        keys = np.sort(pair << bits | place[self.units[: len(pair)]])
        other.units, other.pairs = keys & (1 << bits) - 1, self.pairs.copy()
        other.marks = np.zeros_like(self.marks)
        other.marks[ALONE, :-1] = self.marks[ALONE, order]
        return other

    def conductances(self, start: int, size: int) -> list[float]:
        """For every cut of a story of some units how strongly its end holds to its beginning, by the smaller of both."""
        bound = np.zeros(max(size - 1, 0))
        alone, room = self.marks[ALONE], np.zeros((4, size))
        hold(self.pairs, self.count, self.worth, self.units, alone, start, bound, room)
        return bound.tolist()

    def text(self, pair: int) -> str:
        """A pair as a string."""
        key = int(self.pairs[KEY, pair])
        return chr(key >> BITS) + chr(key & (1 << BITS) - 1)
