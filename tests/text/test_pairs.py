from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality.text.pairs import likely_place, lost_marks, straight_quotes

KIND = {"（": "(", "）": ")"}
NESTED = st.recursive(
    st.sampled_from(["水", "，", "。", "abcd", ""]),
    lambda inner: st.tuples(st.sampled_from(["《》", "（）", "()", "“”", "【】"]), st.lists(inner, max_size=3)).map(
        lambda node: node[0][0] + "".join(node[1]) + node[0][1]
    ),
    max_leaves=12,
)


@given(st.lists(NESTED, max_size=4).map("火".join))
def test_whole_pairs_lose_nothing(text: str) -> None:
    assert lost_marks(text) == []


@given(st.lists(NESTED, max_size=4).map("火".join), st.data())
def test_one_removed_mark_leaves_one_lost_partner_of_its_kind(text: str, data: st.DataObject) -> None:
    places = [i for i, char in enumerate(text) if char in "《》（）“”【】"]
    if places:
        at = data.draw(st.sampled_from(places))
        lost = lost_marks(text[:at] + text[at + 1 :])
        assert [KIND.get(mark.partner, mark.partner) for mark in lost] == [KIND.get(text[at], text[at])]


@given(st.text(st.sampled_from("《》（)“”‘’「一。，\n1a:"), max_size=60))
def test_is_total_and_ordered(text: str) -> None:
    lost = lost_marks(text)
    assert [mark.at for mark in lost] == sorted({mark.at for mark in lost})
    for mark in lost:
        assert text[mark.at] == mark.mark
        assert 0 <= likely_place(text, mark) <= len(text)


def test_a_partner_out_of_reach_is_none() -> None:
    assert [mark.mark for mark in lost_marks("《" + "长" * 300 + "》")] == ["《", "》"]


@pytest.mark.parametrize(
    ("line", "pairs"),
    [
        ('他说"好"，又说"行"。', [(2, 4), (8, 10)]),
        ('“两翼"农户和“一圈"的干部', [(0, 3), (7, 10)]),
        ('"两翼”农户，“一圈”的干部', [(0, 3)]),
        ('“两翼”农户和"一圈"的干部', [(7, 10)]),
        ('“他说"好"就走”', [(3, 5)]),
        ('一根5"的管子', []),
        ('“两翼”农户和"一圈的干部', []),
        ('”两翼"农户和“一圈"的干部', []),
    ],
)
def test_straight_marks_pair_where_nothing_else_is_possible(line: str, pairs: list[tuple[int, int]]) -> None:
    assert straight_quotes(line) == pairs


@pytest.mark.parametrize("text", ['他叫“两翼"农户', '他叫"两翼”农户', "他叫‘两翼'农户"])
def test_a_straight_mark_is_a_partner_of_its_kind(text: str) -> None:
    assert lost_marks(text) == []


@pytest.mark.parametrize("text", ["他叫“两翼'农户", '他叫“两翼“农户"'])
def test_a_straight_mark_of_another_kind_or_quotation_is_none(text: str) -> None:
    assert [mark.at for mark in lost_marks(text)] == [2]
