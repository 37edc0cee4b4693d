"""Which story a paragraph belongs to, by the rare pairs of characters that it shares with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from quality.segment.cuts import Cuts
from quality.segment.grams import Grams, are_names, in_order
from quality.segment.likeness import Likeness
from quality.text.scripts import HAN_CLASS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from quality.segment.grams import Floats, Ints

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
FEW = 3
"""Stories of a page that may have what two neighbours share."""
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


_UNBOUND = Bonds((), np.zeros(0), np.zeros((0, 0)), np.zeros((0, 0)), np.zeros((0, 0), np.bool_))
"""Of a story no end of which may belong to another one."""


def conductances(story: Sequence[str]) -> Floats:
    """For every cut of a story how strongly its end holds to its beginning, by the smaller of both."""
    grams = Grams([story])
    first = grams.unit[grams.heads]
    last = grams.unit[np.concatenate([grams.heads[1:], [len(grams.unit)]])[: len(first)] - 1]
    alone = _behind(np.arange(len(story)), 0, len(story), grams.alone)
    begun, ended = _behind(first, 0, len(story)) + alone, _behind(last, 0, len(story)) + alone
    both = _behind(last, 0, len(story), grams.weights) - _behind(first, 0, len(story), grams.weights)
    bound: Floats = both / np.maximum(np.minimum(len(first) + grams.alone.sum() - begun, ended), 1)
    return bound


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

    def __init__(
        self, stories: Sequence[Sequence[str]], headings: Sequence[int], lasts: Sequence[int] | None = None
    ) -> None:
        """Counts the pairs of every story; `headings` of its first units are headings, `lasts` is its last paragraph."""
        grams = self._grams = Grams(stories)
        self._count, self._headings = len(stories), headings
        self._last = lasts or [max(len(units) - 1, 0) for units in stories]
        self._likeness = Likeness(stories, headings)
        self._bonds: dict[int, Bonds] = {}
        self._own = self._bound()
        firsts = grams.heads
        story, first = grams.story[firsts], grams.unit[firsts]
        groups = np.bincount(story, minlength=self._count)
        self._sizes = groups + np.diff(_before(grams.alone)[grams.starts])
        """The pairs of every story."""
        self._by_story, self._places = in_order(story), _before(groups)
        self._lasts = np.concatenate([firsts[1:], [len(grams.pair)]])[: len(firsts)] - 1
        self._begun = _before(np.bincount(first, minlength=grams.starts[-1]) + grams.alone)
        """Pairs of stories whose first unit is before a unit; `_ended` counts those whose last unit is."""
        self._ended = _before(np.bincount(grams.unit[self._lasts], minlength=grams.starts[-1]) + grams.alone)
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
        units = self._lasts - grams.heads + 1
        order = np.lexsort((story[others], story[both]))
        self._here, self._there = story[both][order], story[others][order]
        self._from, self._pairs = first[both][order], pair[both][order]
        self._worth = (units[both] * grams.weights[pair[both]])[order]
        new = np.ones(len(order), np.bool_)
        new[1:] = (self._here[1:] != self._here[:-1]) | (self._there[1:] != self._there[:-1])
        self._groups, self._group = np.flatnonzero(new), np.cumsum(new) - 1
        told = grams.weights[self._pairs]
        self._totals = np.add.reduceat(told, self._groups) if len(told) else told
        """How much a story shares with each other one alone, from `_groups` on."""
        closest = np.zeros(self._count)
        np.maximum.at(closest, self._here[self._groups], self._totals)
        self._closest: list[float] = closest.tolist()
        self._edges = np.searchsorted(self._here[self._groups], np.arange(self._count + 1))
        """The first of its groups for every story."""

    def closest(self, number: int) -> float:
        """The most that a story shares with any other alone."""
        return self._closest[number]

    def nearest(self, number: int) -> tuple[int, float, float] | None:
        """The story with which one shares most; how much that is for their sizes, and how many times what the next shares."""
        groups = slice(self._edges[number], self._edges[number + 1])
        if groups.start == groups.stop:
            return None
        *rest, best = np.argsort(self._totals[groups], kind="stable")
        other, told = int(self._there[self._groups[groups][best]]), float(self._totals[groups][best])
        second = float(self._totals[groups][rest[-1]]) if rest else 0.0
        return other, told / float(np.sqrt(self._sizes[number] * self._sizes[other])), told / (second + 1)

    def bonds(self, number: int) -> Bonds:
        """What binds a story at every place where it may be cut; stories to which no end can belong are left out."""
        if number not in self._bonds:
            self._bonds[number] = self._bind(number)
        return self._bonds[number]

    def _bind(self, number: int) -> Bonds:
        rows = self._likely.get(number)
        if rows is None:
            return _UNBOUND
        start, end = (int(n) for n in self._grams.starts[number : number + 2])
        cuts = self._cuts
        cells = cuts.bounds[rows][:, None] + np.arange(end - start - 1)
        odds, told, others = cuts.odds[cells], cuts.told[cells], cuts.other[rows]
        alien = np.zeros(odds.shape, np.bool_)
        rest = self._ended[end] - self._ended[start + 1 : end]
        self._name(number, others, rest, told, odds, alien)
        return Bonds(tuple(others.tolist()), self._own[start + 1 : end], told, odds, alien)

    @cached_property
    def _likely(self) -> dict[int, list[int]]:
        """The rows of cuts of every story that has some which are not hopeless."""
        cuts = self._cuts
        found: dict[int, list[int]] = {}
        if len(cuts.odds):
            best = np.maximum.reduceat(cuts.odds, cuts.bounds[:-1])
            for row in np.flatnonzero(best >= HOPELESS).tolist():
                found.setdefault(int(cuts.story[row]), []).append(row)
        return found

    @cached_property
    def _cuts(self) -> Cuts:
        """Every cut of every story, for each of the stories that share most with it."""
        starts, story = self._grams.starts, self._here[self._groups]
        order = np.lexsort((-self._totals, story))
        likely = order[(np.arange(len(order)) - self._edges[story] < LIKELY) & (np.diff(starts)[story] > 1)]
        cuts = Cuts(story[likely], self._there[self._groups][likely], starts)
        row = np.full(len(order), -1)
        row[likely] = np.arange(len(likely))
        row = row[self._group]
        behind = self._from - starts[self._here]
        some = np.flatnonzero((row >= 0) & (behind > 0))
        cuts.told = cuts.sums(cuts.bounds[row[some]] + behind[some] - 1, self._worth[some])
        cuts.odds = self._odds(cuts)
        return cuts

    def _odds(self, cuts: Cuts) -> Floats:
        """Natural logarithm of the odds of every cut, before anything is known of headings."""
        own, told, unit = self._own[cuts.unit], cuts.told, cuts.unit
        start, end = self._grams.starts[cuts.story][cuts.row], self._grams.starts[cuts.story + 1][cuts.row]
        begun, rest = self._begun[unit] - self._begun[start], self._ended[end] - self._ended[unit]
        first, joint = told - cuts.later(told, 0.0), self._joint[unit]
        counts = (own, told, first, cuts.earlier(told) - told, cuts.earlier(own), joint)
        weights = (OWN, OTHER, FIRST, BEFORE, EARLIER, JOINT)
        beside = BESIDE * (np.abs(cuts.other - cuts.story) == 1) + WHOLE * _log(self._sizes[cuts.other])
        sizes = (_log(np.array((begun - 1, rest))) - USUAL) ** 2
        odds: Floats = STAYS + beside[cuts.row] + np.array(weights) @ _log(np.array(counts))
        return odds + np.array((BEGIN, END)) @ sizes

    def _name(
        self, number: int, others: Ints, rest: Ints, told: Floats, odds: Floats, alien: NDArray[np.bool_]
    ) -> None:
        """Adds what an end says of headings and whom it names to its odds, and marks copies and what is alien."""
        start, end = (int(n) for n in self._grams.starts[number : number + 2])
        pairs, first, last = self._spans(number)
        worth, names = self._grams.weights[pairs], are_names(self._grams.keys[pairs])
        odds += NAMED_OWN * _log(_behind(last, start, end, worth * _among(pairs, self._heads(number))))
        odds += NAME_OWN * _log(_behind(last, start, end, names) - _behind(first, start, end, names))
        for row, (other, following) in enumerate(zip(others, self._next(number, others), strict=True)):
            size, common = self._sizes[other], _among(pairs, self._spans(other)[0])
            odds[row] += NAMED * _log(_behind(last, start, end, worth * _among(pairs, self._heads(other))))
            both = names * common
            odds[row] += NAME * _log(_behind(last, start, end, both))
            odds[row] += NAME_BEFORE * _log(both.sum() - _behind(first, start, end, both))
            odds[row] += NEXT * _log(following) + self._likeness.odds(number, int(other))
            copied = _behind(last, start, end, common)
            alien[row] = (told[row] < NEAREST * np.sqrt(rest * size)) | (rest > LONGEST * size)
            odds[row, copied >= COPIED * rest] = -np.inf

    @cached_property
    def _joint(self) -> Floats:
        """For every unit what it shares with the one before it and not with many other stories."""
        grams = self._grams
        near = (grams.pair[1:] == grams.pair[:-1]) & (grams.unit[1:] == grams.unit[:-1] + 1)
        near &= (grams.story[1:] == grams.story[:-1]) & (grams.stories_with[grams.pair[1:]] <= FEW)
        again = np.flatnonzero(near) + 1
        told = grams.weights[grams.pair[again]]
        return np.bincount(grams.unit[again], told, int(grams.starts[-1]) + 1).astype(np.float64)

    def _next(self, number: int, others: Ints) -> Iterator[Floats]:
        """For every cut what its first unit shares with the last paragraph of other stories and not with many others."""
        grams = self._grams
        start, end = (int(n) for n in grams.starts[number : number + 2])
        unit, pair = grams.of_units(start + 1, end)
        worth = grams.weights[pair] * (grams.stories_with[pair] <= FEW)
        for other in others:
            last = int(grams.starts[other]) + self._last[other]
            there = grams.of_units(last, last + 1)[1]
            shared = np.bincount(unit - start - 1, worth * _among(pair, there), end - start - 1)
            yield shared.astype(np.float64, copy=False)

    def _spans(self, number: int) -> tuple[Ints, Ints, Ints]:
        """The pairs of a story that bind, sorted, with the first and the last unit of each."""
        grams = self._grams
        groups = self._by_story[self._places[number] : self._places[number + 1]]
        return grams.pair[grams.heads[groups]], grams.unit[grams.heads[groups]], grams.unit[self._lasts[groups]]

    def _heads(self, number: int) -> Ints:
        """The pairs of a story's headings, sorted."""
        pairs, edges = self._headed
        return pairs[edges[number] : edges[number + 1]]

    @cached_property
    def _headed(self) -> tuple[Ints, Ints]:
        """The pairs of all headings by the stories that they stand above, and where those of each story begin."""
        grams = self._grams
        ends = grams.starts[:-1] + np.array(self._headings, np.int64)
        told = np.flatnonzero(grams.unit < ends[grams.story])
        order = told[in_order(grams.story[told])]
        return grams.pair[order], np.searchsorted(grams.story[order], np.arange(self._count + 1))

    def shared(self, left: int, right: int) -> list[str]:
        """What only two stories share, the most telling first."""
        rows = slice(*np.searchsorted(self._here, (left, left + 1)))
        both = self._pairs[rows][self._there[rows] == right]
        found = [(-float(self._grams.weights[n]), self._grams.text(int(n))) for n in both]
        return [pair for _, pair in sorted(found)]


def _before(counts: Ints) -> Ints:
    """The sum of what stands before every place, and of all."""
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])


def _behind(units: Ints, start: int, end: int, worth: Floats | Ints | None = None) -> Floats:
    """For every cut of a story of the units `start` to `end` the sum of what stands at the cut or behind it."""
    behind: Floats = np.bincount(units - start, worth, end - start)[::-1].cumsum(dtype=np.float64)[::-1]
    return behind[1:]


def _among(pairs: Ints, others: Ints) -> Floats:
    """1 for every pair that is one of the others, which are sorted."""
    if not len(others):
        return np.zeros(len(pairs))
    found: Floats = (others.take(others.searchsorted(pairs), mode="clip") == pairs).astype(np.float64)
    return found


def _log(counts: Floats | Ints) -> Floats:
    logs: Floats = np.log2(np.maximum(counts, 0.0) + 1)
    return logs
