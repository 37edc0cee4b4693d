"""Ends of two stretches that are alike, moved to borders of lines that nearly coincide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quality.match.align import gaps

if TYPE_CHECKING:
    from quality.engine.copies.reading import Stretch

NEAR = 8
"""Folded characters within which a border of lines is taken for the border of the copy."""


def snapped(left: Stretch, right: Stretch) -> tuple[Stretch, Stretch]:
    """Moves both starts, then both ends, to borders of lines within NEAR characters: outwards if the text agrees, else inwards."""
    back = (left.into_line, right.into_line)
    if any(back):
        if max(back) <= NEAR and _agree(left, right, back, at=-1):
            left, right = left.moved(left.low - back[0], left.high), right.moved(right.low - back[1], right.high)
        elif (step := _shared_border(left, right)) is not None:
            left, right = left.moved(left.low + step, left.high), right.moved(right.low + step, right.high)
    on = (left.short_of_line, right.short_of_line)
    if any(on):
        if max(on) <= NEAR and _agree(left, right, on, at=1):
            left, right = left.moved(left.low, left.high + on[0]), right.moved(right.low, right.high + on[1])
        elif (step := _shared_border(left, right, end=True)) is not None:
            left, right = left.moved(left.low, left.high - step), right.moved(right.low, right.high - step)
    return left, right


def _agree(left: Stretch, right: Stretch, lengths: tuple[int, int], *, at: int) -> bool:
    """True where at least half of the characters right before (`at` -1) or after both stretches are equal, or there are only two."""
    if max(lengths) <= 2:
        return True
    sides = (left, right)
    if at < 0:
        pieces = [s.moved(s.low - n, s.low) for s, n in zip(sides, lengths, strict=True)]
    else:
        pieces = [s.moved(s.high, s.high + n) for s, n in zip(sides, lengths, strict=True)]
    edits = sum(g.edits for g in gaps(pieces[0].key, pieces[1].key, glue=1))
    return 2 * edits <= max(lengths)


def _shared_border(left: Stretch, right: Stretch, *, end: bool = False) -> int | None:
    """How far inside both have a border of lines, at most NEAR characters away."""
    for step in range(1, min(NEAR, len(left) - 1, len(right) - 1) + 1):
        if end:
            at = (left.moved(left.low, left.high - step), right.moved(right.low, right.high - step))
            if not any(s.short_of_line for s in at):
                return step
        elif not (
            left.moved(left.low + step, left.high).into_line or right.moved(right.low + step, right.high).into_line
        ):
            return step
    return None
