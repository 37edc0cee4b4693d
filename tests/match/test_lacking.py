from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quality.match.lacking import WHOLE, lacking, printed_and_whole
from quality.match.lattice import covered
from quality.text.scripts import is_han
from quality.text.words import frequencies, proper_nouns

LETTERS = "金融机构社会主义，\n产业工人队伍"


def plain(text: str) -> set[tuple[int, str, int, int]]:
    """The same by comparing every piece with every word."""
    words = [
        word for word in frequencies() if len(word) == WHOLE and word not in proper_nouns() and set(word) & set(LETTERS)
    ]
    found = set()
    for start in range(len(text) - WHOLE + 2):
        piece = text[start : start + WHOLE - 1]
        for gap in (1, 2):
            at = start + gap
            if at < 2 or at + 2 > len(text) or not all(map(is_han, text[at - 2 : at + 2])):
                continue
            for word in words:
                if word[:gap] + word[gap + 1 :] == piece:
                    found |= {(at, word[gap], start, stray) for stray in (at - 1, at) if not covered(text)[stray]}
    return found


@given(st.text(st.sampled_from(LETTERS), max_size=9))
def test_lacking_is_what_a_plain_search_finds(text: str) -> None:
    assert {(one.at, one.missing, one.start, one.stray) for one in lacking(text)} == plain(text)


def test_triples_over_the_gap() -> None:
    text = "县里的金机构都不肯"
    one = next(one for one in lacking(text) if one.missing == "融")
    assert printed_and_whole(text, one) == (("的金机", "金机构"), ("的金融", "金融机", "融机构"))
