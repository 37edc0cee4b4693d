"""Items of a list that differ in their rank only: “一级园”“二级园”“三级园”, or 初级、中级、高级."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from quality.text.numerals import in_manner, rank
from quality.text.patterns import pattern

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from quality.detect.enumerations.lists import Chain, Item

_RANK = pattern(r"[一二三四五六七八九十]{1,3}|[甲乙丙丁戊己庚辛壬癸]|[0-9]{1,2}|(?<![A-Z])[A-E](?=[级类档])")
_AMOUNT = pattern("[0-9]+")
LONGEST = 60
"""Items from which on a list is no scale; one change is sought for every item, which costs their square."""
_KIND = pattern(r"星级|等奖|阶段|年级|[星级等档类期段批轮届步层号](?![奖品级段])")
_SCALES = ("初中高", "低中高", "小中大", "下中上", "前中后", "早中晚")
_SCALED = pattern(r"[初低小下前早中高大上后晚](?=[级等端档层期段旬游型])")


@dataclass(frozen=True, slots=True)
class Grade:
    """An item's rank, where it is written, and the words around it."""

    item: Item
    rank: int
    start: int
    written: str
    before: str
    after: str
    scale: str = ""
    """The words of rank that there are; empty for numbers."""

    def edit(self, number: int) -> tuple[int, int, str]:
        """Writes another rank in the same manner."""
        written = self.scale[number - 1] if self.scale else in_manner(self.written, number)
        return self.start, self.start + len(self.written), written


def grades(chain: Chain) -> tuple[Grade, ...]:
    """The chain's first three or more neighbours that are grades of one frame; none where there are too few, or too many items."""
    if len(chain.items) > LONGEST:
        return ()
    return _first_row([_grade(item) for item in chain.items]) or _on_a_scale(chain.items)


def _first_row(graded: Sequence[Grade | None]) -> tuple[Grade, ...]:
    for known, run in groupby(graded, key=bool):
        row = tuple(grade for grade in run if grade is not None)
        if known and _one_frame(row):
            return row
    return ()


def _on_a_scale(items: Sequence[Item]) -> tuple[Grade, ...]:
    """The first three or more neighbours whose words of rank belong to one scale, two of them different."""
    words = [_SCALED.search(item.text) for item in items]
    if sum(map(bool, words)) < 3:
        return ()
    for scale in _SCALES:
        row = _first_row([_scaled(item, word, scale) for item, word in zip(items, words, strict=True)])
        if len({grade.rank for grade in row}) > 1:
            return row
    return ()


def _scaled(item: Item, word: re.Match[str] | None, scale: str) -> Grade | None:
    if word is None or word[0] not in scale:
        return None
    before, after = item.text[: word.start()], item.text[word.end() :]
    return Grade(item, scale.index(word[0]) + 1, item.start + word.start(), word[0], before, after, scale)


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


def reading(ranks: Sequence[int], highest: int | None = None) -> tuple[int, int] | None:
    """The one change (index, new rank) of one rank after which all count up; where none does, after which they count down."""
    most = min(max(ranks) + 2, highest or max(ranks) + 2)
    changed = [
        (i, new, [*ranks[:i], new, *ranks[i + 1 :]])
        for i in range(len(ranks))
        for new in range(max(min(ranks) - 2, 1), most + 1)
        if new != ranks[i]
    ]
    best = [(i, new) for i, new, row in changed if count_up(row) and row[0] < row[1]]
    best = best or [(i, new) for i, new, row in changed if count_up(row)]
    return best[0] if len(best) == 1 else None
