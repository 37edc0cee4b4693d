from __future__ import annotations

import math
from collections import Counter
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quality.match.lattice import coverage, covered, well_covered
from quality.match.lookalikes import (
    ALIKE,
    AROUND,
    DOUBT,
    FLOOR,
    FREE_DOUBT,
    INSIDE,
    LOOK,
    VERY_ALIKE,
    VERY_LOOK,
    highest,
    lookalikes,
)
from quality.text.folding import encode
from quality.text.glyphs import album, similarity
from quality.text.lexicon import COMMON, FREE, LONGEST, UNKNOWN, lexicon
from quality.text.words import frequencies, proper_nouns

LETTERS = "收人入工业化，水平\n学自己已科技木本来未而面上都部"
Row = tuple[int, int, float]


@cache
def near(printed: str) -> dict[str, float]:
    """Bits for every other character of the dictionary that looks like one."""
    chars = [word for word in frequencies() if len(word) == 1 and word != printed]
    alike = {char: similarity(printed, char) for char in chars}
    return {
        char: LOOK * (value - 1) + VERY_LOOK * max(value - VERY_ALIKE, 0)
        for char, value in alike.items()
        if value >= ALIKE
    }


@cache
def free() -> frozenset[str]:
    """Frequent characters that stand alone more often than in all longer words together."""
    times: Counter[str] = Counter()
    for word, weight in frequencies().items():
        for char in word:
            times[char] += 2**weight
    return frozenset(c for c in times if frequencies().get(c, 0) >= FREE and 2 * 2 ** frequencies()[c] > times[c])


@cache
def probability(text: str) -> float:
    """Of the best division into words, its base-2 logarithm."""
    total = lexicon().total
    best = [0.0]
    for end in range(1, len(text) + 1):
        pieces = [(start, text[start:end]) for start in range(max(end - LONGEST, 0), end)]
        weights = [(start, frequencies().get(word, UNKNOWN if len(word) == 1 else -math.inf)) for start, word in pieces]
        best.append(max(best[start] + weight - total for start, weight in weights))
    return best[-1]


def gain(text: str, at: int, char: str) -> float:
    """What a character instead of the printed one makes of the words around."""
    before = text[max(at - AROUND, 0) : at].rpartition("\n")[2]
    after = text[at + 1 : at + AROUND + 1].partition("\n")[0]
    return probability(before + char + after) - probability(before + text[at] + after)


def plain(text: str) -> dict[tuple[int, str], Row]:
    """The same as `lookalikes` by trying every character at every place."""
    weights, total, marks = frequencies(), lexicon().total, covered(text)
    found: dict[tuple[int, str], Row] = {}
    best: dict[tuple[int, str], float] = {}
    for at in [at for at, mark in enumerate(well_covered(text)) if not mark]:
        for char, bits in near(text[at]).items():
            look = bits + COMMON * (weights.get(text[at], 0) - weights.get(char, 0))
            for length in range(2, LONGEST + 1):
                for start in range(max(at - length + 1, 0), min(at, len(text) - length) + 1):
                    word = text[start:at] + char + text[at + 1 : start + length]
                    if word not in weights or word in proper_nouns():
                        continue
                    singly = sum(weights.get(c, UNKNOWN) - total for c in text[start : start + length])
                    credible = look + weights[word] - total - singly > (INSIDE if marks[at] else FLOOR)
                    if credible and weights[word] > best.get((at, char), -math.inf):
                        best[at, char] = weights[word]
                        doubt = DOUBT * marks[at] + FREE_DOUBT * (text[at] in free())
                        found[at, char] = start, start + length, look + gain(text, at, char) - doubt
    return {key: row for key, row in found.items() if row[2] > FLOOR}


def rows(text: str) -> dict[tuple[int, str], Row]:
    found, bits = lookalikes(encode(text), coverage(text))
    return {
        (at, chr(supposed)): (start, end, evidence)
        for (at, supposed, start, end), (_, evidence) in zip(found.tolist(), bits.tolist(), strict=True)
    }


def alike(found: dict[tuple[int, str], Row], expected: dict[tuple[int, str], Row]) -> bool:
    same = {key: row[:2] for key, row in found.items()} == {key: row[:2] for key, row in expected.items()}
    return same and all(row[2] == pytest.approx(expected[key][2], abs=1e-6) for key, row in found.items())


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from(LETTERS), max_size=8))
def test_lookalikes_are_what_trying_every_character_finds(text: str) -> None:
    assert alike(rows(text), plain(text))


def test_what_was_asked_often_is_answered_in_the_same_way(monkeypatch: pytest.MonkeyPatch) -> None:
    pictures = album()
    before = pictures.asked.copy(), pictures.most.copy()
    text = "今年全村的收人比去年多，自已种的"
    pictures.asked[:], pictures.most[:] = 0, np.inf
    first = rows(text)
    pictures.asked[:] = 1 << 20
    second = rows(text)
    assert np.isfinite(pictures.most[pictures.places[ord("人")]])
    pictures.asked[:], pictures.most[:] = before
    assert first == second == plain(text) or alike(first, plain(text))
    assert first.keys() >= {(6, "入"), (13, "己")}


def test_no_other_picture_brings_more_than_the_highest() -> None:
    pictures = album()
    place = int(pictures.places[ord("千")])
    most = highest(place, pictures.greys, pictures.sums, pictures.norms)
    assert most >= max(near("千").values()) > 0


def test_room_grows_with_what_is_found() -> None:
    text = "今年全村的收人比去年多，" * 3
    assert {at % 12 for at, _ in rows(text)} >= {6}
