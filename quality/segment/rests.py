"""Rests of sentences that stand elsewhere on the page: columns that were read across, so that whole paragraphs stand in between.

A word goes on over the seam, and stands elsewhere on the page. On clean pages torn at random places no two halves that do
not belong together show all that (none of 35,000), and one in seven of those that do. Both halves speak of one thing.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from quality.segment.prose import begins_sentence
from quality.segment.seams import word_over
from quality.segment.shapes import BYLINE, DATELINE, HEADING, TEXT, ends_in_name, is_item
from quality.segment.signals import ENOUGH, TORN, Signals, strength
from quality.text.scripts import is_han
from quality.text.telling import weight
from quality.text.words import is_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quality.segment.lines import Line

FAR = 40
"""Lines that may stand between the halves of a sentence."""
FOUND = 6.0
"""Sum of the signs from which a line is the rest of another wherever it stands: a word over the seam and what else there is."""
_RUNNING = (TEXT, DATELINE, BYLINE)
LONG = 25
"""Characters from which a line without a mark may be torn rather than a heading, whatever it says."""


def find_rests(lines: Sequence[Line], signals: Signals) -> dict[int, int]:
    """For lines that break off and do not go on below, the line that goes on with them; every line in one pair at most."""
    rests: dict[int, int] = {}
    taken: set[int] = set()
    open_ends = [at for at, line in enumerate(lines) if not line.closed and _breaks_off(lines, signals, at)]
    firsts = "".join([line.text[0] for line in lines]) if open_ends else ""
    found = [pair for at in open_ends for pair in _rests_of(lines, firsts, signals, at)]
    for _, _, left, right in sorted(found):
        if left not in rests and right not in taken:
            rests[left] = right
            taken.add(right)
    return rests


def _rests_of(lines: Sequence[Line], firsts: str, signals: Signals, left: int) -> Iterator[tuple[float, int, int, int]]:
    """Lines that may go on with one: by the sum of their signs, then by their distance, those below before those above."""
    above = lines[left].text
    following = signals.following(left)
    near = max(left - FAR, 0)
    beginnings = firsts[near : left + FAR]
    if following.isdisjoint(beginnings):
        return
    for right, first in enumerate(beginnings, near):
        if first not in following or right in (left, left + 1):
            continue
        below = lines[right].text
        if not word_over(above, below) or not _may_be_rest(lines[right]) or not signals.echoes(left, right):
            continue
        signs = strength(signals.tie(left, right))
        if signs < FOUND or (right and _go_on(lines, signals, right - 1)) or not _is_away(lines, signals, left, right):
            continue
        if _are_akin(above, below):
            yield -signs, 2 * abs(right - left) + (right < left), left, right


def _breaks_off(lines: Sequence[Line], signals: Signals, at: int) -> bool:
    """True for an open line that ends in mid-sentence, and nothing says that the next one goes on with it."""
    line = lines[at]
    if line.caption or line.marker or line.broken or not is_han(line.text[-1]):
        return False
    if line.kind is HEADING and len(line.text) < LONG and signals.prose(at) < 1:
        return False
    if line.kind not in TORN or ends_in_name(line.text):
        return False
    return at + 1 == len(lines) or not _go_on(lines, signals, at)


def _may_be_rest(line: Line) -> bool:
    """True for a line that may go on with a sentence: it begins with no word of three characters or more, nor as sentences do."""
    text = line.text
    if line.kind is not TEXT or line.caption or line.marker or line.verbatim or not is_han(text[0]):
        return False
    return not (is_word(text[:3]) or is_word(text[:4]) or begins_sentence(text) or is_item(text))


def _go_on(lines: Sequence[Line], signals: Signals, at: int) -> bool:
    """True where signs say that a line goes on in the next one."""
    if lines[at].closed:
        return False
    return signals.in_one_column(at, at + 1) or strength(signals.tie(at, at + 1)) >= ENOUGH


def _is_away(lines: Sequence[Line], signals: Signals, left: int, right: int) -> bool:
    """True where a whole paragraph stands between: not only captions, headings and credits, as they stand inside sentences."""
    between = range(left + 1, right)
    return right < left or any(
        lines[at].kind in _RUNNING and not signals.is_caption(at) and not signals.looks_like_caption(at)
        for at in between
    )


def _are_akin(above: str, below: str) -> bool:
    """True where both halves have a pair of characters that is no common word."""
    shared = {*map("".join, pairwise(above))} & {*map("".join, pairwise(below))}
    return any(is_han(pair[0]) and is_han(pair[1]) and weight(pair) > 0 for pair in shared)
