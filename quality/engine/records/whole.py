"""A record that goes as a whole, and the one that stays for it: the pair as rules are given it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quality.match.align import gaps
from quality.message import say
from quality.model import Alignment, Copy, CopyKind, Difference, Page, Span
from quality.text.folding import fold_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

SHORTEST = 20
"""Folded characters from which two equal records are a finding; shorter ones are captions and headings."""


def aligned(
    pages: Sequence[Page] | Mapping[int, Page], page: int, keeper: int, similarity: float, containment: float
) -> Alignment:
    """A record that goes with the one that stays for it, by their numbers in input order."""
    low, high = sorted((page, keeper))
    left, right = _copy(pages[low]), _copy(pages[high])
    return Alignment(
        CopyKind.RECORD,
        left,
        right,
        tuple(_differences(left, right)),
        similarity,
        containment,
        keeper == low,
        _reason(pages, page, keeper),
    )


def _copy(page: Page) -> Copy:
    """The record from its first to its last character that is no space."""
    start = len(page.text) - len(page.text.lstrip())
    return Copy(page, (Span(start, max(len(page.text.rstrip()), start)),))


def _differences(left: Copy, right: Copy) -> Iterator[Difference]:
    """Places where letters or digits differ."""
    at, other = left.spans[0].start, right.spans[0].start
    for gap in gaps(left.text, right.text):
        here, there = Span(at + gap.left, at + gap.left_end), Span(other + gap.right, other + gap.right_end)
        if fold_key(left.page.slice(here)) != fold_key(right.page.slice(there)):
            yield Difference(here, there)


def _reason(pages: Sequence[Page] | Mapping[int, Page], page: int, keeper: int) -> str:
    mine, other = len(fold_key(pages[page].text)), len(fold_key(pages[keeper].text))
    if other > mine:
        return say("it is longer")
    return say("it comes first") if keeper < page else say("more of the others agree with it")
