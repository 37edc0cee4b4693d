"""Repeated stretches against looking for each window everywhere."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality.match.repeated import repeated


def codes(text: str) -> np.ndarray:
    return np.frombuffer(text.encode("utf-32-le"), np.uint32)


def plain(text: str, length: int) -> list[bool]:
    covered = [False] * len(text)
    for start in range(len(text) - length + 1):
        window = text[start : start + length]
        if "\0" not in window and text.find(window, text.find(window) + 1) >= 0:
            covered[start : start + length] = [True] * length
    return covered


@given(st.text("的一是\0", max_size=120), st.integers(2, 9))
def test_the_same_as_the_plain_twin(text: str, length: int) -> None:
    assert repeated(codes(text), length).tolist() == plain(text, length)


@given(st.text("的一是不了人在有我他", min_size=20, max_size=60), st.integers(10, 20))
def test_a_copied_stretch(text: str, length: int) -> None:
    both = text + "\0" + text[: length + 3]
    assert repeated(codes(both), length).tolist() == plain(both, length)


def test_one_character_is_no_stretch() -> None:
    with pytest.raises(ValueError, match="two characters"):
        repeated(codes("的的"), 1)
