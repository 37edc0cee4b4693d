"""What Markdown sets as it stands is joined to nothing."""

from __future__ import annotations

import pytest

from quality.model import Page
from quality.segment import segment

LEAD = "工人们喊着号子往前走，把最后一根钢梁\n推到了预定的位置，大家都松了一口气，"


@pytest.mark.parametrize(
    "framed",
    ["```\n打印出来的这一行还没有\n写完的话\n```", "> 引来的这句话还没有\n> 说完", "| 甲，| 乙，|\n| 丙，| 丁，|"],
)
def test_nothing_is_joined_to_it(framed: str) -> None:
    text = f"{LEAD}\n{framed}\n接着又干起了别的活。\n"
    found = segment(Page("a.md", text))
    low, high = text.index(framed), text.index(framed) + len(framed)
    assert [j for j in found.joins if low <= j.span.start <= high or low <= j.span.end <= high] == []
    assert found.joins


@pytest.mark.parametrize(
    "kept",
    ["\n\n    打印出来的这一行还没有\n    写完的话，\n\n", "，大家都松了一口气，  \n", "，大家都松了一口气\\\n"],
    ids=["code", "spaces", "backslash"],
)
def test_markdown_keeps_its_code_and_its_breaks_and_other_text_has_none(kept: str) -> None:
    text = f"{LEAD}推完了{kept}接着又干起了别的活。\n"
    low = text.index(kept)
    inside = [j for j in segment(Page("a.md", text)).joins if low <= j.span.start <= low + len(kept)]
    assert inside == []
    assert [j for j in segment(Page("a.txt", text)).joins if low <= j.span.start <= low + len(kept)]
