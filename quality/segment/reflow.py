"""Which lines make one paragraph: where a break tears a sentence, and where a sentence goes on beyond foreign text.

A torn sentence goes on in the next line, or behind headings and captions that stand inside it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from quality.message import Message, say
from quality.segment.prose import reads_like_caption
from quality.segment.rests import find_rests
from quality.segment.shapes import (
    BYLINE,
    FURNITURE,
    HEADING,
    LABEL,
    PHOTO,
    RUNNING,
    TEXT,
    ends_in_name,
    expects_more,
    is_item,
    opens_paragraph,
    opens_speech,
)
from quality.segment.signals import ENOUGH, PROVEN, REACH, Signals, evidence, strength
from quality.text.scripts import is_han

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quality.segment.lines import Line
    from quality.segment.shapes import Kind


@dataclass(slots=True)  # as lines are
class Seam:
    """Two lines that one sentence joins, with the sum of the signals and their names; nothing changes it."""

    left: int
    right: int
    score: float
    evidence: Message
    far: bool = False
    """Whole paragraphs stand between: the second line is out of its place."""


@dataclass(slots=True)  # as lines are
class Part:
    """Lines that make one block, in reading order, with the seams between them; nothing changes it."""

    kind: Kind
    lines: tuple[int, ...]
    seams: tuple[Seam, ...] = ()
    torn: bool = False
    """It ends in mid-sentence and nothing was found to go on."""
    caption: bool = False
    """It stands where a picture was."""
    inside: tuple[Part, ...] = ()
    """Foreign parts that stand inside its sentence on the page."""
    first: int = field(init=False)
    """Its first line."""
    last: int = field(init=False)
    """Its last line."""

    def __post_init__(self) -> None:
        self.first, self.last = self.lines[0], self.lines[-1]

    def joined(self, rest: Part, evidence: Message, *, far: bool = False) -> Part:
        """This part and one that goes on with its sentence from elsewhere."""
        seam = Seam(self.last, rest.first, ENOUGH, evidence, far)
        seams, inside = (*self.seams, seam, *rest.seams), (*self.inside, *rest.inside)
        return replace(self, lines=self.lines + rest.lines, seams=seams, torn=rest.torn, inside=inside)


class Reflow:
    """Joins the lines of one page to parts."""

    def __init__(self, lines: Sequence[Line], text: str) -> None:
        self._lines = lines
        self._signals = Signals(lines, text)
        self._rests = find_rests(lines, self._signals)
        self._taken = set(self._rests.values())

    def parts(self) -> list[Part]:
        """All lines, each in exactly one part, parts in the order of their first line."""
        found: list[Part] = []
        at = 0
        while at < len(self._lines):
            part = self._grow(at)
            found.append(part)
            at = part.last + 1
        return self._reunite(self._bridge(found))

    def is_picture_gap(self, number: int) -> bool:
        """True where more blank lines stand above a line than usual: a picture was there."""
        return self._signals.is_picture_gap(number)

    def looks_like_caption(self, number: int) -> bool:
        """True for a short line of one whole sentence."""
        return self._signals.looks_like_caption(number)

    def is_prose(self, number: int) -> bool:
        """True for a line that is running text for certain, whatever stands around it."""
        return self._signals.prose(number) >= PROVEN

    def _grow(self, start: int) -> Part:
        """The part that begins at a line: that line alone, or with those that go on with its sentence."""
        seams: list[Seam] = []
        end = start
        while (seam := self._seam(end, inside=bool(seams))) is not None:
            seams.append(seam)
            end += 1
        first, last = self._lines[start], self._lines[end]
        kind = TEXT if seams and first.kind is HEADING else first.kind
        shows = self._signals.names_picture if seams else self._signals.is_caption
        caption = kind is TEXT and shows(start)
        torn = not (caption or last.closed or last.broken) and kind in RUNNING and not ends_in_name(last.text)
        return Part(kind, tuple(range(start, end + 1)) if seams else (start,), tuple(seams), torn, caption)

    def _seam(self, left: int, *, inside: bool) -> Seam | None:
        """The seam between a line and the next one where the signs say that one sentence joins them."""
        right = left + 1
        if right == len(self._lines) or left in self._rests or right in self._taken:
            return None
        signs = self._signals.between(left, right, inside=inside)
        if signs is None or (score := strength(signs)) < ENOUGH or self._signals.is_caption(right):
            return None
        if left in self._signals.repeated or right in self._signals.repeated:
            return None
        if not inside and left - 1 not in self._rests and self._signals.belongs_above(left, right):
            return None
        return None if self._signals.prefers_beyond(left, right) else Seam(left, right, score, evidence(signs))

    def _bridge(self, parts: Sequence[Part]) -> list[Part]:
        """Joins torn parts with what goes on beyond headings and captions."""
        found: list[Part] = []
        at = 0
        while at < len(parts):
            part, end = parts[at], at + 1
            while (beyond := self._beyond(part, parts, end)) is not None:
                rest = parts[beyond]
                seam = Seam(part.last, rest.first, ENOUGH, say("the sentence goes on behind foreign text"))
                inside = (*part.inside, *parts[end:beyond])
                seams = (*part.seams, seam, *rest.seams)
                kind = TEXT if part.kind is HEADING else part.kind
                part = Part(kind, part.lines + rest.lines, seams, not self._lines[rest.last].closed, inside=inside)
                end = beyond + 1
            found.append(part)
            at = end
        return found

    def _beyond(self, part: Part, parts: Sequence[Part], start: int) -> int | None:
        """The part where a torn sentence goes on behind foreign text."""
        torn = part.torn or (part.kind is HEADING and self._may_be_torn(part, parts, start))
        if not torn or part.last in self._rests:
            return None
        for index in range(start, min(start + REACH, len(parts))):
            if index > start and self._goes_on(part, parts, start, index):
                return index
            if not self._is_foreign(parts, index):
                return None
        return None

    def _reunite(self, parts: list[Part]) -> list[Part]:
        """Joins parts with the rests of their sentences that stand elsewhere."""
        if not self._rests:
            return parts
        at = {part.first: number for number, part in enumerate(parts)}
        gone: set[int] = set()
        for number in range(len(parts)):
            while (rest := at.get(self._rests.get(parts[number].last, -1), number)) not in gone | {number}:
                parts[number] = self._with_rest(parts[number], parts[rest])
                gone.add(rest)
        return [part for number, part in enumerate(parts) if number not in gone]

    def _with_rest(self, part: Part, rest: Part) -> Part:
        told = evidence(self._signals.tie(part.last, rest.first))
        kind = TEXT if part.kind is HEADING else part.kind
        return replace(part.joined(rest, told, far=True), kind=kind)

    def _may_be_torn(self, part: Part, parts: Sequence[Part], start: int) -> bool:
        """True for what looks like a heading, where a picture's text follows and the signs say that a sentence goes on."""
        behind = start + 1
        while behind < len(parts) and parts[behind].kind is PHOTO:
            behind += 1
        if behind >= len(parts):
            return False
        picture, other = parts[start], parts[behind]
        if self._lines[part.last].marker is not None or other.kind not in (TEXT, HEADING):
            return False
        if self._text(picture)[-1] in "：:":
            return False  # it leads to what is below it: 亲爱的女儿：
        if picture.kind is FURNITURE and other.kind is TEXT and self._signals.prose(part.last) >= 1:
            return strength(self._signals.tie(part.last, other.first)) >= PROVEN
        if not picture.caption and not self._signals.looks_like_caption(picture.first):
            return False
        signs = strength(self._signals.tie(part.last, other.first))
        if other.kind is TEXT and (signs >= ENOUGH or (picture.caption and expects_more(self._text(part)))):
            return True
        return signs + self._signals.prose(part.last) >= ENOUGH + (other.kind is HEADING)

    def _text(self, part: Part) -> str:
        """The last line of a part."""
        return self._lines[part.last].text

    def _goes_on(self, part: Part, parts: Sequence[Part], start: int, index: int) -> bool:
        other = parts[index]
        above, text = self._text(part), self._lines[other.first].text
        before = self._lines[other.first - 1]
        if (
            other.kind not in (TEXT, HEADING)
            or before.kind is BYLINE
            or before.broken
            or is_item(text)
            or other.first in self._taken
        ):
            return False
        if strength(self._signals.tie(part.last, other.first)) >= ENOUGH:
            return True
        captions = all(p.caption or p.kind in (PHOTO, FURNITURE) for p in parts[start:index])
        if other.kind is HEADING and not (captions and self._is_no_heading(part, parts, index)):
            return False
        if other.caption and not self._is_last_chance(parts, index):
            return False
        if self._is_foreign(parts, index) and not captions:
            return False
        headed = any(p.kind is HEADING for p in parts[start:index])
        return not (headed or opens_paragraph(text) or opens_speech(text)) and (
            is_han(above[-1]) or above[-1] in "，,、0123456789"
        )

    def _is_no_heading(self, part: Part, parts: Sequence[Part], index: int) -> bool:
        """True for what looks like a heading below a picture, where the sentence above it must go on, or it reads like one."""
        following = parts[index + 1] if index + 1 < len(parts) else None
        if following is None or following.kind not in (TEXT, PHOTO):
            return False
        above = self._text(part)
        return above[-1] in "，,、" or expects_more(above) or self._signals.prose(parts[index].first) >= 1

    def _is_last_chance(self, parts: Sequence[Part], index: int) -> bool:
        """True for the last of several short lines between pictures: the rest of the sentence rather than a caption."""
        text = self._lines[parts[index].first].text
        if not parts[index - 1].caption or reads_like_caption(text) or opens_paragraph(text):
            return False
        following = parts[index + 1] if index + 1 < len(parts) else None
        return following is None or not self.is_picture_gap(following.first)

    def _is_foreign(self, parts: Sequence[Part], index: int) -> bool:
        """True for what may stand inside somebody's sentence: headings, captions, credits, a picture's text."""
        part = parts[index]
        if part.kind in (HEADING, PHOTO, FURNITURE, LABEL) or part.caption:
            return True
        if len(part.lines) == 1 and self._signals.looks_like_caption(part.first):
            return True
        following = parts[index + 1] if index + 1 < len(parts) else None
        return part.kind is TEXT and following is not None and following.kind is PHOTO
