"""Where a run was least sure: the weakest merged pairs, the strongest that were kept apart, and what they say about precision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from quality.match.gaps import measure
from quality.match.judge import Judgement, judge

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from numpy.typing import NDArray

    from quality.engine.records.corpus import Corpus
    from quality.engine.records.verify import Verdicts

SAMPLE = 200
"""Merged pairs nearest to the threshold that the estimate is made from."""
SHOWN = 5
_HOW = {True: "the mean probability of being one text", False: "the share that the default judgement calls copies"}
EXCERPT = 40
"""Units of a key that an example shows."""


def doubt(corpus: Corpus, judged: Verdicts, *, threshold: float | None, pool: ThreadPoolExecutor) -> dict[str, Any]:
    """Examples from both sides of the threshold and an estimate of the share of true copies among the weakest merged pairs.

    By default the estimate is the mean of the logistic probabilities of those pairs; with a threshold it is the share of them that the
    default judgement calls copies.
    """
    merged, apart = (
        _nearest(judged, Judgement.COPY, -1),
        _nearest(judged, Judgement.UNSURE if threshold is None else Judgement.BELOW, 1),
    )
    if threshold is None:
        estimate = 1 / (1 + np.exp(-judged.score[merged]))
    else:
        verdict, _, _ = judge(measure(corpus.units, corpus.bounds, judged.left[merged], judged.right[merged], pool))
        estimate = verdict == Judgement.COPY
    return {
        "sampled": len(merged),
        "estimated_precision": round(float(np.mean(estimate)), 4) if len(merged) else None,
        "how": f"of the weakest merged pairs, {_HOW[threshold is None]}",
        "merged": [_example(corpus, judged, pair) for pair in merged[:SHOWN]],
        "kept_apart": [_example(corpus, judged, pair) for pair in apart[:SHOWN]],
    }  # fmt: skip


def _nearest(judged: Verdicts, judgement: Judgement, sign: int) -> NDArray[np.int64]:
    """Pairs of one judgement, those nearest to the threshold first."""
    held = np.flatnonzero(judged.judgement == judgement)
    return held[np.lexsort((judged.right[held], judged.left[held], -sign * judged.score[held]))][:SAMPLE]


def _example(corpus: Corpus, judged: Verdicts, pair: int) -> dict[str, Any]:
    left, right = int(judged.left[pair]), int(judged.right[pair])
    return {
        "left": corpus.ids[left].as_py(), "right": corpus.ids[right].as_py(), "score": round(float(judged.score[pair]), 4),
        "texts": [_excerpt(corpus, left), _excerpt(corpus, right)],
    }  # fmt: skip


def _excerpt(corpus: Corpus, record: int) -> str:
    start = int(corpus.bounds[record])
    end = min(int(corpus.bounds[record + 1]), start + EXCERPT)
    return corpus.units[start:end].tobytes().decode("utf-16-le", "ignore")
