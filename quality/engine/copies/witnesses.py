"""What is known of each copy, which one stays, and the pair as rules are given it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from quality.engine.copies.evidence import DATELINE
from quality.engine.copies.reading import Reading, Stretch, article_of, ends_sentence
from quality.engine.differences import differences
from quality.match.align import core, gaps
from quality.match.lattice import covered
from quality.model import Alignment, Copy, CopyKind, Role
from quality.repair.survivor import Witness, choose, reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from quality.engine.copies.groups import Group
    from quality.engine.copies.pair import Pair
    from quality.model import Hit, Span

HEADINGS = frozenset({Role.KICKER, Role.HEADLINE, Role.SUBHEAD, Role.LABEL, Role.STANDFIRST, Role.BYLINE})
ASIDES = frozenset({Role.CAPTION, Role.CREDIT, Role.FURNITURE, Role.LABEL})
BLOCK = 8
"""Shortest text that may be a caption or a line of another story."""
STEP = 0.015
"""Difference of unexplained characters from which one copy reads worse; one wrong character leaves two or three unexplained."""
SAMPLE = 2000
WHOLE = 0.9
"""Share of the longest copy that a complete one has at least."""
HEADING_LENGTH = 30
HEADING_LINES = 4
"""So many lines before a story's first shared one may be its headlines."""
SHINGLE = 5
MARKS = re.compile('[“”‘’「」『』《》〈〉（）()"]')
OPENING, CLOSING = "“‘「『《〈（([【", "”’」』》〉）)]】。．！!？?…；;："
IN_SENTENCE = re.compile(r"[，,。；;：:、]|[）)]$|摄$")
BREAK = re.compile(r"\s*\n\s*")


class Inspector:
    """Knows what other rules found, so as to tell the cleaner copy."""

    def __init__(self, hits: Iterable[Hit]) -> None:
        found: dict[tuple[str, str | None], list[int]] = defaultdict(list)
        for hit in hits:
            # a finding of the whole page (half-width marks) has its places in its edits: told of the first copy alone, it would go
            edits = hit.fix.edits if hit.fix else ()
            found[hit.page.key] += {e.span.start for e in edits} or {s.start for s in hit.spans[:1]}
        self._hits = {key: sorted(starts) for key, starts in found.items()}
        self._breaks: dict[int, int] = {}

    def best(self, copies: Sequence[Stretch]) -> int:
        """Index of the copy that stays."""
        return choose(self.witnesses(copies))

    def witnesses(self, copies: Sequence[Stretch]) -> list[Witness]:
        """What speaks for and against each of several copies."""
        drafts = [self._witness(c, n) for n, c in enumerate(copies)]
        if len({c.key for c in copies}) == 1:
            return drafts
        rates = [_unexplained(c) for c in _in_common(copies)]
        inserted = [_interruptions(c, copies[not n]) for n, c in enumerate(copies)]
        whole = max(len(c) - more for c, more in zip(copies, inserted, strict=True)) if len(copies) > 2 else 0
        return [
            replace(
                w, strange=int((rate - min(rates)) / STEP), foreign=w.foreign + more, partial=len(c) < WHOLE * whole
            )
            for w, rate, c, more in zip(drafts, rates, copies, inserted, strict=True)
        ]

    def _witness(self, copy: Stretch, order: int) -> Witness:
        spans = copy.reading.spans(copy.first, copy.last)
        start, end = min(s.start for s in spans), max(s.end for s in spans)
        hits = self._hits.get(copy.reading.page.key, [])
        source = copy.reading.page.text
        return Witness(
            order=order,
            breaks_off=_breaks_off(copy),
            displaced=any(d.span.overlaps(s) for d in copy.reading.segmentation.displaced for s in spans),
            headlines=_headings(copy) + _is_dated(copy),
            foreign=_between(source, spans),
            findings=bisect_left(hits, end) - bisect_left(hits, start),
            marks=sum(len(MARKS.findall(source[s.start : s.end])) for s in spans),
            odd_breaks=sum(
                m[0].count("\n") != self._usual_break(copy.reading) for m in BREAK.finditer(source[start:end])
            ),
            length=len(copy),
        )

    def _usual_break(self, reading: Reading) -> int:
        """Newlines between two lines, as most of the page has it."""
        if reading.number not in self._breaks:
            counts = Counter(m[0].count("\n") for m in BREAK.finditer(reading.page.text.strip()))
            self._breaks[reading.number] = counts.most_common(1)[0][0] if counts else 1
        return self._breaks[reading.number]

    def aligned(self, group: Group) -> tuple[Alignment, ...]:
        """The pairs of a group as rules are given them."""
        return tuple(
            self._alignment(pair, keep_left=keep, story=group.story)
            for pair, keep in zip(group.pairs, group.keep_left, strict=True)
        )

    def _alignment(self, pair: Pair, *, keep_left: bool, story: bool) -> Alignment:
        witnesses = self.witnesses(pair.sides)
        left, right = (_copy(s, lines=_headings(s) if story else 0) for s in pair.sides)
        shingles = [{s.key[i : i + SHINGLE] for i in range(max(len(s) - SHINGLE + 1, 1))} for s in pair.sides]
        shared = len(shingles[0] & shingles[1])
        return Alignment(
            CopyKind.ARTICLE if story else CopyKind.PASSAGE,
            left,
            right,
            differences(*pair.sides),
            shared / len(shingles[0] | shingles[1]),
            shared / len(shingles[keep_left]),
            keep_left,
            reason(witnesses[not keep_left], witnesses[keep_left]),
        )


