from __future__ import annotations

from quality.text.glyphs import ALIKE, lookalikes


def test_what_scanners_confuse_looks_alike() -> None:
    known = lookalikes("人千己未")
    for one, other in ("人入", "千干", "己已", "未末"):
        assert known[one][other] > 0.85
    assert "国" not in known["人"]


def test_similarity_is_symmetric_and_one_by_one_as_many_at_once() -> None:
    many = {char: dict(lookalikes("田由甲申电")[char]) for char in "田由甲申电"}
    for char, near in many.items():
        assert char not in near
        assert all(value >= ALIKE for value in near.values())
        for other, value in near.items():
            assert abs(lookalikes([other])[other][char] - value) < 1e-5


def test_other_characters_look_like_nothing() -> None:
    assert lookalikes("a，\n")["a"] == {}
