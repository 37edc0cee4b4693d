from __future__ import annotations

import numpy as np

from quality.text.folding import encode
from quality.text.glyphs import OFTEN, STEPS, similarity, similarity_at_most

MANY = "田由甲申电干千于己已巳未末土士"


def test_what_scanners_confuse_looks_alike() -> None:
    assert similarity(encode("人千己未"), encode("入干已末")).min() > 0.85
    assert similarity(encode("人"), encode("国"))[0] < 0.5


def test_similarity_is_symmetric_and_its_bound_just_above() -> None:
    left, right = encode(MANY), encode(MANY[::-1])
    alike = similarity(left, right)
    assert np.allclose(alike, similarity(right, left))
    bound = similarity_at_most(left, right)
    assert (bound >= alike - 1e-6).all()
    assert (bound <= np.maximum(alike, 0) + 1.01 / STEPS).all()
    assert np.array_equal(bound[:1], similarity_at_most(left[:1], right[:1]))


def test_the_bound_is_the_same_for_what_is_asked_once_and_often() -> None:
    left = np.repeat(encode("永国麦a"), OFTEN // 2)
    right = np.resize(encode(MANY + "b"), len(left))
    first, second, third = (similarity_at_most(left, right) for _ in range(3))
    assert np.allclose(first, second, atol=1.01 / STEPS)
    assert np.allclose(second, third, atol=1.01 / STEPS)
    assert (first >= similarity(left, right) - 1e-6).all()


def test_other_characters_look_like_nothing() -> None:
    others = encode("a，\n\ud800\U00020000")
    assert not similarity(others, encode("人人人人人")).any()
    assert not similarity_at_most(encode("人人人人人"), others).any()
