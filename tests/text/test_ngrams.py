from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from quality.text.ngrams import Ngrams

TEXTS = st.lists(st.text(st.sampled_from("工人们在\n，a\x00\ud800\U00020000"), max_size=30), max_size=8)


def plain(texts: list[str]) -> Counter[str]:
    return Counter(t[i : i + n] for t in texts for n in (2, 3) for i in range(len(t) - n + 1))


@given(TEXTS, TEXTS)
def test_counts_are_those_of_a_plain_counter_in_any_order(left: list[str], right: list[str]) -> None:
    one, other = Ngrams(), Ngrams()
    for text in left:
        one.add(text)
    for text in right:
        other.add(text)
    one.merge(other)
    expected = plain(left + right)
    asked = [*expected, "没有", "没有人", "人", ""]
    assert one.counts(asked) == [expected[gram] for gram in asked]


def test_many_small_texts_make_few_runs() -> None:
    counts = Ngrams()
    for number in range(500):
        counts.add(chr(0x4E00 + number) * 2 + chr(0x5E00 + number))
    assert len(counts.runs) < 12
