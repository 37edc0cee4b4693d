"""Cleaned pages, findings and copies as rows of the export's tables."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from quality.cleaned import Fate, Status, content_id, score, unique_id
from quality.model import Applicability, CopyKind, Move, Role
from quality.text.visible import one_line

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator, Sequence

    from quality.cleaned import CleanedArticle, CleanedPage, Repair
    from quality.model import Alignment, Article, Copy, Examination, Finding, Related, Span

    Key = tuple[str, str | None]
    Row = dict[str, Any]


LONGEST = 100
"""Characters of an edit that an article's row shows; the ledger has all of it."""


class Places:
    """Which article of a page holds a source place."""

    def __init__(self, articles: Iterable[Article]) -> None:
        found = sorted((p.span.start, a.position) for a in articles for b in a.blocks for p in b.pieces)
        self._starts = [start for start, _ in found]
        self._positions = [position for _, position in found]

    def article(self, offset: int) -> int | None:
        """Position of the article that holds the character, or that ends last before it; None on a page without any."""
        i = bisect_right(self._starts, offset) - 1
        return self._positions[max(i, 0)] if self._positions else None


def article_rows(cleaned: CleanedPage, findings: Sequence[Finding], clusters: ClusterNames) -> Iterator[Row]:
    """The stories of a page that stay; `findings` are the page's."""
    places = Places(cleaned.segmentation.articles)
    told: dict[int | None, list[Finding]] = {}
    for finding in findings:
        told.setdefault(places.article(finding.span.start), []).append(finding)
    ids: dict[int | None, str] = {article.article.position: article.id for article in cleaned.survivors}
    stories = any(not article.is_bare for article in cleaned.survivors)
    for article in cleaned.survivors:
        here = told.get(article.article.position, [])
        lost = article.is_bare and stories  # a page of nothing but titles lacks no text
        yield _article(article) | {
            "part_of": ids.get(article.article.under),
            "score": 0.0 if lost else score(len(article.text), here),
            "findings": len(here),
            "cluster": clusters.of(cleaned.page.key, article.article.position),
        }


def _article(article: CleanedArticle) -> Row:
    page, text = article.page, article.text
    return {
        "id": article.id,
        "page": page.path,
        "record": page.record,
        "position": article.article.position,
        "kicker": _joined(article, Role.KICKER),
        "headline": _joined(article, Role.HEADLINE),
        "standfirst": _joined(article, Role.STANDFIRST),
        "subheads": list(article.parts(Role.SUBHEAD)),
        "labels": list(article.parts(Role.LABEL)),
        "byline": _joined(article, Role.BYLINE),
        "body": list(article.parts(Role.PARAGRAPH)),
        "captions": list(article.parts(Role.CAPTION)),
        "credit": _joined(article, Role.CREDIT),
        "text": text,
        "characters": len(text),
        "repairs": [_told(r) for r in article.repairs if r.applicability is Applicability.UNSAFE],
    }


def _told(repair: Repair) -> str:
    """One edit on one line."""
    before, after = (t if len(t) <= LONGEST else f"{t[: LONGEST - 1]}…" for t in (repair.before, repair.after))
    change = f"‘{before}’ moved here" if isinstance(repair.edit, Move) else f"‘{before}’ → ‘{after}’"
    return f"{repair.rule}: {one_line(change)}"


def _joined(article: CleanedArticle, *roles: Role) -> str | None:
    return " ".join(article.parts(*roles)) or None


class Stays:
    """Where the copies stand that removed texts point at."""

    def __init__(self) -> None:
        self._ids: dict[tuple[Key, int], str] = {}
        self._places: dict[Key, Places] = {}

    def note(self, cleaned: CleanedPage) -> None:
        """Remembers the articles of a page."""
        self._places[cleaned.page.key] = Places(cleaned.segmentation.articles)
        for article in cleaned.survivors:
            self._ids[cleaned.page.key, article.article.position] = article.id

    def article(self, related: Related) -> str | None:
        """Id of the article that holds a place; None where its page is unknown or it went itself."""
        places = self._places.get(related.page.key)
        position = places.article(related.span.start) if places else None
        return None if position is None else self._ids.get((related.page.key, position))


