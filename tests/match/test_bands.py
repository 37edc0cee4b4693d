"""The join by sorting against a dictionary of buckets."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quality.match.bands import CAP, Bands, candidates


def plain(rows: np.ndarray, bands: Bands) -> set[tuple[int, int]]:
    found = set()
    for band in range(bands.count):
        buckets = defaultdict(list)
        for number, row in enumerate(rows):
            buckets[tuple(row[band * bands.rows : (band + 1) * bands.rows])].append(number)
        for bucket in buckets.values():
            found |= {(i, j) for i, j in combinations(bucket, 2) if (rows[i] == rows[j]).sum() >= bands.least}
    return found


@settings(deadline=None, max_examples=50)
@given(st.integers(1, 40), st.integers(1, 4), st.integers(1, 8), st.integers(0, 1000))
def test_every_pair_that_shares_a_bucket(count: int, depth: int, least: int, seed: int) -> None:
    rows = np.random.default_rng(seed).integers(0, 3, (count, 12), dtype=np.uint32)
    bands = Bands(count=12 // depth, rows=depth, least=least)
    found = candidates(rows, np.arange(count), bands)
    assert set(zip(found.left.tolist(), found.right.tolist(), strict=True)) == plain(rows, bands)
    assert found.skipped == 0
    assert found.agreeing.tolist() == [(rows[i] == rows[j]).sum() for i, j in zip(found.left, found.right, strict=True)]


def test_only_members_are_joined() -> None:
    rows = np.zeros((6, 8), np.uint32)
    found = candidates(rows, np.array([1, 4]), Bands(count=4, rows=2, least=1))
    assert (found.left.tolist(), found.right.tolist()) == ([1], [4])


def test_a_giant_bucket_is_linked_and_its_rest_counted() -> None:
    """Ten thousand equal signatures: a star and a chain, not fifty million pairs."""
    count = 10_000
    found = candidates(np.zeros((count, 32), np.uint32), np.arange(count), Bands(count=2, rows=16, least=1))
    assert len(found.left) < 2 * count
    assert set(found.right.tolist()) == set(range(1, count))
    assert found.skipped == 2 * (count * (count - 1) // 2 - len(found.left))


def test_a_giant_bucket_of_many_small_groups_loses_none() -> None:
    """All agree in the first band; pairs agree everywhere: splitting by further values finds every pair."""
    pairs = 2 * CAP
    rows = np.repeat(np.random.default_rng(3).integers(0, 1 << 32, (pairs, 32), dtype=np.uint32), 2, axis=0)
    rows[:, :2] = 7
    found = candidates(rows, np.arange(2 * pairs), Bands(count=1, rows=2, least=20))
    assert set(zip(found.left.tolist(), found.right.tolist(), strict=True)) == {
        (2 * n, 2 * n + 1) for n in range(pairs)
    }


@pytest.mark.parametrize("similarity", [0.3, 0.5, 0.7, 0.9, 1.0])
def test_bands_reach_the_similarity(similarity: float) -> None:
    bands = Bands.reaching(similarity, 128)
    assert bands.count * bands.rows <= 128
    assert (1 - similarity**bands.rows) ** bands.count <= 1e-3 or bands.rows == 2
    assert bands.least <= similarity * 128
