"""What changed between two runs: new, fixed and unchanged findings, by fingerprint."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from json import loads as parse
from typing import TYPE_CHECKING, Any

from quality.message import counted
from quality.report.json import SCHEMA
from quality.report.markdown import code
from quality.report.text import dump, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Row = dict[str, Any]
"""A finding as in the JSON document."""
SHOWN = 100
"""Findings that a Markdown table shows of each kind."""
LONGEST = 60
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

    @classmethod
    def between(cls, old: Sequence[Row], new: Sequence[Row]) -> Changes:
        """Compares two lists of findings; each keeps its order."""
        before, after = {r["fingerprint"] for r in old}, {r["fingerprint"] for r in new}
        return cls(
            tuple(r for r in new if r["fingerprint"] not in before),
            tuple(r for r in old if r["fingerprint"] not in after),
            tuple(r for r in new if r["fingerprint"] in before),
        )

    def __bool__(self) -> bool:
        return bool(self.new or self.fixed)


def console(changes: Changes) -> str:
    """One line per new and fixed finding, then counts by rule."""
    rows = [f"+ {_line(r)}" for r in changes.new] + [f"- {_line(r)}" for r in changes.fixed]
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
    yield f"### corpus-quality: {_counts(changes)}"
    for name, rows in (("New", changes.new), ("Fixed", changes.fixed)):
        if rows:
            yield from ("", f"**{name}**", "", "| place | rule | text | what is wrong |", "|---|---|---|---|")
            for row in sorted(rows, key=lambda r: RANK[r["severity"]])[:SHOWN]:
                cells = (_place(row), row["rule"], row["text"], row["message"])
                yield (
                    "| "
                    + " | ".join(code(c, 3 * LONGEST if n in {0, 3} else LONGEST) for n, c in enumerate(cells))
                    + " |"
                )
            if len(rows) > SHOWN:
                yield from ("", f"and {len(rows) - SHOWN:,} more.")


def _counts(changes: Changes) -> str:
    return f"{counted(len(changes.new), 'new finding')}, {len(changes.fixed):,} fixed, {len(changes.unchanged):,} unchanged"


def _by_rule(changes: Changes) -> Iterator[str]:
    new, fixed = (Counter(r["rule"] for r in rows) for rows in (changes.new, changes.fixed))
    for rule in sorted({*new, *fixed}):
        yield f"{rule} +{new[rule]:,} -{fixed[rule]:,}"


def _line(row: Mapping[str, Any]) -> str:
    return f"{one_line(_place(row))} {row['severity']} {row['rule']} {row['name']}: {one_line(row['message'])}"


def _place(row: Mapping[str, Any]) -> str:
    record = "" if row.get("record") is None else f"#{row['record']}"
    return f"{row['path']}{record}:{row['line']}:{row['column']}"
