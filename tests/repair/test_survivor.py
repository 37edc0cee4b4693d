"""Which copy stays, and the reason that is recorded."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality.repair.survivor import CRITERIA, Witness, choose, reason

FIRST = Witness(order=0, length=100)
SECOND = replace(FIRST, order=1)


@pytest.mark.parametrize(
    ("better", "words"),
    [
        ({"headlines": 1}, "headline"),
        ({"marks": 2}, "quotation marks"),
        ({"length": 120}, "complete"),
        ({"support": 3}, "agree"),
    ],
)
def test_the_better_copy_stays_though_it_comes_second(better: dict[str, int], words: str) -> None:
    assert choose([FIRST, replace(SECOND, **better)]) == 1
    assert words in reason(replace(SECOND, **better), FIRST)


@pytest.mark.parametrize(
    "worse", [{"displaced": True}, {"partial": True}, {"breaks_off": True}, {"findings": 1}, {"odd_breaks": 1}]
)
def test_the_worse_copy_goes_though_it_comes_first(worse: dict[str, int]) -> None:
    assert choose([replace(FIRST, **worse), SECOND]) == 1


def test_the_place_counts_for_more_than_completeness() -> None:
    assert choose([FIRST, replace(SECOND, displaced=True, headlines=2, marks=9)]) == 0


def test_what_only_the_longer_copy_has_is_not_lost_for_a_headline() -> None:
    assert choose([FIRST, replace(SECOND, partial=True, headlines=2, marks=9)]) == 0


def test_of_equal_copies_the_first_stays() -> None:
    assert choose([SECOND, FIRST]) == 1
    assert reason(FIRST, SECOND) == "it comes first"


WITNESSES = st.builds(
    Witness,
    order=st.just(0),
    displaced=st.booleans(),
    **{name: st.integers(0, 2) for name, _, _ in CRITERIA if name not in ("order", "displaced")},
)


@given(st.lists(WITNESSES, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_the_choice_does_not_depend_on_how_copies_are_listed(drafts: list[Witness], dice: object) -> None:
    copies = [replace(w, order=n) for n, w in enumerate(drafts)]
    shuffled = list(copies)
    dice.shuffle(shuffled)
    assert shuffled[choose(shuffled)] == copies[choose(copies)]
