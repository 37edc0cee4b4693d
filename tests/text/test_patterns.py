"""Patterns that are compiled late answer as those that are compiled at once."""

from __future__ import annotations

import re

import pytest

from quality.text.patterns import pattern

GIVEN = r"(?P<day>\d)日|[一二三]"
TEXT = "3日一二。5日"


def test_a_late_pattern_answers_as_an_early_one() -> None:
    early = re.compile(GIVEN)
    for late in (pattern(GIVEN), pattern(GIVEN)):
        assert late.findall(TEXT) == early.findall(TEXT)
        assert [m.span() for m in late.finditer(TEXT, 2)] == [m.span() for m in early.finditer(TEXT, 2)]
        assert late.sub("x", TEXT) == early.sub("x", TEXT)
        assert late.split(TEXT) == early.split(TEXT)
        assert late.fullmatch(TEXT) is None
        assert late.match(TEXT) is not None
    assert pattern(GIVEN).groupindex == {"day": 1}


def test_a_wrong_pattern_says_so_when_it_is_asked() -> None:
    late = pattern("(")
    with pytest.raises(re.error):
        late.search(TEXT)
