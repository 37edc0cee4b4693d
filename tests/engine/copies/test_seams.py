"""Where copying began and ended: seams in words, numbers, lines and clauses."""

import pytest

from quality.engine.copies.reading import Reading, Stretch
from quality.engine.copies.seams import cut_line, cut_words, runs_over, unmarked
from quality.model import Page
from quality.segment import segment

PASSAGE = "河上修了新桥，两岸的孩子上学近了一半"


def stretches(text: str, passage: str = PASSAGE) -> tuple[Stretch, Stretch]:
    """The two places of a page that hold a passage."""
    reading = Reading.of(0, segment(Page("a.txt", text)))
    key = reading.key.tobytes().decode("utf-32-le")
    folded = "".join(c for c in passage if c.isalnum())
    first = key.index(folded)
    second = key.index(folded, first + 1)
    return Stretch(reading, first, first + len(folded)), Stretch(reading, second, second + len(folded))


@pytest.mark.parametrize(
    ("source", "host", "cut"),
    [
        ("{}。这是去年的事。", "听说{}，大家都高兴。", 0),
        ("{}。这是去年的事。", "果园里苹{}果红了一片。", 1),  # without it the host closes up to a word
        ("全县{}2016年通车。", "卖豆腐的{}2，还有油条。", 0),
        ("{}9845人受益。", "卖豆腐的{}，还有油条。", 0),
    ],
)
def test_words_that_are_cut(source: str, host: str, cut: int) -> None:
    text = f"{source.format(PASSAGE)}\n\n赶集的人从山后面来，背着一筐一筐的核桃和板栗。\n\n{host.format(PASSAGE)}\n"
    assert cut_words(*stretches(text)) == cut


def test_a_number_that_is_cut() -> None:
    passage = f"{PASSAGE}，花了12"
    text = f"村里说，{passage}84万元，没有欠账。\n\n赶集的人背着一筐一筐的核桃。\n\n卖豆腐的说，{passage}从桥头走来。\n"
    assert cut_words(*stretches(text, passage)) == 1
    whole = text.replace("84万元", "万元")
    assert cut_words(*stretches(whole, passage)) == 0


def test_a_line_cut_out_of_a_clause() -> None:
    text = f"老人说自从{PASSAGE}多路程，人都精神了。\n\n赶集的人背着一筐一筐的核桃。\n\n{PASSAGE}\n\n天黑以前大家都回了家。\n"
    assert cut_line(*stretches(text)) == 2
    sentence = text.replace("自从", "，").replace("多路程", "")
    assert cut_line(*stretches(sentence)) == 0


def test_seams_without_a_mark() -> None:
    text = f"老人说{PASSAGE}多路程。\n\n赶集的人背着一筐一筐的核桃。\n\n果农说，{PASSAGE}。\n"
    assert unmarked(*stretches(text)) == 2


def test_what_is_equal_beyond_a_border_is_chance() -> None:
    passage = f"{PASSAGE}。\n\n大家"
    text = f"老人说，{passage}都去看。\n\n赶集的人背着一筐一筐的核桃。\n\n果农说，{passage}又能赶集了。\n"
    left, right = stretches(text, passage)
    assert unmarked(left, right) == 1
    assert not runs_over(left, right)


def test_a_passage_over_the_end_of_a_line_or_sentence() -> None:
    passage = f"{PASSAGE}。赶集的人不用再绕路"
    text = f"老人说，{passage}过河了。\n\n果农背着一筐一筐的核桃。\n\n听说，{passage}，都很高兴。\n"
    assert runs_over(*stretches(text, passage))
    quoted = text.replace("过河了", "")
    assert not runs_over(*stretches(quoted, passage))
