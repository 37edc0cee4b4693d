"""Signatures against datasketch, and the one pass over the bytes against plain Python."""

from __future__ import annotations

import numpy as np
import pytest
from datasketch import MinHash, MinHashLSH
from hypothesis import given, settings
from hypothesis import strategies as st

from quality.match.signatures import Scheme, Signatures, digest_texts
from quality.text.folding import fold_key
from quality.text.shingles import hash32, hashes32, shingles
from tests.match.made import noisy, story, utf8

TEXTS = st.lists(
    st.text(
        st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("工人报Ａ，。\ufdfa㎏\U00020000\n")),
        max_size=60,
    ),
    min_size=1,
    max_size=5,
)
SMALL = Scheme(width=3, num_perm=21, seed=7)


def by_datasketch(text: str, scheme: Scheme) -> np.ndarray:
    made = MinHash(num_perm=scheme.num_perm, seed=scheme.seed, hashfunc=hash32, scheme="affine32")
    made.update_batch([s.encode() for s in shingles(text, scheme.width)])
    return made.hashvalues


@settings(deadline=None)
@given(TEXTS, st.booleans())
def test_signatures_are_those_of_datasketch(texts: list[str], fold: bool) -> None:  # noqa: FBT001
    scheme = Scheme(width=3, num_perm=21, seed=7, fold=fold)
    digest = digest_texts(*utf8(texts), scheme)
    for text, row, length in zip(texts, digest.rows, digest.lengths, strict=True):
        key = fold_key(text)
        wanted = key if fold else text if key else ""
        assert length == len(wanted.encode("utf-16-le")) // 2
        assert (row == by_datasketch(wanted, scheme)).all()


@settings(deadline=None)
@given(TEXTS)
def test_keys_and_content_names(texts: list[str]) -> None:
    digest = digest_texts(*utf8(texts), SMALL)
    keys = [fold_key(t) for t in texts]
    assert digest.units.tobytes().decode("utf-16-le") == "".join(keys)
    names = {key: tuple(name) for key, name in zip(keys, digest.names.tolist(), strict=True)}
    assert len(set(names.values())) == len(names)
    assert [names[k] for k in keys] == [tuple(n) for n in digest.names.tolist()]


@settings(deadline=None)
@given(st.lists(st.binary(max_size=12), min_size=1, max_size=4))
def test_an_undecodable_byte_is_one_replacement_character(texts: list[bytes]) -> None:
    """Python's decoder replaces maximal subparts; ours each byte, as the project's offsets demand."""
    digest = digest_texts(*utf8(list(texts)), Scheme(width=2, num_perm=4, fold=False))
    start = 0
    for text, length in zip(texts, digest.lengths.tolist(), strict=True):
        decoded = text.decode("utf-8", "surrogateescape")
        wanted = "".join("\ufffd" if 0xDC80 <= ord(c) <= 0xDCFF else c for c in decoded)
        got = digest.units[start : start + length].tobytes().decode("utf-16-le")
        assert got == (wanted if fold_key(wanted) else "")
        start += length


@settings(deadline=None)
@given(st.integers(0, 99), st.lists(st.tuples(st.integers(0, 299), st.integers(0, 255)), max_size=3))
def test_a_wrong_byte_in_a_long_text_is_found_wherever_it_stands(seed: int, wrong: list[tuple[int, int]]) -> None:
    """Usual characters are decoded many at a time, which must not hide an unusual one."""
    data = bytearray(story(seed, 120).encode()[:300])
    for at, byte in wrong:
        data[at] = byte
    got = digest_texts(*utf8([bytes(data)]), Scheme(width=2, num_perm=4, fold=False)).units
    wanted = "".join("\ufffd" if 0xDC80 <= ord(c) <= 0xDCFF else c for c in data.decode("utf-8", "surrogateescape"))
    assert got.tobytes().decode("utf-16-le") == wanted


def test_many_texts_in_parallel_give_the_rows_of_each_alone() -> None:
    from concurrent.futures import ThreadPoolExecutor

    texts = [story(n, 40) for n in range(1100)]
    with ThreadPoolExecutor(2) as pool:
        together = digest_texts(*utf8(texts), SMALL, pool)
    alone = digest_texts(*utf8(texts[700:701]), SMALL)
    assert (together.rows[700] == alone.rows[0]).all()
    assert len(together.rows) == 1100


@given(st.text(max_size=30), st.integers(1, 6))
def test_shingle_hashes_in_bulk_and_one_by_one(text: str, width: int) -> None:
    codes = np.array([ord(c) for c in text], np.uint32)
    wide = min(width, len(text))
    whole = [text[i : i + wide] for i in range(len(text) - wide + 1)] if text else []
    try:
        wanted = [hash32(s.encode()) for s in whole]
    except UnicodeEncodeError:
        return
    assert hashes32(codes, width).tolist() == wanted


@pytest.mark.parametrize("seed", [0, 1, 20260, 2**32 - 1])
def test_permutations_are_those_of_datasketch_for_any_seed(seed: int) -> None:
    made = MinHash(num_perm=700, seed=seed, hashfunc=hash32, scheme="affine32")
    assert (np.array(Scheme(num_perm=700, seed=seed).permutations()) == np.array(made.permutations)).all()


def test_an_index_of_datasketch_takes_our_signatures() -> None:
    texts = [story(1, 400), noisy(story(1, 400), 0.02, 5), story(2, 400)]
    scheme = Scheme(fold=False)
    made = list(Signatures(digest_texts(*utf8(texts), scheme).rows, scheme).to_datasketch())
    index = MinHashLSH(threshold=0.5, num_perm=128)
    for number, sketch in enumerate(made):
        index.insert(str(number), sketch)
    theirs = MinHash(num_perm=128, hashfunc=hash32, scheme="affine32")
    theirs.update_batch([s.encode() for s in shingles(texts[0])])
    assert sorted(index.query(theirs)) == ["0", "1"]
    assert theirs.jaccard(made[0]) == 1.0
    made[2].update(b"one more")


@pytest.mark.parametrize("texts", [[], [""], ["，。"]])
def test_nothing_and_nothing_but_marks(texts: list[str]) -> None:
    digest = digest_texts(*utf8(list(texts)), SMALL)
    assert digest.lengths.sum() == 0
    assert (digest.rows == 0xFFFFFFFF).all()
