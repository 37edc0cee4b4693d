"""Who stays and who goes: identical records, stars around keepers, and what is written of every record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from quality.engine.records.verify import WHYS, Verdicts, scores_of, verdicts
from quality.match.clusters import components, ranked, stars, substitutes
from quality.match.judge import Judgement
from quality.match.ordered import held

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from numpy.typing import NDArray

    from quality.engine.records.corpus import Corpus
    from quality.match.bands import Candidates

    Index = NDArray[np.int64]

REASONS = ("alone", "keeper", "identical", "near", "contained", "template", "unsure", "empty")
JUDGEMENTS = ("copy", "unsure", "template", "different", "below threshold")
CONTAINED = (0.9, 0.7)
"""A record is `contained` where so much of it stands in its keeper though the two are less alike than that."""
_REASON = {name: number for number, name in enumerate(REASONS)}


@dataclass(frozen=True, slots=True)
class Assignment:
    """What became of every record, by row numbers; -1 where there is none."""

    cluster: Index
    """First member of the record's cluster."""
    duplicate_of: Index
    similarity: NDArray[np.float64]
    containment: NDArray[np.float64]
    reason: NDArray[np.int8]
    """Index in `REASONS`."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Pairs that were judged and not merged, by row numbers, ascending."""

    left: Index
    right: Index
    judgement: NDArray[np.int8]
    """Index in `JUDGEMENTS`."""
    scores: dict[str, NDArray[np.float64]]
    why: NDArray[np.int8]
    """Index in `whys`."""
    whys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Copies:
    """Records of equal content: for each record the first of its kind, and how many there are of that."""

    first: Index
    count: Index

    @property
    def leaders(self) -> Index:
        """Records that are the first of their kind, ascending."""
        return np.flatnonzero(self.first == np.arange(len(self.first)))


@dataclass(frozen=True, slots=True)
class Keep:
    """Which record of a cluster stays."""

    how: str
    """As `match.clusters.ranked` names it."""
    settled: int = 0
    """Records at the beginning that stay whatever comes: those of an index."""

    def rank(self, degrees: Index, likeness: Index, lengths: Index, free: NDArray[np.bool_] | None = None) -> Index:
        """Records in the order in which they may become keepers; those that are not `free` to go for another come first."""
        order = ranked(self.how, degrees, likeness, lengths)
        if free is not None:
            order = np.concatenate([order[~free[order]], order[free[order]]])
        return np.concatenate([order[order < self.settled], order[order >= self.settled]])


def identical(corpus: Corpus) -> Copies:
    """Finds records whose keys are equal, however short; a record without a key is like no other."""
    place = np.arange(len(corpus), dtype=np.int64)
    order = np.lexsort((place, corpus.names[:, 1], corpus.names[:, 0]))
    names = corpus.names[order]
    fresh = np.ones(len(order), bool)
    fresh[1:] = (names[1:] != names[:-1]).any(axis=1)
    first = np.empty(len(corpus), np.int64)
    first[order] = order[np.maximum.accumulate(np.where(fresh, place, 0))] if len(order) else order
    first = np.where(corpus.lengths == 0, place, first)
    return Copies(first, np.bincount(first, minlength=len(corpus)))


def keepers(
    corpus: Corpus,
    copies: Copies,
    judged: Verdicts,
    likeness: Index,
    *,
    keep: Keep,
    threshold: float | None,
    width: int,
    pool: ThreadPoolExecutor,
) -> tuple[Index, Verdicts]:
    """For each record the record that stays for it, and the verdicts, with those added that were asked for on the way.

    With a threshold clusters are components. By default every member must be a copy of its keeper itself and hold little that the
    keeper lacks; members of a component that were never compared with its best record are judged against it now.
    """
    component = components(len(corpus), *judged.where(Judgement.COPY))
    central = _best_of(component, _rank(corpus, copies, judged, keep, likeness))
    if threshold is not None:
        return central[copies.first], judged
    asked = _unjudged(central, judged)
    judged = judged.joined(verdicts(corpus, *asked, threshold=None, width=width, pool=pool))
    rank = _rank(corpus, copies, judged, keep, likeness)
    edges = substitutes(corpus.lengths, *judged.where(Judgement.COPY))
    return stars(len(corpus), *edges, rank)[copies.first], judged


