"""What the differences of two texts look like: errors of copying, or the slots of a mould filled anew.

Errors fall anywhere, one character at a time; another event in the same words differs by whole words, numbers, and
by the same replacement again and again. `surprise` is a log-likelihood ratio: how improbable is a hole this wide if
errors fall independently at the pair's own rate, against one replaced word in 30 characters.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quality.match.align import Gap

CUT = 3
"""A one-sided gap wider than this is a cut or an addition: no error of copying, no slot."""
NUMERAL = re.compile("[0-9〇零一二三四五六七八九十百千万亿]")
NUMERALS = re.compile(f"{NUMERAL.pattern}+")
PARTICLES = frozenset("的地得了着过和与及在有是也都对将就等者们并又")
WORD_RATE = log(30)


@dataclass(frozen=True, slots=True)
class Geometry:
    """Figures of one alignment."""

    equal: int
    """Characters that both texts share."""
    noise: float
    """Edits per shared character: an estimate of the error rate of copying."""
    cuts: int
    """Characters that one side has in long runs and the other lacks."""
    surprise: float
    """Per 100 characters; above 13 the differences are words, not errors."""
    repeated: int
    """How often the most frequent replacement of more than one character stands."""
    echoed: int
    """How often the most frequent replacement of any length stands."""
    numbers: int
    """Gaps in which both sides hold numerals that differ."""
    slots: int
    """All gaps but cuts."""
    slips: int
    """Gaps of one character that is no particle: what a copyist does, not an editor."""

    @property
    def mould(self) -> bool:
        """True where the two are another event in the same words rather than one text twice."""
        return self.surprise > 13 or self.repeated > 1 or (self.numbers > 1 and 2 * self.numbers > self.slots)

    @property
    def doubtful(self) -> bool:
        """True where a careful reader would not call it one text: for pairs that nothing else ties together."""
        # Among many slips of a copyist some fall on figures, and some repeat.
        figures = self.numbers > 1 + self.slips // 3 or (
            self.numbers == 1 and self.slips < 3 and (self.noise > 0.02 or self.slots == 1)
        )
        return self.mould or self.surprise > 8 or self.echoed > 1 + self.slips // 6 or figures


def _is_cut(gap: Gap) -> bool:
    """True where one side has text and the other none, a stray character or two aside."""
    shorter, longer = sorted((gap.left_end - gap.left, gap.right_end - gap.right))
    return not shorter or (shorter <= 2 and longer >= 4 * CUT)


def _other_number(left: str, right: str) -> bool:
    """True where two texts differ in their numerals alone, or in words as well; not where a foreign character broke one."""
    if not (NUMERAL.search(left) and NUMERAL.search(right)):
        return False
    return NUMERALS.sub("0", left) == NUMERALS.sub("0", right)


def geometry(left: str, right: str, gaps: Sequence[Gap]) -> Geometry:
    """Measures the differences of two folded texts."""
    slots = [g for g in gaps if g.edits <= CUT or not _is_cut(g)]
    cuts = sum(g.edits for g in gaps) - sum(g.edits for g in slots)
    equal = len(left) - sum(g.left_end - g.left - g.equal for g in gaps)
    edits = sum(min(g.edits, CUT) for g in slots)
    rate = min(max(0.005, (edits + 1) / (equal + 20)), 0.9)
    holes = [min(g.edits - g.equal, 8) for g in slots]
    surprise = sum(max(0.0, hole * -log(rate) - WORD_RATE) for hole in holes if hole > 1)
    sides = [(left[g.left : g.left_end], right[g.right : g.right_end]) for g in slots]
    replaced = Counter((a, b) for a, b in sides if a and b)
    numbers = sum(_other_number(a, b) for a, b in sides)
    slips = sum(g.edits == 1 and not set(a + b) & PARTICLES for g, (a, b) in zip(slots, sides, strict=True))
    return Geometry(
        equal,
        edits / max(equal, 1),
        cuts,
        100 * surprise / max(equal + edits, 1),
        max((n for (a, b), n in replaced.items() if len(a) + len(b) > 2), default=0),
        max(replaced.values(), default=0),
        numbers,
        len(slots),
        slips,
    )
