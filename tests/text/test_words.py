from __future__ import annotations

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
