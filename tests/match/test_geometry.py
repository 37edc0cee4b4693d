"""Errors of copying and refilled moulds look different."""

from __future__ import annotations

from quality.match.align import gaps
from quality.match.geometry import Geometry, geometry

LEFT = "渡口的灯塔每晚七点亮灯守灯人划船过去擦一遍灯罩再添满油第二天清早把灯熄掉回来吃饭睡觉"


def measured(left: str, right: str) -> Geometry:
    return geometry(left, right, gaps(left, right))


def test_equal_texts_have_no_difference() -> None:
    found = measured(LEFT, LEFT)
    assert (found.equal, found.noise, found.slots, found.mould) == (len(LEFT), 0.0, 0, False)


def test_slips_of_single_characters_are_no_mould() -> None:
    found = measured(LEFT, LEFT.replace("划", "戈").replace("熄", "息"))
    assert found.slips == 2
    assert not found.mould
    assert found.equal == len(LEFT) - 2


def test_a_particle_is_no_slip() -> None:
    assert measured(LEFT, LEFT.replace("渡口的", "渡口")).slips == 0


def test_words_filled_in_anew_are_a_mould() -> None:
    other = LEFT.replace("渡口的灯塔", "村西老水井").replace("七点亮灯", "三点开闸").replace("守灯人划船", "管水员骑马")
    assert measured(LEFT, other).mould


def test_two_numbers_that_differ_are_doubtful_one_among_slips_is_not() -> None:
    base = "仓库收进稻谷二百吨小麦三百吨玉米九百吨入库以后分三处存放由两名保管员昼夜值守每天测温"
    assert measured(base, base.replace("二百", "四百").replace("九百", "六百")).doubtful
    long = base * 4
    one = long.replace("昼夜值守", "昼夜直守", 1)[:-20] + long[-20:].replace("两名", "三名")
    assert not measured(long, one).doubtful
    assert measured(base, base.replace("九百", "六百")).doubtful


def test_a_cut_is_no_slot() -> None:
    found = measured(LEFT, LEFT[:20] + LEFT[30:])
    assert (found.cuts, found.slots) == (10, 0)


def test_a_number_that_a_foreign_character_broke_is_no_other_number() -> None:
    for other, numbers in (("今年五月去了一次山里", 1), ("今年二张月去了一次山里", 0)):
        left = "今年三月去了一次山里"
        assert geometry(left, other, gaps(left, other)).numbers == numbers
