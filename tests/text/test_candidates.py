from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quality.text.candidates import ALIKE, COMMON, FLOOR, LOOK, VERY_ALIKE, VERY_LOOK, candidates
from quality.text.folding import encode
from quality.text.glyphs import similarity
from quality.text.lexicon import UNKNOWN, lexicon
from quality.text.words import LONGEST, covered, frequencies, proper_nouns

LETTERS = "收人入工业化，水平\n学科技木本来未"


@cache
def near(printed: str) -> dict[str, float]:
    """Every other character of the dictionary that looks like one."""
    chars = "".join(word for word in frequencies() if len(word) == 1)
    alike = similarity(encode(printed * len(chars)), encode(chars)).tolist()
    return {char: value for char, value in zip(chars, alike, strict=True) if value >= ALIKE and char != printed}


def plain(text: str, places: list[int]) -> dict[tuple[int, str], tuple[int, int, float]]:
    """The same by trying every character at every place."""
    weights, total = frequencies(), lexicon().total
    found: dict[tuple[int, str], tuple[int, int, float]] = {}
    best: dict[tuple[int, str], float] = {}
    for at in places:
        for char, alike in near(text[at]).items():
            look = LOOK * (alike - 1) + VERY_LOOK * max(alike - VERY_ALIKE, 0)
            look += COMMON * (weights.get(text[at], 0) - weights.get(char, 0))
            for length in range(2, LONGEST + 1):
                for start in range(max(at - length + 1, 0), min(at, len(text) - length) + 1):
                    word = text[start:at] + char + text[at + 1 : start + length]
                    if word not in weights or word in proper_nouns():
                        continue
                    singly = sum(weights.get(c, UNKNOWN) - total for c in text[start : start + length])
                    credible = look + weights[word] - total - singly > FLOOR
                    if credible and weights[word] > best.get((at, char), -math.inf):
                        best[at, char] = weights[word]
                        found[at, char] = start, start + length, look
    return found


@settings(max_examples=40, deadline=None)
@given(st.text(st.sampled_from(LETTERS), max_size=7))
def test_candidates_are_what_trying_every_character_finds(text: str) -> None:
    places = [at for at, mark in enumerate(covered(text)) if not mark]
    if places:
        found = candidates(text, encode(text), np.array(places))
        expected = plain(text, places)
        assert {(one.at, one.supposed) for one in found} == expected.keys()
        for one in found:
            start, end, look = expected[one.at, one.supposed]
            assert one.weight == frequencies()[text[start : one.at] + one.supposed + text[one.at + 1 : end]]
            assert one.evidence == pytest.approx(look, abs=1e-3)
