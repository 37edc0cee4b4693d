"""What a rule is. A rule is one module that defines `RULE`; its docstring is its manual page.

A rule is a pure function from what its scope is given to hits. It never sees files, formats, flags, keys or engines.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from quality.model import Article, Edit, Fix, Hit, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from quality.model import Alignment, Applicability, Cluster, Page, Related, Segmentation, Span, Verified

    Inspected = Sequence[tuple[Article, Any]]

FAMILIES = ("DUP", "STU", "GAR", "ENU", "PUN", "LAY", "ENC", "DEC")
"""Beginnings of codes, by kind of defect."""
HEADINGS = ("What it does", "Why is this bad", "Example", "Repair safety", "Known limits")


@dataclass(frozen=True, slots=True)
class NoOptions:
    """For a rule that has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What all rules declare. `version` rises whenever the rule may find something else than before: caches key on it."""

    code: str
    name: str
    severity: Severity
    version: int = 1
    options: type[Any] = NoOptions
    """A frozen dataclass with documented defaults; given to `check` as its last argument."""
    doc: str = field(default="", compare=False)
    """The module's docstring; filled in by discovery."""
    file: Path | None = field(default=None, compare=False, repr=False)
    """The module's file; filled in by discovery. Manuals in other languages stand beside it: `NAME.zh.md`."""
    scope: ClassVar[str]

    @property
    def summary(self) -> str:
        """The first line of the manual page."""
        return self.doc.strip().split("\n", 1)[0]


def names_rule(word: str, code: str, name: str) -> bool:
    """True where a word of `select`, `ignore` or a budget fits a rule: `ALL`, its name, its code or the code's beginning."""
    return word in {"ALL", name} or (word != "" and code.startswith(word.upper()))


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRule(Rule):
    """Judges the decoded page and how its bytes were decoded."""

    check: Callable[[Page, Any], Iterator[Hit]]
    scope: ClassVar[str] = "source"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRule(Rule):
    """Judges and words segment's decisions on a page."""

    check: Callable[[Segmentation, Any], Iterator[Hit]]
    scope: ClassVar[str] = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRule(Rule):
    """Judges one article's joined text."""

    check: Callable[[Article, Any], Iterator[Hit | Verified]]
    scope: ClassVar[str] = "article"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignmentRule(Rule):
    """Judges a verified pair of copies, each pair once, the earlier place left."""

    check: Callable[[Alignment, Any], Iterator[Hit]]
    scope: ClassVar[str] = "alignment"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterRule(Rule):
    """Judges the members of a cluster of records."""

    check: Callable[[Cluster, Any], Iterator[Hit]]
    scope: ClassVar[str] = "cluster"


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusRule(Rule):
    """Two passes: `observe` counts articles, `merge` adds two counts (associative), `check` judges articles with all counts.

    Both are given articles by the dozen, for what is asked of many at once costs little of each; no result may depend on which
    come together. What costs most and depends on one article alone may be left to `inspect`: dataclasses of the text, match or
    detect package, or plain values, which are kept while the page does not change. They stand beside the article, None without.
    """

    inspect: Callable[[Article], Any] | None = None
    observe: Callable[[Inspected], Any]
    merge: Callable[[Any, Any], Any]
    check: Callable[[Inspected, Any, Any], Iterator[Hit]]
    scope: ClassVar[str] = "corpus"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRule(Rule):
    """Judges rows of the decisions file that decide nothing; each span comes with whether its day has passed."""

    check: Callable[[Page, Sequence[tuple[Span, bool]], Any], Iterator[Hit]]
    scope: ClassVar[str] = "decisions"


def article_hit(
    article: Article,
    start: int,
    end: int,
    message: str,
    *,
    confidence: float,
    edits: tuple[tuple[int, int, str], ...] = (),
    applicability: Applicability | None = None,
    related: tuple[Related, ...] = (),
    severity: Severity | None = None,
) -> Hit:
    """A hit on `article.text[start:end]`; `edits` are (start, end, replacement) in the same text, mapped to the source.

    An edit that covers several source ranges puts its replacement into the first and deletes the others; what would change
    nothing is no edit.
    """
    fix = None
    if edits and applicability is not None:
        fix = Fix(applicability, tuple(e for s, t, new in edits for e in _source_edits(article, s, t, new)))
    return Hit(article.page, article.view.spans(start, end), message, confidence, fix, related, severity)


def _source_edits(article: Article, start: int, end: int, replacement: str) -> Iterator[Edit]:
    for number, span in enumerate(article.view.spans(start, end)):
        new = "" if number else replacement
        if article.page.slice(span) != new:
            yield Edit(span, new)
