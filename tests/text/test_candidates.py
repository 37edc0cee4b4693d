from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quality.text.candidates import ALIKE, COMMON, FLOOR, INSIDE, LOOK, VERY_ALIKE, VERY_LOOK, Candidate, candidates
from quality.text.folding import encode
from quality.text.glyphs import similarity
from quality.text.lexicon import UNKNOWN, lexicon
from quality.text.words import LONGEST, covered, frequencies, proper_nouns, well_covered

LETTERS = "收人入工业化，水平\n学自己已科技木本来未"


@cache
def near(printed: str) -> dict[str, float]:
    """Every other character of the dictionary that looks like one."""
    chars = "".join(word for word in frequencies() if len(word) == 1)
    alike = similarity(encode(printed * len(chars)), encode(chars)).tolist()
    return {char: value for char, value in zip(chars, alike, strict=True) if value >= ALIKE and char != printed}


def weak(text: str) -> list[int]:
    return [at for at, mark in enumerate(well_covered(text)) if not mark]


def sought(text: str) -> list[Candidate]:
    places = np.array(weak(text), np.int64)
    return candidates(text, encode(text), places, np.frombuffer(covered(text), np.bool_)[places]) if len(places) else []


def plain(text: str) -> dict[tuple[int, str], tuple[int, int, float]]:
    """The same by trying every character at every place."""
    weights, total, marks = frequencies(), lexicon().total, covered(text)
    found: dict[tuple[int, str], tuple[int, int, float]] = {}
    best: dict[tuple[int, str], float] = {}
    for at in weak(text):
        for char, alike in near(text[at]).items():
            look = LOOK * (alike - 1) + VERY_LOOK * max(alike - VERY_ALIKE, 0)
            look += COMMON * (weights.get(text[at], 0) - weights.get(char, 0))
            for length in range(2, LONGEST + 1):
                for start in range(max(at - length + 1, 0), min(at, len(text) - length) + 1):
                    word = text[start:at] + char + text[at + 1 : start + length]
                    if word not in weights or word in proper_nouns():
                        continue
                    singly = sum(weights.get(c, UNKNOWN) - total for c in text[start : start + length])
                    credible = look + weights[word] - total - singly > (INSIDE if marks[at] else FLOOR)
                    if credible and weights[word] > best.get((at, char), -math.inf):
                        best[at, char] = weights[word]
                        found[at, char] = start, start + length, look
    return found


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from(LETTERS), max_size=8))
def test_candidates_are_what_trying_every_character_finds(text: str) -> None:
    found = sought(text)
    expected = plain(text)
    assert {(one.at, one.supposed) for one in found} == expected.keys()
    for one in found:
        start, end, look = expected[one.at, one.supposed]
        assert one.weight == frequencies()[text[start : one.at] + one.supposed + text[one.at + 1 : end]]
        assert one.evidence == pytest.approx(look, abs=1e-3)


def test_what_was_forgotten_is_learned_again(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "今年全村的收人比去年多，自已种的"
    before = sought(text)
    assert {text[one.at] + one.supposed for one in before} >= {"人入", "已己"}
    monkeypatch.setattr("quality.text.candidates.REMEMBERED", 0)
    assert sought(text) == before
