"""The measuring of differences: compiled against plain, blocks and chains against their definitions, copies against moulds."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import LCSseq

from quality.match import blocks as b
from quality.match import gaps as g
from quality.match.judge import COPY, Judgement, judge
from tests.match.made import laid_out, noisy, story

if TYPE_CHECKING:
    from collections.abc import Callable

KEYS = st.text(st.sampled_from("甲乙丙丁戊12三ab"), max_size=60)


def units(key: str) -> np.ndarray:
    return np.frombuffer(key.encode("utf-16-le"), np.uint16)


def measured(pairs: list[tuple[str, str]]) -> np.ndarray:
    left = np.arange(0, 2 * len(pairs), 2)
    return g.measure(*laid_out([k for pair in pairs for k in pair]), left, left + 1)


def judged(left: str, right: str) -> Judgement:
    return Judgement(int(judge(measured([(left, right)]))[0][0]))


def plain(compiled: Callable[..., None]) -> Callable[..., None]:
    """The same function without Numba; those that it calls stay compiled."""
    return compiled.py_func


@settings(deadline=None, max_examples=60)
@given(KEYS, KEYS)
def test_both_orders_measure_the_same(left: str, right: str) -> None:
    found = measured([(left, right), (right, left)])
    assert (found[0] == found[1]).all()


@settings(deadline=None, max_examples=60)
@given(KEYS, KEYS, st.data())
def test_small_kernels_are_their_plain_twins(left: str, right: str, data: st.DataObject) -> None:
    x, y = units(left), units(right)
    row = np.empty(g.WIDE + 2, np.int32)
    table = g._numeral_table()
    xa, ya = data.draw(st.integers(0, len(x))), data.draw(st.integers(0, len(y)))
    xb, yb = data.draw(st.integers(xa, len(x))), data.draw(st.integers(ya, len(y)))
    gap = (x, xa, xb, y, ya, yb)
    assert b.common_subsequence(*gap, row) == LCSseq.similarity(left[xa:xb], right[ya:yb])
    assert g.numerals_differ(*gap, table) == plain(g.numerals_differ)(*gap, table)
    assert g.all_numerals(x, xa, xb, table) == all(table[u] for u in x[xa:xb])
    assert g.comes_first(x, y) == plain(g.comes_first)(x, y)
    mine, theirs = np.zeros((2, g.COLUMNS)), np.zeros((2, 8), np.uint64)
    with np.errstate(over="ignore"):
        counts = [f(*gap, theirs[n], 0, mine[n]) for n, f in enumerate((g.remember, plain(g.remember)))]
    assert counts[0] == counts[1]
    edits = [f(*gap, row, mine[n]) for n, f in enumerate((g.count_edits, plain(g.count_edits)))]
    assert edits[0] == edits[1]
    assert (mine[0] == mine[1]).all()


@settings(deadline=None, max_examples=60)
@given(KEYS.filter(lambda k: len(k) >= 8), KEYS.filter(lambda k: len(k) >= 8))
def test_blocks_stand_in_both_keys_and_the_chain_covers_most(left: str, right: str) -> None:
    x, y = units(left), units(right)
    size, width = 256, b.HAN_SEED
    heads, following = np.empty(size, np.int32), np.empty(len(y), np.int32)
    b.index_seeds(y, width, heads, following, size)
    found = np.empty((len(x), 3), np.int32)
    count = b.find_blocks(x, y, width, heads, following, size, found)
    for at, place, length in found[:count].tolist():
        assert left[at : at + length] == right[place : place + length]
        assert length >= width
    scores, ceilings, before, chained = (np.empty(len(found), np.int64) for _ in range(4))
    n = b.best_chain(found, count, scores, ceilings, before, chained)
    assert (max(scores[:count], default=0)) == best_by_trying_all(found[:count].tolist())
    covered = b.trim(found, chained, n)
    ends = [(found[k, 0] + found[k, 2], found[k, 1] + found[k, 2]) for k in chained[:n]]
    starts = [(found[k, 0], found[k, 1]) for k in chained[:n]]
    assert all(e[0] <= s[0] and e[1] <= s[1] for e, s in zip(ends, starts[1:], strict=False))
    assert covered == sum(found[k, 2] for k in chained[:n])


def best_by_trying_all(found: list[list[int]]) -> int:
    """The recurrence without look-back limit or ceiling."""
    scores: list[int] = []
    for k, (_, place, length) in enumerate(found):
        best = length
        for j in range(k):
            gain = length - max(found[j][1] + found[j][2] - place, 0)
            if found[j][1] < place and gain >= 2:
                best = max(best, scores[j] + gain)
        scores.append(best)
    return max(scores, default=0)


@pytest.mark.parametrize("rate", [0.0, 0.01, 0.05, 0.1, 0.15])
def test_noise_makes_copies(rate: float) -> None:
    verdicts = [judged(story(n, 500), noisy(story(n, 500), rate, n)) for n in range(20)]
    assert verdicts.count(Judgement.COPY) >= 19


def test_names_swapped_throughout_make_a_template() -> None:
    draw = random.Random(4)
    for number in range(20):
        frame = story(number, 400)
        one, other = ("".join(chr(draw.randrange(0x4E00, 0x9F00)) for _ in range(3)) for _ in range(2))
        texts = [frame[:50] + n + frame[50:120] + n + frame[120:300] + n + frame[300:] for n in (one, other)]
        assert judged(*texts) == Judgement.TEMPLATE


def test_figures_swapped_throughout_are_no_copy() -> None:
    draw = random.Random(5)
    for number in range(20):
        frame = story(number, 200)
        rows = [
            "".join(frame[at : at + 12] + str(draw.randrange(100, 9999)) for at in range(0, 192, 12)) for _ in range(2)
        ]
        assert judged(*rows) in {Judgement.TEMPLATE, Judgement.UNSURE}


@pytest.mark.parametrize(
    ("left", "right", "wanted"),
    [
        ("下转第四版", "下转第四版", Judgement.COPY),
        ("下转第四版", "下转第三版", Judgement.DIFFERENT),
        ("清晨的渡船从江岸开出", "清晨的渡船从江岸开回", Judgement.UNSURE),
        (story(1, 30), story(1, 30)[:-1] + "错", Judgement.UNSURE),
        (story(1, 30), story(2, 15) + story(1, 30), Judgement.COPY),
        (story(1, 300), story(2, 300), Judgement.DIFFERENT),
    ],
)
def test_short_keys_and_strangers(left: str, right: str, wanted: Judgement) -> None:
    assert judged(left, right) == wanted


def test_one_date_is_not_decided() -> None:
    text = story(6, 300)
    assert judged(text[:100] + "二〇二四年" + text[100:], text[:100] + "二〇二五年" + text[100:]) == Judgement.UNSURE


def test_moved_paragraphs_are_a_copy() -> None:
    parts = [story(n, 120) for n in range(4)]
    assert judged("".join(parts), "".join(parts[::-1])) == Judgement.COPY


def book(seed: int, letters: int) -> str:
    """Running text of words as frequent as Zipf has it, without spaces, as a key is."""
    draw, shared = random.Random(seed), random.Random(0)
    words = ["".join(shared.choices("etaoinshrdlu", k=shared.randint(2, 8))) for _ in range(1000)]
    return "".join(draw.choices(words, [1 / n for n in range(1, 1001)], k=letters // 5))[:letters]


def test_what_chance_finds_in_long_texts_is_not_moved() -> None:
    """Two books of one language share thousands of runs of words, the more the longer they are."""
    found = measured([(book(1, 400_000), book(2, 400_000))])
    assert (found[0, g.CHAIN] + found[0, g.MOVED_UNITS]) / found[0, g.SHORTER] < 0.15
    assert Judgement(int(judge(found)[0][0])) == Judgement.DIFFERENT


def test_chapters_that_change_places_are_moved_however_long_the_book() -> None:
    chapters = [book(n, 40_000) for n in range(4)]
    assert judged("".join(chapters), "".join(chapters[::-1])) == Judgement.COPY


def test_repetitive_text_ends() -> None:
    """One character a hundred thousand times against itself with a hole: no work that grows with the square."""
    found = measured([("甲" * 100_000, "甲" * 50_000 + "乙" + "甲" * 49_000)])
    assert found[0, g.SHORTER] == 99_001


def test_score_rises_with_likeness() -> None:
    text = story(3, 600)
    scores = [judge(measured([(text, noisy(text, rate, 8))]))[2][0] for rate in (0.02, 0.3)]
    assert scores[0] > COPY > scores[1] or scores[0] > scores[1]
