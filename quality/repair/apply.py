"""Applies repairs to a page's articles in one pass: pieces in reading order are cut at the edits, nothing is searched twice."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from quality.cleaned import CleanedArticle, CleanedBlock, CleanedPage, Fixes, Repair, Run, Status, unique_id
from quality.model import Edit, Move, Span
from quality.repair.policy import decide

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from quality.model import Article, Block, Finding, Segmentation


def clean(
    segmentations: Iterable[Segmentation], findings: Iterable[Finding], fixes: Fixes = Fixes.UNSAFE
) -> Iterator[CleanedPage]:
    """Cleaned pages in the order of their segmentations, one at a time.

    The segmentations shall hold no decision that `fixes` excludes: their reading order is taken as it is.
    """
    decided = decide(findings, fixes)
    seen: Counter[str] = Counter()
    for segmentation in segmentations:
        yield clean_page(segmentation, decided.get(segmentation.page.key, ()), seen)


def clean_page(segmentation: Segmentation, repairs: Sequence[Repair], seen: Counter[str] | None = None) -> CleanedPage:
    """The page with its applied repairs; those without a place in this reading order become `deferred`.

    `seen` counts the texts of earlier articles, so that ids are unique in a run.
    """
    seen = Counter() if seen is None else seen
    places = _Places(segmentation)
    settled = tuple(_whole(map(places.settle, repairs)))
    cutter = _Cutter(segmentation.page.text, settled, places)
    return CleanedPage(segmentation, tuple(_article(a, cutter, seen) for a in segmentation.articles), settled)


def _whole(repairs: Iterable[Repair]) -> Iterator[Repair]:
    """Defers what is left of a fix that lost an edit here, unless every edit of it puts text in."""
    settled = tuple(repairs)
    deletes = {id(r.finding) for r in settled if not r.after}
    broken = {id(r.finding) for r in settled if r.status is Status.DEFERRED} & deletes
    for r in settled:
        defer = r.status is Status.APPLIED and id(r.finding) in broken
        yield replace(r, status=Status.DEFERRED) if defer else r


def _article(article: Article, cutter: _Cutter, seen: Counter[str]) -> CleanedArticle:
    draft = CleanedArticle(article, tuple(c for b in article.blocks for c in cutter.blocks(b)), "")
    if not draft.survives:
        return draft
    return replace(draft, id=unique_id(draft.text, seen))


class _Places:
    """Where source characters stand in the reading order."""

    def __init__(self, segmentation: Segmentation) -> None:
        self._text = segmentation.page.text
        order = [
            (p.span, (a.position, n)) for a in segmentation.articles for n, b in enumerate(a.blocks) for p in b.pieces
        ]
        self._rank = {span.start: i for i, (span, _) in enumerate(order)}
        self._blocks = [block for _, block in order]
        self._order = [span for span, _ in order]
        self._starts = sorted(self._rank)

    def settle(self, repair: Repair) -> Repair:
        """Defers an applied repair that touches no text of an article here, nor a break that is joined here."""
        if repair.status is not Status.APPLIED:
            return repair
        if isinstance(repair.edit, Move):
            return repair if self._moved(repair.edit) else replace(repair, status=Status.DEFERRED)
        if self.piece(repair.span) is not None or self._joined(repair):
            return repair
        return replace(repair, status=Status.DEFERRED)

    def piece(self, span: Span) -> Span | None:
        """The first piece in source order that the span touches with a character; an empty span also at an end."""
        for start in self._starts[max(self._before(span.start), 0) : self._before(span.start) + 2]:
            piece = self._order[self._rank[start]]
            if piece.overlaps(span) or (not len(span) and piece.start <= span.start <= piece.end):
                return piece
        return None

    def _before(self, offset: int) -> int:
        """Index of the last piece, in source order, that starts at or before the offset; -1 where there is none."""
        return bisect_right(self._starts, offset) - 1

    def _joined(self, repair: Repair) -> bool:
        """True where the span is layout space at a place where two pieces of one block meet in reading order."""
        i = self._before(repair.span.start)
        if repair.before.strip() or not self._starts:
            return False
        goes_on = i >= 0 and self._meet(self._rank[self._starts[i]])
        return goes_on or (i + 1 < len(self._starts) and self._meet(self._rank[self._starts[i + 1]] - 1))

    def _meet(self, rank: int) -> bool:
        """True where the piece of this rank and the next one stand in one block."""
        return 0 <= rank < len(self._order) - 1 and self._blocks[rank] == self._blocks[rank + 1]

    def _moved(self, move: Move) -> bool:
        """True where the reading order already has the span right before `to`, or right after what precedes `to`."""
        low = max(self._before(move.span.start), 0)
        near = (self._rank[s] for s in self._starts[low : bisect_left(self._starts, move.span.end)])
        inside = [rank for rank in near if self._order[rank].overlaps(move.span)]
        after = bisect_left(self._starts, move.to)
        if not inside:
            return False
        follows = after < len(self._starts) and max(inside) + 1 == self._rank[self._starts[after]]
        return follows or (after > 0 and min(inside) - 1 == self._rank[self._starts[after - 1]])


class _Cutter:
    """Cuts the pieces of one page at its applied repairs."""

    def __init__(self, text: str, repairs: Sequence[Repair], places: _Places) -> None:
        applied = sorted((r for r in repairs if r.status is Status.APPLIED), key=lambda r: r.span)
        self._text = text
        self._moves = [r for r in applied if isinstance(r.edit, Move)]
        self._edits = [(r, places.piece(r.span)) for r in applied if isinstance(r.edit, Edit)]
        self._move_ends = [r.span.end for r in self._moves]
        self._breaks = sorted(
            r.span.start for r in repairs if r.status is Status.WITHHELD and not r.before.strip() and r.before
        )
        """Breaks whose join was proposed and is not applied."""
        self._edit_ends = [r.span.end for r, _ in self._edits]

    def blocks(self, block: Block) -> Iterator[CleanedBlock]:
        """The block's pieces with the glue between them; a join that is withheld leaves two blocks."""
        runs: list[Run] = []
        for number, piece in enumerate(block.pieces):
            if number:
                left = block.pieces[number - 1].span.end
                if self._withheld(left, piece.span.start):
                    yield CleanedBlock(block.role, tuple(_without_loose_glue(runs)))
                    runs = []
                else:
                    runs.append(self._glue(left, piece.span.start, piece.glue))
            runs += self._cut(piece.span)
        yield CleanedBlock(block.role, tuple(_without_loose_glue(runs)))

    def _withheld(self, start: int, end: int) -> bool:
        i = bisect_left(self._breaks, start)
        return i < len(self._breaks) and self._breaks[i] < end

    def _cut(self, piece: Span) -> Iterator[Run]:
        """The piece as kept text and edits; an edit over several pieces puts its text into the first in source order."""
        at = piece.start
        for i in range(bisect_left(self._edit_ends, piece.start), len(self._edits)):
            repair, carrier = self._edits[i]
            if repair.span.start > piece.end:
                break
            span = Span(max(at, repair.span.start), min(piece.end, repair.span.end))
            if span.start >= span.end and carrier != piece:
                continue
            yield from self._kept(at, span.start)
            yield Run(repair.after if carrier == piece else "", self._text[span.start : span.end], span, repair)
            at = span.end
        yield from self._kept(at, piece.end)

    def _kept(self, at: int, end: int) -> Iterator[Run]:
        """Kept text, cut where a moved stretch begins or ends."""
        for i in range(bisect_right(self._move_ends, at), len(self._moves)):
            repair = self._moves[i]
            if repair.span.start >= end:
                break
            yield from self._stretch(at, repair.span.start, None)
            yield from self._stretch(max(at, repair.span.start), min(end, repair.span.end), repair)
            at = min(end, repair.span.end)
        yield from self._stretch(at, end, None)

    def _stretch(self, start: int, end: int, repair: Repair | None) -> Iterator[Run]:
        if start < end:
            text = self._text[start:end]
            yield Run(text, text, Span(start, end), repair)

    def _glue(self, left: int, right: int, glue: str) -> Run:
        """What stands between two pieces, with the repair that joins them there or takes the break along."""
        gap = self._text[left:right]
        if right < left or gap.strip():
            gap = ""  # one of the two was moved here
        span = Span(left, left + len(gap))
        over = self._edit(bisect_right(self._edit_ends, left))
        if gap and over and over.before.strip() and over.span.contains(span):
            return Run("", gap, span, over, glue=True)
        return Run(glue, gap or "\n", span, self._join(left, right), glue=True)

    def _join(self, start: int, end: int) -> Repair | None:
        """The applied repair of layout space that begins after the left piece, or ends before the right one."""
        after = self._edit(bisect_right(self._edit_ends, start))
        if after and not after.before.strip() and start <= after.span.start:
            return after if not self._text[start : after.span.start].strip() else None
        before = self._edit(bisect_right(self._edit_ends, end) - 1)
        if before and not before.before.strip() and len(before.span):
            return before if not self._text[before.span.end : end].strip() else None
        return None

    def _edit(self, index: int) -> Repair | None:
        return self._edits[index][0] if 0 <= index < len(self._edits) else None


def _without_loose_glue(runs: Sequence[Run]) -> Iterator[Run]:
    """The runs; glue beside removed text, or at an end of what is left, puts nothing in."""
    last = max((i for i, r in enumerate(runs) if r.text and not r.glue), default=-1)
    ready = False
    for i, run in enumerate(runs):
        loose = run.glue and bool(run.text) and not (ready and i < last)
        yield replace(run, text="") if loose else run
        ready = (ready and not run.text) or (bool(run.text) and not run.glue)
