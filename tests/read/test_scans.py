"""ALTO, hOCR and HTML: text with its places, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from quality.model import Failure, Page
from quality.read import read_file

if TYPE_CHECKING:
    from pathlib import Path

ALTO = """<?xml version="1.0" encoding="UTF-8"?>
<alto xmlns="http://www.loc.gov/standards/alto/ns-v3#"><Layout><Page ID="p1"><PrintSpace>
<TextBlock><TextLine><String CONTENT="北坡村" HPOS="10" VPOS="20" WIDTH="90" HEIGHT="30" WC="0.91"/>
<String CONTENT="修通水渠" HPOS="100" VPOS="20" WIDTH="120" HEIGHT="30" WC="0.5"/></TextLine></TextBlock>
<TextBlock><TextLine><String CONTENT="The"/><SP/><String CONTENT="ri"/><HYP CONTENT="-"/></TextLine>
<TextLine><String CONTENT="ver"/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>"""
HOCR = """<!DOCTYPE html><html><body><div class='ocr_page' id='page_1' title='bbox 0 0 500 700'>
<div class='ocr_carea'><p class='ocr_par'><span class='ocr_line'>
<span class='ocrx_word' title='bbox 10 20 100 50; x_wconf 91'>北坡村</span>
<span class='ocrx_word' title='bbox 100 20 220 50; x_wconf 50'><strong>修通</strong>水渠</span></span>
<span class='ocr_line'><span class='ocrx_word' title='bbox 10 60 40 80'>一&amp;二</span></span></p></div></div></body></html>"""
HTML = """<html><head><title>x</title><style>p{}</style></head><body><h1>北坡村修通水渠</h1>
<p>去年冬天，<b>全村</b>一百多人<br>修了四十天。</p><script>alert(1)</script><p>1 &lt; 2</p></body></html>"""


def pages(folder: Path, name: str, text: str) -> list[Page | Failure]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return list(read_file(str(path)))


def only(folder: Path, name: str, text: str) -> Page:
    (page,) = pages(folder, name, text)
    assert isinstance(page, Page), page
    return page


def test_alto_keeps_words_places_and_confidences(tmp_path: Path) -> None:
    page = only(tmp_path, "a.xml", ALTO)
    assert (page.record, page.text) == ("p1", "北坡村修通水渠\n\nThe ri-\nver")
    assert [page.slice(w.span) for w in page.words] == ["北坡村", "修通水渠", "The", "ri", "ver"]
    assert page.words[0].confidence == 0.91
    assert page.words[1].box == (100, 20, 220, 50)
    assert page.words[2].box is None


def test_hocr_keeps_words_places_and_confidences(tmp_path: Path) -> None:
    page = only(tmp_path, "a.hocr", HOCR)
    assert (page.record, page.text) == ("page_1", "北坡村修通水渠\n一&二")
    assert [w.confidence for w in page.words] == [0.91, 0.5, None]
    assert page.words[0].box == (10, 20, 100, 50)


def test_html_is_its_blocks(tmp_path: Path) -> None:
    page = only(tmp_path, "a.html", HTML)
    assert page.text == "北坡村修通水渠\n\n去年冬天，全村一百多人\n修了四十天。\n\n1 < 2"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('<!DOCTYPE a [<!ENTITY b "c">]><alto>&b;</alto>', "declares the entity"),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><alto>&x;</alto>', "declares the entity"),
        ("<alto><Page></alto>", "no well-formed XML"),
        ("<note>hello</note>", "no ALTO"),
    ],
)
def test_other_xml_is_refused(tmp_path: Path, text: str, says: str) -> None:
    (failure,) = pages(tmp_path, "a.xml", text)
    assert isinstance(failure, Failure)
    assert says in failure.message
