"""Candidates to verdicts: the default judgement, or exact similarity against a threshold. Pure functions over arrays."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from quality.match.clusters import leading, may_go
from quality.match.gaps import measure
from quality.match.judge import BELOW_WHY, WHYS, Judgement, judge
from quality.match.ordered import distinct, held
from quality.match.overlap import jaccard_of, overlaps

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from numpy.typing import NDArray

    from quality.engine.records.corpus import Corpus

    Index = NDArray[np.int64]

ROUNDS = 8
"""Rounds in which leaders are asked first."""
FEW = 5
"""Records of a cluster up to which all its pairs are judged."""

__all__ = ["WHYS", "Verdicts", "scores_of", "verdicts", "verdicts_around_leaders"]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Judged pairs of row numbers, the earlier left."""

    left: Index
    right: Index
    judgement: NDArray[np.int8]
    why: NDArray[np.int8]
    """Index in `WHYS`."""
    score: NDArray[np.float64]
    """The logistic score, or with a threshold the similarity."""

    def where(self, judgement: Judgement) -> tuple[Index, Index]:
        """The pairs of one judgement."""
        held = self.judgement == judgement
        return self.left[held], self.right[held]

    def joined(self, other: Verdicts) -> Verdicts:
        """The pairs of both."""
        return Verdicts(*(np.concatenate([getattr(self, f.name), getattr(other, f.name)]) for f in fields(self)))


def verdicts(
    corpus: Corpus, left: Index, right: Index, *, threshold: float | None, width: int, pool: ThreadPoolExecutor
) -> Verdicts:
    """Judges pairs: by `match.judge`, or where a threshold is given by exact Jaccard similarity alone."""
    if threshold is None:
        return Verdicts(left, right, *judge(measure(corpus.units, corpus.bounds, left, right, pool)))
    similarity = jaccard_of(overlaps(corpus.units, corpus.bounds, left, right, width, pool))
    below = similarity < threshold
    judgement = np.where(below, Judgement.BELOW, Judgement.COPY).astype(np.int8)
    return Verdicts(left, right, judgement, below.astype(np.int8) * BELOW_WHY, similarity)


def verdicts_around_leaders(
    corpus: Corpus, left: Index, right: Index, rank: Index, *, width: int, pool: ThreadPoolExecutor
) -> Verdicts:
    """Judges in rounds only the pairs that can decide where a record goes.

    In each round records that rank before all their open partners are leaders and judged against them. A partner that is a copy and
    may go is settled: in pairs that are still open its leader takes its place, for that is whom the others would have to be copies of. What
    is open after `ROUNDS` rounds is judged as a whole. All pairs are judged in clusters of up to `FEW` records, where each verdict
    counts, and around a leader and a partner who leave it unsure: perhaps another record is a copy of both.
    """
    proposed = left, right
    place = np.empty(len(rank), np.int64)
    place[rank] = np.arange(len(rank))
    leader = np.arange(len(rank))
    done = verdicts(corpus, left[:0], right[:0], threshold=None, width=width, pool=pool)
    for number in range(ROUNDS + 1):
        asked = leading(left, right, place) if number < ROUNDS else np.ones(len(left), bool)
        told = verdicts(corpus, left[asked], right[asked], threshold=None, width=width, pool=pool)
        done = done.joined(told)
        _settle(leader, place, corpus.lengths, *told.where(Judgement.COPY))
        left, right = _still_open(leader[left[~asked]], leader[right[~asked]], done)
        if not len(left):
            break
    doubtful = np.bincount(leader, minlength=len(rank)) <= FEW
    for ends in done.where(Judgement.UNSURE):
        doubtful[leader[ends]] = True
    both = doubtful[leader[proposed[0]]] & doubtful[leader[proposed[1]]]
    left, right = _still_open(proposed[0][both], proposed[1][both], done)
    return done.joined(verdicts(corpus, left, right, threshold=None, width=width, pool=pool))


def _settle(leader: Index, place: Index, lengths: Index, left: Index, right: Index) -> None:
    """Puts the worse end of each pair under the better one where it may go for it; of several the best."""
    better = np.where(place[left] < place[right], left, right)
    worse = np.where(place[left] < place[right], right, left)
    fits = may_go(lengths, worse, better)
    better, worse = better[fits], worse[fits]
    order = np.argsort(-place[better], kind="stable")
    leader[worse[order]] = better[order]


def _still_open(left: Index, right: Index, done: Verdicts) -> tuple[Index, Index]:
    """The pairs of two records that have no verdict yet, each once, ascending."""
    low, high = np.minimum(left, right), np.maximum(left, right)
    packed = distinct((low << 32 | high)[low != high])
    packed = packed[~held(packed, done.left << 32 | done.right)]
    return packed >> 32, packed & 0xFFFFFFFF


def scores_of(
    corpus: Corpus, left: Index, right: Index, width: int, pool: ThreadPoolExecutor
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Exact Jaccard similarity of each pair, and the share of the right one's shingles that the left one holds."""
    counts = overlaps(corpus.units, corpus.bounds, left, right, width, pool)
    return jaccard_of(counts), np.asarray(counts[:, 2] / np.maximum(counts[:, 1], 1))
