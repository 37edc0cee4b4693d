"""Two texts by themselves are compared as `find_copies` compares pages."""

from __future__ import annotations

from quality.engine.copies.pairwise import judge
from quality.engine.copies.reading import Reading
from quality.model import Page
from quality.segment import segment

FIRST = "合作社去年收购的核桃一共三十六吨，其中一半卖到了南方的城市，社员们分到的红利比前一年多了两成。"
SECOND = "老社长说明年还要再修一座烘干房，地方已经看好了，就在晒场的北边，离水井只有几十步路。"
CAPTION = "图为电影队在村口的空地上支起银幕，孩子们早早搬来了板凳。"


def test_a_copy_goes_on_behind_foreign_lines_in_another_text() -> None:
    texts = (f"{FIRST}\n\n{SECOND}", f"{FIRST}\n\n{CAPTION}\n\n{SECOND}")
    left, right = (Reading.of(0, segment(Page("", text))) for text in texts)
    [place] = judge(left, right)
    assert (place.low, place.other_low) == (0, 0)
    assert (place.high, place.other_high) == (len(left.key), len(right.key))
