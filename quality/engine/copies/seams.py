"""Whether a repeated passage was pasted: its seams cut words and clauses, where a quotation keeps them whole.

Measured on clean news and on passages planted there: a word cut by the seam of one copy but whole in the other, or the text around a copy
closing up to a word without it, is seen in 70 % of pasted passages and 11 % of legitimate repeats; three of four seams without a mark
in 78 % and 32 %, most of those names and titles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quality.text.lexicon import LONGEST
from quality.text.words import frequencies

if TYPE_CHECKING:
    from quality.engine.copies.reading import Stretch

USUAL = 6.0
"""Base-2 logarithm of the count from which a word of the dictionary tells; rarer ones arise by chance."""
REACH = LONGEST - 1


def unmarked(left: Stretch, right: Stretch) -> int:
    """How many of the four seams have no mark of punctuation."""
    return sum(not seam.strip() for side in (left, right) for seam in (side.before, side.after))


def is_cut(left: Stretch, right: Stretch) -> bool:
    """True where a seam of one of the two copies cuts a word."""
    return _pasted(left, right) or _pasted(right, left)


def is_line(left: Stretch, right: Stretch) -> bool:
    """True where one of two copies is a line of its own, and cut out of the middle of a clause."""
    return _a_line_of(left, right) or _a_line_of(right, left)


def _a_line_of(source: Stretch, copy: Stretch) -> bool:
    alone = copy.whole_lines or (copy.reading.breaks(copy.low) and copy.reading.breaks(copy.high))
    return alone and not source.before and not source.after


def _pasted(source: Stretch, copy: Stretch) -> bool:
    """True where the text around `copy` closes up to a word, or where the copy's end cuts a word that is whole in `source`."""
    before, after = _outside(source)
    host_before, host_after = _outside(copy)
    return (
        _word(host_before, host_after, USUAL)
        or (_word(before, source.text[:REACH], USUAL) and not _word(host_before, copy.text[:REACH], 0))
        or (_word(source.text[-REACH:], after, USUAL) and not _word(copy.text[-REACH:], host_after, 0))
    )


def _outside(side: Stretch) -> tuple[str, str]:
    """The characters right before and right after a copy; none where a mark or a break stands there."""
    text = side.reading.text
    before = text[max(side.first - REACH, 0) : side.first] if not side.before else ""
    return before, text[side.last : side.last + REACH] if not side.after else ""


def _word(left: str, right: str, least: float) -> bool:
    """True where the end of `left` and the start of `right` make a word of the dictionary."""
    known = frequencies()
    lengths = [(i, j) for i in range(1, len(left) + 1) for j in range(1, len(right) + 1) if i + j <= LONGEST]
    return any(known.get(left[-i:] + right[:j], -1.0) >= least for i, j in lengths)
