"""The pairs of neighbouring Han characters of a page's stories, as arrays: which unit of which story has which pair.

A unit is one block of a story; units are numbered through the page. Sorting all pairs once answers every question that
cohesion asks, in time that grows with the page.
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING

import numpy as np

from quality.text.scripts import are_han
from quality.text.words import frequencies, proper_nouns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

COMMON, RARE = 16.0, 10.0
"""Base-2 logarithms of counts: from the first on a word says nothing, up to the second it says all."""
BITS = 21
"""Of a code point."""
BEYOND = 0x40000
"""The first code point behind all Han characters."""


def weight(pair: str) -> float:
    """How much a pair tells: 1 for what is no common word, 0 for 我们."""
    count = frequencies().get(pair, 0.0)
    return min(1.0, max(0.0, (COMMON - count) / (COMMON - RARE)))


@cache
def _common() -> tuple[Ints, Floats]:
    """The pairs that tell less than all, sorted, with their weights."""
    words = sorted(word for word, count in frequencies().items() if count > RARE and len(word) == 2)
    keys = np.array([ord(word[0]) << BITS | ord(word[1]) for word in words], np.int64)
    return keys, np.array([weight(word) for word in words])


@cache
def _names() -> Ints:
    return np.array(sorted(ord(name[0]) << BITS | ord(name[1]) for name in proper_nouns() if len(name) == 2), np.int64)


def are_names(keys: Ints) -> Floats:
    """1 for every pair that is a proper noun."""
    names = _names()
    found: Floats = (names.take(names.searchsorted(keys), mode="clip") == keys).astype(np.float64)
    return found


def _weights(keys: Ints) -> Floats:
    known, weights = _common()
    at = known.searchsorted(keys)
    return np.where(known.take(at, mode="clip") == keys, weights.take(at, mode="clip"), 1.0)


def _codes(texts: Sequence[str]) -> NDArray[np.uint32]:
    return np.frombuffer("\n".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)


@cache
def _han() -> NDArray[np.bool_]:
    """Whether a code point is Han, up to `BEYOND`."""
    return are_han(np.arange(BEYOND + 1, dtype=np.uint32))


class Grams:
    """Every pair of a page once for each unit that has it (an entry), by pair and then by unit.

    Four in five stand in one unit only. They bind nothing, and are no more than counted.
    """

    def __init__(self, stories: Sequence[Sequence[str]]) -> None:
        texts = [text for units in stories for text in units]
        sizes = np.array([len(units) for units in stories], np.int64)
        self.starts: Ints = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
        """The first unit of every story, and the number of units."""
        pairs, units = _entries(texts)
        again = np.zeros(len(pairs) + 1, np.bool_)
        again[1:-1] = pairs[1:] == pairs[:-1]
        binds = again[1:] | again[:-1]
        self.alone: Ints = np.bincount(units[~binds], minlength=len(texts))
        """For every unit how many pairs only it has."""
        pairs, units = pairs[binds], units[binds]
        new = np.ones(len(pairs), np.bool_)
        new[1:] = pairs[1:] != pairs[:-1]
        self.keys = pairs[new]
        """The pairs, sorted; an entry's pair is a number into these."""
        self.weights = _weights(self.keys)
        self.pair, self.unit = np.cumsum(new) - 1, units
        self.story = np.repeat(np.arange(len(stories)), sizes)[units]
        first = new.copy()
        first[1:] |= self.story[1:] != self.story[:-1]
        self.group = np.cumsum(first) - 1
        """For every entry the number of its group: the entries of one pair in one story."""
        self.heads: Ints = np.flatnonzero(first)
        """The first entry of every group."""
        self.stories_with: Ints = np.bincount(self.pair[self.heads], minlength=len(self.keys))
        """In how many stories a pair stands."""

    @cached_property
    def _by_unit(self) -> tuple[Ints, Ints]:
        order = in_order(self.unit)
        return order, np.searchsorted(self.unit[order], np.arange(self.starts[-1] + 1))

    def of_units(self, start: int, end: int) -> tuple[Ints, Ints]:
        """The entries of some units: unit and pair, by unit and then by pair."""
        order, places = self._by_unit
        found = order[places[start] : places[max(end, start)]]
        return self.unit[found], self.pair[found]

    def text(self, pair: int) -> str:
        """A pair as a string."""
        key = int(self.keys[pair])
        return chr(key >> BITS) + chr(key & (1 << BITS) - 1)


def _entries(texts: Sequence[str]) -> tuple[Ints, Ints]:
    """Keys of pairs and the units that have them, sorted, each combination once."""
    codes = _codes(texts)
    han = _han().take(codes, mode="clip")
    lengths = np.fromiter(map(len, texts), np.int64, len(texts)) + 1
    units = np.repeat(np.arange(len(texts)), lengths)[: len(codes)]
    wide, bits = codes.astype(np.int64), len(texts).bit_length()
    both = (wide[:-1] << BITS | wide[1:]) << bits | units[:-1]
    both = np.sort(both[han[:-1] & han[1:]])
    if len(both) > 1:
        both = both[np.concatenate([[True], both[1:] != both[:-1]])]
    return both >> bits, both & (1 << bits) - 1


def in_order(keys: Ints) -> Ints:
    """The places of keys below 2^31, sorted by key and then by place: sorting both as one number is the fastest way."""
    order: Ints = np.sort(keys << 32 | np.arange(len(keys))) & (1 << 32) - 1
    return order
