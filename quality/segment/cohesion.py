"""Which story a paragraph belongs to, by the rare pairs of characters that it shares with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from quality.segment.grams import Grams
from quality.text.scripts import HAN_CLASS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from quality.segment.grams import Floats, Ints

LIKELY = 4
"""Stories that share most with one, which are looked at."""
STAYS = -14.9
"""Natural logarithm of the odds that an end stands elsewhere, before anything is known of it.

This and the weights below are of a conditional logit (McFadden 1974) over every cut and every other story, fitted on
torn pages made of clean news; per doubling of what is counted.
"""
OWN, OTHER, BEGIN, WHOLE, END = -2.28, 1.37, 2.54, -2.31, 1.11
"""Of what binds the end to its beginning and to the other story; of the pairs in the beginning, in the other story and in the end."""
FIRST, BEFORE = 0.54, -0.66
"""Of what binds the first unit of the end, and the last one of the beginning, to the other story: else the cut is elsewhere."""
EARLIER, LATER = 0.59, 0.14
"""Of what would bind an end to its beginning if the cut were one unit earlier or later: a tail begins where that breaks off."""
HOPELESS = -4.5
"""Odds from which nothing that headings say could make a tail of an end."""
NAMED, NAMED_OWN = 0.62, -0.89
"""Of what the end says of the other story's headings, and of its own."""
BESIDE = 1.42
"""Of a neighbour on the page."""
COPIED = 0.55
"""Share of an end's pairs from which it is a copy of the other story's text, and no tail of it."""
LONGEST = 6
"""How many times more pairs than the other story a tail may have."""
NEAREST = 0.02
"""What an end must share with the other story, by the geometric mean of their pairs: else it is a story of its own."""
_HAN_RUN = re.compile(f"[{HAN_CLASS}]+")


@dataclass(frozen=True, slots=True)
class Bonds:
    """What binds the ends of one story, cut before its second unit, its third …, to their beginnings and to other stories."""

    stories: tuple[int, ...]
    """The other stories, a row each in the two-dimensional arrays; a column for each cut."""
    own: Floats
    other: Floats
    odds: Floats
    """Natural logarithm of the odds that an end belongs to the other story rather than where it stands."""
    alien: NDArray[np.bool_]
    """Where an end shares too little with the other story for its size: a story of its own."""


def shared_words(heading: str, text: str) -> list[str]:
    """The longest runs of two or more Han characters of a heading that stand in the text."""
    found: list[str] = []
    for run in _HAN_RUN.findall(heading):
        at = 0
        while at < len(run) - 1:
            end = at + 2
            while end <= len(run) and run[at:end] in text:
                end += 1
            if end - 1 - at >= 2:
                found.append(run[at : end - 1])
                at = end - 2
            at += 1
    return found