def _breaks_off(copy: Stretch) -> bool:
    """True where its line ends inside a sentence; a copy that goes on there is not cut."""
    return not copy.short_of_line and not ends_sentence(copy.after)


def _in_common(copies: Sequence[Stretch]) -> list[Stretch]:
    """Of each copy what the shortest one has: no copy reads better for what it lacks."""
    shortest = min(copies, key=len)
    cores = [core(c.key, shortest.key, gaps(c.key, shortest.key)) for c in copies]
    return [c.moved(c.low + start, c.low + end) for c, (start, end, _, _) in zip(copies, cores, strict=True)]


def _unexplained(copy: Stretch) -> float:
    """Share of the characters that no word of the dictionary explains; a long copy is judged by its beginning."""
    text = re.sub(r"\s", "", copy.text[:SAMPLE])
    return 1 - sum(covered(text)) / max(len(text), 1)


def _interruptions(copy: Stretch, other: Stretch) -> int:
    """Characters that the other copy lacks and that belong to captions, or stand inside a sentence."""
    found = 0
    for gap in gaps(copy.key, other.key):
        length = gap.left_end - gap.left
        if length >= BLOCK and length >= 4 * (gap.right_end - gap.right):
            inserted = copy.moved(copy.low + gap.left, copy.low + gap.left_end)
            captions = all(block.role in ASIDES for _, block, _, _ in inserted.blocks)
            found += length if captions or not ends_sentence(inserted.before) else 0
    return found


def _copy(stretch: Stretch, *, lines: int) -> Copy:
    """The stretch with the marks that belong to it, and with so many lines before it."""
    reading = stretch.reading
    start, end = stretch.first, stretch.last
    while start and reading.text[start - 1] in OPENING and reading.text[start - 1] != "\n":
        start -= 1
    while end < len(reading.text) and reading.text[end] in CLOSING:
        end += 1
    if lines:
        start = reading.blocks[reading.block_at(stretch.low) - lines][2]
    return Copy(reading.page, reading.spans(start, end), article_of(stretch))


def _between(source: str, spans: Sequence[Span]) -> int:
    """Letters of the page between the parts of a copy: text that segmentation took out of it."""
    ordered = sorted(spans)
    return sum(c.isalnum() for a, b in pairwise(ordered) for c in source[a.end : b.start])


def _headings(stretch: Stretch) -> int:
    """How many lines directly before the stretch are headlines of its story."""
    reading, at = stretch.reading, stretch.reading.block_at(stretch.low)
    if stretch.into_line and not (_is_dated(stretch) and stretch.before.strip().endswith(("）", ")"))):
        return 0
    found = 0
    while found < HEADING_LINES and at - found > 0 and _is_heading(reading, at - found - 1, at):
        found += 1
    return found


def _is_dated(stretch: Stretch) -> bool:
    """True where a dateline opens its first line."""
    start = stretch.reading.blocks[stretch.reading.block_at(stretch.low)][2]
    return DATELINE.match(stretch.reading.text, start) is not None


def _is_heading(reading: Reading, number: int, story: int) -> bool:
    """A short line of the story's article without marks of a sentence, by its role or after a line that ends one.

    A torn sentence may look like a headline to segment: a line that holds marks is not taken along.
    """
    article, block, start, end = reading.blocks[number]
    text = reading.text[start:end]
    if article is not reading.blocks[story][0] or len(text) > HEADING_LENGTH or IN_SENTENCE.search(text):
        return False
    if any(b.role is not Role.PARAGRAPH for b in article.blocks):
        return block.role in HEADINGS
    return number == 0 or reading.text[start - 2] in CLOSING
