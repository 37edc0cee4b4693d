"""Which lines make one paragraph: where a break tears a sentence, and where a sentence goes on beyond foreign text.

Several signals add up, because none is enough alone: 184 breaks without a final mark on the seed pages held 74 tears.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quality.segment.lines import columns, usual_gap
from quality.segment.seams import word_gain
from quality.segment.shapes import (
    Kind,
    continues,
    has_open_pair,
    is_item,
    opens_paragraph,
)
from quality.text.scripts import is_han

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quality.segment.lines import Line

ENOUGH = 2.0
"""Sum of the signals from which lines are joined."""
PROVEN = 3.0
"""Sum from which a join is certain."""
CLEAR_WORD, DIM_WORD = 6.0, 1.5
"""Bits that a word over the break must gain to say much, or something."""
REACH = 16
"""Lines that foreign text inside a sentence may have."""
SHORT_CAPTION = 70
"""Characters of a caption that stands alone."""


@dataclass(frozen=True, slots=True)
class Seam:
    """Two lines that one sentence joins, with the sum of the signals and their names."""

    left: int
    right: int
    score: float
    evidence: str


@dataclass(frozen=True, slots=True)
class Part:
    """Lines that make one block, in reading order, with the seams between them."""

    kind: Kind
    lines: tuple[int, ...]
    seams: tuple[Seam, ...] = ()
    torn: bool = False
    """It ends in mid-sentence and nothing was found to go on."""
    caption: bool = False
    """It stands where a picture was."""
    inside: tuple[Part, ...] = ()
    """Foreign parts that stand inside its sentence on the page."""

    @property
    def first(self) -> int:
        """Its first line."""
        return self.lines[0]

    @property
    def last(self) -> int:
        """Its last line."""
        return self.lines[-1]


class Reflow:
    """Joins the lines of one page to parts."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._columns = columns(lines)
        self._gap = usual_gap(lines)

    def parts(self) -> list[Part]:
        """All lines, each in exactly one part, parts in the order of their first line."""
        found: list[Part] = []
        at = 0
        while at < len(self._lines):
            part = self._grow(at)
            found.append(part)
            at = part.last + 1
        return self._bridge(found)

    def is_picture_gap(self, number: int) -> bool:
        """True where more blank lines stand above a line than usual: a picture was there."""
        return self._lines[number].blanks > max(self._gap, 1)

    def _grow(self, start: int) -> Part:
        """The part that begins at a line: that line alone, or with those that go on with its sentence."""
        kind = self._lines[start].kind
        seams: list[Seam] = []
        end = start
        while end + 1 < len(self._lines):
            seam = self._seam(end, end + 1, inside=bool(seams))
            if seam is None or self._is_caption(end + 1):
                break
            seams.append(seam)
            end += 1
        if seams and kind is Kind.HEADING:
            kind = Kind.TEXT
        text = kind in (Kind.TEXT, Kind.DATELINE)
        torn = text and not self._lines[end].closed
        caption = kind is Kind.TEXT and not seams and self._is_caption(start)
        return Part(kind, tuple(range(start, end + 1)), tuple(seams), torn and not caption, caption)

    def _is_caption(self, number: int) -> bool:
        """True for a short closed line after a picture's gap, told from the rest of a sentence by its closing mark."""
        line = self._lines[number]
        return (
            line.kind is Kind.TEXT
            and line.closed
            and self.is_picture_gap(number)
            and 5 <= len(line.text) <= SHORT_CAPTION
            and not any(mark in line.text[:-1] for mark in "。！？")
            and not continues(line.text)
        )

    def _seam(self, left: int, right: int, *, inside: bool) -> Seam | None:
        """The seam between two lines where the signals say that one sentence joins them."""
        above, below = self._lines[left], self._lines[right]
        if above.closed or above.kind not in (Kind.TEXT, Kind.HEADING, Kind.DATELINE):
            return None
        if below.kind not in (Kind.TEXT, Kind.HEADING) or is_item(below.text):
            return None
        signals = list(self._signals(left, right, inside=inside))
        score = sum(weight for weight, _ in signals)
        if score < ENOUGH:
            return None
        return Seam(left, right, score, ", ".join(name for weight, name in signals if weight > 0))

    def _signals(self, left: int, right: int, *, inside: bool) -> list[tuple[float, str]]:
        above, below = self._lines[left].text, self._lines[right].text
        column = self._columns[left] >= 0 and self._columns[left] == self._columns[right]
        gain = word_gain(above, below)
        found = [
            (5.0, "a word goes on over the break") if gain >= CLEAR_WORD else None,
            (2.0, "a word seems to go on") if DIM_WORD <= gain < CLEAR_WORD else None,
            (2.0, "running text") if self._lines[left].kind is not Kind.HEADING else None,
            (2.0, "inside a paragraph") if inside else None,
            (3.0, "lines of one column") if column else None,
            (2.0, "opens like a paragraph") if opens_paragraph(above) else None,
            (3.0, "ends in a comma") if above[-1] in "，,、" else None,
            (-4.0, "") if _is_verse(above, below) else None,
            (3.0, "a quote or bracket stays open") if has_open_pair(above) else None,
            (4.0, "the next line cannot begin a sentence") if continues(below) else None,
            (2.0, "the next line is the rest of a sentence") if _is_rest(below) else None,
            (-2.5, "") if opens_paragraph(below) else None,
            (-4.0, "")
            if self._lines[right].kind is Kind.HEADING and not column and not self._in_column(left, right)
            else None,
            (-1.0, "") if self.is_picture_gap(right) else None,
        ]
        return [signal for signal in found if signal is not None]

    def _in_column(self, left: int, right: int) -> bool:
        """True where a narrow column goes on with two of its lines printed as one, and no story begins below."""
        after = self._lines[right + 1].kind if right + 1 < len(self._lines) else None
        return self._columns[left] >= 0 and after in (Kind.TEXT, None)

    def _bridge(self, parts: Sequence[Part]) -> list[Part]:
        """Joins torn parts with what goes on beyond headings and captions."""
        found: list[Part] = []
        at = 0
        while at < len(parts):
            part, end = parts[at], at + 1
            while part.torn and (beyond := self._beyond(part, parts, end)) is not None:
                rest = parts[beyond]
                seam = Seam(part.last, rest.first, ENOUGH, "the sentence goes on behind foreign text")
                inside = (*part.inside, *parts[end:beyond])
                seams = (*part.seams, seam, *rest.seams)
                part = Part(part.kind, part.lines + rest.lines, seams, rest.torn, inside=inside)
                end = beyond + 1
            found.append(part)
            at = end
        return found

    def _beyond(self, part: Part, parts: Sequence[Part], start: int) -> int | None:
        """The part where a torn sentence goes on behind foreign text."""
        for index in range(start, min(start + REACH, len(parts))):
            if self._is_foreign(parts, index):
                continue
            return index if index > start and self._goes_on(part, parts[index]) else None
        return None

    def _goes_on(self, part: Part, other: Part) -> bool:
        if other.kind is not Kind.TEXT:
            return False
        text = self._lines[other.first].text
        before = self._lines[other.first - 1]
        if before.kind is Kind.BYLINE or opens_paragraph(text) or is_item(text) or text[0] in "“‘":
            return False
        above = self._lines[part.last].text
        return is_han(above[-1]) or above[-1] in "，,、" or above[-1].isalnum()

    def _is_foreign(self, parts: Sequence[Part], index: int) -> bool:
        """True for what may stand inside somebody's sentence: headings, captions, credits, a picture's text."""
        part = parts[index]
        if part.kind in (Kind.HEADING, Kind.PHOTO, Kind.FURNITURE, Kind.LABEL) or part.caption:
            return True
        following = parts[index + 1] if index + 1 < len(parts) else None
        return part.kind is Kind.TEXT and following is not None and following.kind is Kind.PHOTO


def _is_verse(above: str, below: str) -> bool:
    """True for two short lines of equal length, the second ending in a mark, too."""
    return len(above) <= 12 and len(above) == len(below) and not above[-1].isalnum() and not below[-1].isalnum()


def _is_rest(text: str) -> bool:
    """True for a beginning like 发展的不竭动力。: a noun phrase up to its full stop, which nothing precedes."""
    stop = text.find("。", 0, 12)
    return stop > 0 and "，" not in text[:stop] and "," not in text[:stop] and (stop <= 4 or "的" in text[1:5])
