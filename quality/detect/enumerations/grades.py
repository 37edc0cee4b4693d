"""Items of a list that differ in their rank only: “一级园”“二级园”“三级园”."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from quality.text.numerals import in_manner, rank

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quality.detect.enumerations.lists import Chain, Item

_RANK = re.compile(r"[一二三四五六七八九十]{1,3}|[甲乙丙丁戊己庚辛壬癸]|[0-9]{1,2}|(?<![A-Z])[A-E](?=[级类档])")
_AMOUNT = re.compile("[0-9]+")
LONGEST = 60
"""Items from which on a list is no scale; one change is sought for every item, which costs their square."""
_KIND = re.compile(r"星级|等奖|阶段|年级|[星级等档类期段批轮届步层号](?![奖品级段])")


@dataclass(frozen=True, slots=True)
class Grade:
    """An item's rank, where it is written, and the words around it."""

    item: Item
    rank: int
    start: int
    written: str
    before: str
    after: str

    def edit(self, number: int) -> tuple[int, int, str]:
        """Writes another rank in the same manner."""
        return self.start, self.start + len(self.written), in_manner(self.written, number)


def grades(chain: Chain) -> tuple[Grade, ...]:
    """The chain's first three or more neighbours that are grades of one frame; none where there are too few, or too many items."""
    if len(chain.items) > LONGEST:
        return ()
    graded = [_grade(item) for item in chain.items]
    for known, run in groupby(graded, key=bool):
        row = tuple(grade for grade in run if grade is not None)
        if known and _one_frame(row):
            return row
    return ()


def _one_frame(found: Sequence[Grade]) -> bool:
    if len(found) < 3:
        return False
    frames = {(g.before, _AMOUNT.sub("0", g.after)) if g.item.exact else ("", "") for g in found[1:-1]}
    head, tail = found[1].before, _AMOUNT.sub("0", found[1].after)
    last = _AMOUNT.sub("0", found[-1].after)
    whole = found[0].before.endswith(head) and (
        last.startswith(tail) or (found[-1].item.exact and tail.startswith(last))
    )
    ends = _AMOUNT.sub("0", found[0].after) == tail and found[-1].before == head
    return len(frames) == 1 and whole and ends


def _grade(item: Item) -> Grade | None:
    at = item.text.rfind("第") + 1 if not item.exact else 0
    found = _RANK.search(item.text, at)
    number = rank(found[0]) if found else None
    if found is None or number is None:
        return None
    before, after = item.text[: found.start()], item.text[found.end() :]
    if not (_KIND.match(after) or before.endswith("第")):
        return None
    return Grade(item, number, item.start + found.start(), found[0], before, after)


def count_up(ranks: Sequence[int]) -> bool:
    """True for ranks that go up, or down, by one."""
    return len(ranks) > 1 and {b - a for a, b in pairwise(ranks)} in ({1}, {-1})


def reading(ranks: Sequence[int]) -> tuple[int, int] | None:
    """The one change (index, new rank) of one rank after which all count up; where none does, after which they count down."""
    changed = [
        (i, new, [*ranks[:i], new, *ranks[i + 1 :]])
        for i in range(len(ranks))
        for new in range(max(min(ranks) - 2, 1), max(ranks) + 3)
        if new != ranks[i]
    ]
    best = [(i, new) for i, new, row in changed if count_up(row) and row[0] < row[1]]
    best = best or [(i, new) for i, new, row in changed if count_up(row)]
    return best[0] if len(best) == 1 else None
