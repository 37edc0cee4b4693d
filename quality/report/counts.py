"""What a summary counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quality.message import say
from quality.model import Applicability, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quality.model import Examination, Finding

SEVERITIES = {Severity.ERROR: say("error"), Severity.WARNING: say("warning"), Severity.INFO: say("info")}


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCount:
    """A rule's new findings, and how many of them can be repaired."""

    code: str
    name: str
    severity: Severity
    findings: int
    repairable: int


@dataclass(frozen=True, slots=True)
class Counts:
    """New findings by severity, rule and repair; known ones are counted apart."""

    new: tuple[Finding, ...]
    known: int
    by_rule: tuple[RuleCount, ...]

    @classmethod
    def of(cls, examination: Examination) -> Counts:
        """Counts an examination."""
        new = tuple(f for f in examination.findings if not f.known)
        return cls(new, len(examination.findings) - len(new), _by_rule(new))

    def severity(self, severity: Severity) -> int:
        """New findings of a severity."""
        return sum(f.severity is severity for f in self.new)

    def repairable(self, *applicable: Applicability, records: bool = False) -> int:
        """New findings with a repair of such a confidence: in files, or in records, whose containers are never written."""
        of_kind = (f for f in self.new if (f.page.record is not None) is records)
        return sum(f.hit.fix is not None and f.hit.fix.applicability in applicable for f in of_kind)


def _by_rule(found: Sequence[Finding]) -> tuple[RuleCount, ...]:
    every = Counter(f.rule for f in found)
    applied = (Applicability.SAFE, Applicability.UNSAFE)
    repairable = Counter(f.rule for f in found if f.hit.fix and f.hit.fix.applicability in applied)
    first = {f.rule: f for f in reversed(found)}
    counts = [
        RuleCount(code=c, name=first[c].name, severity=first[c].severity, findings=n, repairable=repairable[c])
        for c, n in every.items()
    ]
    return tuple(sorted(counts, key=lambda c: (-c.severity.rank, -c.findings, c.code)))
