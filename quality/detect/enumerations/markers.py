"""Markers that number the points of a text: 一是, 第一，, 首先，, （一）, ①, A．, 案例一：, numbered lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quality.text.numerals import in_manner, rank

if TYPE_CHECKING:
    from collections.abc import Iterator

STYLES = (
    r"(?<![一二三四五六七八九十百千万第周期统之唯同专单合划归说不万如若])(?P<n>[一二三四五六七八九十])(?:是|要)(?![一二三四五六七八九十”])",
    r"第(?P<n>[一二三四五六七八九十]{1,2})[，,：]",
    r"(?:^|(?<=[\n。；;：:]))第(?P<n>[一二三四五六七八九十]{1,2})(?:阶段|步|方面|环节)[，,：]",
    r"(?:^|(?<=[\n。；;：:，]))[（(](?P<n>[一二三四五六七八九十]{1,2}|[0-9]{1,2})[）)](?!项|条|款)",
    r"其(?P<n>[一二三四五六七八九十])[，,、：:]",
    r"(?:^|(?<=[\n。；;：:“]))(?P<n>首先|其次|再次|最后)(?:[，,]|(?=是))",
    r"(?:^|(?<=[\n。；;：:]))(?P<n>[甲乙丙丁戊己])、(?![甲乙丙丁戊己])",
    r"(?:(?:^|(?<=\n))(?=1[.．、])|(?<=[。；;：:]))(?P<n>[0-9]{1,2})[.．、](?=[一-龥“《])",
    r"(?P<n>[A-H])(?<!\S[A-H])[.．、](?=[一-龥0-9“《])",
    r"(?:^|(?<=\n))(?:案例|镜头|场景|故事|片段|画面|关键词|问题|建议|措施|经验|亮点|看点)(?P<n>[一二三四五六七八九十]{1,2})(?=[：:\s]|$)",
    r"(?:^|(?<=\n))[一-龥]{1,6}之(?P<n>[一二三四五六七八九十]{1,2})(?=[：:\s]|$)",
    r"(?P<n>[①②③④⑤⑥⑦⑧⑨⑩])",
    r"(?:^|(?<=\n))[ \u3000]*(?P<n>[0-9]{1,2})[.．、](?P<weak>(?=[0-9]))?",
    r"(?:^|(?<=\n))[ \u3000]*(?P<n>[一二三四五六七八九十]{1,3})、",
)
_PATTERNS = tuple(map(re.compile, STYLES))
REACH = 3000
"""Characters between two markers of one row."""
WORDS = ("首先", "其次", "再次")
LAST = "最后"
"""The next rank, whichever it is."""


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
        return self.text.replace(text, _in_manner(text, self.rank + 1), 1)

    def edit(self, number: int) -> tuple[int, int, str]:
        """Writes another rank in the same manner."""
        at, text = self.written
        return at, at + len(text), _in_manner(text, number)


def markers(text: str) -> Iterator[list[Marker]]:
    """Rows of markers of one style that begin with 1 and go on with the next rank, the same one, or the one after the next.

    What may be a decimal number (a line that begins with 5.8) is a marker only where it is the next one.
    """
    for pattern in _PATTERNS:
        yield from _rows(text, pattern)


def _rows(text: str, pattern: re.Pattern[str]) -> Iterator[list[Marker]]:
    row: list[Marker] = []
    for found in pattern.finditer(text):
        number = _rank(found["n"], row[-1].rank if row else 0)
        marker = Marker(found.start(), found.end(), found[0].strip(), number, (found.start("n"), found["n"]))
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


def _rank(text: str, before: int) -> int:
    """The rank that a number or word announces behind another rank, 0 for none."""
    if text == LAST:
        return before + 1 if before else 0
    return WORDS.index(text) + 1 if text in WORDS else rank(text) or 0


def _in_manner(text: str, number: int) -> str:
    if text in {*WORDS, LAST}:
        return WORDS[number - 1] if number <= len(WORDS) else LAST
    return in_manner(text, number)
