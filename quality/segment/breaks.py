"""Line breaks that the writer set and no column did: nothing goes on behind them.

Torn text fills its column, and breaks off anywhere. A line of verse ends at a mark or long before its column is full. The
rows of a table are mostly numbers, the entries of a list of contents end in the page that they point to, and the halves
of a couplet match.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from quality.segment.shapes import HEADING, TEXT, width
from quality.text.scripts import HAN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from quality.segment.lines import Line

SHORT = 14
"""Ems of the longest line of verse."""
STANZA = 4
"""Lines of the shortest run that is told for verse."""
ROOM = 2.0
"""Ems that are free at the end of a line which no column broke; punctuation and indents take up to one and a half."""
LONGEST = 120
"""Characters of the longest row of a table; entries of contents and couplets are shorter."""
CELLS, CELL = 3, 4
"""Cells of the shortest row of a table, characters of the longest one on a line of its own: no column is so narrow."""

_EDGE = 24
"""Characters of the longest pointer to a page, or unit of a table."""
_NUMBER = re.compile(r"[-+]?\d\S{0,7}")
_PAGE = re.compile(
    r"[ 　…·（(]第?[A-Z]?[\d一二三四五六七八九十]{1,3}版[)）]?$|(?:…|··|\.\.)[ 　]?\d{1,3}$|单位[:：][^()（）]{1,16}[)）]$"
)
_TIME = re.compile(r"\d{1,2}[:：]\d\d")
"""Of day, a cell of a programme."""
_PAGE_ENDS = "版）)0123456789"
_MARKS = "，。、；：！？”’）》】%,.;:!?)"
"""They may hang over the edge of a column."""


def set_breaks(lines: Sequence[Line]) -> set[int]:
    """The numbers of lines behind which the writer broke off: verse, couplets, rows of a table, entries that point to a page."""
    open_ends = [at for at, line in enumerate(lines) if not line.closed and len(line.text) <= LONGEST]
    if not open_ends:
        return set()  # as on most pages
    rows: set[int] = set()
    found: set[int] = set()
    short = 0
    for at in open_ends:
        text = lines[at].text
        short += len(text) <= 2 * SHORT
        points = text[-1] in _PAGE_ENDS and _PAGE.search(text, max(len(text) - _EDGE, 0)) is not None
        if points or ("；" in text and _is_couplet(text)):
            found.add(at)
        elif len(cells := text.split()) >= CELLS:
            found.update([at] if any(map(_TIME.fullmatch, cells)) else ())
            rows.update([at] if _is_row(cells) else ())
    found.update(at for at in rows if at - 1 in rows or at + 1 in rows)
    if short > 1:
        found.update(_verse(lines))
    return found


def _is_couplet(text: str) -> bool:
    """True for two halves that match clause by clause: 绿水无忧，因风皱面；青山不老，为雪白头."""
    halves = [[*map(len, half.split("，"))] for half in text.split("；")]
    return len(halves) == 2 and len(halves[0]) > 1 and halves[0] == halves[1]


def _is_row(cells: Sequence[str]) -> bool:
    """True where half of the cells are numbers."""
    return 2 * sum(_NUMBER.fullmatch(cell) is not None for cell in cells) >= len(cells)


def _verse(lines: Sequence[Line]) -> Iterator[int]:
    """The lines of stanzas, and cells one below the other; they are looked for between the lines that are too long for them."""
    start = 0
    for end in [*[at for at, line in enumerate(lines) if len(line.text) > 2 * SHORT], len(lines)]:
        if end - start >= STANZA:
            for run in _runs(lines, start, end, _is_cell):
                yield from run
            for run in _runs(lines, start, end, _is_short):
                yield from run if _is_verse(lines[run.start : run.stop]) else ()
        start = end + 1


def _runs(lines: Sequence[Line], start: int, end: int, fits: Callable[[Line], bool]) -> Iterator[range]:
    """As many lines one below the other as a stanza has, or more, which all fit."""
    for stop in [*(at for at in range(start, end) if not fits(lines[at])), end]:
        if stop - start >= STANZA:
            yield range(start, stop)
        start = stop + 1


def _is_cell(line: Line) -> bool:
    return len(line.text) <= CELL


def _is_short(line: Line) -> bool:
    if line.kind not in (TEXT, HEADING):
        return False
    plain = not (line.marker or line.verbatim or line.caption)
    return plain and _ems(line) <= SHORT and HAN.search(line.text) is not None


def _ems(line: Line) -> float:
    """The width of a line without what may hang over the edge of a column."""
    return width(line.text.rstrip(_MARKS))


def _is_verse(lines: Sequence[Line]) -> bool:
    """True where most lines that end no sentence end where no column would have broken them, or come back as a refrain."""
    full = max(map(_ems, lines)) - ROOM
    times = Counter(line.text for line in lines)
    free = [
        not line.text[-1].isalnum() or times[line.text] > 1 or _ems(line) <= full for line in lines if not line.closed
    ]
    return len(free) > 1 and 2 * sum(free) > len(free)
