"""A page's lines: where they stand, what they look like, and which of them form a narrow column."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

from quality.model import Span
from quality.segment.breaks import set_breaks
from quality.segment.habits import Habits
from quality.segment.shapes import DATELINE, HEADING, LONGEST_HEADING, TEXT, is_closed, kind_of, own_kind, width
from quality.text.verbatim import breaks_behind, code_of, is_framed, is_markdown, within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quality.model import Page
    from quality.segment.shapes import Kind

USUAL = Habits()
"""No paper's own patterns."""
_LINE = re.compile(r"\S(?:.*\S)?")
_MARK = re.compile(r"(#{1,6})\s+(?=[^\s#])")
_LATIN = re.compile(r"[A-Za-z]")
_INNER_MARK = re.compile(r"[，。、；：,;:“”]")
SHORTEST_COLUMN = 3
"""Lines of a column that break off, at least."""
NARROW = 48
"""Ems of the widest column that is told by its width (newspapers: 17 to 22, typed text up to 45)."""
TOLERANCE = 3.6
"""Ems by which lines of one column differ, punctuation and digits being narrower than Han, first lines indented."""
WRAPPED = 60.0
"""Ems of the widest lines that typed or printed text of Latin script is wrapped at: 120 letters."""
LARGE = 1.3
"""Heights of letters, against the usual one, from which a line of a scan is a heading."""
INDENTED = (1.4, 3.6)
"""Ems that the first line of a paragraph may be narrower than the others."""

_RUNNING = (TEXT, HEADING, DATELINE)


@dataclass(slots=True)  # frozen, it would take four times as long to make, and a corpus has them by the million
class Line:
    """One line that is not blank, without the space at its ends; nothing changes it."""

    start: int
    end: int
    text: str
    blanks: int
    """Blank lines above it."""
    kind: Kind
    closed: bool
    """It ends its sentence."""
    marker: Span | None = None
    """Markdown's mark of a heading before it."""
    caption: bool = False
    """The paper's own pattern calls it the text of a picture."""
    verbatim: bool = False
    """Markdown sets it as it stands: nothing is joined to it."""
    broken: bool = False
    """Markdown, or its writer, breaks the line behind it: nothing that follows is joined to it."""

    @property
    def span(self) -> Span:
        """Its place in the page."""
        return Span(self.start, self.end)


def read_lines(page: Page, habits: Habits = USUAL) -> list[Line]:
    """The lines of a page that hold something; Markdown's marks of headings stand outside of them."""
    text, large = page.text, _large(page)
    code, markdown = code_of(page.path, text), is_markdown(page.path)
    plain = text.replace("\r\n", " \n").replace("\r", "\n")  # one sign for every break, and no offset changes
    lines = []
    end = 0
    for match in _LINE.finditer(plain):
        start, content = match.start(), match[0]
        blanks = plain.count("\n", end, start) - 1 if end else 0
        end = match.end()
        if (code and within(code, start)) or is_framed(content):
            lines.append(Line(start, end, content, blanks, TEXT, closed=True, verbatim=True))
        elif content[0] == "#" and (mark := _MARK.match(content)) is not None:
            place = Span(start, start + len(mark[1]))
            lines.append(Line(start + mark.end(), end, content[mark.end() :], blanks, HEADING, False, place))  # noqa: FBT003
        else:
            own = own_kind(content, habits) if habits is not USUAL else None
            heading = start in large and len(content) <= 2 * LONGEST_HEADING
            closed, broken = is_closed(content), markdown and breaks_behind(text, end)
            kind = own[0] if own else HEADING if heading else kind_of(content, closed=closed)
            caption = own is not None and own[1]
            lines.append(Line(start, end, content, blanks, kind, broken or closed, None, caption, False, broken))  # noqa: FBT003
    for at in set_breaks(lines):
        lines[at] = replace(lines[at], broken=True)
    return lines


def _large(page: Page) -> set[int]:
    """Where lines begin that a scan shows in letters clearly larger than usual."""
    heights = [(w.span.start, w.box[3] - w.box[1]) for w in page.words if w.box is not None]
    if not heights:
        return set()
    usual = median(height for _, height in heights)
    firsts = ((at, height) for at, height in heights if at == 0 or page.text[at - 1] == "\n")
    return {at for at, height in firsts if height > LARGE * usual}


