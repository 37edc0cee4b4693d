"""What flows through the project: pages, articles, hits, findings. Values only; imports nothing of ours.

Every span counts Unicode code points of the page's decoded text, 0-based, end exclusive. Lines and columns exist in reports only.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Severity(StrEnum):
    """How much a finding weighs at the gate."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """0 for info, 1 for warning, 2 for error."""
        return list(Severity).index(self)


class Applicability(StrEnum):
    """Confidence of a repair: safe loses no content, unsafe changes it with good reason, display is shown and never applied."""

    SAFE = "safe"
    UNSAFE = "unsafe"
    DISPLAY = "display"


class Role(StrEnum):
    """What a block is within its article."""

    KICKER = "kicker"
    HEADLINE = "headline"
    SUBHEAD = "subhead"
    LABEL = "label"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    PARAGRAPH = "paragraph"
    CAPTION = "caption"
    CREDIT = "credit"
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Code points `start` up to and without `end` of one page's text."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def __bool__(self) -> bool:
        return True  # an empty span is a place, not nothing

    def overlaps(self, other: Span) -> bool:
        """True where both share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """True where `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a page's bytes became its text, in enough detail to go back."""

    name: str = "utf-8"
    bom: bytes = b""
    guessed: float | None = None
    """Confidence of the detection, 0 to 1; None where the encoding was not a guess."""
    lost: tuple[tuple[int, int], ...] = ()
    """(offset of the U+FFFD in the text, the byte that stood there)."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as a recogniser saw it: confidence from 0 to 1; box as left, top, right, bottom in the scan's units."""

    span: Span
    confidence: float | None = None
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One file, or one record of a container, decoded; newlines untouched."""

    path: str
    text: str
    record: str | None = None
    encoding: Encoding = Encoding()
    words: tuple[Word, ...] = ()  # what a recogniser said; empty for plain text
    line: int | None = (
        None  # of its file, 1-based, on which a record begins (in Parquet its row); for messages to people
    )

    @property
    def key(self) -> tuple[str, str | None]:
        """What names the page within one run."""
        return self.path, self.record

    def slice(self, span: Span) -> str:
        """The text of a span."""
        return self.text[span.start : span.end]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of source text inside a block, with the glue that a join puts before it ("" or one space)."""

    span: Span
    glue: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One part of an article; its pieces stand in reading order."""

    role: Role
    pieces: tuple[Piece, ...]

    @property
    def span(self) -> Span:
        """From the first to the last character in source order; may hold foreign text in between."""
        spans = [piece.span for piece in self.pieces]
        return spans[0] if len(spans) == 1 else Span(min(s.start for s in spans), max(s.end for s in spans))


@dataclass(frozen=True, slots=True)
class View:
    """Joined text with its map to the source; characters of glue and the newline between blocks map to no source."""

    text: str
    starts: tuple[int, ...]  # offset of each piece in `text`, ascending
    sources: tuple[Span, ...]  # source span of each piece

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """Source spans of `text[start:end]`, in reading order, touching ones merged; an empty range gives its place."""
        if start == end:
            return (self._place(start),)
        found: list[Span] = []
        for i in range(max(bisect_right(self.starts, start) - 1, 0), len(self.starts)):
            if self.starts[i] >= end:
                break
            low, high = max(start - self.starts[i], 0), min(end - self.starts[i], len(self.sources[i]))
            if low < high:
                self._append(found, Span(self.sources[i].start + low, self.sources[i].start + high))
        return tuple(found) or (self._place(start),)

    def source(self, offset: int) -> int:
        """Source offset of one character of `text`; for glue the end of the piece before it."""
        i = max(bisect_right(self.starts, offset) - 1, 0)
        return self.sources[i].start + min(max(offset - self.starts[i], 0), len(self.sources[i])) if self.sources else 0

    def _place(self, offset: int) -> Span:
        """An empty range's place; at a seam without glue the end of the piece before it."""
        i = bisect_right(self.starts, offset) - 1
        seam = i > 0 and self.starts[i] == offset == self.starts[i - 1] + len(self.sources[i - 1])
        at = self.sources[i - 1].end if seam else self.source(offset)
        return Span(at, at)

    @staticmethod
    def _append(found: list[Span], span: Span) -> None:
        if found and found[-1].end == span.start:
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)


@dataclass(frozen=True, slots=True)
class Article:
    """One story of a page in reading order: a view over source spans."""

    page: Page
    position: int
    blocks: tuple[Block, ...]
    view: View
    places: tuple[Span, ...]  # where each block stands in `view.text`, parallel to `blocks`
    under: int | None = (
        None  # position of the headings, an article of their own, above the round-up that it is an item of
    )

    @classmethod
    def of(cls, page: Page, position: int, blocks: Sequence[Block], under: int | None = None) -> Article:
        """Joins the blocks, one newline between two."""
        text: list[str] = []
        starts: list[int] = []
        sources: list[Span] = []
        places: list[Span] = []
        at = 0
        for block in blocks:
            begin = at
            for piece in block.pieces:
                span = piece.span
                text += (piece.glue, page.text[span.start : span.end])
                starts.append(at + len(piece.glue))
                sources.append(span)
                at = starts[-1] + span.end - span.start
            places.append(Span(begin, at))
            text.append("\n")
            at += 1
        view = View("".join(text[:-1]), tuple(starts), tuple(sources))
        return cls(page, position, tuple(blocks), view, tuple(places), under)

    @property
    def text(self) -> str:
        """The joined text; one line is one block."""
        return self.view.text

    def parts(self, *roles: Role) -> Iterator[tuple[Block, Span]]:
        """Blocks of these roles (all without) with their places in `text`."""
        return ((b, s) for b, s in zip(self.blocks, self.places, strict=True) if not roles or b.role in roles)

    @property
    def title(self) -> str:
        """The headlines, joined by a space; the first words where there is none."""
        heads = [self.text[s.start : s.end] for _, s in self.parts(Role.HEADLINE)]
        return " ".join(heads) or self.text[:24]


