"""Passages: what is planted is found, what is found is alike, and no input makes the search quadratic."""

from __future__ import annotations

import random
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from quality.match.growth import BAND
from quality.match.passages import ALPHABETIC, LOOK_BACK, REACH, find_passages, laid_out, link


def codes(text: str) -> np.ndarray:
    return np.frombuffer(text.encode("utf-32-le"), np.uint32)


def search(*texts: str, shortest: int = 30) -> list[tuple[str, str]]:
    buffer, bounds = laid_out([codes(t) for t in texts])
    whole = buffer.tobytes().decode("utf-32-le")
    return [
        (whole[p.left : p.left_end], whole[p.right : p.right_end])
        for p in find_passages(buffer, bounds, shortest=shortest).passages
    ]


def chars(count: int, dice: random.Random) -> str:
    return "".join(chr(dice.randrange(0x4E00, 0x9FA5)) for _ in range(count))


def noisy(text: str, rate: float, dice: random.Random) -> str:
    """A third each substituted, dropped, and with another character after them."""
    out = []
    for char in text:
        kind = dice.random() * 3 / rate
        out.append(chars(1, dice) if kind < 1 else "" if kind < 2 else char + chars(1, dice) if kind < 3 else char)
    return "".join(out)


@pytest.mark.parametrize(("rate", "least"), [(0.001, 60), (0.05, 59), (0.1, 56)])
def test_planted_passages_are_found(rate: float, least: int) -> None:
    dice, found = random.Random(11), 0
    for _ in range(60):
        passage = chars(dice.randrange(40, 160), dice)
        left, right = (
            chars(300, dice) + passage + chars(50, dice),
            chars(80, dice) + noisy(passage, rate, dice) + chars(90, dice),
        )
        pairs = search(left, right, shortest=20)
        found += any(len(a) >= 0.6 * len(passage) and a[5:-5] in passage for a, _ in pairs)
    assert found >= least


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text("天地玄黄宇宙洪荒日月盈昃", max_size=120), max_size=4), st.integers(12, 40))
def test_what_is_found_is_alike_and_stays_in_its_text(texts: list[str], shortest: int) -> None:
    for left, right in search(*texts, shortest=shortest):
        assert "\0" not in left + right
        assert min(len(left), len(right)) >= shortest
        assert Levenshtein.distance(left, right) <= 0.5 * max(len(left), len(right))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 40), st.integers(30, 90))
def test_every_exact_copy_of_thirty_characters_is_found(seed: int, between: int, length: int) -> None:
    dice = random.Random(seed)
    passage = chars(length, dice)
    pairs = search(chars(20, dice) + passage + chars(between + 1, dice) + passage + chars(9, dice))
    assert any(a == b == passage for a, b in pairs)


def test_copies_end_to_end_are_pairs_of_neighbours() -> None:
    unit = chars(80, random.Random(5))
    pairs = search("始" + unit * 3 + "终", shortest=40)
    assert (unit, unit) in pairs
    assert all(len(a) <= 2 * len(unit) for a, _ in pairs)


def test_a_seed_that_stands_everywhere_is_skipped_and_counted() -> None:
    buffer, bounds = laid_out([codes("的" * 500)])
    found = find_passages(buffer, bounds, shortest=20)
    assert found.passages == ()
    assert found.skipped > 400


def test_letters_take_longer_seeds() -> None:
    text = "the quick brown fox jumps over the lazy dog while nobody looks"
    buffer, bounds = laid_out([codes(text + " and then it rains"), codes("they say " + text)])
    (passage,) = find_passages(buffer, bounds, shortest=40, sensitivity=ALPHABETIC).passages
    assert len(passage) == len(text)


def test_nothing_at_all() -> None:
    assert search() == []
    assert search("", "天") == []


def fibonacci(count: int) -> str:
    before, text = "天", "地"
    while len(text) < count:
        before, text = text, text + before
    return text[:count]


@pytest.mark.parametrize(
    "make",
    [
        lambda n: "的" * n,
        fibonacci,
        lambda n: (chars(100, random.Random(1)) * n)[:n],
        lambda n: (chars(n // 40, random.Random(2)) * 50)[:n],
        lambda n: "".join(random.Random(3).choices("天地", k=n)),
    ],
    ids=["one", "fibonacci", "period", "long-period", "two"],
)
def test_no_input_is_quadratic(make: object) -> None:
    """Eight times the text may not take thirty times as long."""

    def seconds(count: int) -> float:
        buffer, bounds = laid_out([codes(make(count))])
        start = time.process_time()
        find_passages(buffer, bounds, shortest=25)
        return time.process_time() - start

    seconds(1_000)
    assert seconds(160_000) <= 30 * max(seconds(20_000), 0.01)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 60)] * 2, st.integers(0, 12), *[st.integers(0, 1)] * 2), max_size=30))
def test_a_run_is_linked_with_the_nearest_of_a_few_before_it(rows: list[tuple[int, int, int, int, int]]) -> None:
    rows.sort(key=lambda row: (row[2] // 4, row[0]))
    runs = np.array([(first, first + size, diagonal) for first, size, diagonal, _, _ in rows], np.int64).reshape(-1, 3)
    before, least = np.arange(len(rows)), np.full(len(rows), 1 << 30)
    texts = np.array([row[3:] for row in rows], np.int64).reshape(-1, 2)
    link(np.arange(len(rows)), runs.T.copy(), texts.T.copy(), before, least)
    for number, (first, _, diagonal, *holders) in enumerate(rows):
        costs = {number: 1 << 30}
        for back in range(1, min(LOOK_BACK, number) + 1):
            earlier, size, other, *others = rows[number - back]
            gaps = first - earlier - size, first - earlier - size + diagonal - other
            drift = abs(diagonal - other)
            near = min(gaps) >= -BAND and max(gaps) <= REACH and drift <= 4 + max(*gaps, 0) // 4
            if near and first > earlier and holders == others:
                costs[number - back] = max(gaps) + drift
        assert before[number] == min(costs, key=costs.__getitem__)
