"""Passages that stand in two records, or twice in one: `keys` and `judge` as pure functions, which both engines group by.

What `quality check` says of pages (DUP102) is weighed by their layout; records have none. Here the same matcher proposes, the same
alignment verifies, and every passage that is long enough and no mould filled anew is told, with the earlier place that holds it, too.
Work is linear: a landmark that n records share proposes n - 1 pairs, each of them with the first.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from quality.engine.copies.evidence import NOISE
from quality.engine.records.arrays import numbers
from quality.match.align import core, gaps
from quality.match.geometry import geometry
from quality.match.landmarks import FREQUENT, SHORTEST, landmarks, weight_of
from quality.match.passages import find_passages, laid_out, sensitivity_of
from quality.text.folding import encode, fold_buffer, fold_codes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    Index = NDArray[np.int64]
    Hashes = NDArray[np.uint64]

LEAST = 2
"""Landmarks that two records share before they are compared: a passage of 50 characters with 10 % of errors keeps about three."""
COVERED = 16
"""Characters that seeds of one chain cover before it is extended: it loses no planted passage, and saves work."""


class Passage(NamedTuple):
    """A stretch of the record `right` that an earlier place, in the record `left`, holds, too; offsets are code points of the texts."""

    left: int
    right: int
    left_start: int
    left_end: int
    start: int
    end: int
    characters: int
    """Its letters and digits."""
    similarity: float
    """Equal characters among those of the longer stretch."""
    differences: int
    numbers: int
    """Differences in which both sides hold numerals."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """Pairs of record numbers (the earlier left, or twice the same) and how many landmarks they share; and what was spared."""

    left: Index
    right: Index
    shared: Index
    frequent: int = 0
    """Landmarks that more than `FREQUENT` records hold."""
    spared: int = 0
    """Comparisons of records that share a landmark, but none of which is the first to hold it."""

    def of(self, least: int) -> Proposed:
        """The pairs that share so many landmarks at least; a record that holds one twice is always looked at, it is but one."""
        kept = (self.shared >= least) | (self.left == self.right)
        return Proposed(self.left[kept], self.right[kept], self.shared[kept], self.frequent, self.spared)


def keys(texts: Sequence[str]) -> tuple[Hashes, Index]:
    """The landmarks of every text's letters and digits, and the place in `texts` of whose they are."""
    ends = np.cumsum([0, *map(len, texts)]).astype(np.int64)
    return landmarks(*fold_buffer(encode("".join(texts)), ends))


