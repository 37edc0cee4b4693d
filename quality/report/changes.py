"""What changed between two runs: new, fixed and unchanged findings, by fingerprint."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from json import loads as parse
from typing import TYPE_CHECKING, Any

from quality.message import say, tell, translate
from quality.report.json import SCHEMA
from quality.report.markdown import LONGEST, SHOWN, code, heads, hidden, new_findings
from quality.report.text import dump, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Row = dict[str, Any]
"""A finding as in the JSON document."""
RANK = {"error": 0, "warning": 1, "info": 2}


SHAPE: dict[str, Any] = {
    **dict.fromkeys(("rule", "name", "path", "text", "message", "fingerprint"), str), "record": str | None, "line": int, "column": int,
}  # fmt: skip
"""What a finding needs to be compared and told."""


def findings_of(report: bytes | str) -> list[Row]:
    """The findings of a report, a JSON document.

    Raises:
        ValueError: it is none of the schema.
    """
    try:
        told = parse(report)
    except ValueError:
        told = None
    rows = told.get("findings") if isinstance(told, dict) and told.get("schema") == SCHEMA else None
    if not isinstance(rows, list) or not all(map(_is_finding, rows)):
        raise ValueError(f"is no report of schema {SCHEMA}: write it with `quality check --output-format json`")
    return rows


def _is_finding(row: object) -> bool:
    return (
        isinstance(row, dict)
        and row.get("severity") in RANK
        and all(isinstance(row.get(name), kind) for name, kind in SHAPE.items())
    )


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
