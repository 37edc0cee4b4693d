"""Which story a paragraph belongs to, by the rare pairs of characters that it shares with it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from operator import add
from typing import TYPE_CHECKING

import numpy as np

from quality.match import ties
from quality.segment.likeness import Likeness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from quality.segment.grams import Floats, Grams, Ints

LIKELY = 4
"""Stories that share most with one, which are looked at."""
STAYS = 9.28
"""Natural logarithm of the odds that an end stands elsewhere, before anything is known of it.

This and the weights below are of a conditional logit (McFadden 1974) over every cut and every other story, fitted on
torn pages made of clean news; per doubling of what is counted.
"""
OWN, OTHER, WHOLE = -2.02, 1.1, -1.53
"""Of what binds the end to its beginning and to the other story; of the pairs in the other story."""
BEGIN, END, USUAL = -0.48, -0.19, 10.0
"""Of the pairs in the beginning and in the end: by the square of their distance from a usual size, a thousand pairs."""
FIRST, BEFORE = 0.38, -0.31
"""Of what binds the first unit of the end, and the last one of the beginning, to the other story: else the cut is elsewhere."""
EARLIER = 0.9
"""Of what would bind an end to its beginning if the cut were one unit earlier: a tail begins where that breaks off."""
JOINT, NEXT = -0.57, 0.57
"""Of what the first unit of an end shares with the unit before it, and with the last paragraph of the other story."""
HOPELESS = -5.0
"""Odds from which nothing that is asked afterwards could make a tail of an end."""
NAME, NAME_OWN, NAME_BEFORE = 0.36, -0.34, -0.39
"""Of proper nouns that an end has in common with the other story and with its own beginning, and that beginning with the other story."""
NAMED, NAMED_OWN = 0.96, -1.24
"""Of what the end says of the other story's headings, and of its own."""
BESIDE = 3.0
"""Of a neighbour on the page."""
COPIED = 0.55
"""Share of an end's pairs from which it is a copy of the other story's text, and no tail of it."""
LONGEST = 6
"""How many times more pairs than the other story a tail may have."""
NEAREST = 0.02
"""What an end must share with the other story, by the geometric mean of their pairs: else it is a story of its own."""


def _weights() -> Floats:
    """Of the rows of what is counted for a cut, a row for each likely story."""
    weights = np.zeros((LIKELY, ties.CELLS + ties.WAYS * LIKELY))
    weights[:, [ties.OWN, ties.EARLIER, ties.JOINT]] = OWN, EARLIER, JOINT
    for row, told in enumerate(weights):
        told[ties.CELLS + ties.WAYS * row :][: ties.WAYS] = FIRST, BEFORE, OTHER
    return weights


_WEIGHTS, _SIZES, _MINE = _weights(), np.array((BEGIN, END)), np.array((NAMED_OWN, NAME_OWN))
_COMMON = np.array((NAMED, NAME, 0.0, NAME_BEFORE, NEXT))
"""In the order of the rows of `ties`."""


@dataclass(frozen=True, slots=True)
class Bonds:
    """What binds the ends of one story, cut before its second unit, its third …, to their beginnings and to other stories."""

    stories: tuple[int, ...]
    """The other stories, a row each in the two-dimensional arrays; a column for each cut."""
    other: Floats
    odds: Floats
    """Natural logarithm of the odds that an end belongs to the other story rather than where it stands, without `likeness`."""
    alien: NDArray[np.bool_]
    """Where an end shares too little with the other story for its size: a story of its own."""


_UNBOUND = Bonds((), np.zeros((0, 0)), np.zeros((0, 0)), np.zeros((0, 0), np.bool_))
"""Of a story no end of which may belong to another one."""


