"""What the site is made from: values that the command line composes from the examination, the repairs and the rules."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from quality.cleaned import Status
from quality.model import Applicability, Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quality.cleaned import CleanedArticle, CleanedPage, Repair
    from quality.model import Alignment, Cluster, Examination, Finding, Page, Verified

PageKey = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Manual:
    """A rule as its manual page shows it; `markdown` is the docstring, which is ours and may hold Markdown."""

    code: str
    name: str
    severity: str
    scope: str
    markdown: str
    precision: float | None = None
    """Share of its findings that were right where it was measured, 0 to 1."""
    recall: float | None = None
    measured: str = ""
    """What was measured, on which data, in a sentence; empty where nothing was."""
    translations: Mapping[str, str] = field(default_factory=dict)
    """The manual in other languages, by language."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file that the site offers, with its bytes."""

    name: str
    data: bytes
    kind: str
    """Which phrase describes it, e.g. `articles` or `findings`."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A page of documentation made from the code, Markdown of ours."""

    name: str
    title: str
    markdown: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Change:
    """How this run differs from an earlier one: fingerprints of what is new, and rows of what is gone."""

    new: frozenset[str]
    fixed: tuple[Mapping[str, object], ...]
    unchanged: int


@dataclass(frozen=True)
class Corpus:
    """One run, ready to be shown."""

    title: str
    examination: Examination
    pages: tuple[CleanedPage, ...]
    """Parallel to the examination's segmentations."""
    manuals: Mapping[str, Manual] = field(default_factory=dict)
    downloads: tuple[Download, ...] = ()
    change: Change | None = None
    references: tuple[Reference, ...] = ()

    @cached_property
    def findings_of(self) -> Mapping[PageKey, tuple[Finding, ...]]:
        """Findings by page, in order of place."""
        found: dict[PageKey, list[Finding]] = defaultdict(list)
        for finding in self.examination.findings:
            found[finding.page.key].append(finding)
        return {key: tuple(sorted(rows, key=lambda f: (f.span, f.rule))) for key, rows in found.items()}

    @cached_property
    def verified_of(self) -> Mapping[PageKey, tuple[Verified, ...]]:
        """Lists and sums that hold, by page."""
        found: dict[PageKey, list[Verified]] = defaultdict(list)
        for verified in self.examination.verified:
            found[verified.page.key].append(verified)
        return {key: tuple(rows) for key, rows in found.items()}

    @cached_property
    def repairs_of(self) -> Mapping[str, tuple[Repair, ...]]:
        """What became of each finding's edits, by fingerprint."""
        found: dict[str, list[Repair]] = defaultdict(list)
        for page in self.pages:
            for repair in page.repairs:
                found[repair.finding.fingerprint].append(repair)
        return {key: tuple(rows) for key, rows in found.items()}

    @cached_property
    def page_of(self) -> Mapping[PageKey, CleanedPage]:
        """Cleaned pages by key."""
        return {p.page.key: p for p in self.pages}

    @cached_property
    def cluster_of(self) -> Mapping[PageKey, Cluster]:
        """The cluster of whole records that a page belongs to."""
        return {
            key: cluster
            for cluster in self.examination.clusters
            for key in (cluster.keeper.key, *(p.leaver.page.key for p in cluster.pairs))
        }

    @cached_property
    def copies_of(self) -> Mapping[PageKey, tuple[Alignment, ...]]:
        """Pairs of copies by each page that they touch."""
        found: dict[PageKey, dict[int, Alignment]] = defaultdict(dict)
        for number, pair in enumerate(self.examination.copies):
            found[pair.left.page.key][number] = pair
            found[pair.right.page.key][number] = pair
        return {key: tuple(rows.values()) for key, rows in found.items()}

    def status(self, finding: Finding) -> str:
        """What became of a finding: `decided` (somebody left it), `applied`, `superseded`, `deferred`, `withheld`, `display` or `none`.

        `none`: no repair is known.
        """
        if finding.known:
            return "decided"
        repairs = self.repairs_of.get(finding.fingerprint, ())
        if any(r.status is Status.APPLIED for r in repairs):
            return str(Status.APPLIED)
        if finding.hit.fix is None:
            return "none"
        if finding.hit.fix.applicability is Applicability.DISPLAY:
            return "display"
        return str(repairs[0].status) if repairs else "none"

    def article_at(self, page: Page, span: Span) -> CleanedArticle | None:
        """The first article in reading order that holds a part of a span."""
        cleaned = self.page_of.get(page.key)
        place = Span(span.start, max(span.end, span.start + 1))
        return next(
            (
                a
                for a in (cleaned.articles if cleaned else ())
                if any(p.span.overlaps(place) for b in a.article.blocks for p in b.pieces)
            ),
            None,
        )