def proposed(hashes: Hashes, rows: Index) -> Proposed:
    """Pairs by landmarks, where all records that hold one of these are there: everyone with the first that holds it."""
    order = np.lexsort((rows, hashes))
    hashes, rows = hashes[order], rows[order]
    fresh = np.append(True, hashes[1:] != hashes[:-1]) if len(hashes) else np.empty(0, bool)
    starts = np.flatnonzero(fresh)
    sizes = np.diff(np.append(starts, len(hashes)))
    first = np.repeat(rows[starts], sizes)
    return Proposed(
        *_summed(first[~fresh], rows[~fresh], np.ones(int((~fresh).sum()), np.int64)),
        int((sizes > FREQUENT).sum()),
        int((sizes * (sizes - 1) // 2 - (sizes - 1)).sum()),
    )


def merged(parts: Sequence[Proposed]) -> Proposed:
    """What several sets of landmarks propose together."""
    left, right, shared = (np.concatenate([getattr(p, name) for p in parts]) for name in ("left", "right", "shared"))
    return Proposed(*_summed(left, right, shared), sum(p.frequent for p in parts), sum(p.spared for p in parts))


def _summed(left: Index, right: Index, shared: Index) -> tuple[Index, Index, Index]:
    """Each pair once, ascending, with what it shares in all."""
    order = np.lexsort((right, left))
    left, right = left[order], right[order]
    starts = np.flatnonzero(np.append(True, (left[1:] != left[:-1]) | (right[1:] != right[:-1]))[: len(left)])
    return left[starts], right[starts], np.add.reduceat(shared[order], starts) if len(starts) else starts


def judge(left: str, right: str | None, shortest: int) -> Iterator[tuple[int, int, int, int, int, float, int, int]]:
    """The passages of at least `shortest` characters that two texts share, or that one holds twice; as in `Passage`, rows aside.

    A letter of an alphabet counts a third.
    """
    sides = [fold_codes(encode(text)) for text in ([left] if right is None else [left, right])]
    codes, bounds = laid_out([key for key, _ in sides])
    found = find_passages(codes, bounds, shortest=SHORTEST, sensitivity=sensitivity_of(codes), covered=COVERED)
    for p in found.passages:
        if right is None or p.left < bounds[1] <= p.right:
            here, there = np.array((p.left, p.left_end)), np.array((p.right, p.right_end)) - bounds[-2]
            yield from _verified(sides[0], sides[-1], here, there, shortest)


def _verified(
    left: tuple[NDArray[np.uint32], Index],
    right: tuple[NDArray[np.uint32], Index],
    here: Index,
    there: Index,
    shortest: int,
) -> Iterator[tuple[int, int, int, int, int, float, int, int]]:
    """The passage reduced to what is alike, unless that is too short, too noisy or a mould."""
    mine, other = (_decoded(side[0][low:high]) for side, (low, high) in ((left, here), (right, there)))
    a, a_end, b, b_end = core(mine, other, gaps(mine, other))
    here, there = here[0] + np.array((a, a_end)), there[0] + np.array((b, b_end))
    mine, other = mine[a:a_end], other[b:b_end]
    if min(weight_of(encode(word)) for word in (mine, other)) < shortest:
        return
    between = gaps(mine, other)
    shape = geometry(mine, other, between)
    if shape.noise <= NOISE and not shape.mould:
        alike = round(shape.equal / max(len(mine), len(other)), 6)
        yield *_source(left[1], here), *_source(right[1], there), len(other), alike, len(between), shape.numbers


def _decoded(codes: NDArray[np.uint32]) -> str:
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


def _source(offsets: Index, ends: Index) -> tuple[int, int]:
    """A range of the key as one of the text."""
    return int(offsets[ends[0]]), int(offsets[ends[1] - 1]) + 1


def judged(pairs: Iterable[tuple[int, int, str, str]], shortest: int) -> Iterator[Passage]:
    """All passages of pairs (left, right, their texts)."""
    for left, right, text, other in pairs:
        for row in judge(text, None if left == right else other, shortest):
            yield Passage(left, right, *row)


def told(passages: Iterable[Passage], shortest: int) -> Iterator[Passage]:
    """Of all passages that end in some records those to be told: with the earliest place first, others where they cover more.

    One is told where it covers at least `shortest` characters that no earlier place was found for.
    """
    by_record: dict[int, list[Passage]] = defaultdict(list)
    for passage in passages:
        by_record[passage.right].append(passage)
    for _, mine in sorted(by_record.items()):
        covered = np.zeros(max(p.end for p in mine), bool)
        kept = []
        for passage in sorted(mine):
            stretch = covered[passage.start : passage.end]
            if len(stretch) - stretch.sum() >= shortest:
                stretch[:] = True
                kept.append(passage)
        yield from sorted(kept, key=lambda p: (p.start, p.end))


def packed(passages: Iterable[Passage]) -> pa.Table:
    """Passages as a table."""
    columns = list(zip(*passages, strict=True)) or [()] * len(Passage._fields)
    kinds = [np.float64 if name == "similarity" else np.int64 for name in Passage._fields]
    arrays = [numbers(np.array(c, k)) for c, k in zip(columns, kinds, strict=True)]
    return pa.table(dict(zip(Passage._fields, arrays, strict=True)))


def unpacked(table: pa.Table) -> Iterator[Passage]:
    """A table's passages."""
    return (Passage(*row) for row in zip(*(table[name].to_pylist() for name in Passage._fields), strict=True))
