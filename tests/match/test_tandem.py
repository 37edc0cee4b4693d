"""Every run, found twice: by the scan and by looking at every place."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quality.match.tandem import LONGEST, SHORT, Run, needed, segments, tandem_runs
from quality.match.tandem_kernel import scan

CODES = st.lists(st.integers(0, 2), min_size=2, max_size=120) | st.lists(st.integers(0, 9), min_size=2, max_size=160)


def array(values: list[int]) -> np.ndarray:
    return np.array(values, np.uint32)


def every_segment(values: list[int], longest: int) -> list[list[int]]:
    rows = []
    for period in range(1, min(longest, len(values) // 2) + 1):
        start = 0
        for at in range(len(values) - period + 1):
            if at + period < len(values) and values[at] == values[at + period]:
                continue
            if at - start >= needed(period):
                rows.append([period, start, at])
            start = at + 1
    return rows


def compiled(codes: np.ndarray, longest: int) -> list[list[int]]:
    needs = np.array([0, *map(needed, range(1, longest + 1))])
    room = np.empty((10_000, 3), np.int64)
    return sorted(room[: scan(codes, needs, np.empty((2, len(needs)), np.int64), room)].tolist())


@settings(deadline=None)
@given(CODES)
def test_segments_are_those_of_a_look_at_every_place(values: list[int]) -> None:
    assert segments(array(values)).tolist() == every_segment(values, LONGEST)


@settings(deadline=None)
@given(CODES)
def test_the_kernel_is_the_twin_of_numpy(values: list[int]) -> None:
    assert compiled(array(values), len(values) // 2) == every_segment(values, LONGEST)


@settings(deadline=None)
@given(CODES, st.integers(2, 30), st.integers(2, 4))
def test_a_planted_repeat_is_found(values: list[int], period: int, copies: int) -> None:
    unit = list(range(100, 100 + period))
    planted = values + unit * copies + values
    found = [r for r in tandem_runs(array(planted)) if r.period == period and r.copies >= copies and not r.wrong]
    assert any(r.start <= len(values) and r.end >= len(values) + period * copies for r in found)


def test_a_wrong_code_is_bridged_and_counted() -> None:
    unit = list(range(20))
    spoilt = [*unit[:7], 99, *unit[8:]]
    assert tandem_runs(array([50, *unit, *spoilt, 51])) == [Run(1, 41, 20, wrong=1)]


def test_of_nested_periods_the_shortest_speaks() -> None:
    assert tandem_runs(array([1, 2, 3] * 4)) == [Run(0, 12, 3)]


@pytest.mark.parametrize("size", [SHORT + 10, 3 * SHORT])
def test_one_code_all_over_is_one_run(size: int) -> None:
    assert tandem_runs(np.full(size, 7, np.uint32)) == [Run(0, size, 1)]


def test_fibonacci_words_have_no_more_runs_than_codes() -> None:
    short, long = [0], [0, 1]
    while len(long) < 20_000:
        short, long = long, [*long, *short]
    exact = [r for r in tandem_runs(array(long)) if not r.wrong]
    assert len(exact) < len(long)


def test_a_long_text_is_read_as_a_short_one() -> None:
    values = np.random.default_rng(5).integers(0, 500, SHORT + 5000).astype(np.uint32)
    values[SHORT : SHORT + 90] = np.tile(np.arange(30, dtype=np.uint32) + 1000, 3)
    late = tandem_runs(values[SHORT - 100 :])
    assert [Run(r.start + SHORT - 100, r.end + SHORT - 100, r.period, r.wrong) for r in late if r.period > 1] == [
        r for r in tandem_runs(values) if r.period > 1 and r.start >= SHORT - 100
    ]