class Cohesion:
    """Bonds between the stories of one page: headings first, then paragraphs.

    A pair of characters tells two stories apart from the rest where no third has it.
    """

    def __init__(self, grams: Grams, sizes: Sequence[int], headings: Sequence[int], lasts: Sequence[int]) -> None:
        """Counts the pairs of every story of some units; its first are headings, and one is its last paragraph."""
        self._grams = grams
        count, starts = len(sizes), [0, *accumulate(sizes)]
        told = self._stories = np.zeros((ties.LIKELY + LIKELY, count + 1), np.int64)
        told[ties.START] = starts
        told[ties.TITLED] = [*map(add, starts, headings), 0]
        told[ties.LAST] = [*map(add, starts, lasts), 0]
        self._groups = np.empty((6, len(grams.units)), np.int64)
        self._counts = np.zeros((ties.CELLS + ties.WAYS * LIKELY, starts[-1] + 1))
        self._totals = np.zeros((LIKELY + 1, count))
        tables = grams.pairs, grams.count, grams.worth, grams.units, grams.marks
        ties.bind(*tables, told, self._groups, self._counts, self._totals)
        self._closest: list[float] = self._totals[0].tolist()
        self.likeness = Likeness([grams.texts[start:end] for start, end in pairwise(starts)], headings)
        self._bonds: dict[int, Bonds] = {}

    def closest(self, number: int) -> float:
        """The most that a story shares with any other alone."""
        return self._closest[number]

    def nearest(self, number: int) -> tuple[int, float, float] | None:
        """The story with which one shares most; how much that is for their sizes, and how many times what the next shares."""
        other = int(self._stories[ties.LIKELY, number])
        if other < 0:
            return None
        told, second = self._totals[0, number], self._totals[1, number]
        sizes = self._stories[ties.PAIRS]
        return other, float(told / np.sqrt(sizes[number] * sizes[other])), float(told / (second + 1))

    def bonds(self, number: int) -> Bonds:
        """What binds a story at every place where it may be cut; stories to which no end can belong are left out."""
        if number not in self._bonds:
            self._bonds[number] = self._bind(number) if number in self._likely else _UNBOUND
        return self._bonds[number]

    @cached_property
    def _likely(self) -> set[int]:
        """The stories that have a cut which is not hopeless."""
        return set(self._grams.marks[ties.HOLDER, (self._odds >= HOPELESS).any(axis=0)].tolist())

    @cached_property
    def _odds(self) -> Floats:
        """Natural logarithm of the odds of every cut, for each of the likely stories, before anything is known of headings."""
        stories, logs = self._stories, _log(self._counts)
        others = stories[ties.LIKELY :, :-1]
        beside = BESIDE * (abs(others - np.arange(others.shape[1])) == 1) + WHOLE * _log(stories[ties.PAIRS])[others]
        beside = np.where(others < 0, -np.inf, beside + STAYS)
        odds: Floats = beside[:, self._grams.marks[ties.HOLDER]] + _WEIGHTS @ logs
        odds += _SIZES @ (logs[ties.BEGUN : ties.REST + 1] - USUAL) ** 2
        odds[:, stories[ties.START]] = -np.inf
        return odds

    def _bind(self, number: int) -> Bonds:
        """Adds what an end says of headings and whom it names to its odds, and marks copies and what is alien."""
        grams, stories = self._grams, self._stories
        start, end = stories[ties.START, number : number + 2].tolist()
        odds = self._odds[:, start + 1 : end]
        rows = np.flatnonzero(odds.max(axis=1) >= HOPELESS)
        others = stories[ties.LIKELY + rows, number]
        mine, common = np.zeros((2, end - start)), np.zeros((len(others), 5, end - start))
        ties.compare(grams.pairs, grams.worth, grams.units, self._groups, stories, number, others, mine, common)
        mine, common = mine[:, 1:], common[:, :, 1:]
        odds = odds[rows] + _MINE @ _log(mine) + _COMMON @ _log(common)
        told = self._counts[ties.CELLS + ties.TOLD + ties.WAYS * rows, start + 1 : end]
        rest = self._counts[ties.REST, start + 1 : end]
        size = stories[ties.PAIRS, others][:, None]
        odds[common[:, ties.COMMON] >= COPIED * rest] = -np.inf
        alien = (told < NEAREST * np.sqrt(rest * size)) | (rest > LONGEST * size)
        return Bonds(tuple(others.tolist()), told, odds, alien)

    def shared(self, left: int, right: int) -> list[str]:
        """What only two stories share, the most telling first."""
        groups = self._groups[:, self._groups[ties.ORDER, slice(*self._stories[ties.PLACE, left : left + 2])]]
        pairs = groups[ties.PAIR, groups[ties.PARTNER] == right].tolist()
        found = [(-float(self._grams.worth[ties.WORTH, n]), self._grams.text(n)) for n in pairs]
        return [pair for _, pair in sorted(found)]


def _log(counts: Floats | Ints) -> Floats:
    logs: Floats = np.log2(np.maximum(counts, 0.0) + 1)
    return logs
