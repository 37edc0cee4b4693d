"""Folding: the table against the definition, and the map back."""

from __future__ import annotations

import sys
import unicodedata
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from quality.text.folding import BLOCK, GONE, MANY, encode, fold, fold_buffer, fold_codes, fold_key, known

TEXTS = st.text(st.one_of(st.characters(), st.sampled_from("工人ＡＢ ，。㎏ﬁ½Åßİ\ud800\U00020000①㍿\n")), max_size=600)


def plain(text: str) -> tuple[str, tuple[int, ...]]:
    """The definition, character by character."""
    pairs = [
        (folded, at)
        for at, char in enumerate(text)
        for folded in unicodedata.normalize("NFKC", char).lower()
        if folded.isalnum()
    ]
    return "".join(c for c, _ in pairs), tuple(at for _, at in pairs)


@given(TEXTS)
def test_short_and_long_texts_fold_by_the_definition(text: str) -> None:
    for wanted in (text, (text + "工，") * 150):
        folded = fold(wanted)
        assert (folded.key, folded.offsets) == plain(wanted)
        assert folded.key == fold_key(wanted)


def test_prefilled_blocks_agree_with_the_definition() -> None:
    """The ranges that are taken for granted hold in this version of Python's character database."""
    table = known(encode("工"))
    for code in np.flatnonzero(table < MANY).tolist():
        key = plain(chr(code))[0]
        assert table[code] == (ord(key) if key else GONE), hex(code)


def test_every_block_of_the_basic_plane_agrees() -> None:
    codes = np.arange(0x10000, dtype=np.uint32)
    folded, offsets = fold_codes(codes)
    text = "".join(map(chr, range(0x10000)))
    key, wanted = plain(text)
    assert folded.tobytes().decode("utf-32-le") == key
    assert tuple(offsets.tolist()) == wanted


@given(st.lists(TEXTS, max_size=6))
def test_many_texts_at_once_fold_like_each_alone(texts: list[str]) -> None:
    bounds = np.cumsum([0, *map(len, texts)])
    codes, cuts = fold_buffer(encode("".join(texts)), bounds)
    keys = [codes[a:b].tobytes().decode("utf-32-le") for a, b in pairwise(cuts)]
    assert keys == [fold_key(t) for t in texts]


def test_source_of_a_range_and_of_a_place() -> None:
    folded = fold("甲，乙 丙。")
    assert folded.source(0, 2) == (0, 3)
    assert folded.source(2, 2) == (4, 4)
    assert folded.source(3, 3) == (5, 5)
    assert fold("，").source(0, 0) == (0, 0)


def test_blocks_tile_all_of_unicode() -> None:
    assert (sys.maxunicode + 1) % BLOCK == 0
