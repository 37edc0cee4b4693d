"""A corpus in figures: counts by rule, page and day, and the score with what it is made of."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quality.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from quality.cleaned import CleanedPage
    from quality.model import Finding, Page, Span
    from quality.publish.corpus import Corpus

DONE = ("applied", "superseded")
"""Statuses of what was repaired."""
SETTLED = (*DONE, "decided")
"""Statuses that leave nothing to decide."""
_DATE = re.compile(r"(?<!\d)((?:18|19|20)\d\d)[-_./年]?(0[1-9]|1[0-2])[-_./月]?(0[1-9]|[12]\d|3[01])(?!\d)")


@dataclass(frozen=True, slots=True)
class Score:
    """Share of characters that lie in no error or warning, 0 to 100, and its parts."""

    characters: int
    errors: int
    """Characters in errors."""
    warnings: int
    """Characters in warnings only."""

    @property
    def value(self) -> float:
        """100 for a corpus without errors and warnings, and for an empty one."""
        return 100 * (1 - (self.errors + self.warnings) / self.characters) if self.characters else 100.0

    def __add__(self, other: Score) -> Score:
        return Score(self.characters + other.characters, self.errors + other.errors, self.warnings + other.warnings)


@dataclass(frozen=True, slots=True)
class Tally:
    """Findings of one rule, page or day."""

    findings: int = 0
    errors: int = 0
    warnings: int = 0
    done: int = 0
    decided: int = 0
    """Findings that somebody decided to leave."""

    @property
    def open(self) -> int:
        """Findings that wait for a decision."""
        return self.findings - self.done - self.decided

    @classmethod
    def of(cls, findings: Iterable[Finding], corpus: Corpus) -> Tally:
        """Counts findings."""
        rows = tuple(findings)
        grades = Counter(f.severity for f in rows)
        done = sum(corpus.status(f) in DONE for f in rows)
        decided = sum(f.known for f in rows)
        return cls(len(rows), grades[Severity.ERROR], grades[Severity.WARNING], done, decided)


def score(page: Page, findings: Iterable[Finding]) -> Score:
    """The score of a page: what its findings cover, each character once; what somebody decided to leave is no defect."""
    rows = tuple(f for f in findings if not f.known)
    errors = [f.span for f in rows if f.severity is Severity.ERROR]
    warnings = [f.span for f in rows if f.severity is Severity.WARNING]
    return Score(len(page.text), _covered(errors), _covered(errors + warnings) - _covered(errors))


def _covered(spans: Sequence[Span]) -> int:
    total, reached = 0, 0
    for span in sorted(spans):
        total += max(span.end - max(span.start, reached), 0)
        reached = max(reached, span.end)
    return total


def total_score(corpus: Corpus, *, repaired: bool = False) -> Score:
    """The corpus's score; `repaired` counts only findings that still stand."""
    total = Score(0, 0, 0)
    for cleaned in corpus.pages:
        rows = corpus.findings_of.get(cleaned.page.key, ())
        total += score(cleaned.page, (f for f in rows if not (repaired and corpus.status(f) in DONE)))
    return total


def by_rule(corpus: Corpus) -> dict[str, Tally]:
    """Tallies by code, in order of codes."""
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in corpus.examination.findings:
        groups[finding.rule].append(finding)
    return {code: Tally.of(groups[code], corpus) for code in sorted(groups)}


def by_page(corpus: Corpus) -> Iterator[tuple[CleanedPage, Tally, Score]]:
    """Every page with its tally and score, in input order."""
    for cleaned in corpus.pages:
        rows = corpus.findings_of.get(cleaned.page.key, ())
        yield cleaned, Tally.of(rows, corpus), score(cleaned.page, rows)


def by_day(corpus: Corpus) -> Mapping[str, tuple[int, Tally]]:
    """Pages and tallies by the date in the record's id or the file's name; empty where none has one."""
    pages: dict[str, list[Page]] = defaultdict(list)
    for cleaned in corpus.pages:
        if day := day_of(cleaned.page):
            pages[day].append(cleaned.page)
    return {
        day: (len(rows), Tally.of((f for p in rows for f in corpus.findings_of.get(p.key, ())), corpus))
        for day, rows in sorted(pages.items())
    }


def day_of(page: Page) -> str | None:
    """The date that a page's record id or path names, as YYYY-MM-DD."""
    found = _DATE.search(page.record or "") or _DATE.search(page.path)
    return "-".join(found.groups()) if found else None


def worst(corpus: Corpus, count: int = 10) -> list[Finding]:
    """The findings that matter most: by severity, then confidence, then length; at most three of one rule."""
    ranked = sorted(
        (f for f in corpus.examination.findings if not f.known),
        key=lambda f: (-f.severity.rank, -round(f.hit.confidence, 2), -len(f.span), f.page.key[0], f.span),
    )
    seen: Counter[str] = Counter()
    chosen = []
    for finding in ranked:
        seen[finding.rule] += 1
        if seen[finding.rule] <= 3:
            chosen.append(finding)
        if len(chosen) == count:
            break
    return chosen
