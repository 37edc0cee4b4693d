"""One repair makes room for the next: safe repairs that only the cleaned text asks for, applied at the source all the same.

A story that stands alone, without the caption that cut its sentence, can be read better than on its page: a further line is seen
to be torn, or a mark to be of the wrong width. So that cleaning what was cleaned changes nothing more, the cleaned text is read
again, as a page of its own, until no safe repair is left. What is found is told of the source page: a join as a part of the
reading order, anything else as an edit. The ledger knows no second pass.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quality.cleaned import Fixes, Repair, Status
from quality.detect.contract import ArticleRule, PageRule
from quality.engine.findings import findings
from quality.engine.look import look
from quality.engine.plan import Plan
from quality.engine.reconcile import reconcile
from quality.model import Applicability, Article, Block, Edit, Hit, Page, Piece, Role, Segmentation, Span
from quality.repair.apply import clean_page
from quality.repair.policy import decide
from quality.segment import segment

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from quality.cleaned import CleanedArticle, CleanedPage

ROUNDS = 4
"""So often the cleaned text is read again; what is still left then waits for the next run."""


@dataclass(frozen=True, slots=True)
class Settler:
    """Settles one page after the other under a plan; `known` findings are left alone here, too."""

    plan: Plan
    fixes: Fixes
    known: frozenset[str] = frozenset()
    """Fingerprints of the findings that are not to be repaired."""

    @classmethod
    def of(cls, plan: Plan, fixes: Fixes, known: Collection[str]) -> Settler:
        """A settler with those rules of the plan that judge a page by itself."""
        alone = tuple(r for r in plan.rules if isinstance(r, PageRule | ArticleRule))
        return cls(
            Plan(rules=alone, options=plan.options, layout=plan.layout),
            fixes,
            frozenset(known),
        )

    def settle(self, segmentation: Segmentation, repairs: Sequence[Repair]) -> tuple[Segmentation, tuple[Repair, ...]]:
        """The page's reading order and repairs with all further safe ones."""
        settled = tuple(repairs)
        for _ in range(ROUNDS if self.fixes is not Fixes.NONE else 0):
            cleaned = clean_page(segmentation, settled)
            found = {a.article.position: self._further(a) for a in cleaned.survivors}
            if not any(f.joins or f.certain or f.repairs for f in found.values()):
                break
            articles = tuple(
                _joined(a, found[a.position].joins if a.position in found else {}) for a in segmentation.articles
            )
            segmentation = replace(segmentation, articles=articles)
            certain = {place for f in found.values() for place in f.certain}
            repairs = [_made_certain(r, certain) for r in settled] + [r for f in found.values() for r in f.repairs]
            settled = tuple(sorted(repairs, key=lambda r: (r.span, r.rule, r.finding.fingerprint)))
        return segmentation, settled

    def _further(self, article: CleanedArticle) -> _Further:
        again = self._cleaned(Page(article.page.path, article.text, article.id))
        way = _Way(article)
        runs = [run for a in again.articles for block in a.blocks for run in block.runs]
        joined = [(way.between(r.span.start), r.text) for r in runs if r.glue and r.printed == "\n"]
        return _Further(
            {blocks[0]: (blocks[1], glue) for (_, blocks), glue in joined if blocks and blocks[0] < blocks[1]},
            frozenset(place for (place, blocks), _ in joined if blocks and blocks[0] == blocks[1]),
            [mapped for repair in again.repairs for mapped in way.repair(repair)],
        )

    def _cleaned(self, page: Page) -> CleanedPage:
        seen = look(page, self.plan)
        by_code = {rule.code: rule for rule in self.plan.rules}
        hits = [(by_code[code], told) for code, told in seen.told if isinstance(told, Hit)]
        found = [f for f in findings(reconcile(hits), [page]) if f.fingerprint not in self.known]
        reorder = self.fixes is Fixes.UNSAFE
        order = (
            seen.segmentation if reorder else segment(page, reorder=False, habits=self.plan.layout.habits_of(page.path))
        )
        return clean_page(order, decide(found, Fixes.SAFE).get(page.key, ()))


