"""A rule's page: its manual, what was measured, and everything that it found in this corpus."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from quality.publish import names
from quality.publish.documents import Document
from quality.publish.sheets import sheets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.model import Finding
    from quality.publish.corpus import Manual
    from quality.publish.press import Press
    from quality.publish.sheets import Sheet

ROWS = 100


def rule_documents(press: Press) -> Iterator[Document]:
    """Every rule's page, and further sheets where it found much."""
    found: dict[str, list[Finding]] = {}
    for finding in press.corpus.examination.findings:
        found.setdefault(finding.rule, []).append(finding)
    for code, manual in press.corpus.manuals.items():
        for sheet in sheets(names.rule_address(code), found.get(code, []), ROWS):

            def make(sheet: Sheet[Finding] = sheet, manual: Manual = manual) -> str:
                return _body(press, manual, sheet)

            key = names.digest(press.version, manual, sheet.address, sheet.total, *map(press.finding_key, sheet.rows))
            yield Document(
                sheet.address, press.words.rule(code, manual.name), make, key=key, searched=sheet.number == 1
            )


def _body(press: Press, manual: Manual, sheet: Sheet[Finding]) -> str:
    head = press.render(
        "rule_head.html",
        sheet.address,
        title=press.words.rule(manual.code, manual.name),
        code=manual.code,
        name=manual.name,
        severity=manual.severity,
        manual=manual,
        total=sheet.total,
    )
    rows: list[Any] = [(press.card(f, sheet.address), press.evidence(f)) for f in sheet.rows]
    listed = press.render("rule.html", sheet.address, sheet=sheet, rows=rows)
    manual_text = manual.translations.get(press.words.language, manual.markdown)
    text = _headings(manual_text, press) if sheet.number == 1 else ""
    return f"{head}\n\n{text}\n\n{listed}"


def _headings(markdown: str, press: Press) -> str:
    """The manual with its fixed headings in the interface's language."""

    def said(match: re.Match[str]) -> str:
        return f"## {press.words(match[1])}" if match[1] in press.words else match[0]

    return re.sub(r"^## (.+)$", said, markdown, flags=re.MULTILINE)
