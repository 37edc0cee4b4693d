"""What can be said of a page by itself: its segmentation and the hits of all rules that need no other page."""

from __future__ import annotations

import multiprocessing
import os
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from quality.detect import rules
from quality.detect.contract import ArticleRule, CorpusRule, PageRule, SourceRule
from quality.engine.cache.frozen import FrozenError, freeze, thaw
from quality.engine.plan import Plan
from quality.segment import segment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from quality.engine.cache.store import Cache
    from quality.model import Hit, Page, Segmentation, Verified
    from quality.segment.habits import Layout

    Watch = Callable[[Iterable[tuple["Look", bytes]]], Iterable[tuple["Look", bytes]]]

FEW = 64
"""Pages below which further processes cost more than they bring."""
CHUNK = 16
"""Pages that a process takes at a time."""


@dataclass(frozen=True, slots=True)
class Look:
    """One page, looked at; rules are named by code."""

    segmentation: Segmentation
    told: tuple[tuple[str, Hit | Verified], ...]
    inspected: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    """What rules of the whole corpus made of each article."""


def look(page: Page, plan: Plan) -> Look:
    """Segments a page and asks the rules that judge it by itself."""
    segmentation = segment(page, habits=plan.layout.habits_of(page.path))
    return Look(segmentation, tuple(_told(segmentation, plan)), tuple(_inspected(segmentation, plan)))


def _told(segmentation: Segmentation, plan: Plan) -> Iterator[tuple[str, Hit | Verified]]:
    for source in plan.of(SourceRule):
        yield from ((source.code, hit) for hit in source.check(segmentation.page, plan.options_of(source)))
    for rule in plan.of(PageRule):
        yield from ((rule.code, hit) for hit in rule.check(segmentation, plan.options_of(rule)))
    for judge in plan.of(ArticleRule):
        for article in segmentation.articles:
            yield from ((judge.code, told) for told in judge.check(article, plan.options_of(judge)))


def _inspected(segmentation: Segmentation, plan: Plan) -> Iterator[tuple[str, tuple[Any, ...]]]:
    for rule in plan.of(CorpusRule):
        if rule.inspect is not None:
            yield rule.code, tuple(map(rule.inspect, segmentation.articles))


def look_at_all(pages: Sequence[Page], plan: Plan, cache: Cache | None = None, watch: Watch = iter) -> list[Look]:
    """Looks at every page, in order; those that the cache knows are taken from it, the others go into it."""
    known = cache.looks(pages) if cache else {}
    missing = [n for n in range(len(pages)) if n not in known]
    for number, (seen, data) in zip(
        missing, watch(_look_at([pages[n] for n in missing], plan, keep=cache is not None)), strict=True
    ):
        known[number] = seen
        if cache and data:
            cache.keep_look(pages[number], data)
    return [known[n] for n in range(len(pages))]


def _look_at(pages: Sequence[Page], plan: Plan, *, keep: bool) -> Iterator[tuple[Look, bytes]]:
    """Looks with their frozen form, which is empty where nobody needs it."""
    jobs = min(plan.jobs or os.cpu_count() or 1, len(pages) // CHUNK + 1)
    if jobs == 1 or len(pages) < FEW:
        for page in pages:
            seen = look(page, plan)
            yield seen, _frozen(seen, page) if keep else b""
        return
    with multiprocessing.get_context("fork" if hasattr(os, "fork") else "spawn").Pool(jobs) as pool:
        work = partial(_elsewhere, codes=[r.code for r in plan.rules], options=plan.options, layout=plan.layout)
        for page, data in zip(pages, pool.imap(work, pages, CHUNK), strict=True):
            yield _thawed(data, page) or look(page, plan), data


def _elsewhere(page: Page, *, codes: Sequence[str], options: Mapping[str, Any], layout: Layout) -> bytes:
    """In another process: rules are found anew by their codes."""
    plan = Plan(rules=tuple(rules()[code] for code in codes), options=options, layout=layout)
    return _frozen(look(page, plan), page)


def _thawed(data: bytes, page: Page) -> Look | None:
    try:
        seen: Look | None = thaw(data, [page]) if data else None
    except FrozenError:
        return None
    return seen


def _frozen(seen: Look, page: Page) -> bytes:
    try:
        return freeze(seen, [page])
    except FrozenError:
        return b""  # a rule of somebody else's told of another page: such a look is made anew each time
