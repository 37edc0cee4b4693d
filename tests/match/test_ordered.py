"""Sorted arrays as sets, against NumPy's functions."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from quality.match.ordered import distinct, held

NUMBERS = st.lists(st.integers(-5, 5) | st.integers(-(1 << 62), 1 << 62), max_size=30)


@given(NUMBERS, NUMBERS)
def test_as_numpy_has_them(some: list[int], others: list[int]) -> None:
    values, among = np.array(some, np.int64), np.array(others, np.int64)
    assert distinct(values).tolist() == np.unique(values).tolist()
    assert values.tolist() == some
    assert held(values, among).tolist() == np.isin(values, among).tolist()
