"""The signs that one sentence joins two lines; several add up, because none is enough alone."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from quality.message import listing, say
from quality.segment.lines import NARROW, column_widths, columns, usual_gap, wrap_width
from quality.segment.prose import LIKE, NEAR, echo, ends_clause, is_rest_of_sentence, prose, tells_picture
from quality.segment.roles import is_genre
from quality.segment.seams import word_gain
from quality.segment.shapes import (
    ARROWS,
    AUTHOR,
    BYLINE,
    DATELINE,
    HEADING,
    MARKS,
    TEXT,
    closes_pair,
    continues,
    ends_in_office,
    ends_in_photo,
    ends_in_title,
    expects_more,
    has_end,
    has_mark,
    has_open_bracket,
    is_item,
    is_name,
    links,
    opens_paragraph,
    opens_speech,
    reads_like_lead,
    splits_number,
    width,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quality.message import Message
    from quality.segment.lines import Line
    from quality.segment.prose import Sign

ENOUGH = 2.0
"""Sum of the signs from which lines are joined."""
PROVEN = 3.0
"""Sum from which a join is certain."""
CLEAR_WORD, DIM_WORD = 6.0, 1.5
"""Bits that a word over the break must gain to say much, or something."""
LONGEST_SUBHEAD = 28
"""Ems of a heading between two paragraphs; decks above a story may be longer."""
REGULAR = say("the page is wrapped throughout")
FULL = 0.75
"""Share of the usual width from which a line of wrapped text is full."""
SHORT_CAPTION = 70
"""Characters of a caption that stands alone."""
LONGEST_COLUMN_HEAD = 6
"""Characters of a name for what stands on a page: no line of running text is so narrow."""
SHORT_PIECE = 3
"""Characters of pieces of text that stand on several lines by chance."""
REACH = 16
"""Lines that foreign text inside a sentence may have."""
TORN = (TEXT, HEADING, DATELINE)
"""What lines are that may be torn."""
_GOES_ON = (TEXT, HEADING)
"""What lines are that may go on with a sentence."""
_STOP = re.compile(r"[。！？]")


def tie(above: str, below: str) -> list[Sign]:
    """Signs in the two texts themselves: a word, a bracket, a beginning that needs something before it."""
    gain = word_gain(above, below)
    return [
        sign
        for sign in (
            (5.0, say("a word goes on over the break")) if gain >= CLEAR_WORD else None,
            (2.0, say("a word seems to go on")) if DIM_WORD <= gain < CLEAR_WORD else None,
            (4.0, say("a date or number goes on over the break")) if splits_number(above, below) else None,
            (4.0, say("the next line cannot begin a sentence")) if continues(below) else None,
            (2.0, say("the next line begins with a word that links")) if links(below) else None,
            (4.0, say("the next line is the rest of a sentence")) if _is_rest(below) else None,
            (2.0, say("the next line is the rest of a clause")) if ends_clause(below) else None,
            (3.0, say("a quote or bracket closes behind the break")) if closes_pair(above, below) else None,
        )
        if sign is not None
    ]


def strength(signs: Sequence[Sign]) -> float:
    """The sum of the signs."""
    total = 0.0
    for weight, _ in signs:
        total += weight
    return total


def evidence(signs: Sequence[Sign]) -> Message:
    """The names of the signs that speak for a join."""
    return _listed(tuple(name for weight, name in signs if weight > 0))


@lru_cache(maxsize=1 << 10)
def _listed(names: tuple[Message, ...]) -> Message:
    return listing(names)


class Signals:
    """Weighs the signs between lines of one page."""

    def __init__(self, lines: Sequence[Line], text: str) -> None:
        self._lines, self._text = lines, text
        self._ties: dict[tuple[int, int], list[Sign]] = {}
        self._proses: dict[int, list[Sign]] = {}
        self._columns = columns(lines)
        self._gap = max(usual_gap(lines), 1)
        self._wrap = wrap_width(lines)

    @cached_property
    def _widths(self) -> dict[int, tuple[float, bool]]:
        return column_widths(self._lines, self._columns)

    @cached_property
    def repeated(self) -> frozenset[int]:
        """Headings that stand twice, each time between other lines: one was copied alone, and so is whole."""
        return frozenset(_repeated(self._lines))

    def tie(self, left: int, right: int) -> list[Sign]:
        """Signs in the texts of two lines, and in the page, that one sentence joins them wherever they stand."""
        known = self._ties.get((left, right))
        if known is None:
            above, below = self._lines[left], self._lines[right]
            known = [*tie(above.text, below.text), *echo(self._text, above.text, below.text, above.end)]
            self._ties[left, right] = known
        return known

    def following(self, left: int) -> set[str]:
        """What stands elsewhere behind the last character of a line: words over a break echo with one of these alone."""
        end, last = self._lines[left].end, self._lines[left].text[-1]
        near = self._text[max(end - NEAR, 0) : end + NEAR]
        return {piece[:1] or last for piece in near.split(last)[1:]}

    def echoes(self, left: int, right: int) -> bool:
        """True where the words over a break stand together elsewhere on the page."""
        above, below = self._lines[left], self._lines[right]
        return bool(echo(self._text, above.text, below.text, above.end))

    def prose(self, number: int) -> float:
        """How much a line reads like running text."""
        return strength(self._prose(number))

    def _prose(self, number: int) -> list[Sign]:
        known = self._proses.get(number)
        if known is None:
            known = self._proses[number] = prose(self._lines[number].text)
        return known

    def is_picture_gap(self, number: int) -> bool:
        """True where more blank lines stand above a line than usual: a picture was there."""
        return self._lines[number].blanks > self._gap

    def looks_like_caption(self, number: int) -> bool:
        """True for a short line of one whole sentence."""
        line = self._lines[number]
        return (
            line.closed
            and 5 <= len(line.text) <= SHORT_CAPTION
            and line.kind is TEXT
            and _STOP.search(line.text, 0, len(line.text) - 1) is None
            and not continues(line.text)
        )

    def names_picture(self, number: int) -> bool:
        """True for a line that says what its picture shows, unless 试图 or another word goes on over the break above it."""
        line = self._lines[number]
        if not tells_picture(line.text):
            return False
        above = self._lines[number - 1] if number else None
        return above is None or above.closed or word_gain(above.text, line.text) < DIM_WORD

    def is_caption(self, number: int) -> bool:
        """True for such a line, and below the gap of a picture or behind an arrow for one that is no item of a list."""
        line = self._lines[number]
        alone = (line.blanks > self._gap and self.looks_like_caption(number)) or line.text[0] in ARROWS
        if alone and not self._is_listed(number):
            return True
        return line.caption or self.names_picture(number)

    def _is_listed(self, number: int) -> bool:
        """True where the line above or below begins with the same mark, as items of a list do, and none of a picture's texts."""
        text = self._lines[number].text
        if text[0] not in MARKS or tells_picture(text.lstrip(f"{MARKS} 　") or text) or ends_in_photo(text):
            return False
        near = self._lines[max(number - 1, 0) : number + 2]
        return sum(line.text[0] == text[0] for line in near) > 1

    def between(self, left: int, right: int, *, inside: bool) -> list[Sign] | None:
        """The signs between a line and the next one, None where the kinds of the lines rule a join out."""
        above, below = self._lines[left], self._lines[right]
        if above.closed and self._columns[left] < 0 and not self._wrap:
            return None  # as most lines are
        if above.verbatim or above.broken or below.verbatim:
            return None
        if self._wrap and self._is_wrapped(above, below):
            return [(PROVEN, REGULAR)]
        if above.caption or below.caption:
            return None
        if above.closed and self._runs_on(left, right):
            return [(3.0, say("a full line of a column, and the next is not indented"))]
        if above.closed or above.kind not in TORN:
            return None
        if below.kind not in _GOES_ON or is_item(below.text) or above.marker or below.marker:
            return None
        if left == 0 and self._is_column_head(above, below):
            return None
        return [*self.tie(left, right), *self._around(left, right, inside=inside)]

    def _is_column_head(self, first: Line, below: Line) -> bool:
        """True for a few characters at the top of a page that say nothing, above the rest of a sentence from elsewhere."""
        short = len(first.text) <= LONGEST_COLUMN_HEAD < len(below.text) and self._columns[0] < 0
        return short and continues(below.text) and not prose(first.text) and not word_gain(first.text, below.text)

    def _is_wrapped(self, above: Line, below: Line) -> bool:
        """True for two lines of one paragraph on a page that is wrapped throughout: no blank line, the upper one full."""
        plain = above.kind in TORN and below.kind in _GOES_ON
        if not plain or below.blanks or is_item(below.text) or above.text.isupper() or below.text.isupper():
            return False
        return below.text[0].islower() or width(above.text) >= FULL * self._wrap

    def _around(self, left: int, right: int, *, inside: bool) -> list[Sign]:
        above, below = self._lines[left], self._lines[right]
        together = self.in_one_column(left, right)
        column = together and self._goes_on_in_column(left)
        heading = above.kind is HEADING and not inside
        signs = [
            *(self._prose(left) if heading else ()),
            (1.0, say("the next line is the rest of a sentence"))
            if heading and is_rest_of_sentence(below.text) and not ends_clause(below.text)
            else None,
            (2.0, say("running text")) if not heading else None,
            (3.0, say("lines of one column")) if column else None,
            (3.0, say("ends in a comma")) if above.text[-1] in "，,、" else None,
            (2.0, say("ends in a word that expects another")) if expects_more(above.text) else None,
            (2.0, say("too long for a heading")) if self._is_too_long(left, right) else None,
            (1.5, say("a bracket stays open")) if has_open_bracket(above.text) else None,
            (-7.0, say("verse")) if _is_verse(above.text, below.text) else None,
            (0.5, say("no sentence ends in it yet")) if self._is_unfinished(left) else None,
            (-1.5, say("a new paragraph seems to begin")) if self._begins(left, right) else None,
            (2.0, say("lines of one width")) if not together and self._are_alike(left, right) else None,
            self._heading(left, right, inside=inside) if not column else None,
            (-1.0, say("a heading")) if heading and not column and ends_clause(below.text) else None,
            (-1.0, say("the gap of a picture")) if self.is_picture_gap(right) else None,
        ]
        return [sign for sign in signs if sign is not None]

    def _are_alike(self, left: int, right: int) -> bool:
        """True for two lines of one width, one of which reads like running text."""
        above, below = self._lines[left].text, self._lines[right].text
        if not 14 <= len(above) <= NARROW or abs(width(above) - width(below)) > LIKE:
            return False
        return self.prose(left) >= 1 or (not self._lines[right].closed and self.prose(right) >= 1)

    def _heading(self, left: int, right: int, *, inside: bool) -> Sign | None:
        """The sign against a join with what looks like a heading; weaker where the line above must go on, and may."""
        if not self._is_heading(left, right, inside=inside):
            return None
        above = self._lines[left]
        must = above.kind is not HEADING and (above.text[-1] in "，,、" or expects_more(above.text))
        must = must and not self._opens_story(right)
        return (-2.0 if must else -4.0), say("a heading")

    def _opens_story(self, heading: int) -> bool:
        """True for a heading above the names of those who wrote, or above a dateline, and for the name of a genre."""
        if is_genre(self._lines[heading].text):
            return True
        after = self._lines[heading + 1 : heading + 3]
        named = [line.kind for line in after] == [HEADING, TEXT] and is_name(after[0].text)
        return named or (bool(after) and after[0].kind in (BYLINE, DATELINE))

    def _is_unfinished(self, left: int) -> bool:
        """True for a short paragraph in which no sentence has ended."""
        above = self._lines[left]
        return above.kind is not HEADING and len(above.text) <= SHORT_CAPTION and not has_end(above.text)

    def _begins(self, left: int, right: int) -> bool:
        """True where the next line begins as paragraphs do, unless the one above leads up to it."""
        above, below = self._lines[left].text, self._lines[right].text
        speech = opens_speech(below) and above[-1] not in "，,、说道：:" and not self._is_unfinished(left)
        return (speech or opens_paragraph(below)) and not ends_in_title(above)

    def _is_too_long(self, left: int, right: int) -> bool:
        """True for a line between paragraphs that is longer than subheadings are."""
        above, below = self._lines[left], self._lines[right]
        if left == 0 or self._lines[left - 1].kind is not TEXT or below.kind is not TEXT:
            return False
        if above.kind is not HEADING or above.marker is not None:
            return False
        return width(above.text) > LONGEST_SUBHEAD and not reads_like_lead(below.text)

    def _runs_on(self, left: int, right: int) -> bool:
        """True for a full line of a narrow column above one that is as full, where first lines of paragraphs are indented."""
        if not self.in_one_column(left, right) or self._lines[right].closed:
            return False
        usual, indented = self._widths[self._columns[left]]
        full = usual - 1
        return indented and width(self._lines[left].text) >= full and width(self._lines[right].text) >= full

    def _goes_on_in_column(self, left: int) -> bool:
        """False for a line that may be a heading in a column: no mark inside, and the line above it is closed."""
        first = left == 0 or self._lines[left - 1].closed or self._columns[left - 1] != self._columns[left]
        line = self._lines[left]
        return not first or line.kind is not HEADING or has_mark(line.text) or self.prose(left) >= 1

    def in_one_column(self, left: int, right: int) -> bool:
        """True for two lines of one narrow column."""
        return self._columns[left] >= 0 and self._columns[left] == self._columns[right]

    def _is_heading(self, left: int, right: int, *, inside: bool) -> bool:
        """True where the next line is a heading for its neighbours, too, and not one more piece of torn text."""
        if self._lines[right].kind is not HEADING:
            return False
        after = self._lines[right + 1] if right + 1 < len(self._lines) else None
        if after is None or self.is_picture_gap(right):
            return True
        if strength(self.tie(left, right)) >= 2 * ENOUGH or self.prose(right) >= ENOUGH:
            return False
        if self._lines[left].kind is DATELINE and self._is_unfinished(left) and after.kind is TEXT:
            return False
        if (self._lines[left].kind is HEADING and not inside) or ends_in_office(self._lines[left].text):
            return True
        if after.kind is HEADING:
            return strength(self.tie(right, right + 1)) < ENOUGH
        return after.kind is not TEXT or opens_paragraph(after.text) or is_item(after.text)

    def prefers_beyond(self, left: int, right: int) -> bool:
        """True where what stands between may be foreign and the sentence goes on better behind it."""
        caption = self.looks_like_caption(right)
        if not caption and (self._lines[right].kind is not HEADING or self.in_one_column(left, right)):
            return False
        enough = strength(self.tie(left, right)) + ENOUGH
        reach = 2 if self.in_one_column(left, right) else REACH
        for at in self._behind(right, reach, captions=caption):
            if caption and opens_paragraph(self._lines[at].text):
                continue
            bound = strength(self.tie(left, at))
            if bound >= enough and bound > strength(self.tie(right, at)) * (not caption):
                return True
        return False

    def belongs_above(self, heading: int, right: int) -> bool:
        """True for the rest of the open text above a heading: that must go on, and the heading is whole by itself."""
        if not heading or self._lines[heading].kind is not HEADING or self.prose(heading) >= 1:
            return False
        above = self._lines[heading - 1]
        if above.closed or above.caption or above.kind is not TEXT or self.in_one_column(heading, right):
            return False
        bound = strength(self.tie(heading - 1, right))
        return bound >= ENOUGH and bound >= strength(self.tie(heading, right))

    def _behind(self, number: int, reach: int, *, captions: bool) -> Iterator[int]:
        """Lines behind foreign text that may go on with a sentence, up to the first that is running text for sure."""
        for at in range(number + 1, min(number + reach, len(self._lines))):
            line = self._lines[at]
            if line.kind in _GOES_ON:
                yield at
            if line.kind in (BYLINE, DATELINE, AUTHOR) or (captions and line.kind is HEADING):
                return
            if line.kind is TEXT and not self.is_caption(at):
                return


def _repeated(lines: Sequence[Line]) -> Iterator[int]:
    places: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        if line.kind is HEADING and len(line.text) > SHORT_PIECE:
            places.setdefault(line.text, []).append(at)
    for found in places.values():
        if len(found) > 1:
            above = {lines[at - 1].text if at else "" for at in found}
            below = {lines[at + 1].text if at + 1 < len(lines) else "" for at in found}
            if len(found) == len(above) == len(below):
                yield from found


def _is_verse(above: str, below: str) -> bool:
    """True for two short lines of equal length, the second ending in a mark, too."""
    return len(above) <= 12 and len(above) == len(below) and not above[-1].isalnum() and not below[-1].isalnum()


def _is_rest(text: str) -> bool:
    """True for a beginning like 丰收的好年景。: a noun phrase up to its full stop, which nothing precedes; not 天亮了。"""
    stop = text.find("。", 0, 12)
    if stop > 2 and text[stop - 1] in "了着":
        return False
    return stop > 0 and "，" not in text[:stop] and "," not in text[:stop] and (stop <= 4 or "的" in text[1:5])
