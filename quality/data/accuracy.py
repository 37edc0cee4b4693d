"""How often each rule is right, as `make accuracy` measured it: the one source of every figure that a report or the site shows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from quality.message import Message, listing, say

FILE = Path(__file__).parent / "accuracy.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnSet:
    """One rule on one data set."""

    name: str
    kind: str
    """`labelled` (every finding is judged against truth), `clean` (every finding counts as a false alarm)."""
    size: int
    """Characters examined."""
    found: int
    right: int | None = None
    """Findings that the truth confirms; None where the truth has nothing of this rule's kind to find."""
    expected: int | None = None
    """Defects that the truth holds and the rule should find; None where it does not list them."""
    recalled: int | None = None
    """Of those, how many it found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """One rule on all data sets at hand."""

    rule: str
    sets: tuple[OnSet, ...]

    @property
    def precision(self) -> float | None:
        """Share of the findings on labelled sets that are right, 0 to 1; None where nothing was found there."""
        judged = [s for s in self.sets if s.right is not None]
        found = sum(s.found for s in judged)
        return sum(s.right or 0 for s in judged) / found if found else None

    @property
    def recall(self) -> float | None:
        """Share of the listed defects that were found, 0 to 1; None where none is listed."""
        expected = sum(s.expected or 0 for s in self.sets)
        return sum(s.recalled or 0 for s in self.sets) / expected if expected else None

    @property
    def alarms(self) -> tuple[int, int]:
        """(findings, characters) on clean text, where every finding is a false alarm."""
        clean = [s for s in self.sets if s.kind == "clean"]
        return sum(s.found for s in clean), sum(s.size for s in clean)

    @property
    def words(self) -> str:
        """What was measured, in one sentence."""
        judged = [s for s in self.sets if s.right is not None]
        parts: list[Message] = []
        if found := sum(s.found for s in judged):
            right = f"{sum(s.right or 0 for s in judged):,}"
            sets = listing(Message(s.name) for s in judged)
            parts.append(say("{right} of {found} findings right ({sets})", right=right, found=f"{found:,}", sets=sets))
        alarms, size = self.alarms
        if size and alarms == 1:
            parts.append(say("1 false alarm in {size} characters of clean text", size=f"{size:,}"))
        elif size:
            values = {"count": f"{alarms:,}", "size": f"{size:,}"}
            parts.append(say("{count} false alarms in {size} characters of clean text", **values))
        return listing(parts, "{left}; {right}")


@cache
def accuracy() -> dict[str, Accuracy]:
    """Figures by rule code; a rule that was not measured is not in it."""
    rows: dict[str, list[dict[str, Any]]] = json.loads(FILE.read_text(encoding="utf-8"))["rules"]
    return {code: Accuracy(rule=code, sets=tuple(OnSet(**s) for s in sets)) for code, sets in rows.items()}
