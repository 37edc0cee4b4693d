"""Alignment: gaps rebuild the text, count no more edits than needed, and long texts cost what short ones do."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from quality.match.align import PLAIN, core, gaps

WORDS = st.text("天地玄黄宇宙洪荒", max_size=40)


def rebuilt(left: str, right: str, glue: int) -> str:
    """`right`, from `left` and the gaps; equal stretches are taken from `left`."""
    made, at = [], 0
    for gap in gaps(left, right, glue=glue):
        assert len(left[at : gap.left]) == gap.left - at
        made += [left[at : gap.left], right[gap.right : gap.right_end]]
        at = gap.left_end
    return "".join([*made, left[at:]])


@given(WORDS, WORDS, st.integers(1, 4))
def test_gaps_rebuild_the_other_text(left: str, right: str, glue: int) -> None:
    assert rebuilt(left, right, glue) == right


@given(WORDS, WORDS)
def test_edits_are_as_few_as_can_be(left: str, right: str) -> None:
    found = gaps(left, right, glue=1)
    assert sum(max(g.left_end - g.left, g.right_end - g.right) for g in found) == Levenshtein.distance(left, right)


def noisy(text: str, rate: float, dice: random.Random) -> str:
    out = []
    for char in text:
        if dice.random() >= rate:
            out.append(char)
        elif dice.random() < 0.66:
            out.append(chr(dice.randrange(0x4E00, 0x9FA5)))
    return "".join(out)


def test_long_texts_are_cut_at_anchors() -> None:
    dice = random.Random(3)
    left = "".join(chr(dice.randrange(0x4E00, 0x9FA5)) for _ in range(3 * PLAIN))
    right = noisy(left, 0.03, dice)
    assert rebuilt(left, right, 3) == right
    assert sum(g.edits for g in gaps(left, right, glue=1)) <= 1.1 * Levenshtein.distance(left, right)


def test_long_texts_with_nothing_in_common_are_one_gap() -> None:
    (gap,) = gaps("天" * 9 * PLAIN, "地" * 9 * PLAIN)
    assert (gap.left, gap.left_end, gap.right_end) == (0, 9 * PLAIN, 9 * PLAIN)


@given(st.text("天地玄黄宇宙洪荒", min_size=30, max_size=60))
def test_the_core_drops_what_only_chance_joins(shared: str) -> None:
    left, right = (
        shared + "甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸丑",
        shared + "子寅卯辰巳午未申酉戌亥子寅卯辰巳午未申酉戌丑",
    )
    assert core(left, right, gaps(left, right)) == (0, len(shared), 0, len(shared))


@given(WORDS, WORDS)
def test_the_core_lies_within_both(left: str, right: str) -> None:
    a, a_end, b, b_end = core(left, right, gaps(left, right))
    assert 0 <= a <= a_end <= len(left)
    assert 0 <= b <= b_end <= len(right)
