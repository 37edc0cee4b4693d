"""Slips that break words, against differences that authors make."""

import pytest

from quality.engine.slips import miscopied
from quality.match.align import gaps


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("修好村里的公路以后", "修好村里的公珞以后"),
        ("昨天夜里发生了火灾", "昨天夜里发果生了火灾"),
        ("大家认为这条建议很好", "大家认为这条建很好"),
        ("把新的设备运到山里", "把新的没备运到山里"),
    ],
)
def test_a_slip_breaks_a_word(left: str, right: str) -> None:
    assert miscopied(left, right, gaps(left, right))
    assert miscopied(right, left, gaps(right, left))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("完全赞成这个报告", "赞成这个报告"),
        ("也能实现和平", "也实现和平"),
        ("第三次会议决定", "第四次会议决定"),
        ("坚持党的领导", "必须坚持党的领导"),
        ("我国经济稳定增长", "中国经济稳定增长"),
        ("会议公报说", "会议于说"),
    ],
)
def test_authors_change_words(left: str, right: str) -> None:
    assert not miscopied(left, right, gaps(left, right))


def test_slips_on_both_sides_are_a_bad_page() -> None:
    left, right = "修好村里的公珞以后大家认为这条建议很好", "修好村里的公路以后大家认为这条律议很好"
    assert not miscopied(left, right, gaps(left, right))