def likeness(copies: Copies, proposed: Candidates, full: int) -> Index:
    """For each record in how many places its signature agrees with those of its partners together; copies agree in all."""
    size, weights = len(copies.first), proposed.agreeing
    mine = np.bincount(proposed.left, weights=copies.count[proposed.right] * weights, minlength=size)
    theirs = np.bincount(proposed.right, weights=copies.count[proposed.left] * weights, minlength=size)
    return np.asarray((mine + theirs).astype(np.int64) + full * np.maximum(copies.count - 1, 0))


def _rank(corpus: Corpus, copies: Copies, judged: Verdicts, keep: Keep, likeness: Index) -> Index:
    """Records in the order in which they may become keepers, by verdicts; one that stands n times counts n times."""
    stays, goes = substitutes(corpus.lengths, *judged.where(Judgement.COPY))
    others = np.bincount(stays, weights=copies.count[goes], minlength=len(corpus)).astype(np.int64)
    free = np.zeros(len(corpus), bool)
    free[goes] = True
    return keep.rank(others + np.maximum(copies.count - 1, 0), likeness, corpus.lengths, free)


def _best_of(component: Index, rank: Index) -> Index:
    """For each record the member of its component that comes first in rank."""
    best = np.full(len(component), -1, np.int64)
    best[component[rank[::-1]]] = rank[::-1]  # the last one written is the first in rank
    return best[component]


def _unjudged(central: Index, judged: Verdicts) -> tuple[Index, Index]:
    """Pairs of a record and its component's best that have no verdict yet."""
    members = np.flatnonzero(central != np.arange(len(central)))
    left, right = np.minimum(members, central[members]), np.maximum(members, central[members])
    size = len(central) + 1
    fresh = ~held(left * size + right, judged.left * size + judged.right)
    order = np.lexsort((right[fresh], left[fresh]))
    return left[fresh][order], right[fresh][order]


def assign(
    corpus: Corpus, copies: Copies, keeper: Index, judged: Verdicts, *, width: int, pool: ThreadPoolExecutor
) -> Assignment:
    """What is written of every record."""
    size = len(corpus)
    place = np.arange(size, dtype=np.int64)
    goes = np.flatnonzero(keeper != place)
    apart = goes[copies.first[goes] != copies.first[keeper[goes]]]
    similarity, containment = np.ones(size), np.ones(size)
    order = apart[np.argsort(keeper[apart], kind="stable")]
    similarity[order], containment[order] = scores_of(corpus, keeper[order], copies.first[order], width, pool)
    reason = np.full(size, _REASON["alone"], np.int8)
    for judgement, name in ((Judgement.TEMPLATE, "template"), (Judgement.UNSURE, "unsure")):
        marked = np.zeros(size, bool)
        marked[np.concatenate(judged.where(judgement))] = True
        reason[marked[copies.first]] = _REASON[name]
    reason[keeper[goes]] = _REASON["keeper"]
    reason[goes] = _REASON["identical"]
    whole = (containment[apart] >= CONTAINED[0]) & (similarity[apart] < CONTAINED[1])
    reason[apart] = np.where(whole, _REASON["contained"], _REASON["near"])
    reason[corpus.lengths == 0] = _REASON["empty"]
    first = np.full(size, size, np.int64)
    np.minimum.at(first, keeper, place)
    alone = np.bincount(keeper, minlength=size)[keeper] == 1
    return Assignment(
        np.where(alone, -1, first[keeper]), np.where(keeper == place, -1, keeper), similarity, containment, reason
    )


def not_merged(corpus: Corpus, keeper: Index, judged: Verdicts, *, width: int, pool: ThreadPoolExecutor) -> Judged:
    """The judged pairs whose records do not end with one keeper, in order of their records."""
    apart = np.flatnonzero(keeper[judged.left] != keeper[judged.right])
    apart = apart[np.lexsort((judged.right[apart], judged.left[apart]))]
    left, right = judged.left[apart], judged.right[apart]
    similarity, containment = scores_of(corpus, left, right, width, pool)
    return Judged(
        left,
        right,
        judged.judgement[apart],
        {"similarity": similarity, "containment": containment},
        judged.why[apart],
        WHYS,
    )