def removals(cleaned: CleanedPage) -> list[list[Repair]]:
    """The applied edits that took content out of a page, together where they stem from one finding."""
    groups: dict[str, list[Repair]] = {}
    for repair in cleaned.repairs:
        if repair.status is Status.APPLIED and repair.fate is Fate.REMOVED:
            groups.setdefault(repair.finding.fingerprint, []).append(repair)
    return list(groups.values())


def removed_row(repairs: Sequence[Repair], stays: Stays, unmatched: list[str] | None, seen: Counter[str]) -> Row:
    """What the edits of one finding took out, and where its equal stays; `seen` counts the texts of earlier rows."""
    finding = repairs[0].finding
    text = "\n".join(r.before for r in repairs)
    return {
        "id": unique_id(text, seen),
        "page": finding.page.path,
        "record": finding.page.record,
        "start": repairs[0].span.start,
        "end": repairs[-1].span.end,
        "rule": finding.rule,
        "name": finding.name,
        "reason": finding.hit.message,
        "confidence": round(finding.hit.confidence, 4),
        "text": text,
        "characters": len(text),
        **_partner(next(iter(finding.hit.related), None), stays),
        "unmatched": unmatched,
    }


def _partner(related: Related | None, stays: Stays) -> Row:
    names = ("partner", "partner_page", "partner_record", "partner_start", "partner_end")
    if related is None:
        return dict.fromkeys(names)
    place = (stays.article(related), *related.page.key, related.span.start, related.span.end)
    return dict(zip(names, place, strict=True))


class ClusterNames:
    """The cluster of every article that is one of several copies, whole records before whole articles."""

    def __init__(self, examination: Examination) -> None:
        self._records: dict[Key, str] = {}
        self._articles: dict[tuple[Key, int], str] = {}
        for cluster in examination.clusters:
            name = content_id(cluster.pairs[0].keeper.text)
            for page in (cluster.keeper, *(p.leaver.page for p in cluster.pairs)):
                self._records.setdefault(page.key, name)
        for pair in examination.copies:
            if pair.kind is CopyKind.ARTICLE:
                for copy in (pair.keeper, pair.leaver):
                    if copy.article is not None:
                        self._articles.setdefault((copy.page.key, copy.article), content_id(pair.keeper.text))

    def of(self, key: Key, position: int) -> str | None:
        """The name for the article at a position of a page."""
        return self._records.get(key) or self._articles.get((key, position))


def cluster_rows(examination: Examination) -> Iterator[Row]:
    """Every copy of every text that stands more than once, the one that stays first."""
    pairs = [p for c in examination.clusters for p in c.pairs]
    pairs += sorted(examination.copies, key=lambda p: p.kind is CopyKind.PASSAGE)
    groups: dict[tuple[str, Key, tuple[Span, ...]], list[Alignment]] = {}
    for pair in pairs:
        groups.setdefault((str(pair.kind), pair.keeper.page.key, pair.keeper.spans), []).append(pair)
    for (kind, _, _), members in groups.items():
        head = {"cluster": content_id(members[0].keeper.text), "kind": kind}
        yield head | {"keeper": True} | _place(members[0].keeper)
        for pair in members:
            yield (
                head
                | {"keeper": False}
                | _place(pair.leaver)
                | {
                    "similarity": round(pair.similarity, 6),
                    "containment": round(pair.containment, 6),
                    "differences": len(pair.differences),
                    "reason": pair.reason or None,
                }
            )


def _place(copy: Copy) -> Row:
    low, high = min(s.start for s in copy.spans), max(s.end for s in copy.spans)
    return {"page": copy.page.path, "record": copy.page.record, "start": low, "end": high}
