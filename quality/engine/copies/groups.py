"""Copies of one text as groups: of n copies one stays and n - 1 pairs point at it; what lies inside a copy that goes is told already."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quality.engine.copies.evidence import ROUGH, is_story
from quality.engine.copies.pair import Pair

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from quality.engine.copies.reading import Stretch

ONE_PLACE = 0.5
"""Share of their common extent from which two stretches are one place."""
NEIGHBOURS = 4
INSIDE = 0.5
"""Share of a copy inside one that goes from which it is told already."""


@dataclass(frozen=True)
class Group:
    """Verified pairs of the copy that stays with each of the others."""

    pairs: tuple[Pair, ...]
    keep_left: tuple[bool, ...]
    story: bool


def groups(pairs: Sequence[Pair], best: Callable[[Sequence[Stretch]], int]) -> Iterator[Group]:
    """Groups of copies, stories first, then the longer; `best` says which of the copies stays."""
    gone: dict[int, bytearray] = {}
    for members, story in _components(pairs):
        free = [m for m in members if not _told(m, gone)]
        if len(free) < 2:
            continue
        keeper = free[best(free)]
        made = list(_verified(keeper, [m for m in free if m is not keeper]))
        for pair, keep_left in made:
            _mark(pair.right if keep_left else pair.left, gone)
        if made:
            yield Group(tuple(p for p, _ in made), tuple(k for _, k in made), story)


def _verified(keeper: Stretch, others: Iterable[Stretch]) -> Iterator[tuple[Pair, bool]]:
    for other in others:
        keep_left = _order(keeper) <= _order(other)
        pair = Pair.of(keeper, other) if keep_left else Pair.of(other, keeper)
        alike = pair.geometry.equal >= ONE_PLACE * min(len(keeper), len(other))
        if alike and pair.geometry.noise <= ROUGH:
            yield pair, keep_left


def _order(stretch: Stretch) -> tuple[int, int]:
    return stretch.reading.number, stretch.low


def _components(pairs: Sequence[Pair]) -> list[tuple[list[Stretch], bool]]:
    """Places that verified pairs connect, with whether the passage is a story; largest first within stories and the rest."""
    nodes = [s for pair in pairs for s in pair.sides]
    parent = list(range(len(nodes)))
    for at in range(0, len(nodes), 2):
        _unite(parent, at, at + 1)
    for a, b in _same_places(nodes):
        _unite(parent, a, b)
    found: dict[int, list[int]] = defaultdict(list)
    for at in range(len(nodes)):
        found[_root(parent, at)].append(at)
    made = [
        (_distinct([nodes[at] for at in members]), any(is_story(pairs[at // 2]) for at in members))
        for members in found.values()
    ]
    return sorted(made, key=lambda m: (not m[1], -max(map(len, m[0])), _order(m[0][0])))


def _same_places(nodes: Sequence[Stretch]) -> Iterator[tuple[int, int]]:
    """Stretches that mean one place, each compared with a few neighbours."""
    order = sorted(range(len(nodes)), key=lambda i: (nodes[i].reading.number, nodes[i].low, nodes[i].high))
    for number, at in enumerate(order):
        for other in order[max(number - NEIGHBOURS, 0) : number]:
            shared = nodes[at].overlap(nodes[other])
            if shared and shared >= ONE_PLACE * (len(nodes[at]) + len(nodes[other]) - shared):
                yield other, at


def _distinct(members: Sequence[Stretch]) -> list[Stretch]:
    """One stretch for each place, the longest, in reading order."""
    kept: list[Stretch] = []
    for member in sorted(members, key=lambda m: (_order(m), -len(m))):
        if kept and kept[-1].overlap(member) > ONE_PLACE * min(len(kept[-1]), len(member)):
            kept[-1] = max(kept[-1], member, key=len)
        else:
            kept.append(member)
    return kept


def _unite(parent: list[int], a: int, b: int) -> None:
    low, high = sorted((_root(parent, a), _root(parent, b)))
    parent[high] = low


def _root(parent: list[int], at: int) -> int:
    while parent[at] != at:
        parent[at] = parent[parent[at]]
        at = parent[at]
    return at


def _told(stretch: Stretch, gone: dict[int, bytearray]) -> bool:
    marks = gone.get(stretch.reading.number)
    return marks is not None and sum(marks[stretch.low : stretch.high]) > INSIDE * len(stretch)


def _mark(stretch: Stretch, gone: dict[int, bytearray]) -> None:
    marks = gone.setdefault(stretch.reading.number, bytearray(len(stretch.reading.key)))
    marks[stretch.low : stretch.high] = b"\1" * len(stretch)
