"""What can be said of a page by itself: its segmentation and the hits of all rules that need no other page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quality.detect.contract import ArticleRule, CorpusRule, PageRule, SourceRule
from quality.segment import segment
from quality.text.verbatim import code_of, within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.engine.plan import Plan
    from quality.model import Hit, Page, Segmentation, Verified


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
    page = segmentation.page
    for source in plan.of(SourceRule):
        yield from ((source.code, hit) for hit in source.check(page, plan.options_of(source)))
    code = code_of(page.path, page.text)
    yield from (
        (c, told) for c, told in _judged(segmentation, plan) if not any(within(code, s.start) for s in told.spans)
    )


def _judged(segmentation: Segmentation, plan: Plan) -> Iterator[tuple[str, Hit | Verified]]:
    """What rules of prose say, which code is not."""
    for rule in plan.of(PageRule):
        yield from ((rule.code, hit) for hit in rule.check(segmentation, plan.options_of(rule)))
    for judge in plan.of(ArticleRule):
        for article in segmentation.articles:
            yield from ((judge.code, told) for told in judge.check(article, plan.options_of(judge)))


def _inspected(segmentation: Segmentation, plan: Plan) -> Iterator[tuple[str, tuple[Any, ...]]]:
    for rule in plan.of(CorpusRule):
        if rule.inspect is not None:
            yield rule.code, tuple(map(rule.inspect, segmentation.articles))
