"""Runs a plan on one machine: segment, detect page by page, then across pages.

Looks and findings lie frozen between the passes over the pages. What is held of every page is its text, and what the rules of
the whole corpus and the matchers count.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from quality.detect.contract import AlignmentRule, ClusterRule, CorpusRule, Rule
from quality.engine.confirmed import confirmed
from quality.engine.copies.finder import find_copies
from quality.engine.findings import Stamp
from quality.engine.giving_back import give_back
from quality.engine.looking import Looks, look_at_all
from quality.engine.reconcile import reconcile
from quality.engine.records.clusters import find_clusters
from quality.engine.shelf import Frozen
from quality.model import Examination, Hit, Verified

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from quality.engine.cache.store import Cache
    from quality.engine.copies.finder import Recall
    from quality.engine.look import Look
    from quality.engine.looking import Seen, Watch
    from quality.engine.plan import Plan
    from quality.model import Alignment, Article, Cluster, Failure, Finding, Page

    Key = tuple[str, str | None]
    Told = list[tuple[Rule, Hit | Verified]]

Item = TypeVar("Item")
TOGETHER = 64
"""Pages at a time whose articles rules of the whole corpus are given together."""
HEARD = 512
"""Pages of which it is held what rules tell between the choice of the better copy and the findings."""


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
    corpus = _Corpus(given, plan)
    corpus.see(look_at_all(given, plan, cache, watch))
    examination = corpus.examination(failures, cache.recall if cache else None)
    if cache:
        cache.keep_run(given, examination)
    return examination


class _Corpus:
    """All pages of a run."""

    def __init__(self, pages: Sequence[Page], plan: Plan) -> None:
        self._pages, self._plan = pages, plan
        self._looks = Looks(pages)
        self._numbers = {page.key: number for number, page in enumerate(pages)}
        self._by_code = {rule.code: rule for rule in plan.rules}
        self._corpus_rules = [(rule, plan.options_of(rule)) for rule in plan.of(CorpusRule)]
        self._counts: dict[str, Any] = {}
        self._heard: dict[int, Told] = {}
        self._foreign: dict[Key, Told] = defaultdict(list)
        """Hits that somebody else's rule told of another page than it was given."""

    def see(self, looks: Iterable[Seen]) -> None:
        """Takes in the looks at all pages, and counts for the rules of the whole corpus."""
        for some in _by_the_dozen(zip(self._pages, looks, strict=True)):
            for page, (seen, data) in some:
                self._looks.add(seen, data)
                for code, told in seen.told if not data else ():
                    if told.page is not page:
                        self._foreign[told.page.key].append((self._by_code[code], told))
            for rule, _ in self._corpus_rules:
                counts = rule.observe(_inspected(rule, [seen for _, (seen, _) in some]))
                before = self._counts.get(rule.code)
                self._counts[rule.code] = counts if before is None else rule.merge(before, counts)
        give_back()

    def examination(self, failures: Sequence[Failure], recall: Recall | None) -> Examination:
        """What all rules find, copies and clusters included."""
        segmentations = self._looks.segmentations
        clusters = find_clusters(self._pages)
        give_back()
        copied = find_copies(segmentations, clusters, self._hits_on, recall)
        give_back()
        found, verified = self._findings(copied.alignments, clusters)
        return Examination(segmentations, found, copied.alignments, clusters, verified, tuple(failures), copied.notes)

    def _findings(
        self, copies: Sequence[Alignment], clusters: Sequence[Cluster]
    ) -> tuple[Frozen[Finding], tuple[Verified, ...]]:
        """Page by page: what rules tell of the page and of its copies becomes findings."""
        across = _by_page(_across(self._plan, copies, clusters))
        pairs = _pairs_by_page((*copies, *(pair for cluster in clusters for pair in cluster.pairs)))
        found: Frozen[Finding] = Frozen(self._pages)
        verified, stamp = [], Stamp()
        for number, told in self._told(range(len(self._pages))):
            page = self._pages[number]
            verified += [one for _, one in told if isinstance(one, Verified)]
            hits = confirmed([(r, one) for r, one in told if isinstance(one, Hit)], pairs.get(page.key, ()))
            found.add(stamp(reconcile([*hits, *across.get(page.key, ())])))
        return found, tuple(verified)

    def _hits_on(self, pages: Iterable[Page]) -> Iterator[Hit]:
        """What all rules but those on copies tell of some pages; it is asked for once more."""
        for number, told in self._told(self._numbers[page.key] for page in pages):
            if len(self._heard) < HEARD:
                self._heard[number] = told
            yield from (one for _, one in told if isinstance(one, Hit))

    def _told(self, numbers: Iterable[int]) -> Iterator[tuple[int, Told]]:
        """What rules tell of pages, by number: of each by itself, and with the counts of all pages."""
        for some in _by_the_dozen(numbers):
            found = {number: self._heard.pop(number) for number in some if number in self._heard}
            fresh = {number: self._looks[number] for number in some if number not in found}
            found |= {number: self._told_alone(number, seen) for number, seen in fresh.items()}
            places = {id(self._pages[number]): number for number in fresh}
            for rule, options in self._corpus_rules:
                for hit in rule.check(_inspected(rule, fresh.values()), self._counts[rule.code], options):
                    found[places[id(hit.page)]].append((rule, hit))
            for number in some:
                yield number, found[number]

    def _told_alone(self, number: int, seen: Look) -> Told:
        page = self._pages[number]
        told = [(self._by_code[code], one) for code, one in seen.told if one.page is page]
        return [*told, *self._foreign.get(page.key, ())]


def _by_the_dozen(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Items in groups of so many that what costs the same for one and for all is no more to be seen."""
    rest = iter(items)
    while some := list(islice(rest, TOGETHER)):
        yield some


def _inspected(rule: CorpusRule, looks: Iterable[Look]) -> list[tuple[Article, Any]]:
    """Every article with what the rule made of it, None where it looks at no single articles."""
    found: list[tuple[Article, Any]] = []
    for seen in looks:
        articles = seen.segmentation.articles
        found += zip(articles, dict(seen.inspected).get(rule.code, [None] * len(articles)), strict=True)
    return found


def _across(plan: Plan, copies: Iterable[Alignment], clusters: Iterable[Cluster]) -> Iterator[tuple[Rule, Hit]]:
    """What rules tell of copies and clusters."""
    for rule in plan.of(AlignmentRule):
        yield from ((rule, hit) for pair in copies for hit in rule.check(pair, plan.options_of(rule)))
    for judge in plan.of(ClusterRule):
        yield from ((judge, hit) for cluster in clusters for hit in judge.check(cluster, plan.options_of(judge)))


def _by_page(hits: Iterable[tuple[Rule, Hit]]) -> dict[Key, list[tuple[Rule, Hit]]]:
    found: dict[Key, list[tuple[Rule, Hit]]] = defaultdict(list)
    for rule, hit in hits:
        found[hit.page.key].append((rule, hit))
    return found


def _pairs_by_page(pairs: Iterable[Alignment]) -> dict[Key, list[Alignment]]:
    found: dict[Key, list[Alignment]] = defaultdict(list)
    for pair in pairs:
        for key in {pair.left.page.key, pair.right.page.key}:
            found[key].append(pair)
    return found