@dataclass(frozen=True, slots=True)
class _Further:
    """What a reader of a cleaned article alone would still repair."""

    joins: dict[int, tuple[int, str]]
    """Blocks to be made one: with which later block each goes on, and what stands between."""
    certain: frozenset[Span]
    """Breaks within a block whose join was withheld, and needs no editor now."""
    repairs: list[Repair]
    """Edits of the source."""


class _Way:
    """From the text of a cleaned article back to its source."""

    def __init__(self, article: CleanedArticle) -> None:
        self._article = article
        self._kept: list[tuple[int, Span]] = []
        self._breaks: dict[int, tuple[int, int]] = {}
        at, last = 0, None
        for block in article.blocks:
            if not block.text:
                continue
            solid = [run.span for run in block.runs if run.text and not run.glue and len(run.span)]
            if last is not None and solid:
                self._breaks[at - 1] = last, solid[0].start
            for run in block.runs:
                if run.kept and run.text:
                    self._kept.append((at, run.span))
                at += len(run.text)
            at += 1
            last = solid[-1].end - 1 if solid else None

    def between(self, at: int) -> tuple[Span, tuple[int, int] | None]:
        """The source of the newline at this offset, and the numbers of the two blocks beside it, in reading order."""
        if at in self._breaks:
            last, first = self._breaks[at]
            before, after = self._block(last), self._block(first)
            if before is not None and after is not None:
                return Span(last + 1, max(first, last + 1)), (before, after)
        return Span(0, 0), None

    def _block(self, offset: int) -> int | None:
        blocks = enumerate(self._article.article.blocks)
        return next((n for n, b in blocks if any(p.span.start <= offset < p.span.end for p in b.pieces)), None)

    def repair(self, repair: Repair) -> Iterator[Repair]:
        """The same edit of the source, where it changes text that stands as printed; joins are none."""
        span = self._source(repair.span)
        if repair.status is not Status.APPLIED or not isinstance(repair.edit, Edit) or span is None:
            return
        page = self._article.page
        hit = replace(repair.finding.hit, page=page, spans=(span,), fix=None, related=())
        finding = replace(repair.finding, hit=hit, span=span, related=())
        yield Repair(finding, Edit(span, repair.after), page.slice(span), Applicability.SAFE, Status.APPLIED)

    def _source(self, span: Span) -> Span | None:
        index = bisect_right(self._kept, span.start, key=lambda kept: kept[0]) - 1
        if index < 0 or not len(span):
            return None
        at, source = self._kept[index]
        start = source.start + span.start - at
        return Span(start, start + len(span)) if start + len(span) <= source.end else None


def _made_certain(repair: Repair, breaks: Collection[Span]) -> Repair:
    """The repair, applied if it is a join that was withheld at one of these breaks."""
    if repair.status is not Status.WITHHELD or not repair.before or repair.before.strip():
        return repair
    if not any(b.contains(repair.span) for b in breaks):
        return repair
    return replace(repair, status=Status.APPLIED, applicability=Applicability.SAFE)


def _joined(article: Article, joins: dict[int, tuple[int, str]]) -> Article:
    """The article with blocks made one: `joins` says with which later block one goes on, and what stands between."""
    if not joins:
        return article
    blocks: list[Block] = []
    until = -1
    for number, block in enumerate(article.blocks):
        if number <= until:
            glue = next((g for _, (last, g) in joins.items() if last == number), "")
            first, *rest = block.pieces
            roles = {blocks[-1].role, block.role}
            role = Role.PARAGRAPH if Role.PARAGRAPH in roles else blocks[-1].role
            blocks[-1] = Block(role, (*blocks[-1].pieces, Piece(first.span, glue), *rest))
        else:
            blocks.append(block)
        until = max(until, joins.get(number, (-1, ""))[0])
    return Article.of(article.page, article.position, blocks, article.under)
