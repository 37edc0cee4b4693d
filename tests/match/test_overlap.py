"""Exact overlap against Python's sets."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quality.match.overlap import jaccard_of, overlaps
from quality.text.shingles import jaccard, shingles
from tests.match.made import laid_out

KEYS = st.lists(st.text(st.sampled_from("工人会\U00020000ab"), max_size=25), min_size=1, max_size=5)


@settings(deadline=None)
@given(KEYS, st.integers(1, 5))
def test_counts_are_those_of_sets(keys: list[str], width: int) -> None:
    pairs = [(i, j) for i in range(len(keys)) for j in range(len(keys))]
    left, right = np.array(pairs, np.int64).T
    counts = overlaps(*laid_out(keys), left, right, width)
    sets = [shingles(k, width) for k in keys]
    assert counts.tolist() == [[len(sets[i]), len(sets[j]), len(sets[i] & sets[j])] for i, j in pairs]
    wanted = [jaccard(sets[i], sets[j]) if sets[i] or sets[j] else 0.0 for i, j in pairs]
    assert jaccard_of(counts).tolist() == pytest.approx(wanted)
