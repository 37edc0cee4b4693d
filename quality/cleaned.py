"""What repair makes of a page, and what export, publish and the ledger share: kept, replaced and removed text in reading order.

Values only. Every run knows the source span that it stands for, what was printed there and what stands there now.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from quality.model import Move, Role, Severity

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator

    from quality.model import Applicability, Article, Edit, Finding, Page, Segmentation, Span


SPOILED = {Severity.ERROR: 20, Severity.WARNING: 4, Severity.INFO: 0}
"""Characters that a finding of this severity spoils, for the score."""
BODY = (Role.STANDFIRST, Role.PARAGRAPH, Role.CAPTION)
"""What an article says under its headings."""


class Fixes(StrEnum):
    """Which repairs are applied: all but `display`, only those that lose no content, or none."""

    UNSAFE = "unsafe"
    SAFE = "safe"
    NONE = "none"


class Fate(StrEnum):
    """What became of one source character; each has exactly one."""

    ARTICLE = "article"
    FURNITURE = "furniture"
    REMOVED = "removed"
    REPLACED = "replaced"
    MOVED = "moved"
    LAYOUT = "layout"


class Status(StrEnum):
    """What became of one edit."""

    APPLIED = "applied"
    SUPERSEDED = "superseded"
    """It lies in text that goes anyway."""
    DEFERRED = "deferred"
    """Another repair of the same place won, or this reading order has no place for it: it stays a finding."""
    WITHHELD = "withheld"
    """The chosen fixes do not cover it: an editor must decide."""


@dataclass(frozen=True, slots=True)
class Repair:
    """One edit of a finding's fix, reduced to what it changes, and what became of it."""

    finding: Finding
    edit: Edit | Move
    before: str
    """The source text of its span."""
    applicability: Applicability
    status: Status

    @property
    def rule(self) -> str:
        """Code of the rule that asked for it."""
        return self.finding.rule

    @property
    def reason(self) -> str:
        """The finding's message."""
        return self.finding.hit.message

    @property
    def confidence(self) -> float:
        """Probability that the finding is a defect, 0 to 1."""
        return self.finding.hit.confidence

    @property
    def span(self) -> Span:
        """The source span that it changes."""
        return self.edit.span

    @property
    def after(self) -> str:
        """What stands there instead; a moved text stays as it was."""
        return self.before if isinstance(self.edit, Move) else self.edit.replacement

    @property
    def removes(self) -> bool:
        """True where content goes and nothing comes in its place."""
        return not self.after and bool(self.before.strip())

    @property
    def fate(self) -> Fate:
        """What becomes of the characters of its span."""
        if isinstance(self.edit, Move):
            return Fate.MOVED
        if not self.before.strip():
            return Fate.LAYOUT
        return Fate.REPLACED if self.after else Fate.REMOVED


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a block: text kept as printed, or what a repair or a join put in its place.

    `"".join(run.text …)` is the cleaned block, `"".join(run.printed …)` the block as printed, in reading order.
    """

    text: str
    printed: str
    span: Span
    repair: Repair | None = None
    glue: bool = False
    """True for the break between two pieces: `printed` is the layout space there."""

    @property
    def kept(self) -> bool:
        """True where the source characters stand in the cleaned text (moved ones, too)."""
        return not self.glue and (self.repair is None or isinstance(self.repair.edit, Move))


@dataclass(frozen=True, slots=True)
class CleanedBlock:
    """One part of an article after its repairs."""

    role: Role
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """The cleaned text; empty where all of it went."""
        return "".join(r.text for r in self.runs)

    @property
    def printed(self) -> str:
        """The text as printed, in reading order."""
        return "".join(r.printed for r in self.runs)


@dataclass(frozen=True, slots=True)
class CleanedArticle:
    """One story after its repairs, with every block that it had; blocks that went have no text.

    Where a join of the reading order is withheld, its block is two here.
    """

    article: Article
    blocks: tuple[CleanedBlock, ...]
    id: str
    """16 hexadecimal digits of the cleaned text's SHA-256, with `-2`, `-3` … for later articles of the same text."""

    @property
    def page(self) -> Page:
        """The page that it stands on."""
        return self.article.page

    @property
    def text(self) -> str:
        """One line per block that still has text."""
        return "\n".join(t for b in self.blocks if (t := b.text))

    @property
    def survives(self) -> bool:
        """False where all of it was removed."""
        return any(run.text for block in self.blocks for run in block.runs)

    def parts(self, *roles: Role) -> Iterator[str]:
        """Texts of the surviving blocks of these roles."""
        return (t for b in self.blocks if b.role in roles and (t := b.text))

    @property
    def title(self) -> str:
        """The headlines, joined by a space; the first words where there is none."""
        return " ".join(self.parts(Role.HEADLINE)) or self.text[:24]

    @property
    def is_bare(self) -> bool:
        """True for headings that head nothing of their own: above a round-up's items, or left over where the text is lost."""
        return not any(self.parts(*BODY))

    @property
    def repairs(self) -> tuple[Repair, ...]:
        """Every repair that shows in it, in reading order, each once."""
        return tuple({id(r.repair): r.repair for b in self.blocks for r in b.runs if r.repair is not None}.values())


@dataclass(frozen=True, slots=True)
class CleanedPage:
    """A page after its repairs."""

    segmentation: Segmentation
    articles: tuple[CleanedArticle, ...]
    """All of them, parallel to the segmentation's; ask `survives`."""
    repairs: tuple[Repair, ...]
    """Every edit of every finding on this page and what became of it, in source order."""

    @property
    def page(self) -> Page:
        """The page as it was read."""
        return self.segmentation.page

    @property
    def survivors(self) -> Iterator[CleanedArticle]:
        """The articles that still have text."""
        return (a for a in self.articles if a.survives)


def content_id(text: str) -> str:
    """The first 16 hexadecimal digits of the text's SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def unique_id(text: str, seen: Counter[str]) -> str:
    """The same; with `-2`, `-3` … for further texts that are equal, as `seen` counts them."""
    digest = content_id(text)
    seen[digest] += 1
    return digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"


def score(characters: int, findings: Iterable[Finding]) -> float:
    """Quality of a text, 0 to 100, one decimal: the share of its characters that no new finding spoils."""
    spoiled = sum(SPOILED[f.severity] for f in findings if not f.known)
    return round(100 * (1 - min(spoiled / max(characters, 1), 1)), 1)
