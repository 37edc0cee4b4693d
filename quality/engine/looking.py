"""Looks at all pages: by several processes where there are many, and at none that the cache knows."""

from __future__ import annotations

import multiprocessing
import os
from functools import partial
from typing import TYPE_CHECKING, Any

from quality.detect import rules
from quality.engine.cache.frozen import FrozenError, freeze, thaw
from quality.engine.look import Look, look
from quality.engine.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from quality.engine.cache.store import Cache
    from quality.model import Page
    from quality.segment.habits import Layout

    Watch = Callable[[Iterable[tuple[Look, bytes]]], Iterable[tuple[Look, bytes]]]

FEW = 64
"""Pages below which further processes cost more than they bring."""
CHUNK = 16
"""Pages that a process takes at a time."""


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
