"""Bytes to text and back, exactly, whatever the bytes."""

from __future__ import annotations

import codecs
import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quality.errors import InputError
from quality.model import Encoding
from quality.read.encoding import BOMS, MAGIC, decode, encode

SIMPLIFIED = "早上七点，炊事班的人把馒头蒸好了，院子里飘着热气。“吃饭！”老班长喊了一声，大家就跑过来。"
TRADITIONAL = "老師說這門課沒有人願意聽，後來連書也買不到了，學校只好把書庫鎖起來。"
JAPANESE = "私は毎日電車で大学に行きます。新しい図書館は駅の近くにあります。"
KOREAN = "나는 매일 지하철로 학교에 갑니다. 도서관은 역 근처에 있습니다."
WESTERN = "Der Bäcker öffnet früh, die Straße ist noch leer, und das Brot ist heiß für die Gäste."
RUSSIAN = "Мама мыла раму, а папа читал газету и пил горячий чай."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SIMPLIFIED, "gb18030"), (TRADITIONAL, "big5"), (JAPANESE, "shift_jis"), (JAPANESE, "euc_jp"), (KOREAN, "cp949"),
        (WESTERN, "latin-1"), (RUSSIAN, "cp1251"), (SIMPLIFIED, "utf-16-le"), (SIMPLIFIED, "utf-16-be"),
        (TRADITIONAL, "utf-16-le"), (SIMPLIFIED, "utf-32-le"), (WESTERN, "utf-16-be"),
    ],
)  # fmt: skip
def test_an_undeclared_encoding_is_guessed_and_said_to_be(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    found, how = decode(data, "page.txt")
    assert found == text
    assert how.guessed is not None
    assert 0 < how.guessed < 1
    assert encode(found, how) == data


@pytest.mark.parametrize(("bom", "encoding"), BOMS)
def test_a_byte_order_mark_is_no_part_of_the_text(bom: bytes, encoding: str) -> None:
    text, how = decode(bom + SIMPLIFIED.encode(encoding), "page.txt")
    assert (text, how) == (SIMPLIFIED, Encoding(encoding, bom))


def test_a_byte_that_is_no_utf8_becomes_one_replacement_character_and_is_kept() -> None:
    data = "炉火\ufffd正旺".encode() + b"\xff\xe7\x82" + SIMPLIFIED.encode()
    text, how = decode(data, "page.txt")
    assert text == "炉火\ufffd正旺\ufffd\ufffd\ufffd" + SIMPLIFIED
    assert how == Encoding(lost=((5, 0xFF), (6, 0xE7), (7, 0x82)))
    assert encode(text, how) == data


@pytest.mark.parametrize("magic", MAGIC)
def test_binary_files_are_refused_by_name(magic: bytes) -> None:
    with pytest.raises(InputError, match=r"^scan\.pdf: is .*not text"):
        decode(magic + b"\x00\x01" * 40, "scan.pdf")


def test_control_bytes_throughout_are_no_text() -> None:
    with pytest.raises(InputError, match="binary"):
        decode(bytes(range(1, 9)) * 100, "dump.bin")


def test_a_few_nul_bytes_do_not_make_a_text_binary() -> None:
    assert decode(b"a\0" + b"plain words " * 9, "page.txt")[0].startswith("a\0plain")


def test_an_empty_file_is_an_empty_text() -> None:
    assert decode(b"", "page.txt") == ("", Encoding())


@given(st.one_of(
    st.binary(max_size=200),
    st.tuples(st.sampled_from([bom for bom, _ in BOMS]), st.binary(max_size=60)).map(b"".join),
    st.tuples(st.sampled_from(["utf-8", "gb18030", "big5hkscs", "utf-16-le", "cp932"]), st.text(max_size=60), st.binary(max_size=3)).map(
        lambda t: t[1].encode(t[0], "ignore") + t[2] + SIMPLIFIED.encode(t[0], "ignore")
    ),
))  # fmt: skip
@example("嗀兀".encode("big5hkscs") + b"\xa1\xc3\xa2\xcc\xa2\xce" * 3 + TRADITIONAL.encode("big5"))
@example(codecs.BOM_UTF16_LE + b"\x00\xd8\x41")
def test_what_is_accepted_goes_back_byte_for_byte(data: bytes) -> None:
    try:
        text, how = decode(data, "page.txt")
    except InputError:
        return
    assert encode(text, how) == data
    assert all(text[at] == "\ufffd" for at, _ in how.lost)
    assert decode(data, "page.txt") == (text, how)


def test_a_short_file_with_a_stray_byte_is_damaged_utf_8() -> None:
    text, encoding = decode(b"good \xe4\xb8\xad\xff text\n", "x")
    assert (text, encoding.name, encoding.lost) == ("good 中\ufffd text\n", "utf-8", ((6, 0xFF),))


@pytest.mark.parametrize("size", [300, 5000, 100_000])
def test_bytes_of_chance_are_no_text(size: int) -> None:
    for seed in range(20):
        with pytest.raises(InputError, match="is binary"):
            decode(b"\x00" + random.Random(seed).randbytes(size), "x")
