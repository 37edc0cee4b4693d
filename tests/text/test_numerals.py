"""Numbers in digits and in Han characters."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality.text.numerals import han, in_manner, rank, value, whole


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("15", 15),
        ("1,200", 1200),
        ("２.５万", 25000),
        ("3亿", 300_000_000),
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("两百零三", 203),
        ("一万二千", 12000),
        ("三亿五千万", 350_000_000),
        ("二〇二四", 2024),
        ("448.63", Decimal("448.63")),
    ],
)
def test_numbers_are_read(text: str, number: Decimal) -> None:
    assert value(text) == number


@pytest.mark.parametrize("text", ["", "几十", "三余", "甲", "1.2.3", "千里"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert value(text) is None


@given(st.integers(1, 99))
def test_what_is_written_is_read(number: int) -> None:
    assert whole(han(number)) == number


def test_ranks_are_written_in_the_manner_of_others() -> None:
    assert [rank(c) for c in ("三", "丙", "③", "3")] == [3, 3, 3, 3]
    assert [in_manner(c, 5) for c in ("三", "丙", "③", "3")] == ["五", "戊", "⑤", "5"]
