"""Scores findings against the annotated truth of three pages (`rows.jsonl`): recall, false alarms, look-alikes bitten.

A row is (file, class, start, end, …); confidence `low` is left out of recall and of false alarms. For stutters and copies
a finding meets a row at an intersection over union of one half; elsewhere it must touch the row and not be much longer.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from quality.model import Edit, Examination, Finding, Span

ROWS = Path(__file__).parent / "rows.jsonl"
FINDS = {  # which rules may find a class
    "DUP_STORY": ("DUP101", "DUP102", "DUP103"),
    "DUP_PASSAGE": ("DUP101", "DUP102", "DUP103", "STU"),
    "STUTTER": ("STU", "DUP102"),
    "ENUM_INCONSISTENT": ("ENU",),
    "GARBLE": ("GAR", "DUP104", "STU203"),
    "SCRIPT_MIX": ("GAR305", "PUN502"),
    "PUNCT": ("PUN", "DUP104"),
    "LINEBREAK": ("LAY601", "LAY603", "LAY604"),
    "ORDER": ("LAY603", "LAY604", "LAY605"),
    "TRUNCATED": ("LAY602",),
    "ORPHAN": ("LAY604", "LAY605", "LAY603", "DUP102"),
}
OWNS = {  # whose findings off every row are false alarms of the class
    "DUP_STORY": ("DUP101",),
    "DUP_PASSAGE": ("DUP102", "DUP103"),
    "STUTTER": ("STU",),
    "ENUM_INCONSISTENT": ("ENU401", "ENU402", "ENU403", "ENU404"),
    "GARBLE": ("GAR301", "GAR302", "GAR303", "GAR304", "GAR306"),
    "SCRIPT_MIX": ("GAR305",),
    "PUNCT": ("PUN501", "PUN503"),
    "LINEBREAK": ("LAY601",),
    "ORDER": ("LAY603",),
    "TRUNCATED": ("LAY602",),
    "ORPHAN": ("LAY604", "LAY605"),
}
HALF = {"STUTTER", "DUP_STORY", "DUP_PASSAGE"}


@dataclass(frozen=True)
class Score:
    """One class: rows to find, found, false alarms, look-alikes that a false alarm touched."""

    rows: int
    hit: int
    false: tuple[str, ...]
    bitten: tuple[str, ...]
    missed: tuple[str, ...]

    @property
    def recall(self) -> float:
        return self.hit / self.rows if self.rows else 1.0


def rows() -> list[dict[str, Any]]:
    return [json.loads(line) for line in ROWS.read_text(encoding="utf-8").splitlines()]


def meets(path: str, span: Span, row: dict[str, Any], *, half: bool) -> bool:
    if PurePath(path).name != row["file"]:
        return False
    shared = min(span.end, row["end"]) - max(span.start, row["start"])
    if half:
        return shared > 0 and 2 * shared >= max(span.end, row["end"]) - min(span.start, row["start"])
    touches = shared > 0 or (shared == 0 and (len(span) == 0 or row["start"] == row["end"]))
    length = row["end"] - row["start"]
    return touches and len(span) <= max(3 * length, length + 40)


def fits(finding: Finding, row: dict[str, Any]) -> bool:
    half = row["class"] in HALF
    if not finding.rule.startswith(FINDS[row["class"]]):
        return False
    if meets(finding.page.path, finding.span, row, half=half):
        return True
    if half:
        return "other" in row and meets(finding.page.path, finding.span, row["other"], half=True)
    return any(meets(r.page.path, r.span, row, half=False) for r in finding.related)


def score(examination: Examination, name: str) -> Score:
    """Scores one class."""
    every = rows()
    want = [r for r in every if r["class"] == name and r["confidence"] != "low"]
    uses: Counter[str] = Counter()
    missed = []
    for row in want:
        found = next((f for f in examination.findings if fits(f, row) and uses[f.fingerprint] < 2), None)
        if found is None:
            missed.append(row["id"])
        else:
            uses[found.fingerprint] += 1
    false = [f for f in examination.findings if f.rule.startswith(OWNS[name]) and not excused(f, every)]
    return Score(len(want), len(want) - len(missed), tuple(map(say, false)), bitten(false, every, name), tuple(missed))


def excused(finding: Finding, every: list[dict[str, Any]]) -> bool:
    return any(row["class"] in FINDS and fits(finding, row) for row in every)


def bitten(false: list[Finding], every: list[dict[str, Any]], name: str) -> tuple[str, ...]:
    guarded = [
        r
        for r in every
        if r["confidence"] != "low"
        and (name in r.get("guards", ()) or (r["class"] == "PULLQUOTE" and name.startswith("DUP")))
    ]
    return tuple(
        r["id"]
        for r in guarded
        if any(
            PurePath(f.page.path).name == r["file"] and f.span.start < r["end"] and r["start"] < f.span.end
            for f in false
        )
    )


def say(finding: Finding) -> str:
    return f"{finding.rule} {PurePath(finding.page.path).name[:3]} {finding.span.start} {finding.text[:40]!r}"


def repaired(finding: Finding) -> str:
    """The finding's text with its own edits applied."""
    text, base = finding.text, finding.span.start
    edits = finding.hit.fix.edits if finding.hit.fix else ()
    for edit in sorted(edits, key=lambda e: e.span, reverse=True):
        if isinstance(edit, Edit) and finding.span.contains(edit.span):
            text = text[: edit.span.start - base] + edit.replacement + text[edit.span.end - base :]
    return text
