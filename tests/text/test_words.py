from __future__ import annotations

from math import inf

import numpy as np

from quality.text.lexicon import completions, lexicon
from quality.text.variants import simplified_forms, traditional_forms
from quality.text.words import frequencies, is_word


def test_the_dictionary_knows_plain_words_and_their_weights() -> None:
    assert is_word("工人")
    assert not is_word("工们")
    assert frequencies()["的"] > frequencies()["工人"] > frequencies()["砥砺"]


def test_only_telling_characters_are_forms() -> None:
    assert simplified_forms()["礪"] == "砺"
    assert traditional_forms()["说"] == "說"
    assert not {"乾", "后", "里", "面"} & (simplified_forms().keys() | traditional_forms().keys())
    assert not simplified_forms().keys() & traditional_forms().keys()


def test_one_word_is_weighed_as_all_are() -> None:
    known = frequencies()
    some = [*list(known)[::997], "", "没有这词", "x", "的" * 9, "\ud800", "\U00020000"]
    assert [lexicon().weight(word) for word in some] == [known.get(word, -inf) for word in some]
    assert [is_word(word) for word in some] == [word in known for word in some]


def test_completions_are_sorted_by_pattern_and_then_by_what_they_bring() -> None:
    made = completions()
    assert (np.lexsort((-made.bonus, made.patterns)) == np.arange(len(made.patterns))).all()
