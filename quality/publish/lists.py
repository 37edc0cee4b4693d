"""Lists: source pages, articles, duplicates, rules, downloads, and what changed; long ones in sheets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quality.publish import names
from quality.publish.articles import title_of
from quality.publish.documents import Document
from quality.publish.press import label
from quality.publish.sheets import sheets
from quality.publish.summary import Tally, by_rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quality.publish.clusters import Group
    from quality.publish.press import Press


@dataclass(frozen=True, slots=True)
class Column:
    """A column's head."""

    text: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text, perhaps a link or a chip."""

    text: str
    href: str = ""
    chip: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row; the first cell links to `target`."""

    target: str
    cells: tuple[str, ...]
    chip: str = ""
    """Severity chip of the last cell."""


def list_documents(
    press: Press, section: str, columns: Sequence[Column], entries: Sequence[Entry]
) -> Iterator[Document]:
    """A section's list in sheets."""
    for sheet in sheets(f"{names.ROOT}/{section}/index", entries):

        def make(sheet: Any = sheet) -> str:
            rows = [_cells(entry, sheet.address) for entry in sheet.rows]
            return press.render(
                "list.html",
                sheet.address,
                heading=press.words(section),
                lead=press.words(f"{section}-lead"),
                columns=columns,
                rows=rows,
                sheet=sheet,
            )

        key = names.digest(press.version, columns, sheet)
        yield Document(sheet.address, press.words(section), make, key=key, searched=False)


def _cells(entry: Entry, address: str) -> list[Cell]:
    first, *others = entry.cells
    cells = [Cell(first, href=names.link(address, entry.target) if entry.target else ""), *map(Cell, others)]
    if entry.chip:
        cells[-1] = Cell(cells[-1].text, chip=entry.chip)
    return cells


def page_list(press: Press) -> Iterator[Document]:
    """All source pages."""
    t = press.words
    columns = [
        Column(t("path")), Column(t("characters"), numeric=True), Column(t("articles"), numeric=True), Column(t("findings"), numeric=True),
        Column(t("open-count"), numeric=True), Column(t("score"), numeric=True),
    ]  # fmt: skip
    entries = [
        Entry(
            press.home_of(c.page),
            (
                label(c.page),
                f"{len(c.page.text):,}",
                f"{len(c.articles):,}",
                f"{tally.findings:,}",
                f"{tally.open:,}",
                f"{score.value:.1f}",
            ),
        )
        for c, tally, score in press.page_rows
    ]
    return list_documents(press, "pages", columns, entries)


def article_list(press: Press) -> Iterator[Document]:
    """All articles."""
    t = press.words
    columns = [Column(t("title")), Column(t("path")), Column(t("characters"), numeric=True), Column(t("status"))]
    entries = [
        Entry(
            names.article_address(a.article),
            (title_of(a, press), label(c.page), f"{len(a.text):,}", t("survives") if a.survives else t("goes")),
            chip="done" if a.survives else "error",
        )
        for c in press.corpus.pages
        for a in c.articles
    ]
    return list_documents(press, "articles", columns, entries)


def cluster_list(press: Press, groups: Sequence[Group]) -> Iterator[Document]:
    """All duplicates, longest first."""
    t = press.words
    columns = [
        Column(t("title")),
        Column(t("holds")),
        Column(t("clusters"), numeric=True),
        Column(t("characters"), numeric=True),
        Column(t("similarity"), numeric=True),
    ]
    entries = [
        Entry(g.address, (g.title, t(f"kind-{g.kind}"), f"{g.copies:,}", f"{g.characters:,}", f"{g.similarity:.3f}"))
        for g in sorted(groups, key=lambda g: (-g.characters, g.address))
    ]
    return list_documents(press, "clusters", columns, entries)


def rule_list(press: Press) -> Iterator[Document]:
    """All rules, with what each found here."""
    t = press.words
    tallies = by_rule(press.corpus)
    columns = [
        Column(t("rule")), Column(t("code")), Column(t("findings"), numeric=True), Column(t("done-count"), numeric=True),
        Column(t("open-count"), numeric=True), Column(t("precision"), numeric=True),
        Column(t("recall"), numeric=True), Column(t("severity")),
    ]  # fmt: skip
    entries = []
    for code, manual in press.corpus.manuals.items():
        tally = tallies.get(code, Tally())
        entries.append(
            Entry(
                names.rule_address(code),
                (
                    t.rule(code, manual.name),
                    code,
                    f"{tally.findings:,}",
                    f"{tally.done:,}",
                    f"{tally.open:,}",
                    _share(manual.precision),
                    _share(manual.recall),
                    t(manual.severity),
                ),
                chip=manual.severity,
            )
        )
    return list_documents(press, "rules", columns, entries)


def download_list(press: Press) -> Iterator[Document]:
    """All files that the site offers."""
    t = press.words
    columns = [Column(t("file")), Column(t("holds")), Column(t("size"), numeric=True)]
    files = press.corpus.downloads
    address = f"{names.ROOT}/downloads/index"
    rows = [
        [
            Cell(d.name, href=names.asset(address, f"{names.ROOT}/downloads/{d.name}")),
            Cell(t(f"file-{d.kind}")),
            Cell(size(len(d.data))),
        ]
        for d in files
    ]
    (sheet,) = sheets(address, files, max(len(files), 1))
    yield Document(
        address,
        t("downloads"),
        lambda: press.render(
            "list.html",
            address,
            heading=t("downloads"),
            lead=t("downloads-lead"),
            columns=columns,
            rows=rows,
            sheet=sheet,
        ),
        searched=False,
    )


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def size(count: int) -> str:
    """Bytes in the unit that reads best."""
    for unit in ("B", "kB", "MB"):
        if count < 1000:
            return f"{count:,.0f} {unit}" if unit == "B" else f"{count:,.1f} {unit}"
        count = count / 1000  # type: ignore[assignment]
    return f"{count:,.1f} GB"
