from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from quality.match.intruders import AROUND, GAIN, intruders
from quality.text.lexicon import LONGEST
from quality.text.scripts import is_han
from quality.text.words import frequencies
from tests.match.test_lookalikes import probability

LETTERS = "司机械手发了劳模范和一线职工厂，"


def is_word(text: str, start: int, end: int) -> bool:
    return end - start > 1 and text[start:end] in frequencies()


def plain(text: str) -> list[tuple[int, bool]]:
    """The same by the definition."""
    found = []
    for at in range(AROUND, len(text) - AROUND):
        over = [
            (start, end)
            for start in range(at - LONGEST + 1, at + 1)
            for end in range(at + 1, start + LONGEST + 1)
            if is_word(text, start, end)
        ]
        ends = not is_word(text, at, at + 2)
        other = at - 2 if ends else at + 1
        if not over or not is_han(text[at]) or not is_word(text, other, other + 2):
            continue
        before, after = text[at - AROUND : at], text[at + 1 : at + AROUND + 1]
        gain = probability(before + after) - probability(before + text[at] + after)
        if all(end == at + 1 if ends else start == at for start, end in over) and gain >= GAIN:
            found.append((at, ends))
    return found


@settings(deadline=None)
@given(st.text(st.sampled_from(LETTERS), max_size=14))
def test_intruders_are_what_the_definition_says(text: str) -> None:
    assert intruders(text) == plain(text)


def test_either_end_of_a_blend_may_have_come_in() -> None:
    text = "这是服务劳模范和一线职工的举措"
    assert intruders(text) == plain(text) == [(text.index("劳"), False), (text.index("范"), True)]
