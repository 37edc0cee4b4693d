from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality.match.lattice import coverage, covered, is_ideographic, well_covered
from quality.text.lexicon import LONGEST
from quality.text.scripts import is_han
from quality.text.words import FREQUENT, frequencies, is_word, word_around

HAN_TEXT = st.text(st.sampled_from("工人们在车间里学习技术的一是，a "), max_size=12)


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


@given(HAN_TEXT)
def test_coverage_is_the_weight_of_the_most_frequent_word(text: str) -> None:
    for at, weight in enumerate(coverage(text).tolist()):
        words = [
            text[i:j]
            for i in range(at + 1)
            for j in range(max(at + 1, i + 2), min(i + LONGEST, len(text)) + 1)
            if is_word(text[i:j])
        ]
        none = -np.inf if is_han(text[at]) else np.inf
        assert weight == (max([frequencies()[word] for word in words], default=none) if is_han(text[at]) else none)


@pytest.mark.parametrize("char", "中㐀䶿䷀々〇〆a，\uf900\ufb00\U00020000\U0003ffff\U00040000\ud800")
def test_han_are_the_same_for_kernels(char: str) -> None:
    assert is_ideographic(ord(char)) == is_han(char)
