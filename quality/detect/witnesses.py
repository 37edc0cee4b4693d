"""Two copies as witnesses of one text: how rules word the copy that goes, and which reading is better where they differ."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quality.message import say
from quality.model import Applicability, Copy, Edit, Fix, Hit, Related, Severity, Span
from quality.text.numerals import NUMBER as WRITTEN
from quality.text.numerals import value
from quality.text.scripts import is_han
from quality.text.words import word_around

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from quality.message import Message
    from quality.model import Alignment, Difference, Page

NUMERAL = "0-9０-９〇零一二三四五六七八九十百千万亿两"
NUMBER = re.compile(f"[{NUMERAL}.．,，%％]*[{NUMERAL}][{NUMERAL}%％]*")
FIGURE = re.compile("[0-9０-９〇零一二三四五六七八九十百千]")
PAIRS = {"”": "“", "’": "‘", "》": "《", "）": "（", ")": "(", "」": "「", "』": "『", "】": "【"}
CONTEXT = 60
"""Characters on either side within which pairs of marks are counted."""
WORD = 3
"""Characters on either side that may be part of one word."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A difference seen from the worse witness: what stands `here`, and what `there` in the other copy."""

    page: Page
    span: Span
    other_page: Page
    other: Span
    proof: str = ""
    """What proves that the other copy reads better, in words; empty without a proof."""
    confidence: float = 0.5

    @property
    def here(self) -> str:
        """What the worse witness has."""
        return self.page.slice(self.span)

    @property
    def there(self) -> str:
        """What the other copy has."""
        return self.other_page.slice(self.other)


def removal(alignment: Alignment, noun: Message) -> Hit:
    """The copy that goes, pointing at the one that stays, with the edits that take it out."""
    goes, stays = alignment.leaver, alignment.keeper
    return Hit(
        goes.page,
        goes.spans,
        say(
            "This {noun} of {count} characters stands a second time {where} {alike}; the other copy stays because {reason}",
            noun=noun,
            count=len(goes.text),
            where=say("on this page") if goes.page == stays.page else say("in {path}", path=stays.page.path),
            alike=_alike(len(alignment.differences)),
            reason=alignment.reason,
        ),
        round(0.8 + 0.19 * alignment.containment, 4),
        Fix(Applicability.UNSAFE, tuple(Edit(span, "") for span in goes.spans)),
        (Related(stays.page, stays.spans[0], say("the copy that stays")),),
    )


def _alike(differences: int) -> Message:
    if differences > 1:
        return say("with {count} differences", count=differences)
    return say("with 1 difference") if differences else say("to the letter")


def correction(reading: Reading, message: Message, *, severity: Severity | None = None, display: bool = False) -> Hit:
    """A difference as a hit: the repair sets in what the other copy has, unsafe where something proves it."""
    proven = bool(reading.proof) and not display
    return Hit(
        reading.page,
        (reading.span,),
        message,
        reading.confidence,
        Fix(Applicability.UNSAFE if proven else Applicability.DISPLAY, (Edit(reading.span, reading.there),)),
        (Related(reading.other_page, reading.other, say("the other copy")),),
        severity or (None if proven else Severity.INFO),
    )


def readings(alignment: Alignment, *, numerals: bool = False) -> Iterator[Reading]:
    """Every difference from its worse witness; with `numerals` differences inside numbers cover the whole number."""
    for difference in alignment.differences:
        found = _reading(alignment, difference)
        yield _whole_numbers(found) if numerals else found


def numbers_differ(reading: Reading) -> bool:
    """True where both copies have a number at this place, and not the same."""
    whole = _whole_numbers(reading)
    return (
        bool(FIGURE.search(whole.here) and FIGURE.search(whole.there))
        and any(NUMBER.fullmatch(text) for text in (whole.here, whole.there))
        and bool(FIGURE.search(reading.here + reading.there))
        and _values(whole.here) != _values(whole.there)
    )


def _values(text: str) -> list[Decimal | None]:
    """The numbers that a text writes, in whatever manner: 15 of 15%, 36 of 三十六."""
    return [value(found) for found in re.findall(WRITTEN, text)]


def _reading(alignment: Alignment, difference: Difference) -> Reading:
    left, right = (alignment.left, difference.left), (alignment.right, difference.right)
    for worse, better in ((left, right), (right, left)):
        if proof := _proof(worse, better):
            return Reading(worse[0].page, worse[1], better[0].page, better[1], proof, 0.9)
    worse, better = (right, left) if alignment.keep_left else (left, right)
    if len(better[1]) == 0 < len(worse[1]):
        worse, better = better, worse
    return Reading(worse[0].page, worse[1], better[0].page, better[1])


def _proof(worse: tuple[Copy, Span], better: tuple[Copy, Span]) -> str:
    """What proves the reading of `better`."""
    (page, span), (other_page, other) = (worse[0].page, worse[1]), (better[0].page, better[1])
    here, there = page.slice(span), other_page.slice(other)
    before, after = page.text[max(span.start - CONTEXT, 0) : span.start], page.text[span.end : span.end + CONTEXT]
    if (here + there).strip() and not any(map(str.isalnum, here + there)):
        lost, whole = _unpaired(before + here + after), _unpaired(before + there + after)
        if whole < lost:
            return say("with it the pair of marks closes")
    if len(here) == len(there) == 1 and is_han(here) and is_han(there):
        word = _word(other_page, other)
        if word and not _word(page, span):
            return say("‘{word}’ is a word", word=word)
    return ""


def _unpaired(text: str) -> int:
    """Closing marks without an opening one, and opening ones between two others of the kind that never close."""
    open_: dict[str, int] = {}
    lost = 0
    for char in text:
        if char in PAIRS:
            if open_.get(PAIRS[char], 0):
                open_[PAIRS[char]] -= 1
            else:
                lost += 1
        elif char in PAIRS.values():
            open_[char] = open_.get(char, 0) + 1
    return lost + sum(open_.values())


def _word(page: Page, span: Span) -> str:
    """The word of two or more characters that covers one character; empty where there is none."""
    start = max(span.start - WORD, 0)
    text = page.text[start : span.end + WORD]
    found = word_around(text, span.start - start)
    return text[found[0] : found[1]] if found else ""


def _whole_numbers(reading: Reading) -> Reading:
    """The same difference, both sides widened to the number that they are part of."""
    return Reading(
        reading.page,
        _widened(reading.page.text, reading.span),
        reading.other_page,
        _widened(reading.other_page.text, reading.other),
        reading.proof,
        reading.confidence,
    )


def _widened(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start and re.match(f"[{NUMERAL}.．]", text[start - 1]):
        start -= 1
    while end < len(text) and re.match(f"[{NUMERAL}.．%％]", text[end]):
        end += 1
    return Span(start, end)
