"""Runs a plan on one machine: segment, detect page by page, then across pages."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from quality.detect.contract import AlignmentRule, ArticleRule, ClusterRule, CorpusRule, PageRule, Rule, SourceRule
from quality.engine.copies import find_copies
from quality.engine.findings import findings
from quality.engine.reconcile import reconcile
from quality.engine.records import find_clusters
from quality.model import Examination, Hit, Verified
from quality.segment import segment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from quality.engine.plan import Plan
    from quality.model import Failure, Page, Segmentation


def examine(pages: Iterable[Page], plan: Plan, failures: Sequence[Failure] = ()) -> Examination:
    """Examines pages under a plan; the result does not depend on the number of jobs."""
    segmentations = tuple(map(segment, pages))
    told = [t for s in segmentations for t in _page_hits(s, plan)]
    told += _corpus_hits(segmentations, plan)
    hits = [(rule, hit) for rule, hit in told if isinstance(hit, Hit)]
    clusters = find_clusters(segmentations)
    copied = find_copies(segmentations, clusters, [hit for _, hit in hits])
    copies = copied.alignments
    hits += [(rule, h) for rule in plan.of(AlignmentRule) for a in copies for h in rule.check(a, plan.options_of(rule))]
    hits += [(rule, h) for rule in plan.of(ClusterRule) for c in clusters for h in rule.check(c, plan.options_of(rule))]
    verified = tuple(v for _, v in told if isinstance(v, Verified))
    found = findings(reconcile(hits), (s.page for s in segmentations))
    return Examination(segmentations, found, copies, clusters, verified, tuple(failures), copied.notes)


def _page_hits(segmentation: Segmentation, plan: Plan) -> Iterator[tuple[Rule, Hit | Verified]]:
    """What source, page and article rules say of one page."""
    for source in plan.of(SourceRule):
        yield from ((source, hit) for hit in source.check(segmentation.page, plan.options_of(source)))
    for page in plan.of(PageRule):
        yield from ((page, hit) for hit in page.check(segmentation, plan.options_of(page)))
    for rule in plan.of(ArticleRule):
        for article in segmentation.articles:
            yield from ((rule, told) for told in rule.check(article, plan.options_of(rule)))


def _corpus_hits(segmentations: Sequence[Segmentation], plan: Plan) -> list[tuple[Rule, Hit | Verified]]:
    """Two passes over all articles: count, then judge."""
    articles = [a for s in segmentations for a in s.articles]
    told: list[tuple[Rule, Hit | Verified]] = []
    for rule in plan.of(CorpusRule):
        if articles:
            counts = reduce(rule.merge, map(rule.observe, articles))
            told += [(rule, hit) for a in articles for hit in rule.check(a, counts, plan.options_of(rule))]
    return told
