"""The ledger: for every page what became of each character, and for every edit what it changed and why.

Rows are JSON objects. `{"ledger": …}` opens; `{"file": …}` introduces a file, `{"page": …}` a page of it, and the page's edits follow.
Nothing is written twice: text that stands in an article is pointed at. An edit that recurs on a page (a width, a broken line) is one
row with its `starts`, each counted from the one before. What most pages have goes without saying: one article, printed whole.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, OrderedDict
from dataclasses import dataclass
from hashlib import sha256
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from quality.cleaned import Fate, Status
from quality.model import Encoding, Move, Span
from quality.repair.weave import gap_of, stream_of, threads, weave, whole
from quality.repair.witness import Same, Witness

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from quality.cleaned import CleanedPage, Repair
    from quality.model import Alignment

    Key = tuple[str, str | None]
    Row = dict[str, Any]

SCHEMA = "quality/ledger@1"
USUAL = "utf-8"
"""The encoding of a file whose row names none."""
LONG = 24
"""Removed text from this length on is told by what stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scribe:
    """Writes the rows of pages; knows the numbers of pages, the versions of rules and the verified copies."""

    number: Mapping[Key, int]
    versions: Mapping[str, int]
    witness: Callable[[Key], tuple[str, Sequence[Span]]]
    """A page's text and its source spans that one look-up gives back (`witnessed`)."""
    copies: Mapping[Key, Sequence[Alignment]]
    """Verified pairs by the page of the copy that goes."""

    def rows(self, cleaned: CleanedPage) -> Iterator[Row]:
        """The page's row and the rows of its edits."""
        text, stream = cleaned.page.text, stream_of(cleaned.articles)
        found = threads(cleaned)
        gap = gap_of(found, text, stream)
        row: Row = {"page": self.number[cleaned.page.key]}
        if cleaned.page.record is not None:
            row["record"] = cleaned.page.record
        articles = sum(a.survives for a in cleaned.articles)
        if articles != 1:
            row["articles"] = articles
        if gap != "\n":
            row["gap"] = gap
        fates: Counter[Fate] = Counter()
        for thread in found:
            fates[thread.fate] += thread.end - thread.start
        row["fates"] = {str(f): fates[f] for f in Fate if fates[f]}
        runs = weave(found, text, stream, gap)
        yield row if runs == whole(stream) else row | {"runs": runs}
        yield from self._edits(cleaned)

    def _edits(self, cleaned: CleanedPage) -> Iterator[Row]:
        groups: OrderedDict[tuple[str, str, str, str, str], list[Repair]] = OrderedDict()
        for repair in cleaned.repairs:
            if repair.status is not Status.WITHHELD:
                single = isinstance(repair.edit, Move) or len(repair.before) >= LONG
                about = (repair.rule, str(repair.status), repair.before, repair.after, _reason(repair))
                groups.setdefault((*about[:4], f"{id(repair)}" if single else about[4]), []).append(repair)
        for repairs in groups.values():
            yield self._single(repairs[0]) if len(repairs) == 1 else self._group(repairs)

    def _head(self, repair: Repair) -> Row:
        row: Row = {"rule": repair.rule, "version": self.versions.get(repair.rule, 1)}
        return row if repair.status is Status.APPLIED else row | {"status": str(repair.status)}

    def _group(self, repairs: Sequence[Repair]) -> Row:
        starts = [r.span.start for r in repairs]
        steps = [b - a for a, b in zip([0, *starts], starts, strict=False)]
        first = repairs[0]
        return self._head(first) | {
            "before": first.before,
            "after": first.after,
            "reason": _reason(first),
            "starts": steps,
        }

    def _single(self, repair: Repair) -> Row:
        row = self._head(repair) | {"start": repair.span.start, "end": repair.span.end}
        if isinstance(repair.edit, Move):
            return row | {"to": repair.edit.to, "reason": repair.reason}
        if repair.status is not Status.APPLIED:
            return row | {"after": repair.after, "reason": _reason(repair)}
        told = self._told(repair) if len(repair.before) >= LONG else {"before": repair.before}
        return row | told | {"after": repair.after, "reason": _reason(repair)}

    def _told(self, repair: Repair) -> Row:
        """What went, by the copy that stays; without one, or without anything equal in it, word for word."""
        key, spans = self._partner(repair)
        text, kept = self.witness(key)
        testimony = Witness(text, list(_within(kept, spans))).testify(repair.before)
        row: Row = {"partner": [self.number[key], spans[0].start, spans[-1].end]} if repair.finding.hit.related else {}
        same = [p for p in testimony.parts if isinstance(p, Same)]
        if not same:
            return row | {"before": repair.before}
        row = row or {"partner": [self.number[key], same[0].start, same[-1].start + same[-1].length]}
        parts: list[Any] = []
        place = 0
        for part in testimony.parts:
            if isinstance(part, Same):
                parts.append([part.start - place, part.length])
                place = part.start + part.length
            else:
                parts.append(part)
        return row | {"same": parts} | ({"unmatched": list(testimony.unmatched)} if repair.finding.hit.related else {})

    def _partner(self, repair: Repair) -> tuple[Key, list[Span]]:
        """Where equal text may stand: in the verified copy, else where the finding points, else around the edit."""
        for pair in self.copies.get(repair.finding.page.key, ()):
            if any(s.overlaps(repair.span) for s in pair.leaver.spans):
                return pair.keeper.page.key, sorted(pair.keeper.spans)
        for related in repair.finding.hit.related[:1]:
            return related.page.key, [related.span]
        start, end = repair.span.start, repair.span.end
        around = 2 * len(repair.span) + LONG
        return repair.finding.page.key, [Span(max(start - around, 0), end + around)]


