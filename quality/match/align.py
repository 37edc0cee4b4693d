"""Aligns two texts that are alike: where they are equal, and the gaps where they differ.

Short stretches go to rapidfuzz (bit-parallel Levenshtein with operations). Longer texts are first cut at anchors –
stretches that each text holds once and that stand in the same order in both (patience sorting) – so that the work
grows with the length, not with its square.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ANCHOR = 12
"""Length of an anchor."""
STEP = 512
"""Characters between two anchors that are used."""
PLAIN = 4096
"""Up to this length a text is aligned without anchors."""
GLUE = 3
"""Fewer equal characters than this between two differences are chance: one gap."""


ONE_SIDED, TWO_SIDED = 12, 40


@dataclass(frozen=True, slots=True)
class Gap:
    """Where two texts differ: `left[left:left_end]` against `right[right:right_end]`, a side may be empty."""

    left: int
    left_end: int
    right: int
    right_end: int
    equal: int = 0
    """Characters inside that are equal nevertheless."""

    @property
    def edits(self) -> int:
        """Characters that are wrong, missing or additional."""
        return max(self.left_end - self.left, self.right_end - self.right) - self.equal

    @property
    def turned(self) -> Gap:
        """The same difference with the sides exchanged."""
        return Gap(self.right, self.right_end, self.left, self.left_end, self.equal)


def gaps(left: str, right: str, *, glue: int = GLUE) -> tuple[Gap, ...]:
    """The differences of two texts in order; neighbours closer than `glue` characters are one."""
    found: list[Gap] = []
    for gap in _raw_gaps(left, right):
        last = found[-1] if found else None
        if last is not None and gap.left - last.left_end < glue:
            equal = last.equal + gap.equal + gap.left - last.left_end
            found[-1] = Gap(last.left, gap.left_end, last.right, gap.right_end, equal)
        else:
            found.append(gap)
    return tuple(found)


def core(left: str, right: str, cuts: Sequence[Gap]) -> tuple[int, int, int, int]:
    """Where two texts are alike at best: (left, left_end, right, right_end) of the part that scores highest between its gaps `cuts`.

    An equal character earns 1, an edit costs 2; a wide gap costs at most ONE_SIDED or TWO_SIDED, so that a copy goes on behind other text
    only if as much is equal there.
    """
    starts = [(0, 0), *((g.left_end, g.right_end) for g in cuts)]
    ends = [*((g.left, g.right) for g in cuts), (len(left), len(right))]
    best, found, score, begin = -1, (0, 0), 0, 0
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if number:
            score -= _cost(cuts[number - 1])
        if score <= 0:
            score, begin = 0, number
        score += end[0] - start[0]
        if score > best:
            best, found = score, (begin, number)
    (left_start, right_start), (left_end, right_end) = starts[found[0]], ends[found[1]]
    return left_start, left_end, right_start, right_end


def _cost(gap: Gap) -> int:
    one_sided = gap.left == gap.left_end or gap.right == gap.right_end
    return min(2 * gap.edits, ONE_SIDED if one_sided else TWO_SIDED)


def _raw_gaps(left: str, right: str) -> Iterator[Gap]:
    at_left = at_right = 0
    for anchor_left, anchor_right in [*_anchors(left, right), (len(left), len(right))]:
        piece, other = left[at_left:anchor_left], right[at_right:anchor_right]
        if max(len(piece), len(other)) > 2 * PLAIN:
            # Nothing in common that is unique: one difference, rather than work that grows with the square.
            yield Gap(at_left, anchor_left, at_right, anchor_right)
        else:
            for op in Levenshtein.opcodes(piece, other):
                if op.tag != "equal":
                    yield Gap(
                        at_left + op.src_start, at_left + op.src_end, at_right + op.dest_start, at_right + op.dest_end
                    )
        at_left, at_right = anchor_left, anchor_right


def _anchors(left: str, right: str) -> list[tuple[int, int]]:
    """Starts of stretches that stand once in each text, in an order that both share, none for short texts."""
    if max(len(left), len(right)) <= PLAIN:
        return []
    there = _unique(right)
    pairs = [(at, there[gram]) for gram, at in _unique(left).items() if gram in there]
    return list(_thinned(_rising(sorted(pairs))))


def _thinned(anchors: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Anchors at least STEP apart in both texts."""
    left = right = 0
    for anchor in anchors:
        if anchor[0] - left >= STEP and anchor[1] - right >= STEP:
            left, right = anchor
            yield anchor


def _unique(text: str) -> dict[str, int]:
    """Grams that a text holds once, with their places."""
    places: dict[str, int] = {}
    for at in range(len(text) - ANCHOR + 1):
        gram = text[at : at + ANCHOR]
        places[gram] = -1 if gram in places else at
    return {gram: at for gram, at in places.items() if at >= 0}


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of `pairs` whose right places rise, in n log n."""
    ends: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    for number, (_, right) in enumerate(pairs):
        level = bisect_left(ends, right)
        ends[level : level + 1], tops[level : level + 1] = [right], [number]
        before.append(tops[level - 1] if level else -1)
    chain = []
    at = tops[-1] if tops else -1
    while at >= 0:
        chain.append(pairs[at])
        at = before[at]
    return chain[::-1]
