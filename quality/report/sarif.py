"""Findings as SARIF 2.1.0, in the shape that GitHub code scanning accepts (stable).

Columns count code points and the file says so. Known findings stay in it, suppressed: GitHub takes what is missing for fixed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quality import __version__
from quality.model import Applicability, Edit, Severity, Span
from quality.report.links import plain, uri
from quality.report.text import dump, one_line, visible
from quality.text.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quality.model import Failure, Finding, Move, Page, Related
    from quality.report import Report
    from quality.report.cards import Card

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
PROBLEMS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}
PRECISIONS = ((0.95, "very-high"), (0.8, "high"), (0.5, "medium"), (0.0, "low"))
LONGEST = 1024
"""Characters that GitHub allows a description."""


def render(report: Report) -> str:
    """The whole log, written also where nothing was found: GitHub refuses an empty file."""
    return dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report)]})


def _run(report: Report) -> dict[str, Any]:
    found = report.examination.findings
    cards = {f.rule: report.cards.get(f.rule) for f in found} | dict(report.cards)
    order = {code: number for number, code in enumerate(sorted(cards))}
    lines = Lines()
    compared = any(f.known for f in found)
    names = {f.rule: (f.name, f.severity) for f in found}
    return {
        "tool": {"driver": {
            "name": "corpus-quality", "version": __version__, "semanticVersion": __version__,
            "rules": [_rule(code, cards[code], names.get(code)) for code in order],
        }},
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "automationDetails": {"id": f"quality/{'-'.join(plain(p).strip('/') or '.' for p in report.paths)}/"},
        "invocations": [_invocation(report.examination.failures)],
        "results": [_result(f, order[f.rule], lines, compared=compared) for f in found],
    }  # fmt: skip


def _rule(code: str, card: Card | None, name: tuple[str, Severity] | None) -> dict[str, Any]:
    if card is None:
        return {"id": code, **({"name": name[0]} if name else {})}
    properties: dict[str, Any] = {"tags": ["data-quality", card.name], "problem.severity": PROBLEMS[card.severity]}
    if card.precision is not None:
        properties |= {"precision": next(w for least, w in PRECISIONS if card.precision >= least)}
        properties |= {"measuredPrecision": card.precision, "measuredOn": card.measured}
    return {
        "id": code, "name": card.name,
        "shortDescription": {"text": card.summary[:LONGEST]}, "fullDescription": {"text": card.summary[:LONGEST]},
        "help": {"text": card.help or card.summary, "markdown": card.help or card.summary},
        "defaultConfiguration": {"level": LEVELS[card.severity]},
        "properties": properties,
    }  # fmt: skip


def _invocation(failures: Sequence[Failure]) -> dict[str, Any]:
    told = [{"level": "error", "message": {"text": visible(f"{f.path}: {f.message}")}} for f in failures]
    return {"executionSuccessful": not failures, "toolExecutionNotifications": told}


def _result(finding: Finding, index: int, lines: Lines, *, compared: bool) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule, "ruleIndex": index, "level": LEVELS[finding.severity],
        "message": {"text": one_line(finding.hit.message)},
        "locations": [_location(finding.page, finding.span, lines)],
        "partialFingerprints": {"primaryLocationLineHash": finding.fingerprint, "quality/v1": finding.fingerprint},
        "rank": round(finding.hit.confidence * 100, 2),
        "properties": {"confidence": round(finding.hit.confidence, 4), "start": finding.span.start, "end": finding.span.end},
    }  # fmt: skip
    if finding.related:
        result["relatedLocations"] = [_related(r, n, lines) for n, r in enumerate(finding.related, 1)]
    if fixes := list(_fixes(finding, lines)):
        result["fixes"] = fixes
    if compared:
        result["baselineState"] = "unchanged" if finding.known else "new"
    if finding.known:
        result["suppressions"] = [{"kind": "external", "justification": visible(finding.reason) or "known"}]
    return result


def _location(page: Page, span: Span, lines: Lines) -> dict[str, Any]:
    artifact = {"uri": uri(page.path)}
    if page.record is not None:  # offsets count within the record's text, and no viewer knows where that stands
        record = {"kind": "record", "fullyQualifiedName": one_line(page.record)}
        return {
            "physicalLocation": {"artifactLocation": artifact, "region": {"startLine": 1}},
            "logicalLocations": [record],
        }
    return {"physicalLocation": {"artifactLocation": artifact, "region": _region(page, span, lines)}}


def _region(page: Page, span: Span, lines: Lines) -> dict[str, int]:
    (line, column), (end_line, end_column) = lines.at(page, span.start), lines.at(page, span.end)
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}


def _related(related: Related, number: int, lines: Lines) -> dict[str, Any]:
    return {
        "id": number,
        "message": {"text": one_line(related.message)},
        **_location(related.page, related.span, lines),
    }


def _fixes(finding: Finding, lines: Lines) -> Iterator[dict[str, Any]]:
    """The repair; one that is for display only, or inside a record, is none that a tool could apply."""
    fix, page = finding.hit.fix, finding.page
    if fix is None or fix.applicability is Applicability.DISPLAY or page.record is not None:
        return
    changed = [r for edit in fix.edits for r in _replacements(edit, page, lines)]
    change = {"artifactLocation": {"uri": uri(page.path)}, "replacements": changed}
    yield {"description": {"text": f"{fix.applicability} repair"}, "artifactChanges": [change]}


def _replacements(edit: Edit | Move, page: Page, lines: Lines) -> Iterator[dict[str, Any]]:
    replacement = edit.replacement if isinstance(edit, Edit) else ""
    yield _replacement(_region(page, edit.span, lines), replacement)
    if not isinstance(edit, Edit):
        yield _replacement(_region(page, Span(edit.to, edit.to), lines), page.slice(edit.span))


def _replacement(region: dict[str, int], text: str) -> dict[str, Any]:
    return {"deletedRegion": region, **({"insertedContent": {"text": text}} if text else {})}
