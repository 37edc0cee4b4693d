"""Lines behind which their writer broke off stay apart; a narrow column of running text is joined."""

from __future__ import annotations

import pytest

from quality.model import Page
from quality.segment import segment

COMMAS = """渡口

我在村口的渡口等你很久，

等一艘不会回来的船。

像外婆喊我的名字，

一声比一声低，

一声比一声远"""
BARE = """河的谣曲

大河，大河

你的腰一年年地弯

弯成坡上的犁

翻一垄高粱，翻一垄豆

大河，大河"""
REFRAIN = """下雨了，下雨了

屋檐一滴滴地数

下雨了，下雨了

蓑衣在门后轻轻地应"""
COLUMN = """合作社的水渠修了二十
天，社员们挑土、抬石
头，天黑了才回家。今
年，坡上的菜地都浇到
了水。"""


@pytest.mark.parametrize("verse", [COMMAS, BARE, REFRAIN])
def test_verse_stays_apart(verse: str) -> None:
    result = segment(Page("a.txt", verse))
    assert not result.joins
    assert not result.displaced
    assert not result.truncated


def test_a_column_as_narrow_as_verse_is_joined() -> None:
    assert len(segment(Page("a.txt", COLUMN)).joins) == COLUMN.count("\n")
