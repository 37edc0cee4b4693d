"""Markers that number the points of a text: 一是, 第一，, （一）, ①, numbered lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quality.text.numerals import in_manner, rank

if TYPE_CHECKING:
    from collections.abc import Iterator

STYLES = (
    r"(?<![一二三四五六七八九十百千万第周期统之唯同专单合划归说不万如若])(?P<n>[一二三四五六七八九十])(?:是|要)(?![一二三四五六七八九十])",
    r"第(?P<n>[一二三四五六七八九十]{1,2})[，,：]",
    r"(?:^|(?<=[\n。；;：:]))第(?P<n>[一二三四五六七八九十]{1,2})(?:阶段|步|方面|环节)[，,：]",
    r"(?:^|(?<=[\n。；;：:，]))[（(](?P<n>[一二三四五六七八九十]{1,2}|[0-9]{1,2})[）)](?!项|条|款)",
    r"其(?P<n>[一二三四五六七八九十])[，,、：:]",
    r"(?:^|(?<=[\n。；;：:]))(?P<n>[甲乙丙丁戊己])、(?![甲乙丙丁戊己])",
    r"(?:(?:^|(?<=\n))(?=1[.．、])|(?<=[。；;：:]))(?P<n>[0-9]{1,2})[.．、](?=[一-龥“《])",
    r"(?P<n>[①②③④⑤⑥⑦⑧⑨⑩])",
    r"(?:^|(?<=\n))[ \u3000]*(?P<n>[0-9]{1,2})[.．、](?P<weak>(?=[0-9]))?",
    r"(?:^|(?<=\n))[ \u3000]*(?P<n>[一二三四五六七八九十]{1,3})、",
)
_PATTERNS = tuple(map(re.compile, STYLES))
REACH = 3000
"""Characters between two markers of one row."""


@dataclass(frozen=True, slots=True)
class Marker:
    """One marker and the rank that it announces."""

    start: int
    end: int
    text: str
    rank: int
    written: tuple[int, str]
    """Where the number stands, and how it is written."""

    @property
    def next(self) -> str:
        """The marker of the next rank, in the same manner."""
        _, text = self.written
        return self.text.replace(text, in_manner(text, self.rank + 1), 1)

    def edit(self, number: int) -> tuple[int, int, str]:
        """Writes another rank in the same manner."""
        at, text = self.written
        return at, at + len(text), in_manner(text, number)


def markers(text: str) -> Iterator[list[Marker]]:
    """Rows of markers of one style that begin with 1 and go on with the next rank, the same one, or the one after the next.

    What may be a decimal number (a line that begins with 5.8) is a marker only where it is the next one.
    """
    for pattern in _PATTERNS:
        yield from _rows(text, pattern)


def _rows(text: str, pattern: re.Pattern[str]) -> Iterator[list[Marker]]:
    row: list[Marker] = []
    for found in pattern.finditer(text):
        marker = Marker(
            found.start(), found.end(), found[0].strip(), rank(found["n"]) or 0, (found.start("n"), found["n"])
        )
        if found.groupdict().get("weak") is not None and not (row and marker.rank == row[-1].rank + 1):
            continue
        if row and 0 <= marker.rank - row[-1].rank <= 2 and marker.rank > 1 and marker.start - row[-1].end <= REACH:
            row.append(marker)
            continue
        if len(row) > 1:
            yield row
        row = [marker] if marker.rank == 1 else []
    if len(row) > 1:
        yield row
