"""How this run differs from an earlier one: what is new, what is gone, how much stayed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quality.publish import names
from quality.publish.cards import shorten
from quality.publish.documents import Document
from quality.publish.sheets import sheets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from quality.publish.press import Press
    from quality.publish.sheets import Sheet

NEW = 200
"""New findings on the page; further ones are counted."""
FIXED = 200


@dataclass(frozen=True, slots=True)
class Gone:
    """A finding of the earlier run that is no more, as its report told it."""

    title: str
    place: str
    text: str


def change_documents(press: Press) -> Iterator[Document]:
    """The page of changes, where an earlier run was named; further sheets for what is gone."""
    change = press.corpus.change
    if change is None:
        return
    for sheet in sheets(f"{names.ROOT}/changes/index", change.fixed, FIXED):
        yield Document(sheet.address, press.words("changes"), Made(press, sheet), searched=False)


@dataclass(frozen=True, slots=True)
class Made:
    """Makes one sheet."""

    press: Press
    sheet: Sheet[Mapping[str, object]]

    def __call__(self) -> str:
        """The page's body."""
        press, change = self.press, self.press.corpus.change
        new = [f for f in press.corpus.examination.findings if change and f.fingerprint in change.new]
        return press.render(
            "changes.html",
            self.sheet.address,
            sheet=self.sheet,
            total=len(new),
            unchanged=change.unchanged if change else 0,
            new=[(press.card(f, self.sheet.address), press.evidence(f)) for f in new[:NEW]]
            if self.sheet.number == 1
            else [],
            gone=[_gone(press, row) for row in self.sheet.rows],
        )


def _gone(press: Press, row: Mapping[str, object]) -> Gone:
    rule, name = str(row.get("rule", "")), str(row.get("name", ""))
    place = f"{row.get('path', '')} {press.words('line', a=row.get('line', ''))}"
    return Gone(press.words.rule(rule, name), place, shorten(str(row.get("text", ""))))
