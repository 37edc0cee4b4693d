"""The pairs of neighbouring Han characters of a page's stories, and what they bind.

A unit is one block of a story; units are numbered through the page.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from quality.data.kept import arrays
from quality.match.kernel import bound
from quality.match.ties import ALONE, BITS, EDGE, KEY, gather, hold, settle
from quality.text.lexicon import TABLE
from quality.text.words import frequencies, proper_nouns

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

COMMON, RARE = 16.0, 10.0
"""Base-2 logarithms of counts: from the first on a word says nothing, up to the second it says all."""


def weight(pair: str) -> float:
    """How much a pair tells: 1 for what is no common word, 0 for 我们."""
    count = frequencies().get(pair, 0.0)
    return min(1.0, max(0.0, (COMMON - count) / (COMMON - RARE)))


@dataclass(frozen=True, slots=True)
class Telling:
    """The pairs that tell less than all, or are proper nouns, sorted."""

    keys: Ints
    tells: Floats
    """How much, and 1 for proper nouns."""


@cache
def _settle() -> Callable[..., int]:
    known = arrays(Telling, _telling, table=TABLE, code=__file__)
    return bound(settle, known.keys, known.tells)


def _telling() -> Telling:
    words = {word: 0.0 for word, count in frequencies().items() if count > RARE and len(word) == 2}
    words |= {word: 1.0 for word in proper_nouns() if len(word) == 2}
    keys = {ord(word[0]) << BITS | ord(word[1]): (weight(word), name) for word, name in words.items()}
    tells = np.array([keys[key] for key in sorted(keys)])
    return Telling(np.array(sorted(keys), np.int64), np.ascontiguousarray(tells.T))


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