@dataclass(frozen=True, slots=True)
class Edit:
    """Replaces a span by other text; an empty replacement deletes."""

    span: Span
    replacement: str


@dataclass(frozen=True, slots=True)
class Move:
    """Takes a span out and sets it in again before `to`."""

    span: Span
    to: int


@dataclass(frozen=True, slots=True)
class Fix:
    """A repair on the hit's own page."""

    applicability: Applicability
    edits: tuple[Edit | Move, ...]


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that a hit speaks of."""

    page: Page
    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule yields: a place, a message, and perhaps a repair; the engine makes a finding of it."""

    page: Page
    spans: tuple[Span, ...]
    message: str
    confidence: float
    """Probability that this is a defect, 0 to 1."""
    fix: Fix | None = None
    related: tuple[Related, ...] = ()
    severity: Severity | None = None  # only where it differs from the rule's


@dataclass(frozen=True, slots=True)
class Verified:
    """A list or sum that was examined and holds; shown beside the article."""

    page: Page
    spans: tuple[Span, ...]
    message: str


@dataclass(frozen=True, slots=True)
class Join:
    """Segment's decision on a torn line: the break (all its layout characters) and what stands there instead."""

    span: Span
    glue: str
    certain: bool
    confidence: float
    evidence: str
    regular: bool = False  # the page is wrapped at a fixed width throughout: joined, and not worth a finding
    hyphenated: bool = False  # the character before the break is a hyphen that the line's end asked for: it goes, too


@dataclass(frozen=True, slots=True)
class Displaced:
    """Segment's decision that a fragment stands away from its text."""

    span: Span
    kind: str  # `tail`, `rest` (of a sentence), `head`, `interrupting` (a caption or notice in one) or `orphan` (of nothing found)
    to: int | None  # source offset before which it belongs; None where that is not known
    confidence: float
    evidence: str
    torn: tuple[Span, Span] | None = None  # of the sentence that it cuts: where that stops and goes on (empty spans)
    copy: Span | None = None  # where the same text stands in its right place; the fragment may go


@dataclass(frozen=True, slots=True)
class Truncated:
    """Segment's decision that text breaks off, or that a story has no headline."""

    span: Span
    kind: str  # `cut` or `no-headline`
    confidence: float
    evidence: str


@dataclass(frozen=True, slots=True)
class Segmentation:
    """A page as articles and named furniture, with every decision and its evidence; covers every character but layout space."""

    page: Page
    articles: tuple[Article, ...]
    furniture: tuple[Block, ...] = ()
    joins: tuple[Join, ...] = ()
    displaced: tuple[Displaced, ...] = ()
    truncated: tuple[Truncated, ...] = ()


class CopyKind(StrEnum):
    """What was found twice."""

    RECORD = "record"
    ARTICLE = "article"
    PASSAGE = "passage"


@dataclass(frozen=True, slots=True)
class Copy:
    """One witness of a repeated text: its source spans in reading order."""

    page: Page
    spans: tuple[Span, ...]
    article: int | None = None  # position of its article within the page's segmentation

    @property
    def text(self) -> str:
        """Its spans' text, joined."""
        return "".join(self.page.slice(s) for s in self.spans)


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two witnesses differ; a side is empty where text is missing there."""

    left: Span
    right: Span


@dataclass(frozen=True, slots=True)
class Alignment:
    """A verified pair of copies, the earlier place left; rules judge and word it."""

    kind: CopyKind
    left: Copy
    right: Copy
    differences: tuple[Difference, ...]
    similarity: float  # exact Jaccard of the folded shingles, 0 to 1
    containment: float
    """Share of the going copy's shingles in the staying one."""
    keep_left: bool = True
    reason: str = ""  # why that copy stays

    @property
    def keeper(self) -> Copy:
        """The copy that stays."""
        return self.left if self.keep_left else self.right

    @property
    def leaver(self) -> Copy:
        """The copy that goes."""
        return self.right if self.keep_left else self.left


@dataclass(frozen=True, slots=True)
class Cluster:
    """Records of one text: the keeper and, for every other member, its verified pair with the keeper."""

    keeper: Page
    pairs: tuple[Alignment, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A hit with its rule, its place as reports print it, and its fingerprint."""

    rule: str
    name: str
    severity: Severity
    hit: Hit
    span: Span
    """The first range; further ones are `related` with message `continues`."""
    related: tuple[Related, ...]
    fingerprint: str
    known: bool = False
    reason: str = ""  # why it is known: the baseline, or what somebody decided

    @property
    def page(self) -> Page:
        """The page that it stands on."""
        return self.hit.page

    @property
    def text(self) -> str:
        """The exact slice."""
        return self.page.slice(self.span)


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be read: what, where, and what to do about it."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Examination:
    """All that a run found out, in the order of pages; what export, report and publish are given."""

    segmentations: Sequence[Segmentation]
    findings: Sequence[Finding]
    copies: tuple[Alignment, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    verified: tuple[Verified, ...] = ()
    failures: tuple[Failure, ...] = ()
    notes: tuple[str, ...] = field(default=())
    """What was counted or skipped without a finding, in words."""

    @property
    def pages(self) -> Iterator[Page]:
        """Every page that was examined, in input order."""
        return (s.page for s in self.segmentations)
