"""Whether a check passes: severities, and the budgets that take their place."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from quality.detect.contract import names_rule
from quality.engine.shelf import kept_like
from quality.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from quality.model import Examination, Finding

COPIES = frozenset({"DUP101", "DUP102", "DUP103"})
"""Rules whose finding is a text that goes because it stands elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What a check must not pass."""

    fail_on: Severity | None = Severity.WARNING
    """Lowest severity of a new finding that fails; None for none. `info` never does."""
    max_findings: Mapping[str, int] = field(default_factory=dict)
    """Limits by rule or family; what they name is not judged by `fail_on`."""
    max_duplicate_ratio: float | None = None

    def broken(self, examination: Examination) -> Iterator[str]:
        """Why the check fails, one sentence each; nothing where it passes."""
        counts: Counter[str] = Counter()
        failing = 0
        for finding in examination.findings:
            if not finding.known:
                counts.update(word for word in self.max_findings if names_rule(word, finding.rule, finding.name))
                failing += self.fails(finding)
        for word, limit in self.max_findings.items():
            if counts[word] > limit:
                yield f"new findings of {word}: {counts[word]:,}; its budget allows {limit:,}"
        if self.max_duplicate_ratio is not None and (share := duplicate_ratio(examination)) > self.max_duplicate_ratio:
            yield f"{share:.2%} of the text are copies where the budget allows {self.max_duplicate_ratio:.2%}"
        if failing:
            yield f"new findings of severity {self.fail_on} or higher: {failing:,}"

    def fails(self, finding: Finding) -> bool:
        """True for a finding that by its severity alone must not pass."""
        if self.fail_on is None or finding.severity.rank < self.fail_on.rank:
            return False
        return not any(names_rule(word, finding.rule, finding.name) for word in self.max_findings)


def duplicate_ratio(examination: Examination) -> float:
    """Share of all characters that stand in copies which go, 0 to 1; a character counts once."""
    total = sum(len(page.text) for page in examination.pages)
    gone: dict[tuple[str, str | None], list[tuple[int, int]]] = {}
    for f in examination.findings:
        if f.rule in COPIES:
            spans = [f.span, *(r.span for r in f.related if r.message == "continues")]
            gone.setdefault(f.page.key, []).extend((s.start, s.end) for s in spans)
    return sum(_covered(spans) for spans in gone.values()) / total if total else 0.0


def _covered(spans: list[tuple[int, int]]) -> int:
    covered = reach = 0
    for start, end in sorted(spans):
        covered += max(end - max(start, reach), 0)
        reach = max(reach, end)
    return covered


def without_ignored(examination: Examination, ignores: Mapping[str, Sequence[str]]) -> Examination:
    """Drops findings whose rule is ignored for their page's path; patterns are globs over the path as reported."""
    if not ignores:
        return examination
    left = (f for f in examination.findings if not _ignored(f, ignores))
    return replace(examination, findings=kept_like(examination.findings, left))


def _ignored(finding: Finding, ignores: Mapping[str, Sequence[str]]) -> bool:
    return any(
        names_rule(word, finding.rule, finding.name)
        for pattern, words in ignores.items()
        if fnmatchcase(finding.page.path, pattern)
        for word in words
    )
