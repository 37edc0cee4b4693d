"""What an end has in common with its own beginning and with another story beside rare pairs: numbers, foreign words, openings.

A paragraph that opens with the same words as the story's others goes on about the same person; a number or a name in
Latin letters that only two stories have tells as much as a rare pair.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from math import fsum
from operator import or_
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quality.segment.grams import Floats

OPENS, OPENS_OWN = 1.05, -0.87
"""Natural logarithm of how much likelier an end is elsewhere that opens as paragraphs of the other story, or of its own, do."""
TOKEN, TOKEN_OWN = 1.8, -1.48
"""The same per doubling of the numbers and foreign words that an end has in common with one of both and not with the other.

What several stories of the page have counts for a part. The fit on made pages gives 2.6 to the other story; on scanned papers, whose
stories are of one day, less is right.
"""
OPENING = (2, 3)
"""Characters of the words that a paragraph opens with."""
_TOKEN = re.compile(r"(?<!\d)(?!(?:19|20)\d\d年)\d[\d.,]*[年月日时%％万亿]?|[A-Za-z][A-Za-z0-9.-]+")
"""A year is no token: all stories of a page are of one time."""


@dataclass(frozen=True, slots=True)
class _Ends:
    """What the ends of one story have in themselves, a value for each cut."""

    openings: list[set[str]]
    """The words that the first unit of an end opens with."""
    opens_own: list[bool]
    """Whether one of the story's own paragraphs before it opens so, too."""
    tokens: list[set[str]]
    tokens_begun: list[set[str]]
    """What the story has before an end."""


class Likeness:
    """Of the ends of one page's stories, each given as the texts of its units, with how many of these are headings."""

    def __init__(self, stories: Sequence[Sequence[str]], headings: Sequence[int]) -> None:
        self._stories, self._headings = stories, headings
        self._tokens: dict[int, list[set[str]]] = {}
        self._ends: dict[int, _Ends] = {}

    def odds(self, number: int, other: int) -> Floats:
        """For every cut of a story what is in favour of another one as the place of its end."""
        if number not in self._ends:
            self._ends[number] = self._ends_of(number)
        ends, theirs = self._ends[number], self._openings(other)
        odds = self._tokens_shared(ends, other)
        for at, (opening, own) in enumerate(zip(ends.openings, ends.opens_own, strict=True)):
            odds[at] += OPENS * (not theirs.isdisjoint(opening))
            odds[at] += OPENS_OWN * own
        return odds

    def _ends_of(self, number: int) -> _Ends:
        first, units = self._headings[number], self._tokens_of(number)
        openings = [_opening(text) for text in self._stories[number]]
        before = list(accumulate(openings[first:], or_, initial=set[str]()))
        opens_own = [not before[max(cut - first, 0)].isdisjoint(openings[cut]) for cut in range(1, len(openings))]
        ended = list(accumulate(reversed(units), or_))[-2::-1]
        return _Ends(openings[1:], opens_own, ended, list(accumulate(units[:-1], or_)))

    def _openings(self, number: int) -> set[str]:
        return set[str]().union(*map(_opening, self._stories[number][self._headings[number] :]))

    def _tokens_shared(self, ends: _Ends, other: int) -> Floats:
        """What numbers and foreign words say of every cut."""
        theirs = set[str]().union(*self._tokens_of(other))
        shared = [
            (self._worth(end & theirs - begun), self._worth(end & begun - theirs))
            for begun, end in zip(ends.tokens_begun, ends.tokens, strict=True)
        ]
        odds: Floats = np.log2(np.array(shared, np.float64).reshape(-1, 2) + 1) @ np.array([TOKEN, TOKEN_OWN])
        return odds

    def _worth(self, tokens: set[str]) -> float:
        return fsum(1 / self._count[token] for token in tokens)  # exact: a set has no order

    @cached_property
    def _count(self) -> dict[str, int]:
        """In how many stories a number or foreign word stands."""
        counts: dict[str, int] = {}
        for number in range(len(self._stories)):
            for token in set[str]().union(*self._tokens_of(number)):
                counts[token] = counts.get(token, 0) + 1
        return counts

    def _tokens_of(self, number: int) -> list[set[str]]:
        """The numbers and foreign words of every unit of a story."""
        if number not in self._tokens:
            texts = self._stories[number]
            self._tokens[number] = [{token for token in _TOKEN.findall(text) if len(token) > 1} for text in texts]
        return self._tokens[number]


def _opening(text: str) -> set[str]:
    return {text[:n] for n in OPENING}
