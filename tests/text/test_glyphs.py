from __future__ import annotations

import numpy as np
import pytest

from quality.text.glyphs import SIDE, album, similarity

MANY = "田由甲申电干千于己已巳未末土士"


def test_what_scanners_confuse_looks_alike() -> None:
    assert min(map(similarity, "人千己未", "入干已末")) > 0.85
    assert similarity("人", "国") < 0.5


def test_similarity_is_the_correlation_of_two_pictures() -> None:
    pictures = album()
    for left, right in zip(MANY, MANY[::-1], strict=True):
        one, other = (pictures.greys[pictures.places[ord(char)]] for char in (left, right))
        assert similarity(left, right) == pytest.approx(float(np.corrcoef(one, other)[0, 1]))
        assert similarity(left, right) == similarity(right, left)
    assert pictures.greys.shape[1] == SIDE * SIDE


@pytest.mark.parametrize("other", "a，\n\ud800\U00020000")
def test_other_characters_look_like_nothing(other: str) -> None:
    assert similarity(other, "人") == similarity("人", other) == 0
