"""Where copying began and ended: its seams cut words, lines and clauses, where a quotation keeps them whole."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from quality.text.patterns import pattern
from quality.text.words import split

if TYPE_CHECKING:
    from quality.engine.copies.reading import Stretch

REACH = 8
"""Characters either side of a seam from which its words are read."""
CHANCE = 3
PART = 6
"""A passage runs over a border if so many folded characters stand either side of it."""
_HAN_END = pattern(r"[\u4e00-\u9fff]*$")
_HAN_START = pattern(r"[\u4e00-\u9fff]*")


def unmarked(left: Stretch, right: Stretch) -> int:
    """How many of the four seams have no mark of punctuation.

    A few equal characters beyond a border are chance (two sentences that begin with one name): there two seams count as one.
    """
    starts = sum(not s.before.strip() for s in (left, right))
    ends = sum(not s.after.strip() for s in (left, right))
    begun = all(any(at <= CHANCE for at in s.borders) for s in (left, right))
    ended = all(any(at >= len(s) - CHANCE for at in s.borders) for s in (left, right))
    return min(starts, 2 - begun) + min(ends, 2 - ended)


def cut_words(left: Stretch, right: Stretch) -> int:
    """How many words and numbers, whole in one of them, the seams of the other cut, or words its surroundings make without it."""
    return _pasted(left, right) + _pasted(right, left)


def cut_line(left: Stretch, right: Stretch) -> int:
    """Where one of them stands in lines of its own: at how many of its ends the other goes on in the same clause."""
    return max(_cut_out(left, right), _cut_out(right, left))


def runs_over(left: Stretch, right: Stretch) -> bool:
    """True where both run over the end of a sentence or of a line, and a seam stands in the middle of a clause.

    What is quoted or restated begins or ends with a sentence.
    """
    inside = all(any(PART <= at <= len(s) - PART for at in s.borders) for s in (left, right))
    return inside and any(not seam for s in (left, right) for seam in (s.before, s.after))


def _cut_out(source: Stretch, copy: Stretch) -> int:
    alone = copy.whole_lines or (copy.reading.breaks(copy.low) and copy.reading.breaks(copy.high))
    return (not source.before) + (not source.after) if alone else 0


def _pasted(source: Stretch, copy: Stretch) -> int:
    before, after = _outside(source)
    host_before, host_after = _outside(copy)
    return (
        _make_a_word(host_before, host_after)
        + (_is_inside(before, source.text) and not _is_inside(host_before, copy.text))
        + (_is_inside(source.text, after) and not _is_inside(copy.text, host_after))
    )


def _outside(side: Stretch) -> tuple[str, str]:
    """The characters right before and right after a copy; none where a mark or a break stands there."""
    text = side.reading.text
    before = text[max(side.first - REACH, 0) : side.first] if not side.before else ""
    return before, text[side.last : side.last + REACH] if not side.after else ""


def _is_inside(left: str, right: str) -> bool:
    """True where the border of two texts is inside of a word, or of a number or a word in letters with ASCII code."""
    return _make_a_word(left, right) or (_ascii(left[-1:]) and _ascii(right[:1]))


def _ascii(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _make_a_word(left: str, right: str) -> bool:
    """True where the most probable words of two texts' Han characters hold one that begins in the left and ends in the right."""
    before, after = _HAN_END.search(left[-REACH:]), _HAN_START.match(right[:REACH])
    if not (before and after and before[0] and after[0]):
        return False
    return len(before[0]) not in accumulate(map(len, split(before[0] + after[0])))
