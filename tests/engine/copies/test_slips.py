"""Slips that break words, against differences that authors make."""

import pytest

from quality.engine.copies.slips import other_words, reworded, slips


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
    assert slips(left, right) == slips(right, left) == 1


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
    assert not slips(left, right)


def test_slips_on_both_sides_are_a_bad_page() -> None:
    left, right = "修好村里的公珞以后大家认为这条建议很好", "修好村里的公路以后大家认为这条律议很好"
    assert not slips(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("困难学生享受免学费政策", "困难学生实行免学费政策"),
        ("农民工可到车站买票", "农民工可直接到车站买票"),
    ],
)
def test_words_for_words_are_reworded(left: str, right: str) -> None:
    assert reworded(left, right) == reworded(right, left) == 1


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("修好村里的公路以后", "修好村里的公珞以后"),
        ("大家认为这条建议很好", "大家认为这钉建议火很好"),
        ("针对山里的农户新出的办法", "山里的农户新出的办法"),  # what differs at an end may be other text
    ],
)
def test_slips_and_ends_are_not_reworded(left: str, right: str) -> None:
    assert not reworded(left, right)


def test_one_character_makes_another_word() -> None:
    assert other_words("根据各代表团的审议意见和报告", "根据各代表团的审查意见和报告")
    assert not other_words("根据各代表团的审议意见和报告", "根据各代表团的审汉意见和报告")
