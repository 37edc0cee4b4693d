from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quality.text.variants import simplified_forms, traditional_forms
from quality.text.words import FREQUENT, LONGEST, covered, frequencies, is_word, well_covered, word_around

HAN_TEXT = st.text(st.sampled_from("工人们在车间里学习技术的一是，a "), max_size=12)


def test_the_dictionary_knows_plain_words_and_their_weights() -> None:
    assert is_word("工人")
    assert not is_word("工们")
    assert frequencies()["的"] > frequencies()["工人"] > frequencies()["砥砺"]


@given(HAN_TEXT)
def test_covered_is_what_a_plain_search_finds(text: str) -> None:
    words = [
        (i, j) for i in range(len(text)) for j in range(i + 2, min(i + LONGEST, len(text)) + 1) if is_word(text[i:j])
    ]
    expected = [any(i <= at < j for i, j in words) or char in "，a " for at, char in enumerate(text)]
    assert [bool(mark) for mark in covered(text)] == expected
    frequent = [(i, j) for i, j in words if frequencies()[text[i:j]] >= FREQUENT]
    assert [bool(mark) for mark in well_covered(text)] == [
        any(i <= at < j for i, j in frequent) or char in "，a " for at, char in enumerate(text)
    ]
    for at in range(len(text)):
        around = [w for w in words if w[0] <= at < w[1]]
        assert (word_around(text, at) in around) if around else word_around(text, at) is None


def test_only_telling_characters_are_forms() -> None:
    assert simplified_forms()["礪"] == "砺"
    assert traditional_forms()["说"] == "說"
    assert not {"乾", "后", "里", "面"} & (simplified_forms().keys() | traditional_forms().keys())
    assert not simplified_forms().keys() & traditional_forms().keys()
