"""What changed between two runs: new, fixed and unchanged findings, by fingerprint."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quality.message import say, tell, translate
from quality.report.markdown import LONGEST, SHOWN, code, heads, hidden, new_findings
from quality.report.text import dump, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Row = dict[str, Any]
"""A finding as in the JSON document."""
RANK = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class Changes:
    """Findings of two runs."""

    new: tuple[Row, ...]
    fixed: tuple[Row, ...]
    unchanged: tuple[Row, ...]
    language: str = "en"
    """In which text and Markdown are told; messages that come from a report stay as they are there."""

    @classmethod
    def between(cls, old: Sequence[Row], new: Sequence[Row], language: str = "en") -> Changes:
        """Compares two lists of findings; each keeps its order."""
        before, after = {r["fingerprint"] for r in old}, {r["fingerprint"] for r in new}
        return cls(
            tuple(r for r in new if r["fingerprint"] not in before),
            tuple(r for r in old if r["fingerprint"] not in after),
            tuple(r for r in new if r["fingerprint"] in before),
            language,
        )

    def __bool__(self) -> bool:
        return bool(self.new or self.fixed)


def console(changes: Changes) -> str:
    """One line per new and fixed finding, then counts by rule."""
    kinds = (("+", changes.new), ("-", changes.fixed))
    rows = [f"{sign} {_line(r, changes.language)}" for sign, rows in kinds for r in rows]
    return "\n".join([*rows, *_by_rule(changes), _counts(changes)]) + "\n"


def json(changes: Changes) -> str:
    """All three lists."""
    return (
        dump({"schema": "quality/diff@1", "new": changes.new, "fixed": changes.fixed, "unchanged": changes.unchanged})
        + "\n"
    )


def markdown(changes: Changes) -> str:
    """For a pull-request comment; nothing that was found in a page acts as Markdown or HTML."""
    return "\n".join(_markdown(changes)) + "\n"


def _markdown(changes: Changes) -> Iterator[str]:
    language = changes.language
    yield f"### corpus-quality: {_counts(changes)}"
    for name, rows in ((say("New"), changes.new), (say("Fixed"), changes.fixed)):
        if rows:
            yield from ("", f"**{tell(name, language)}**", *heads(language))
            for row in sorted(rows, key=lambda r: RANK[r["severity"]])[:SHOWN]:
                place, told = code(_place(row), 3 * LONGEST), code(tell(row["message"], language), 3 * LONGEST)
                yield f"| {place} | {code(row['rule'])} | {code(row['text'], LONGEST)} | {told} |"
            yield from hidden(len(rows), language)


def _counts(changes: Changes) -> str:
    fixed, unchanged = (f"{len(rows):,}" for rows in (changes.fixed, changes.unchanged))
    new = new_findings(len(changes.new))
    told = say("{new}, {fixed} fixed, {unchanged} unchanged", new=new, fixed=fixed, unchanged=unchanged)
    return tell(told, changes.language)


def _by_rule(changes: Changes) -> Iterator[str]:
    new, fixed = (Counter(r["rule"] for r in rows) for rows in (changes.new, changes.fixed))
    for rule in sorted({*new, *fixed}):
        yield f"{rule} +{new[rule]:,} -{fixed[rule]:,}"


def _line(row: Mapping[str, Any], language: str) -> str:
    severity, told = translate(row["severity"], language), one_line(tell(row["message"], language))
    return f"{one_line(_place(row))} {severity} {row['rule']} {row['name']}: {told}"


def _place(row: Mapping[str, Any]) -> str:
    record = "" if row.get("record") is None else f"#{row['record']}"
    return f"{row['path']}{record}:{row['line']}:{row['column']}"