class Cohesion:
    """Bonds between the stories of one page, each given as the texts of its units: headings first, then paragraphs.

    A pair of characters tells two stories apart from the rest where no third has it.
    """

    def __init__(self, stories: Sequence[Sequence[str]], headings: Sequence[int]) -> None:
        """Counts the pairs of every story; `headings` tells how many of its first units are headings."""
        grams = self._grams = Grams(stories)
        self._count, self._headings = len(stories), headings
        self._own = self._bound()
        firsts = grams.heads
        story, first = grams.story[firsts], grams.unit[firsts]
        self._sizes = np.bincount(story, minlength=self._count)
        self._by_story = np.argsort(story, kind="stable")
        self._places = np.concatenate([np.zeros(1, np.int64), np.cumsum(self._sizes)])
        self._lasts = np.concatenate([firsts[1:], [len(grams.pair)]])[: len(firsts)] - 1
        self._begun = np.concatenate([[0], np.cumsum(np.bincount(first, minlength=grams.starts[-1]))])
        """Groups of entries whose first unit is before a unit; `_ended` counts those whose last unit is."""
        self._ended = np.concatenate([[0], np.cumsum(np.bincount(grams.unit[self._lasts], minlength=grams.starts[-1]))])
        self._share(story, first)

    def _bound(self) -> Floats:
        """For every unit how much what begins there is bound to what stands before it in its story."""
        grams = self._grams
        again = np.flatnonzero(grams.stories_with[grams.pair] < 3)
        first, here = grams.unit[grams.heads[grams.group[again]]], grams.unit[again]
        again, first, here = again[first != here], first[first != here], here[first != here]
        told = grams.weights[grams.pair[again]]
        size = int(grams.starts[-1]) + 1
        steps = np.bincount(first + 1, told, size + 1) - np.bincount(here + 1, told, size + 1)
        return np.cumsum(steps)

    def _share(self, story: Ints, first: Ints) -> None:
        """Keeps, for every two stories, what only they share: where it begins in the one, and how much it tells."""
        grams = self._grams
        pair = grams.pair[grams.heads]
        left = np.flatnonzero((grams.stories_with[pair] == 2) & (np.concatenate([pair[1:], [-1]]) == pair))
        both = np.concatenate([left, left + 1])
        others = np.concatenate([left + 1, left])
        units = np.diff(np.concatenate([grams.heads, [len(grams.pair)]]))
        order = np.lexsort((story[others], story[both]))
        self._here, self._there = story[both][order], story[others][order]
        self._from, self._pairs = first[both][order], pair[both][order]
        self._worth = (units[both] * grams.weights[pair[both]])[order]
        self._rows = np.searchsorted(self._here, np.arange(self._count + 1))

    def _totals(self, number: int) -> tuple[Ints, Floats]:
        """The stories with which one shares something that no third has, and how much."""
        rows = slice(self._rows[number], self._rows[number + 1])
        others, firsts = np.unique(self._there[rows], return_index=True)
        told = self._grams.weights[self._pairs[rows]]
        return others, np.add.reduceat(told, firsts) if len(told) else told

    def closest(self, number: int) -> float:
        """The most that a story shares with any other alone."""
        return float(self._totals(number)[1].max(initial=0.0))

    def bonds(self, number: int) -> Bonds:
        """What binds a story at every place where it may be cut; stories to which no end can belong are left out."""
        start, end = (int(n) for n in self._grams.starts[number : number + 2])
        own = self._own[start + 1 : end]
        begun = self._begun[start + 1 : end] - self._begun[start]
        rest = self._ended[end] - self._ended[start + 1 : end]
        others, told = self._likely(number)
        beside = BESIDE * (np.abs(others - number) == 1) + WHOLE * _log(self._sizes[others])
        odds = STAYS + OTHER * _log(told) + beside[:, None]
        odds += OWN * _log(own) + BEGIN * _log(begun - 1) + END * _log(rest)
        odds += FIRST * _log(told - _later(told, 0.0)) + BEFORE * _log(_earlier(told) - told)
        odds += EARLIER * _log(_earlier(own)) + LATER * _log(_later(own))
        kept = np.flatnonzero(odds.max(axis=1, initial=-np.inf) >= HOPELESS)
        odds, others, told = odds[kept], others[kept], told[kept]
        alien = np.zeros(odds.shape, np.bool_)
        if len(kept):
            self._name(number, others, rest, told, odds, alien)
        return Bonds(tuple(int(n) for n in others), own, told, odds, alien)

    def _name(
        self, number: int, others: Ints, rest: Ints, told: Floats, odds: Floats, alien: NDArray[np.bool_]
    ) -> None:
        """Adds what an end says of headings to its odds, and marks copies and what is alien."""
        start, end = (int(n) for n in self._grams.starts[number : number + 2])
        pairs, first, last = self._spans(number)
        worth = self._grams.weights[pairs]
        odds += NAMED_OWN * _log(_behind(last, start, end, worth * np.isin(pairs, self._heads(number))))
        for row, other in enumerate(others):
            size = self._sizes[other]
            odds[row] += NAMED * _log(_behind(first, start, end, worth * np.isin(pairs, self._heads(other))))
            copied = _behind(last, start, end, np.isin(pairs, self._whole(other)).astype(np.float64))
            alien[row] = (told[row] < NEAREST * np.sqrt(rest * size)) | (rest > LONGEST * size)
            odds[row, copied >= COPIED * rest] = -np.inf

    def _likely(self, number: int) -> tuple[Ints, Floats]:
        """The stories that share most with one, and for every cut how much its end shares with them alone."""
        start, end = (int(n) for n in self._grams.starts[number : number + 2])
        others, totals = self._totals(number)
        likely = others[np.argsort(-totals, kind="stable")[:LIKELY]]
        lines = np.zeros((len(likely), max(end - start - 1, 0)))
        rows = slice(self._rows[number], self._rows[number + 1])
        for row, other in enumerate(likely):
            mine = self._there[rows] == other
            lines[row] = _behind(self._from[rows][mine], start, end, self._worth[rows][mine])
        return likely, lines

    def _spans(self, number: int) -> tuple[Ints, Ints, Ints]:
        """The pairs of a story, sorted, with the first and the last unit of each."""
        grams = self._grams
        groups = self._by_story[self._places[number] : self._places[number + 1]]
        return grams.pair[grams.heads[groups]], grams.unit[grams.heads[groups]], grams.unit[self._lasts[groups]]

    def _heads(self, number: int) -> Ints:
        start = int(self._grams.starts[number])
        return self._grams.of_units(start, start + self._headings[number])

    def _whole(self, number: int) -> Ints:
        return self._spans(number)[0]

    def conductance(self, number: int, cut: int) -> float:
        """How strongly the end of a story holds to its beginning, by the smaller of both."""
        begin, end = self._halves(number, cut)
        return self._worth_of(np.intersect1d(begin, end, assume_unique=True)) / (min(len(begin), len(end)) or 1)

    def _halves(self, number: int, cut: int) -> tuple[Ints, Ints]:
        start, end = int(self._grams.starts[number]), int(self._grams.starts[number + 1])
        return self._grams.of_units(start, start + cut), self._grams.of_units(start + cut, end)

    def _worth_of(self, pairs: Ints) -> float:
        return float(self._grams.weights[pairs].sum())

    def shared(self, left: int, right: int) -> list[str]:
        """What only two stories share, the most telling first."""
        rows = slice(self._rows[left], self._rows[left + 1])
        both = self._pairs[rows][self._there[rows] == right]
        found = [(-float(self._grams.weights[n]), self._grams.text(int(n))) for n in both]
        return [pair for _, pair in sorted(found)]


def _behind(units: Ints, start: int, end: int, worth: Floats | None = None) -> Floats:
    """For every cut of a story of the units `start` to `end` the sum of what stands at the cut or behind it."""
    sums = np.bincount(units - start, worth, end - start).astype(np.float64)
    behind: Floats = np.cumsum(sums[::-1])
    return behind[::-1][1:]


def _earlier(cuts: Floats) -> Floats:
    """For every cut the value of the one before it; the first keeps its own."""
    return np.concatenate([cuts[..., :1], cuts[..., :-1]], axis=-1)


def _later(cuts: Floats, end: float | None = None) -> Floats:
    """For every cut the value of the one behind it; the last has `end`, or keeps its own."""
    last = cuts[..., -1:] if end is None else np.full_like(cuts[..., -1:], end)
    return np.concatenate([cuts[..., 1:], last], axis=-1)


def _log(counts: Floats | Ints) -> Floats:
    logs: Floats = np.log2(np.maximum(counts, 0.0) + 1)
    return logs
