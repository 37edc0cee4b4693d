"""Findings that somebody looked at and left: one JSON object per line, each with a reason.

A row names the rule, the place by a finding's fingerprint (its first eight digits suffice) or by the anchor of a baseline
entry, a reason, and if wanted who decided, when, and until when. From the day after `until` the finding is new again.
"""

from __future__ import annotations

import difflib
import json
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from quality.detect.contract import DecisionRule, names_rule
from quality.engine.findings import findings
from quality.engine.known.baseline import anchor
from quality.engine.shelf import kept_like
from quality.errors import ConfigError
from quality.model import Page, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from quality.engine.plan import Plan
    from quality.model import Examination, Finding

KEYS = ("rule", "place", "reason", "who", "when", "until")
SHORTEST = 8
"""Digits by which a place may be named; with a million findings the wrong one is met once in 4,000 decisions."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One row and where it stands."""

    rule: str
    place: str
    reason: str
    who: str
    until: date | None
    span: Span

    def fits(self, finding: Finding) -> bool:
        """True where the row speaks of this finding."""
        if not names_rule(self.rule, finding.rule, finding.name):
            return False
        return finding.fingerprint.startswith(self.place) or anchor(finding).startswith(self.place)


def read(path: Path) -> Page:
    """The file as a page, for findings stand in it, too.

    Raises:
        ConfigError: it cannot be read.
    """
    try:
        return Page(path.as_posix(), path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: the decisions cannot be read ({error})") from error


def apply(examination: Examination, page: Page, plan: Plan, today: date) -> Examination:
    """Marks what was decided as known; rules on decisions report the rows that decide nothing.

    Raises:
        ConfigError: rows are wrong; every one is told.
    """
    decided = parse(page)
    valid = [d for d in decided if d.until is None or today <= d.until]
    used: set[Span] = set()
    marked = kept_like(examination.findings, (_marked(f, valid, used) for f in examination.findings))
    unused = [(d.span, d not in valid) for d in decided if d.span not in used]
    hits = ((rule, hit) for rule in plan.of(DecisionRule) for hit in rule.check(page, unused, plan.options_of(rule)))
    told = findings(hits, [page])
    return replace(examination, findings=kept_like(marked, chain(marked, told)) if told else marked)


def _marked(finding: Finding, decided: Sequence[Decision], used: set[Span]) -> Finding:
    for decision in decided:
        if decision.fits(finding):
            used.add(decision.span)
            reason = f"{decision.reason} ({decision.who})" if decision.who else decision.reason
            return replace(finding, known=True, reason=reason)
    return finding


def parse(page: Page) -> list[Decision]:
    """The rows of a file; empty ones are skipped.

    Raises:
        ConfigError: rows are wrong; every one is told.
    """
    problems: list[str] = []
    decided = list(_rows(page, problems))
    if problems:
        raise ConfigError("\n".join(problems))
    return decided


def _rows(page: Page, problems: list[str]) -> Iterator[Decision]:
    at = 0
    for number, line in enumerate(page.text.split("\n"), 1):
        if line.strip():
            told = list(_wrong(line))
            problems += [f"{page.path}:{number}: {problem}" for problem in told]
            if not told:
                row = json.loads(line)
                until = date.fromisoformat(row["until"]) if row.get("until") else None
                yield Decision(
                    row["rule"],
                    row["place"],
                    row["reason"],
                    row.get("who") or "",
                    until,
                    Span(at, at + len(line.rstrip())),
                )
        at += len(line) + 1


def _wrong(line: str) -> Iterable[str]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        return [f"is no JSON ({error.msg})"]
    if not isinstance(row, dict):
        return ["is no JSON object"]
    return [*_keys(row), *_values(row)]


def _keys(row: dict[str, object]) -> Iterator[str]:
    for key in row.keys() - set(KEYS):
        close = difflib.get_close_matches(key, KEYS, n=1)
        yield f"`{key}` is no key of a decision{f': did you mean `{close[0]}`?' if close else ''}"
    for key, value in row.items():
        if value is not None and not isinstance(value, str):
            yield f"`{key}` shall be a string"


def _values(row: dict[str, object]) -> Iterator[str]:
    for key in ("rule", "place", "reason"):
        if not str(row.get(key) or "").strip():
            yield f"has no `{key}`: every decision needs one"
    if len(str(row.get("place") or "")) < SHORTEST and row.get("place"):
        yield f"`place` shall have at least {SHORTEST} digits of a fingerprint"
    for key in ("when", "until"):
        try:
            date.fromisoformat(str(row.get(key) or "2000-01-01"))
        except ValueError:
            yield f"`{key}` shall be a date like 2026-01-31"
