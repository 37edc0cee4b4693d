"""Runs a plan on one machine: segment, detect page by page, then across pages."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

from quality.detect.contract import AlignmentRule, ClusterRule, CorpusRule, Rule
from quality.engine.confirmed import confirmed
from quality.engine.copies.finder import find_copies
from quality.engine.findings import findings
from quality.engine.looking import look_at_all
from quality.engine.reconcile import reconcile
from quality.engine.records.clusters import find_clusters
from quality.model import Examination, Hit, Verified

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from quality.engine.cache.store import Cache
    from quality.engine.copies.finder import Recall
    from quality.engine.look import Look
    from quality.engine.looking import Watch
    from quality.engine.plan import Plan
    from quality.model import Failure, Page


def examine(
    pages: Iterable[Page],
    plan: Plan,
    failures: Sequence[Failure] = (),
    cache: Cache | None = None,
    watch: Watch = iter,
    *,
    whole: bool = False,
) -> Examination:
    """Examines pages under a plan; the result does not depend on the number of jobs, nor on the cache.

    `watch` is given the looks at single pages, for a progress line. Unless it is to be `whole`, the result of an unchanged run
    comes without copies, clusters and what was verified, and with hollow articles: enough for reports.
    """
    given = tuple(pages)
    if cache and not whole and (known := cache.run(given, failures)):
        return known
    looks = look_at_all(given, plan, cache, watch)
    examination = _whole(looks, plan, failures, cache.recall if cache else None)
    if cache:
        cache.keep_run(given, examination)
    return examination


def _whole(looks: Sequence[Look], plan: Plan, failures: Sequence[Failure], recall: Recall | None) -> Examination:
    segmentations = tuple(seen.segmentation for seen in looks)
    by_code = {rule.code: rule for rule in plan.rules}
    told = [(by_code[code], t) for seen in looks for code, t in seen.told]
    told += _corpus_hits(looks, plan)
    hits = [(rule, hit) for rule, hit in told if isinstance(hit, Hit)]
    clusters = find_clusters(segmentations)
    copied = find_copies(segmentations, clusters, [hit for _, hit in hits], recall)
    copies = copied.alignments
    hits = confirmed(hits, [*copies, *(pair for cluster in clusters for pair in cluster.pairs)])
    hits += [(rule, h) for rule in plan.of(AlignmentRule) for a in copies for h in rule.check(a, plan.options_of(rule))]
    hits += [(rule, h) for rule in plan.of(ClusterRule) for c in clusters for h in rule.check(c, plan.options_of(rule))]
    verified = tuple(v for _, v in told if isinstance(v, Verified))
    found = findings(reconcile(hits), (s.page for s in segmentations))
    return Examination(segmentations, found, copies, clusters, verified, tuple(failures), copied.notes)


def _corpus_hits(looks: Sequence[Look], plan: Plan) -> list[tuple[Rule, Hit | Verified]]:
    """Two passes over all articles: count, then judge."""
    articles = [a for seen in looks for a in seen.segmentation.articles]
    told: list[tuple[Rule, Hit | Verified]] = []
    for rule in plan.of(CorpusRule):
        if articles:
            counts = reduce(rule.merge, _observed(rule, looks))
            told += [(rule, hit) for a in articles for hit in rule.check(a, counts, plan.options_of(rule))]
    return told


def _observed(rule: CorpusRule, looks: Sequence[Look]) -> Iterator[Any]:
    for seen in looks:
        inspected = dict(seen.inspected).get(rule.code)
        for number, article in enumerate(seen.segmentation.articles):
            yield rule.observe(article) if inspected is None else rule.observe(article, inspected[number])
