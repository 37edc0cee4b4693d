"""Text that would act: formulas, markup, terminal escapes, forbidden characters. Each format is read back by a parser."""

from __future__ import annotations

import csv
import html
import json
import re
import sys
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from markdown import markdown as to_html
from markdown_it import MarkdownIt

from quality.cleaned import Fixes
from quality.engine.cleaning import FORMATS, Order, clean_folder
from quality.engine.paths import below
from quality.engine.restoring import restore_folder, verify_folder
from quality.export.csv import cell
from quality.export.jsonl import encode
from quality.export.markdown import escape
from quality.model import Article, Block, Edit, Examination, Page, Piece, Role, Segmentation, Span
from quality.read import read_file
from quality.text.visible import visible
from tests.repair.pages import finding

if TYPE_CHECKING:
    from pathlib import Path

LINES = (
    "=HYPERLINK(\"http://evil.example\",\"click\")", "+1+1", "-2+3", "@SUM(A1)", "＝1＋1", "|calc", "'quoted'", "a,b;c\td",
    "<script>alert(1)</script>", "![x](javascript:alert(1))", "[a]: http://evil.example", "1. 2. 3.", "# no heading", "***",
    "::error file=x::boo", "\x1b[31mred\x1b]0;title\x07", "\x9b31m", "a\u202eb", "nul\x00", "\ufffe\uffff", "&lt; &amp; ]]>",
    "{{ config }} {% x %}", "www.evil.example http://evil.example x@evil.example", "\u2028line", "---", "| a | b |", "> quote",
    "``` code", "    indented", "~~~", "+ list", "2) list", "_a_ *b*", "\\", "$x$", "a<b@c.d>",
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("hostile")
    name = base / '=cmd|\' &"x"\n<b>.txt'
    name.write_bytes("\n".join(LINES).encode("utf-8", "surrogatepass"))
    (page,) = (p for p in read_file(str(name)) if isinstance(p, Page))
    blocks, at = [], 0
    for line in LINES:
        blocks.append(Block(Role.HEADLINE if not at else Role.PARAGRAPH, (Piece(Span(at, at + len(line))),)))
        at += len(line) + 1
    edit = finding(blocks[2].span, page, (Edit(blocks[2].span, "@new"), Edit(blocks[4].span, "")))
    told = Segmentation(page, (Article.of(page, 0, blocks),))
    order = Order(fixes=Fixes.UNSAFE, formats=frozenset(FORMATS), versions={}, date="2026-11-20")
    clean_folder(Examination((told,), (edit,)), base / "out", order)
    assert list(verify_folder(base / "out")) == []
    restore_folder(base / "out", base / "back")
    (back,) = (p for p in (base / "back").rglob("*") if p.is_file())
    assert back.read_bytes() == name.read_bytes()
    return base / "out"


def test_no_file_holds_a_character_that_acts(folder: Path) -> None:
    acting = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix not in {".parquet"} and "originals" not in path.parts:
            assert acting.findall(path.read_text(encoding="utf-8-sig")) == [], path


def test_no_cell_is_a_formula(folder: Path) -> None:
    csv.field_size_limit(sys.maxsize)
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        assert {len(row) for row in rows} == {len(rows[0])}
        for row in rows:
            assert [c for c in row if re.match(r"\s*[=+\-@＝＋－＠|%]", c) and not re.fullmatch(r"-?[\d.]+", c)] == []


@given(st.text(st.sampled_from("=+-@'\t\r\n a1＝|\x00"), max_size=6))
def test_a_cell_never_begins_like_a_formula(text: str) -> None:
    assert not re.match(r"\s*[=+\-@＝＋－＠|%]", cell(text))
    assert cell(5) == 5
    assert cell(["=1"]) == '["=1"]'


def test_tei_is_well_formed_and_says_the_edits(folder: Path) -> None:
    (path,) = (folder / "tei").iterdir()
    tree = etree.parse(path)
    names = Counter(etree.QName(e).localname for e in tree.iter() if isinstance(e.tag, str))
    assert (names["choice"], names["surplus"], names["script"]) == (1, 1, 0)
    assert tree.findtext(".//{*}corr") == "@new"


def test_markdown_renders_to_the_text_and_nothing_else(folder: Path) -> None:
    (path,) = (folder / "markdown").iterdir()
    body = path.read_text(encoding="utf-8").split("\n---\n", 1)[1]
    for shown in (to_html(body, extensions=["extra", "sane_lists"]), MarkdownIt("commonmark").render(body)):
        assert set(re.findall(r"<(\w+)", shown)) <= {"h1", "p", "em", "strong"}


@given(st.lists(st.sampled_from([*LINES, "甲", " ", "1", ".", "*", "`", "[", "](", "<", "_", "&"]), max_size=5))
def test_escaped_markdown_is_one_paragraph_of_the_same_text(parts: list[str]) -> None:
    text = "".join(parts)
    shown = MarkdownIt("commonmark").render(escape(text))
    assert re.findall(r"</?\w+", shown) in (["<p", "</p"], [])
    assert html.unescape(re.sub("</?p>", "", shown)).split() == visible(re.sub(r"[\t\r\n]", " ", text)).split()


@given(st.dictionaries(st.text(max_size=4), st.text(max_size=20), max_size=3))
def test_a_line_of_json_is_one_line_and_comes_back(row: dict[str, str]) -> None:
    line = encode(row)
    assert len(line.decode().splitlines()) == 1
    assert json.loads(line) == row


@given(st.text(st.sampled_from("/.a\\:C~\n"), max_size=12))
def test_a_name_stays_below(path: str) -> None:
    inside = below(path)
    assert not inside.startswith("/")
    assert not {"..", ".", ""} & set(inside.split("/"))
