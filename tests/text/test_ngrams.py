from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from quality.text.ngrams import BLOCK, Ngrams, keys_in, window

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
        counts.add((chr(0x4E00 + number) * 2 + chr(0x5E00 + number)) * 100)
    counts.counts(["一一"])
    assert all(len(level.runs) < 12 for level in counts.levels.values())


def test_what_is_kept_is_bounded_and_depends_on_the_texts_alone() -> None:
    texts = ["".join(chr(0x4E00 + (7 * n * i + i * i) % 900) for i in range(40)) for n in range(60)]
    forth, back, split = Ngrams(limit=500), Ngrams(limit=500), Ngrams(limit=500)
    for text in texts:
        forth.add(text)
    for text in reversed(texts):
        back.add(text)
    for part in (texts[::3], texts[1::3], texts[2::3]):
        some = Ngrams(limit=500)
        for text in part:
            some.add(text)
        split.merge(some)
    kept = [text for text in texts if forth.counted(text, 0)]
    expected, asked = plain(kept), sorted(plain(texts))
    assert 0 < len(kept) < len(texts)
    assert len(expected) <= 500
    for counts in (forth, back, split):
        assert counts.counts(asked) == [expected[gram] for gram in asked]
        assert sum(level.size for level in counts.levels.values()) <= 500
    assert forth.halvings == back.halvings == split.halvings > 0


def test_a_long_text_is_counted_block_by_block() -> None:
    text = "".join(chr(0x4E00 + i * i % 3001) for i in range(3 * BLOCK + 5))
    counts = Ngrams()
    counts.add(text)
    expected = plain([text])
    assert counts.counts([*expected]) == [*expected.values()]


def around(text: str, at: int, char: str) -> list[str]:
    changed = text[:at] + char + text[at + 1 :]
    return [
        changed[max(low, 0) : high]
        for low, high in ((at - 1, at + 1), (at, at + 2), (at - 2, at + 1), (at - 1, at + 2), (at, at + 3))
    ]


@given(TEXTS, st.data())
def test_what_a_character_would_form_at_a_place_is_looked_up_by_key(texts: list[str], data: st.DataObject) -> None:
    counts = Ngrams()
    for text in texts:
        counts.add(text)
    for text in filter(None, texts):
        places = data.draw(st.lists(st.integers(0, len(text) - 1), max_size=4))
        chars = [data.draw(st.sampled_from("工人\x00\U00020000\ud800")) for _ in places]
        expected = [counts.counts(around(text, at, char)) for at, char in zip(places, chars, strict=True)]
        assert counts.counts_of(keys_in([window(text, at) for at in places], chars)).tolist() == expected


@given(st.lists(st.integers(1, 3 * BLOCK), max_size=4))
def test_blocks_that_wait_together_do_not_touch(lengths: list[int]) -> None:
    texts = ["".join(chr(0x4E00 + (i * i + length) % 31) for i in range(length)) for length in lengths]
    counts = Ngrams()
    for text in texts:
        counts.add(text)
    expected = plain(texts)
    assert counts.counts([*expected]) == [*expected.values()]
    settled = counts.settled
    assert settled is not None
    assert settled[0].tolist() == sorted(set(settled[0].tolist()))
    assert len(settled[0]) == len(expected)
