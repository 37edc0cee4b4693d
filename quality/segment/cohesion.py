"""Which story a paragraph belongs to, by the rare pairs of characters that it shares with it."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from quality.text.scripts import HAN_CLASS
from quality.text.words import frequencies

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

COMMON, RARE = 16.0, 10.0
"""Base-2 logarithms of counts: from the first on a word says nothing, up to the second it says all."""
COPY = 0.5
"""Share of the shorter story's pairs from which two stories are versions of one text."""
LIKELY = 3
"""Stories that share most, which may be versions of the story itself."""
_HAN_RUN = re.compile(f"[{HAN_CLASS}]+")


def pairs(text: str) -> set[str]:
    """The pairs of neighbouring Han characters."""
    return {a + b for run in _HAN_RUN.findall(text) for a, b in pairwise(run)}


@lru_cache(maxsize=1 << 16)
def weight(pair: str) -> float:
    """How much a pair tells: 1 for what is no common word, 0 for 我们."""
    count = frequencies().get(pair, 0.0)
    return min(1.0, max(0.0, (COMMON - count) / (COMMON - RARE)))


@dataclass(frozen=True, slots=True)
class Bond:
    """What binds the end of a story, from one of its units on, to its own beginning and to another story."""

    cut: int
    """Number of the first unit of the end."""
    own: float
    other: float
    rival: float
    """The bond to the second best other story, as if that were as long as the best."""
    story: int
    """The other story, -1 where nothing is shared with any."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The end of a story against its beginning and another story, in pairs of characters."""

    own_size: int
    other_size: int
    named_own: float
    """How much the end says of what the headings of its story say."""
    named_other: float
    """How much of what the other story's headings say, and the beginning does not."""
    copied: float
    """Share of the end's pairs that stand in the other story, too: near 1 for a copy."""


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

    def __init__(self, stories: Sequence[Sequence[str]]) -> None:
        self._units = [[pairs(text) for text in units] for units in stories]
        self._wholes = [set[str]().union(*units) for units in self._units]
        once, twice, often = set[str](), set[str](), set[str]()
        for whole in self._wholes:
            often |= twice & whole
            twice |= once & whole
            once |= whole
        self._often, self._shared = often, twice - often
        self._owners: dict[str, list[int]] = defaultdict(list)
        for number, whole in enumerate(self._wholes):
            for pair in whole & self._shared:
                self._owners[pair].append(number)

    def _other(self, pair: str, number: int) -> int:
        """The other one of the two stories that share a pair."""
        left, right = self._owners[pair]
        return left if right == number else right

    def closest(self, number: int) -> float:
        """The most that a story shares with any other alone."""
        totals: dict[int, float] = defaultdict(float)
        for pair in self._wholes[number] & self._shared:
            totals[self._other(pair, number)] += weight(pair)
        return max(totals.values(), default=0.0)

    def bonds(self, number: int) -> list[Bond]:
        """A bond for every place where the story may be cut, from its second unit on."""
        units = self._units[number]
        own = [0.0] * (len(units) + 1)
        others: dict[int, list[float]] = defaultdict(lambda: [0.0] * (len(units) + 1))
        first: dict[str, int] = {}
        seen: set[str] = set()
        for at, unit in enumerate(units):
            for pair in (unit & seen) - self._often:  # binds every cut behind the pair's first unit, up to this one
                own[first.setdefault(pair, at) + 1] += weight(pair)
                own[at + 1] -= weight(pair)
            new = unit - seen
            first |= dict.fromkeys(new, at)
            for pair in unit & self._shared:
                line = others[self._other(pair, number)]
                line[0] += weight(pair)
                line[first[pair] + 1] -= weight(pair)
            seen |= new
        for other in nlargest(LIKELY, others, key=lambda k: others[k][0]):
            if self._is_copy(number, other):
                del others[other]
        lines = {other: list(accumulate(line)) for other, line in others.items()}
        return list(_bonds(list(accumulate(own)), lines, {other: len(self._wholes[other]) ** 0.5 for other in lines}))

    def _is_copy(self, left: int, right: int) -> bool:
        """True for two versions of one text, which share half of their pairs or more."""
        a, b = self._wholes[left], self._wholes[right]
        return len(a & b) >= COPY * min(len(a), len(b))

    def conductance(self, number: int, cut: int) -> float:
        """How strongly the end of a story holds to its beginning, by the smaller of both."""
        units = self._units[number]
        begin, end = set[str]().union(*units[:cut]), set[str]().union(*units[cut:])
        return sum(map(weight, begin & end)) / (min(len(begin), len(end)) or 1)

    def weigh(self, number: int, cut: int, other: int, headings: tuple[int, int]) -> Weights:
        """Weighs the end of a story from a unit on against its beginning and against another story.

        `headings` are the numbers of units that are headings, of the story and of the other.
        """
        units, others = self._units[number], self._units[other]
        begin, end, whole = (set[str]().union(*some) for some in (units[:cut], units[cut:], others))
        own_heads, heads = set[str]().union(*units[: headings[0]]), set[str]().union(*others[: headings[1]])
        return Weights(
            own_size=len(begin),
            other_size=len(whole),
            named_own=sum(map(weight, own_heads & end)),
            named_other=sum(map(weight, (heads & end) - begin)),
            copied=len(end & whole) / (len(end) or 1),
        )

    def shared(self, left: int, right: int) -> list[str]:
        """What only two stories share, the most telling first."""
        both = self._wholes[left] & self._wholes[right] & self._shared
        return sorted(both, key=lambda pair: (-weight(pair), pair))


def _bonds(own: Sequence[float], others: dict[int, list[float]], sizes: dict[int, float]) -> Iterable[Bond]:
    """The closest story for every cut: what it shares, by the root of its size, since long stories share more by chance."""
    for cut in range(1, len(own) - 1):
        ranked = sorted(((line[cut] / sizes[k], -k) for k, line in others.items()), reverse=True)[:2]
        best = -ranked[0][1] if ranked else -1
        rival = ranked[1][0] * sizes[best] if len(ranked) > 1 else 0.0
        yield Bond(cut, own[cut], others[best][cut] if ranked else 0.0, rival, best)
