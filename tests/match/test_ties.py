"""What stories have in common, against a plain twin over sets of pairs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from operator import add

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from quality.match import ties as s

MOST = 2
"""Stories that share most with one, here."""
TELLS = {"天地": (0.25, 1.0), "地玄": (0.5, 0.0), "玄黄": (0.0, 0.0), "黄黄": (1.0, 1.0)}
UNIT = st.text("天地玄黄，", max_size=9)
PAGE = st.lists(st.lists(UNIT, max_size=4), max_size=5)
FULL = st.lists(st.lists(UNIT, min_size=1, max_size=4), min_size=2, max_size=4)


@dataclass
class Plain:
    """The twin: units by number, with the pairs of each."""

    stories: list[list[str]]
    headings: int

    @cached_property
    def starts(self) -> list[int]:
        return [0, *accumulate(map(len, self.stories))]

    @cached_property
    def pairs(self) -> list[set[str]]:
        texts = [text for units in self.stories for text in units]
        return [{a + b for a, b in pairwise(text) if "，" not in (a, b)} for text in texts]

    @cached_property
    def often(self) -> Counter[str]:
        return Counter(pair for unit in self.pairs for pair in unit)

    def of(self, story: int) -> set[str]:
        return set[str]().union(*self.pairs[self.starts[story] : self.starts[story + 1]])

    @cached_property
    def holders(self) -> Counter[str]:
        return Counter(pair for story in range(len(self.stories)) for pair in self.of(story))

    def units(self, story: int, pair: str) -> list[int]:
        return [u for u in range(self.starts[story], self.starts[story + 1]) if pair in self.pairs[u]]

    def titled(self, story: int, pair: str) -> bool:
        return any(u < self.starts[story] + self.headings for u in self.units(story, pair))

    def alone(self, story: int, other: int) -> set[str]:
        return {pair for pair in self.of(story) & self.of(other) if self.holders[pair] == 2}

    def told(self, story: int, other: int) -> float:
        return sum(worth(pair) for pair in self.alone(story, other))

    def likely(self, story: int) -> list[int]:
        others = [n for n in range(len(self.stories)) if n != story and self.alone(story, n)]
        return sorted(others, key=lambda n: (-self.told(story, n), n))[:MOST]

    def own(self, story: int, cut: int) -> float:
        units = {pair: self.units(story, pair) for pair in self.of(story) if self.holders[pair] <= 2}
        return sum(worth(pair) * sum(u >= cut for u in some) for pair, some in units.items() if some[0] < cut)

    def first(self, story: int, other: int, unit: int) -> float:
        units = {pair: self.units(story, pair) for pair in self.alone(story, other)}
        return sum(worth(p) * len(some) for p, some in units.items() if unit == some[0] > self.starts[story])

    def bound(self, story: int) -> set[str]:
        return {pair for pair in self.of(story) if self.often[pair] > 1}


def worth(pair: str) -> float:
    return TELLS.get(pair, (1.0, 0.0))[0]


def is_name(pair: str) -> float:
    return TELLS.get(pair, (1.0, 0.0))[1]


@dataclass
class Counted:
    """What the kernels count."""

    plain: Plain

    def __post_init__(self) -> None:
        texts = [text for units in self.plain.stories for text in units]
        codes = np.array([ord(c) for c in "\n".join(texts)], np.uint32)
        bits, room = len(texts).bit_length(), np.empty(len(codes), np.int64)
        keys = np.sort(room[: s.gather(codes, np.array([len(t) for t in texts], np.int64), bits, room)])
        self.units, self.groups = np.empty(len(keys), np.int64), np.empty((6, len(keys)), np.int64)
        self.pairs, self.worth = np.empty((3, len(keys) // 2 + 1), np.int64), np.empty((2, len(keys) // 2 + 1))
        self.marks = np.zeros((2, len(texts) + 1), np.int64)
        known = sorted(TELLS, key=key)
        tells = np.array([[TELLS[pair][row] for pair in known] for row in range(2)])
        known_keys = np.array([key(pair) for pair in known], np.int64)
        self.count = count = s.settle(
            keys, bits, self.marks[s.ALONE], self.pairs, self.worth, self.units, known_keys, tells
        )
        starts = self.plain.starts
        self.stories = np.zeros((s.LIKELY + MOST, len(starts)), np.int64)
        self.stories[s.START], self.stories[s.TITLED] = starts, np.add(starts, self.plain.headings)
        self.stories[s.LAST, :-1] = np.add(starts[1:], -1)
        self.counts = np.zeros((s.CELLS + s.WAYS * MOST, len(texts) + 1))
        self.totals = np.zeros((MOST + 1, len(starts) - 1))
        tables = self.pairs, count, self.worth, self.units, self.marks
        s.bind(*tables, self.stories, self.groups, self.counts, self.totals)

    def compared(self, story: int, others: list[int]) -> tuple[np.ndarray, np.ndarray]:
        width = len(self.plain.stories[story])
        mine, common = np.zeros((2, width)), np.zeros((len(others), 5, width))
        tables = self.pairs, self.worth, self.units, self.groups, self.stories
        s.compare(*tables, story, np.array(others, np.int64), mine, common)
        return mine, common

    def held(self, story: int) -> list[float]:
        start, end = self.plain.starts[story : story + 2]
        bound, room = np.zeros(max(end - start - 1, 0)), np.zeros((4, end - start))
        s.hold(self.pairs, self.count, self.worth, self.units, self.marks[s.ALONE], start, bound, room)
        return bound.tolist()


def key(pair: str) -> int:
    return ord(pair[0]) << s.BITS | ord(pair[1])


@settings(deadline=None, max_examples=150)
@given(PAGE, st.integers(0, 2))
def test_stories_and_cuts_are_counted_as_by_the_plain_twin(stories: list[list[str]], headings: int) -> None:
    plain = Plain(stories, headings)
    found = Counted(plain)
    for n in range(len(stories)):
        start, likely = plain.starts[n], plain.likely(n)
        assert found.stories[s.PAIRS, n] == len(plain.of(n))
        assert [o for o in found.stories[s.LIKELY :, n] if o >= 0] == likely
        assert found.totals[: len(likely), n].tolist() == [plain.told(n, o) for o in likely]
        for u in range(start + 1, plain.starts[n + 1]):
            above, below = plain.pairs[start:u], plain.pairs[u : plain.starts[n + 1]]
            own, few = [plain.own(n, v) for v in (u, max(u - 1, start + 1))], plain.pairs[u] & plain.pairs[u - 1]
            assert found.counts[[s.OWN, s.EARLIER], u].tolist() == own
            assert found.counts[s.JOINT, u] == sum(worth(p) for p in few if plain.holders[p] <= s.FEW)
            sizes = len(set[str]().union(*above)) - 1, len(set[str]().union(*below))
            assert tuple(found.counts[[s.BEGUN, s.REST], u]) == sizes
            for row, other in enumerate(likely):
                firsts = [plain.first(n, other, v) for v in range(start, plain.starts[n + 1])]
                cells = found.counts[s.CELLS + row * s.WAYS :, u]
                assert cells[s.FIRST] == firsts[u - start]
                assert cells[s.BEFORE] == firsts[u - start - 1]
                assert cells[s.TOLD] == sum(firsts[u - start :])


@settings(deadline=None, max_examples=150)
@given(FULL, st.integers(0, 2), st.data())
def test_two_stories_are_compared_as_by_the_plain_twin(
    stories: list[list[str]], headings: int, data: st.DataObject
) -> None:
    plain = Plain(stories, headings)
    n, *others = data.draw(st.permutations(range(len(stories))))
    mine, common = Counted(plain).compared(n, others)
    places = {pair: plain.units(n, pair) for pair in plain.bound(n)}
    for cut in range(1, len(stories[n])):
        unit = plain.starts[n] + cut
        ended = {pair for pair, units in places.items() if units[-1] >= unit}
        begun = {pair for pair, units in places.items() if units[0] < unit}
        assert mine[s.HEADS, cut] == sum(worth(p) for p in ended if plain.titled(n, p))
        assert mine[s.NAMES, cut] == sum(map(is_name, ended & begun))
        for row, other in enumerate(others):
            theirs, last = plain.of(other), plain.pairs[plain.starts[other + 1] - 1]
            assert common[row, s.HEADS, cut] == sum(worth(p) for p in ended & theirs if plain.titled(other, p))
            assert common[row, s.NAMES, cut] == sum(map(is_name, ended & theirs))
            assert common[row, s.COMMON, cut] == len(ended & theirs)
            assert common[row, s.BEGINNING, cut] == sum(map(is_name, begun & theirs))
            told = {p for p in plain.pairs[unit] & last if plain.holders[p] <= s.FEW}
            assert common[row, s.NEXT, cut] == sum(map(worth, told))


@settings(deadline=None, max_examples=100)
@given(PAGE)
def test_a_story_holds_as_the_plain_twin_does(stories: list[list[str]]) -> None:
    plain = Plain(stories, 0)
    found = Counted(plain)
    for n in range(len(stories)):
        for cut, bound in enumerate(found.held(n), plain.starts[n] + 1):
            begun = set[str]().union(*plain.pairs[plain.starts[n] : cut])
            ended = set[str]().union(*plain.pairs[cut : plain.starts[n + 1]])
            assert bound == sum(map(worth, begun & ended)) / max(min(len(begun), len(ended)), 1)


def test_pairs_are_kept_by_key_and_those_of_one_unit_are_only_counted() -> None:
    found = Counted(Plain([["天地玄", "玄地天"], ["天地，黄"]], 1))
    assert found.marks[s.ALONE].tolist() == [1, 2, 0, 0]
    assert found.pairs[:, 0].tolist() == [key("天地"), 0, 2]
    assert found.units[:2].tolist() == [0, 2]
    assert add(*found.worth[:, 0]) == 1.25
