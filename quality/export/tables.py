"""The tables of an export: what every format writes, and what card, Croissant and data package say about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    YES_NO = "yes or no"
    TEXTS = "texts"
    PLACES = "places"
    """Objects with path, record, start, end, message."""
    FIX = "fix"
    """An object with applicability and edits."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it holds, and what that means."""

    name: str
    kind: Kind
    meaning: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """One table; `config` is its name for the `datasets` library."""

    name: str
    config: str
    meaning: str
    columns: tuple[Column, ...]


def _table(name: str, config: str, meaning: str, columns: str) -> Table:
    """A table from lines `name kind[?] meaning`; `?` marks what may be missing."""
    kinds = {
        "s": Kind.TEXT,
        "i": Kind.INTEGER,
        "n": Kind.NUMBER,
        "b": Kind.YES_NO,
        "l": Kind.TEXTS,
        "p": Kind.PLACES,
        "f": Kind.FIX,
    }
    found = (line.split(None, 2) for line in columns.strip().splitlines())
    return Table(name, config, meaning, tuple(Column(n, kinds[k[0]], m, "?" not in k) for n, k, m in found))


ARTICLES = _table(
    "articles", "clean", "The stories that stay, in reading order, after their repairs.", """
    id s First 16 hexadecimal digits of the SHA-256 of `text`; `-2`, `-3` … for further stories of the same text.
    page s Path of the file that it stands in.
    record s? Id of the record in a JSONL, CSV or Parquet file.
    position i Place among the stories of its page, from 0.
    part_of s? Id of the row with the headings of the round-up that it is an item of.
    kicker s? Line above the headline.
    headline s? The headlines, joined by a space.
    standfirst s? Summary between headline and text.
    subheads l Headings inside the text.
    labels l Names of the column or series that it belongs to.
    byline s? Who wrote it.
    body l The paragraphs.
    captions l Captions of pictures.
    credit s? Who took the pictures, or edited the text.
    text s All of it, one line per part, in reading order.
    characters i Characters of `text`.
    score n 0 to 100: the share of its characters not spoiled by findings; an error spoils 20 characters, a warning 4; bare headings have 0.
    findings i Findings in it, repaired ones included.
    repairs l Edits in it that changed its content: rule, what was printed, what stands there now.
    cluster s? The cluster of copies that it belongs to.
    """)  # fmt: skip
REMOVED = _table(
    "removed", "removed", "What was taken out, why, and where its equal stays.", """
    id s First 16 hexadecimal digits of the SHA-256 of `text`; `-2`, `-3` … for further removals of the same text.
    page s Path of the file that it stood in.
    record s? Id of the record.
    start i First character in the source, from 0.
    end i First character after it.
    rule s Code of the rule that asked for it.
    name s Name of that rule.
    reason s The finding's message.
    confidence n Probability that the finding is right.
    text s The removed text, as printed.
    characters i Characters of `text`.
    partner s? Id of the article that holds the copy that stays.
    partner_page s? Path of its file.
    partner_record s? Id of its record.
    partner_start i? Where the copy that stays begins in its source.
    partner_end i? Where it ends.
    unmatched l? Its characters that have no equal in the copy that stays, stretch by stretch.
    """)  # fmt: skip
FINDINGS = _table(
    "findings", "findings", "Every finding, repaired or not, as `quality check` reports it.", """
    rule s Code of the rule.
    name s Its name.
    severity s error, warning or info.
    confidence n Probability that it is a defect.
    status s new or known.
    path s Path of the file.
    record s? Id of the record.
    start i First character, from 0, in code points of the source text.
    end i First character after it.
    line i Line of the first character, from 1.
    column i Its column, from 1.
    end_line i Line of the end.
    end_column i Its column.
    text s The exact text, at most 200 characters.
    message s What was found.
    related p Other places that it speaks of.
    fix f? Its repair.
    fingerprint s What names it from run to run.
    truncated b? True where `text` was cut.
    repair s? applied, superseded, deferred or withheld; nothing where it has no repair.
    """)  # fmt: skip
CLUSTERS = _table(
    "clusters", "clusters", "Texts that stand more than once: every copy, and the one that stays.", """
    cluster s First 16 hexadecimal digits of the SHA-256 of the text that stays.
    kind s record, article or passage.
    keeper b True for the copy that stays.
    page s Path of the file that the copy stands in.
    record s? Id of the record.
    start i First character in the source, from 0.
    end i First character after it.
    similarity n? Exact Jaccard index of its shingles with those of the copy that stays.
    containment n? Share of its shingles in the copy that stays.
    differences i? Places where it differs from the copy that stays.
    reason s? Why the other copy stays.
    """)  # fmt: skip
TABLES = (ARTICLES, REMOVED, FINDINGS, CLUSTERS)
