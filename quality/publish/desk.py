"""The work list: what an editor has to decide, page by page, and what was changed on good grounds and wants a second look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quality.model import Applicability, Severity
from quality.publish import names
from quality.publish.documents import Document
from quality.publish.press import label
from quality.publish.sheets import sheets
from quality.publish.summary import DONE, SETTLED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.model import Finding
    from quality.publish.press import Press

ROWS = 100


def work_documents(press: Press) -> Iterator[Document]:
    """The work list in sheets."""
    rows = [f for c in press.corpus.pages for f in press.corpus.findings_of.get(c.page.key, ()) if _wanted(press, f)]
    for sheet in sheets(f"{names.ROOT}/worklist/index", rows, ROWS):

        def make(sheet: Any = sheet) -> str:
            return press.render(
                "worklist.html", sheet.address, sheet=sheet, pages=_pages(press, sheet.rows, sheet.address)
            )

        key = names.digest(press.version, sheet.address, sheet.total, *map(press.finding_key, sheet.rows))
        yield Document(sheet.address, press.words("worklist"), make, key=key, searched=False)


def _wanted(press: Press, finding: Finding) -> bool:
    """What is open, and unsafe repairs that were applied; not the notes whose repair the settings hold back."""
    status = press.corpus.status(finding)
    if status not in SETTLED:
        return finding.severity is not Severity.INFO or status != "withheld"
    return status == "applied" and finding.hit.fix is not None and finding.hit.fix.applicability is Applicability.UNSAFE


def _pages(press: Press, findings: tuple[Finding, ...], address: str) -> list[tuple[str, str, list[Any]]]:
    grouped: dict[tuple[str, str | None], list[Finding]] = {}
    for finding in findings:
        grouped.setdefault(finding.page.key, []).append(finding)
    return [_page(press, rows, address) for rows in grouped.values()]


def _page(press: Press, findings: list[Finding], address: str) -> tuple[str, str, list[Any]]:
    page = findings[0].page
    rows = [(press.card(f, address), press.evidence(f)) for f in findings]
    groups = [
        (press.words("decide"), [r for r in rows if r[0].status not in DONE]),
        (press.words("review"), [r for r in rows if r[0].status in DONE]),
    ]
    return label(page), names.link(address, press.home_of(page)), groups