def usual_gap(lines: Sequence[Line]) -> int:
    """The number of blank lines that most often stands between two lines."""
    counts: dict[int, int] = {}
    for line in lines[1:]:
        counts[line.blanks] = counts.get(line.blanks, 0) + 1
    return max(counts, key=lambda n: (counts[n], -n)) if counts else 0


def wrap_width(lines: Sequence[Line]) -> float:
    """The width in ems at which a page of Latin script is wrapped throughout, paragraphs between blank lines; else 0."""
    if len(lines) < 4 or 2 * sum(not line.blanks for line in lines[1:50]) < min(len(lines), 50):
        return 0.0
    sample = "".join(line.text[:40] for line in lines[:50])
    if 2 * len(_LATIN.findall(sample)) < len(sample):
        return 0.0
    close = [width(line.text) for line in lines[1:] if not line.blanks]
    usual = median(close) if 2 * len(close) >= len(lines) else 0.0
    return usual if usual <= WRAPPED else 0.0


def columns(lines: Sequence[Line]) -> list[int]:
    """For every line the number of its narrow column, -1 outside of any.

    A column is a run of lines of nearly equal width; at least three break off in mid-sentence, and half of those hold a
    mark inside, as running text does and a list of headings or names does not. Last lines of paragraphs may be shorter.
    """
    found = [-1] * len(lines)
    if sum(not line.closed for line in lines) < SHORTEST_COLUMN:
        return found
    start = 0
    for end in [*(at for at, line in enumerate(lines) if _is_wide(line)), len(lines)]:
        while end - start >= SHORTEST_COLUMN:
            below = _run(lines, start, end)
            body = [lines[at].text for at in range(start, below) if not lines[at].closed]
            if len(body) >= SHORTEST_COLUMN and _is_running(body):
                found[start:below] = [start] * (below - start)
            start = max(below, start + 1)
        start = end + 1
    return found


def column_widths(lines: Sequence[Line], numbers: Sequence[int]) -> dict[int, tuple[float, bool]]:
    """The usual width in ems of the full lines of every column, and whether first lines of paragraphs are indented there."""
    widths: dict[int, list[float]] = {}
    for line, number in zip(lines, numbers, strict=True):
        if number >= 0 and not line.closed:
            widths.setdefault(number, []).append(width(line.text))
    usual = {number: median(found) for number, found in widths.items()}
    firsts: dict[int, list[bool]] = {}
    for at, number in enumerate(numbers):
        if number >= 0 and not lines[at].closed and _is_first(lines, numbers, at, usual[number]):
            firsts.setdefault(number, []).append(INDENTED[0] <= usual[number] - width(lines[at].text) <= INDENTED[1])
    return {number: (ems, all(firsts.get(number, [False]))) for number, ems in usual.items()}


def _is_first(lines: Sequence[Line], numbers: Sequence[int], at: int, usual: float) -> bool:
    """True for the first line of a paragraph in a column: the column's first, or one below a short last line."""
    if at == 0 or numbers[at - 1] != numbers[at]:
        return True
    return lines[at - 1].closed and width(lines[at - 1].text) < usual - INDENTED[0]


def _is_wide(line: Line) -> bool:
    """True for what is no line of a column, wherever it stands."""
    return line.kind not in _RUNNING or len(line.text) > 2 * NARROW


def _run(lines: Sequence[Line], start: int, end: int) -> int:
    """Behind the last line of the run of equal widths that begins at a line, before `end`."""
    full = 0.0
    for at in range(start, end):
        ems, closed = width(lines[at].text), lines[at].closed
        if ems > NARROW or (full and (ems > full + TOLERANCE or (not closed and ems < full - TOLERANCE))):
            return at
        if not closed:
            full = max(full, ems)
    return end


def _is_running(texts: Sequence[str]) -> bool:
    marked = sum(_INNER_MARK.search(text, 1, max(len(text) - 1, 1)) is not None for text in texts)
    return 2 * marked >= len(texts)
