"""Looks at all pages: by several processes where there are many, and at none that the cache knows."""

from __future__ import annotations

import multiprocessing
import os
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from quality.detect import rules
from quality.engine.cache.frozen import FrozenError, freeze_all, thaw, thaw_all
from quality.engine.look import Look, look
from quality.engine.plan import Plan
from quality.engine.shelf import LITTLE, Lazy, Shelf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from quality.engine.cache.store import Cache
    from quality.model import Page, Segmentation
    from quality.segment.habits import Layout

    Seen = tuple[Look, bytes]
    Watch = Callable[[Iterable[Seen]], Iterable[Seen]]

FEW = 64
"""Pages below which further processes cost more than they bring."""
CHUNK = 16
"""Pages that a process takes at a time."""


class Looks:
    """Looks at pages, in their order, frozen until they are asked for."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._pages = pages
        self._shelf, self._weight = Shelf(), 0
        self._whole: dict[int, Look] = {}
        """Those that are held: the first ones, and those that cannot be frozen."""

    def add(self, seen: Look, data: bytes) -> None:
        """Adds the look at the next page."""
        self._weight += len(data)
        held = not data or self._weight < LITTLE
        number = self._shelf.put(b"" if held else data)
        if held:
            self._whole[number] = seen

    def __getitem__(self, number: int) -> Look:
        return self._whole.get(number) or _thawed(self._shelf.get(number), self._pages[number])

    @property
    def segmentations(self) -> Sequence[Segmentation]:
        """What was seen of the pages' order alone."""
        return Lazy(len(self._shelf), self._segmentation)

    def _segmentation(self, number: int) -> Segmentation:
        if number in self._whole:
            return self._whole[number].segmentation
        found: Segmentation = thaw(self._shelf.get(number), [self._pages[number]])
        return found


def look_at_all(pages: Sequence[Page], plan: Plan, cache: Cache | None = None, watch: Watch = iter) -> Iterator[Seen]:
    """Looks at every page, in order, with their frozen forms; those that the cache knows are taken from it, the others go into it.

    A look at a page that tells of other pages has no frozen form.
    """
    known, places = Shelf(), {}
    for number, data in cache.looks(pages) if cache else ():
        places[number] = known.put(data)
    fresh = iter(watch(_look_at([page for number, page in enumerate(pages) if number not in places], plan)))
    for number, page in enumerate(pages):
        data = known.get(places[number]) if number in places else b""
        seen = _remembered(data, page, plan) if data else next(fresh)
        if cache and seen[1] and seen[1] is not data:
            cache.keep_look(page, seen[1])
        yield seen
    for _ in fresh:
        """Whoever watches learns that this was all."""


def _remembered(data: bytes, page: Page, plan: Plan) -> Seen:
    """The look with these very bytes; made anew where they are damaged."""
    try:
        return _thawed(data, page), data
    except FrozenError:
        seen = look(page, plan)
        return seen, _frozen(seen, page)


def _look_at(pages: Sequence[Page], plan: Plan) -> Iterator[Seen]:
    jobs = min(plan.jobs or os.cpu_count() or 1, len(pages) // CHUNK + 1)
    if jobs == 1 or len(pages) < FEW:
        for page in pages:
            seen = look(page, plan)
            yield seen, _frozen(seen, page)
        return
    with multiprocessing.get_context("fork" if hasattr(os, "fork") else "spawn").Pool(jobs) as pool:
        work = partial(_elsewhere, codes=[r.code for r in plan.rules], options=plan.options, layout=plan.layout)
        for page, data in zip(pages, pool.imap(work, pages, CHUNK), strict=True):
            yield _thawed(data, page) if data else look(page, plan), data


def _elsewhere(page: Page, *, codes: Sequence[str], options: Mapping[str, Any], layout: Layout) -> bytes:
    """In another process: rules are found anew by their codes."""
    plan = Plan(rules=tuple(rules()[code] for code in codes), options=options, layout=layout)
    return _frozen(look(page, plan), page)


def _thawed(data: bytes, page: Page) -> Look:
    return Look(*islice(thaw_all(data, [page]), 3))


def _frozen(seen: Look, page: Page) -> bytes:
    try:
        return freeze_all((seen.segmentation, seen.told, seen.inspected), {id(page): 0})
    except FrozenError:
        return b""  # a rule of somebody else's told of another page: such a look is made anew each time
