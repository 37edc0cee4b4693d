"""Blocks of a scan in the order of reading, whatever order the file has them in."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quality.model import Page
from quality.read import read_file
from quality.read.reading_order import MOST, Box, reading_order

if TYPE_CHECKING:
    from pathlib import Path

TWO_STORIES: list[Box] = [
    (0, 0, 300, 20),  # a headline over three columns
    (0, 30, 95, 120),
    (0, 125, 95, 200),
    (102, 30, 195, 90),
    (102, 95, 195, 200),
    (202, 30, 300, 200),
    (0, 210, 300, 230),  # the next story's
    (0, 240, 145, 400),
    (155, 240, 300, 320),
    (155, 325, 300, 400),
]


@pytest.mark.parametrize("seed", range(20))
def test_columns_below_their_headlines_from_any_order(seed: int) -> None:
    shuffled = TWO_STORIES[:]
    random.Random(seed).shuffle(shuffled)
    assert [shuffled[n] for n in reading_order(shuffled)] == TWO_STORIES


def test_columns_that_touch_are_still_columns() -> None:
    assert reading_order([(98, 0, 200, 50), (0, 20, 102, 90)]) == [1, 0]


def test_too_many_blocks_stay_as_they_are() -> None:
    boxes = [(0.0, float(-n), 1.0, float(1 - n)) for n in range(MOST + 1)]
    assert reading_order(boxes) == list(range(MOST + 1))
    assert reading_order(boxes[:5]) == [4, 3, 2, 1, 0]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 30)] * 4), max_size=12))
def test_every_block_comes_once_even_in_a_jumble(places: list[tuple[int, int, int, int]]) -> None:
    boxes = [(float(x), float(y), float(x + w), float(y + h)) for x, y, w, h in places]
    assert sorted(reading_order(boxes)) == list(range(len(boxes)))


LINES = [
    ("北坡村修通十里水渠", (0, 0, 300, 20)),
    ("去年冬天北坡村修通了水渠老人", (0, 30, 140, 50)),
    ("们都说日子有了奔头。", (160, 30, 300, 50)),
]


def alto() -> str:
    blocks = "".join(
        f'<TextBlock><TextLine><String CONTENT="{text}" HPOS="{x}" VPOS="{y}" WIDTH="{r - x}" HEIGHT="{b - y}"/></TextLine></TextBlock>'
        for text, (x, y, r, b) in reversed(LINES)
    )
    return f"<alto><Layout><Page>{blocks}</Page></Layout></alto>"


def hocr() -> str:
    blocks = "".join(
        f"<div class='ocr_carea'><span class='ocr_line'><span class='ocrx_word' title='bbox {x} {y} {r} {b}'>{text}</span></span></div>"
        for text, (x, y, r, b) in reversed(LINES)
    )
    return f"<html><body><div class='ocr_page'>{blocks}</div></body></html>"


@pytest.mark.parametrize(("name", "marked"), [("a.xml", alto()), ("a.hocr", hocr())])
def test_the_columns_of_a_page_are_read_one_after_the_other(tmp_path: Path, name: str, marked: str) -> None:
    path = tmp_path / name
    path.write_text(marked, encoding="utf-8")
    (page,) = read_file(str(path))
    assert isinstance(page, Page)
    assert page.text == "\n\n".join(text for text, _ in LINES)
    assert [page.slice(w.span) for w in page.words] == [text for text, _ in LINES]
