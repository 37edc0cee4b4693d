from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality.text.mojibake import mojibake

SIMPLIFIED = "雨下了一整天，屋顶的瓦被风吹走了三片，明天得请人来修。"
TRADITIONAL = "雨下了一整天，屋頂的瓦被風吹走了三片，明天得請人來修。"
ENGLISH = "The café in Zürich serves crème brûlée and naïve coffee."


def misread(text: str, was: str, wrong: str) -> str:
    return text.encode(was).decode(wrong, "replace")


@pytest.mark.parametrize(
    ("text", "was", "read_as", "exact"),
    [
        (SIMPLIFIED, "utf-8", "latin-1", True),
        (SIMPLIFIED, "gbk", "latin-1", True),
        (SIMPLIFIED, "utf-8", "gb18030", False),
        (TRADITIONAL, "big5", "gb18030", False),
        (ENGLISH, "utf-8", "latin-1", True),
        (ENGLISH, "utf-8", "cp1252", True),
        (ENGLISH, "utf-8", "mac_roman", True),
    ],
)
def test_wrongly_decoded_text_is_found_and_given_back(text: str, was: str, read_as: str, exact: bool) -> None:  # noqa: FBT001
    garbled = misread(text, was, read_as)
    found = mojibake(garbled)
    assert found
    mended = garbled
    for one in reversed(found):
        if one.original is not None:
            mended = mended[: one.start] + one.original + mended[one.end :]
    assert mended == text or not exact
    assert all(one.exact for one in found) or not exact


@pytest.mark.parametrize("text", [SIMPLIFIED, TRADITIONAL, ENGLISH, "锟铻、涪陵、渑池", "5×3·2，−3℃", "Ôôô VIDA", ""])
def test_right_text_is_left_alone(text: str) -> None:
    assert mojibake(text) == []


@given(st.text(st.sampled_from("Ã©ÂâЂ€™\x80\xa0闆ㄨ鍜岄锟斤拷雨衣 aé\n"), max_size=40))
def test_places_are_ordered_and_apart(text: str) -> None:
    found = mojibake(text)
    for one in found:
        assert 0 <= one.start < one.end <= len(text)
        assert one.original != text[one.start : one.end]
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_bytes_lost_on_the_way_leave_the_rest_readable() -> None:
    text = "雨下了一整天，屋顶的瓦被风吹走了三片，明天得请人来修，炉子也该换了。"
    for wrong in ("cp950", "big5hkscs"):
        (found,) = mojibake(misread(text, "gb18030", wrong))
        assert found.original is not None
        assert not found.exact
        assert sum(char in found.original for char in set(text)) > 0.8 * len(set(text))
