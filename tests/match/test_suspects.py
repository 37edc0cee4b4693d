from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality.match.lookalikes import ALIKE, FLOOR
from quality.match.suspects import context, suspects
from quality.text.glyphs import similarity
from quality.text.words import frequencies, proper_nouns

TEXT = "今年全村的收人比去年多，家家户户都种上了早稻。"


def test_a_character_in_no_word_is_suspected_where_a_lookalike_completes_one() -> None:
    found = {(one.at, one.supposed): one for one in suspects(TEXT)}
    one = found[6, "入"]
    assert TEXT[one.start : one.end] == "收人"
    assert one.evidence > 0


@given(st.text(st.sampled_from("今年全村的收人比去年多，家家户户都种上了早稻\na土千干"), max_size=24))
def test_every_suspicion_is_what_a_plain_search_finds(text: str) -> None:
    for one in suspects(text):
        word = text[one.start : one.at] + one.supposed + text[one.at + 1 : one.end]
        assert word in frequencies()
        assert word not in proper_nouns()
        assert "\n" not in word
        assert similarity(text[one.at], one.supposed) >= ALIKE
        assert one.evidence > FLOOR
        assert one.inside == any(
            text[i:j] in frequencies()
            for i in range(one.at + 1)
            for j in range(max(one.at + 1, i + 2), min(i + 4, len(text)) + 1)
        )


@pytest.mark.parametrize(
    ("printed", "supposed", "bits"),
    [([1, 1, 1, 1, 1], [0] * 5, 0), ([1, 1, 1, 1, 1], [7, 0, 0, 0, 0], 3), ([8, 1, 1, 1, 1], [0] * 5, -3)],
)
def test_the_corpus_speaks_through_pairs_and_triples(printed: list[int], supposed: list[int], bits: float) -> None:
    assert context(np.array([printed], np.int32), np.array([supposed], np.int32)).tolist() == [bits]
