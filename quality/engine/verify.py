"""Candidates to verdicts: the default judgement, or exact similarity against a threshold. Pure functions over arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from quality.match.gaps import measure
from quality.match.judge import BELOW_WHY, WHYS, Judgement, judge
from quality.match.overlap import jaccard_of, overlaps

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from numpy.typing import NDArray

    from quality.engine.corpus import Corpus

    Index = NDArray[np.int64]

__all__ = ["WHYS", "Verdicts", "scores_of", "verdicts"]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Judged pairs of row numbers, the earlier left."""

    left: Index
    right: Index
    judgement: NDArray[np.int8]
    why: NDArray[np.int8]
    """Index in `WHYS`."""

    def where(self, judgement: Judgement) -> tuple[Index, Index]:
        """The pairs of one judgement."""
        held = self.judgement == judgement
        return self.left[held], self.right[held]

    def joined(self, other: Verdicts) -> Verdicts:
        """The pairs of both."""
        return Verdicts(
            np.concatenate([self.left, other.left]), np.concatenate([self.right, other.right]),
            np.concatenate([self.judgement, other.judgement]), np.concatenate([self.why, other.why]),
        )  # fmt: skip


def verdicts(
    corpus: Corpus, left: Index, right: Index, *, threshold: float | None, width: int, pool: ThreadPoolExecutor
) -> Verdicts:
    """Judges pairs: by `match.judge`, or where a threshold is given by exact Jaccard similarity alone."""
    if threshold is None:
        judgement, why, _ = judge(measure(corpus.units, corpus.bounds, left, right, pool))
        return Verdicts(left, right, judgement, why)
    similarity = jaccard_of(overlaps(corpus.units, corpus.bounds, left, right, width, pool))
    below = similarity < threshold
    return Verdicts(
        left, right, np.where(below, Judgement.BELOW, Judgement.COPY).astype(np.int8), below.astype(np.int8) * BELOW_WHY
    )


def scores_of(
    corpus: Corpus, left: Index, right: Index, width: int, pool: ThreadPoolExecutor
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Exact Jaccard similarity of each pair, and the share of the right one's shingles that the left one holds."""
    counts = overlaps(corpus.units, corpus.bounds, left, right, width, pool)
    return jaccard_of(counts), np.asarray(counts[:, 2] / np.maximum(counts[:, 1], 1))
