"""Which records are one text: pairs are proposed, judged, and every record assigned. Pure functions over columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quality.engine.records.assign import Keep, assign, identical, keepers, likeness
from quality.engine.records.clock import Clock, silent
from quality.engine.records.verify import verdicts, verdicts_around_leaders
from quality.match.bands import candidates

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    import numpy as np
    from numpy.typing import NDArray

    from quality.engine.records.assign import Assignment, Copies
    from quality.engine.records.corpus import Corpus
    from quality.engine.records.options import Options
    from quality.engine.records.verify import Verdicts
    from quality.match.bands import Candidates


@dataclass(frozen=True, slots=True)
class Clustering:
    """What was decided about the records of a corpus, by row numbers."""

    assignment: Assignment
    keeper: NDArray[np.int64]
    judged: Verdicts
    skipped: int
    """Comparisons that giant buckets were spared."""
    settled: int = 0
    """Records of an index at the beginning, which are not counted."""


def clustered(
    corpus: Corpus, options: Options, pool: ThreadPoolExecutor, clock: Clock | None = None, *, settled: int = 0
) -> Clustering:
    """Proposes pairs, judges them and assigns every record; the first `settled` records are not compared with each other."""
    clock = clock or Clock(silent)
    with clock.stage("candidates"):
        copies = identical(corpus)
        proposed = _proposed(corpus, copies, options, pool).among(settled)
    keeper, judged = decided(corpus, copies, proposed, options, pool, clock, settled=settled)
    with clock.stage("assign"):
        assignment = assign(corpus, copies, keeper, judged, width=options.shingle, pool=pool)
    return Clustering(assignment, keeper, judged, proposed.skipped, settled)


def _proposed(corpus: Corpus, copies: Copies, options: Options, pool: ThreadPoolExecutor) -> Candidates:
    members = copies.leaders[corpus.lengths[copies.leaders] > 0]
    if options.index == "datasketch":
        from quality.engine.records.index import datasketch_candidates

        return datasketch_candidates(corpus, members, options.scheme, options.bands)
    return candidates(corpus.rows, members, options.bands, pool)


def decided(
    corpus: Corpus,
    copies: Copies,
    proposed: Candidates,
    options: Options,
    pool: ThreadPoolExecutor,
    clock: Clock | None = None,
    *,
    settled: int = 0,
) -> tuple[NDArray[np.int64], Verdicts]:
    """The keeper of every record and the verdicts. What becomes of a record depends only on those that pairs connect it with."""
    clock = clock or Clock(silent)
    how: Any = {"threshold": options.threshold, "width": options.shingle, "pool": pool}
    keep = Keep(options.keep, settled)
    alike = likeness(copies, proposed, options.num_perm)
    with clock.stage("verify"):
        if options.threshold is not None:
            judged = verdicts(corpus, proposed.left, proposed.right, **how)
        else:
            rank = keep.rank(alike, alike, corpus.lengths)
            judged = verdicts_around_leaders(
                corpus, proposed.left, proposed.right, rank, width=options.shingle, pool=pool
            )
    with clock.stage("cluster"):
        return keepers(corpus, copies, judged, alike, keep=keep, **how)
