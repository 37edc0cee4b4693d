"""Landmarks against a plain twin, and the promise that makes them useful."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from quality.match.landmarks import FIRST_HEAVY, HEAVY, WEIGHT, WINDOW, landmarks, seed_hash, weight_of
from quality.text.folding import encode

TEXTS = st.text("的一是不了ab1", max_size=80)


def weight(char: str) -> int:
    return HEAVY if ord(char) >= FIRST_HEAVY else 1


def seeds(text: str) -> list[int]:
    """The hash of the characters that weigh enough, from every place on."""
    found = []
    for start in range(len(text)):
        stop, weighed = start, 0
        while stop < len(text) and weighed < WEIGHT:
            weighed += weight(text[stop])
            stop += 1
        if weighed >= WEIGHT:
            found.append(int(seed_hash(encode(text), start, stop)))
    return found


def plain(text: str) -> list[int]:
    """The earliest least seed of every window, each place once."""
    hashes = seeds(text)
    windows = [range(low, low + WINDOW) for low in range(len(hashes) - WINDOW + 1)]
    places = [min(window, key=lambda at: (hashes[at], at)) for window in windows]
    return [hashes[at] for at in dict.fromkeys(places)]


@given(st.lists(TEXTS, max_size=4))
def test_the_same_as_the_plain_twin(texts: list[str]) -> None:
    ends = np.cumsum([0, *map(len, texts)]).astype(np.int64)
    hashes, owners = landmarks(encode("".join(texts)), ends)
    wanted = [(h, n) for n, text in enumerate(texts) for h in plain(text)]
    assert list(zip(hashes.tolist(), owners.tolist(), strict=True)) == wanted


@given(st.text("的一是不了人", min_size=15, max_size=40), TEXTS, TEXTS)
def test_a_shared_stretch_shares_a_landmark(shared: str, before: str, after: str) -> None:
    left, right = before + shared, shared + after
    hashes, owners = landmarks(encode(left + right), np.array([0, len(left), len(left) + len(right)]))
    assert set(hashes[owners == 0].tolist()) & set(hashes[owners == 1].tolist())


def test_three_letters_weigh_as_much_as_one_character_of_chinese() -> None:
    assert [weight_of(encode(t)) for t in ("", "春风", "ab", "abc", "春abcd风")] == [0, 2, 0, 1, 3]
