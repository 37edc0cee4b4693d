"""How a text uses its marks, and which words it is cut into."""

from __future__ import annotations

from quality.text.remembered import LONG, remembered
from quality.text.sentences import pauses_everywhere
from quality.text.words import split

OLD = "却說那日天色將晚、他們都到了山下的村子、只見一座古廟、" * 6
NEW = "集市上有核桃、板栗、红枣、柿饼、山楂、梨、杏、桃、枣、葡萄、石榴，" * 3


def test_print_without_commas_is_told_from_lists() -> None:
    assert pauses_everywhere(OLD)
    assert not pauses_everywhere(NEW)
    assert not pauses_everywhere("苹果、梨、桃")


def test_words_are_cut_where_they_are_most_probable() -> None:
    assert split("目的的确如此") == ["目的", "的确如此"] or split("目的的确如此") == ["目的", "的确", "如此"]
    assert split("发展的的果园")[1:3] == ["的", "的"]
    assert split("") == []


def test_one_long_text_is_remembered_at_a_time() -> None:
    asked: list[str] = []
    length = remembered(lambda text: asked.append(text) or len(text))
    first, second = "甲" * (LONG + 1), "乙" * (LONG + 1)
    assert [length(t) for t in (first, first, second, first, "丙", "丁", "丙")] == [LONG + 1] * 4 + [1] * 3
    assert asked == [first, second, first, "丙", "丁"]