def witnessed(cleaned: CleanedPage) -> list[Span]:
    """The source spans that one look-up gives back, in source order: all but longer texts that were taken out or replaced."""
    found: list[Span] = []
    for thread in threads(cleaned):
        if thread.repair is not None and len(thread.repair.before) >= LONG:
            continue
        if found and found[-1].end == thread.start:
            found[-1] = Span(found[-1].start, thread.end)
        else:
            found.append(Span(thread.start, thread.end))
    return found


def _within(kept: Sequence[Span], spans: Sequence[Span]) -> Iterator[Span]:
    for span in spans:
        for i in range(bisect_right(kept, span.start, key=lambda s: s.end), len(kept)):
            if kept[i].start >= span.end:
                break
            yield Span(max(kept[i].start, span.start), min(kept[i].end, span.end))


def _reason(repair: Repair) -> str:
    """The finding's message; of layout space without its evidence, which stands in the findings and differs in every row."""
    return repair.reason.split(": ", 1)[0] if repair.fate is Fate.LAYOUT else repair.reason


def opening(version: str, fixes: str) -> Row:
    """The first row."""
    return {"ledger": SCHEMA, "tool": version, "fixes": fixes}


def file_row(path: str, data: bytes, encoding: Encoding) -> Row:
    """A file that is rebuilt from its page: how its bytes became the text; most are UTF-8, which goes without saying."""
    row: Row = {"file": path, "bytes": len(data), "sha256": sha256(data).hexdigest()}
    if encoding.name != USUAL:
        row["encoding"] = encoding.name
    if encoding.bom:
        row["bom"] = encoding.bom.hex()
    if encoding.lost:
        offsets = [offset for offset, _ in encoding.lost]
        row["lost"] = [[b - a, byte] for a, b, (_, byte) in zip([0, *offsets], offsets, encoding.lost, strict=False)]
    return row


def kept_file_row(path: str, size: int, digest: str, kept: str) -> Row:
    """A file that is kept whole under `originals/`: a container of records, or bytes that have no other way back."""
    return {"file": path, "bytes": size, "sha256": digest, "kept": kept}


def encoding_of(row: Row) -> Encoding:
    """How the bytes of a file became its text, from its row."""
    lost = row.get("lost", ())
    places = zip(accumulate(step for step, _ in lost), (byte for _, byte in lost), strict=True)
    return Encoding(row.get("encoding", USUAL), bytes.fromhex(row.get("bom", "")), None, tuple(places))
