"""Minimizers against a plain twin, and the promise that makes them useful."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quality.match import seeds as module
from quality.match.seeds import gram_hashes, minimizers, shared_pairs, sliding

TEXTS = st.text("的一是不了\0", max_size=80)


def codes(text: str) -> np.ndarray:
    return np.frombuffer(text.encode("utf-32-le"), np.uint32)


def plain_minimizers(text: str, width: int, window: int) -> set[int]:
    """Places of the least hash of every `window` grams, ties included; grams over the end of a text never count."""
    if len(text) < width:
        return set()
    hashes = gram_hashes(codes(text), width).tolist()
    window = min(window, len(hashes))
    chosen = set()
    for start in range(len(hashes) - window + 1):
        least = min(hashes[start : start + window])
        chosen |= {i for i in range(start, start + window) if hashes[i] == least}
    return {i for i in chosen if "\0" not in text[i : i + width]}


@given(TEXTS, st.integers(1, 6), st.integers(1, 6))
def test_the_same_as_the_plain_twin(text: str, width: int, window: int) -> None:
    found = minimizers(codes(text), width=width, window=window)
    places = (found & np.uint64(0xFFFFFFFF)).tolist()
    assert set(places) == plain_minimizers(text, width, window)
    hashes = gram_hashes(codes(text), width) if len(text) >= width else []
    assert all(int(s) >> 32 == hashes[p] for s, p in zip(found.tolist(), places, strict=True))
    assert found.tolist() == sorted(found.tolist())


@settings(max_examples=30)
@given(st.text("的一是不了人", min_size=40, max_size=200), st.integers(2, 30))
def test_blocks_leave_no_trace(text: str, block: int) -> None:
    whole = minimizers(codes(text), width=4, window=3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "BLOCK", block)
        assert minimizers(codes(text), width=4, window=3).tolist() == whole.tolist()


@given(st.text(min_size=11, max_size=40), st.text(max_size=20), st.text(max_size=20))
def test_a_shared_stretch_shares_a_seed(shared: str, before: str, after: str) -> None:
    left, right = (
        set((minimizers(codes(t), width=8, window=4) >> np.uint64(32)).tolist())
        for t in (before + shared, shared + after)
    )
    assert left & right or "\0" in shared


@given(st.lists(st.integers(0, 50), min_size=1, max_size=60), st.integers(1, 9))
def test_sliding_extremes(values: list[int], window: int) -> None:
    if window <= len(values):
        array = np.array(values, np.uint32)
        assert sliding(array, window, np.minimum).tolist() == [
            min(values[i : i + window]) for i in range(len(values) - window + 1)
        ]


@given(st.lists(st.integers(0, 6), max_size=40), st.integers(2, 5))
def test_rare_seeds_pair_all_and_common_ones_neighbours(hashes: list[int], rare: int) -> None:
    common = 8
    seeds = np.sort(np.array([h << 32 | i for i, h in enumerate(hashes)], np.uint64))
    left, right, skipped = shared_pairs(seeds, rare=rare, common=common)
    expected, lost = set(), 0
    for value in set(hashes):
        places = [i for i, h in enumerate(hashes) if h == value]
        if len(places) <= rare:
            expected |= {(a, b) for a in places for b in places if a < b}
        elif len(places) <= common:
            expected |= set(pairwise(places))
        else:
            lost += len(places)
    assert set(zip(left.tolist(), right.tolist(), strict=True)) == expected
    assert skipped == lost
