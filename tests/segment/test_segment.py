"""What holds for every page: nothing lost, nothing twice, and the map back to the source."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quality.model import Page, Role, Segmentation, Span, Word
from quality.segment import segment

LINES = st.sampled_from(
    [
        "北坡村修通十里水渠",
        "旱季种菜不再靠天,收成翻一番",
        "——来自山里的报告",
        "本报讯（记者陈一禾）去年冬天,北坡村修通了水渠,全村一百多人修了四十天。",
        "本报记者 陈一禾 本报通讯员 周小满",
        "本报通讯员 周小满 摄",
        "(陈一禾)",
        "阅读提示",
        "广告",
        "水渠修通以后,村里人种上了蔬菜,收入比往年多了三成,老人们都说日子有",
        "奔头,年轻人也愿意留下来。",
        "社员在粮站门前排队交粮。",
        "老支书何大山说,无论坡上的日子怎么变,北坡村的农",
        "业都离不开水渠,何大山算过水渠给农业带来的收成。",
        "的蔬菜卖到了城里",
        "By JOHN SMITH",
        "The river rose two feet over night and the mill had to close its",
        "gates before the morning shift.",
        "\u200b",
        "…",
    ]
)
BREAKS = st.sampled_from(["\n", "\n\n", "\n\n\n\n", "\r\n", "\r\n\r\n", "\r", " \n\t\n", "\n\u3000\u3000", "\x0c"])
PAGES = st.lists(st.tuples(LINES, BREAKS), max_size=25).map(lambda rows: "".join(a + b for a, b in rows))
ANY = st.one_of(PAGES, st.text(max_size=80))


def placed(segmentation: Segmentation) -> list[int]:
    blocks = [b for a in segmentation.articles for b in a.blocks] + list(segmentation.furniture)
    return [at for b in blocks for p in b.pieces for at in range(p.span.start, p.span.end)]


@pytest.mark.parametrize("join", [True, False])
@pytest.mark.parametrize("reorder", [True, False])
@settings(max_examples=150, deadline=None)
@given(text=ANY)
def test_every_character_has_exactly_one_place(*, join: bool, reorder: bool, text: str) -> None:
    found = placed(segment(Page("a.txt", text), join=join, reorder=reorder))
    assert len(found) == len(set(found))
    left_out = set(range(len(text))) - set(found)
    assert all(text[at].isspace() for at in left_out)


@settings(max_examples=150, deadline=None)
@given(text=ANY)
def test_the_map_holds_both_ways(text: str) -> None:
    page = Page("a.txt", text)
    for article in segment(page).articles:
        pieces = [p for b in article.blocks for p in b.pieces]
        for start, source in zip(article.view.starts, article.view.sources, strict=True):
            assert article.text[start : start + len(source)] == page.slice(source)
            assert article.view.source(start) == source.start
        assert [p.span for p in pieces] == list(article.view.sources)
        assert "".join(p.glue + page.slice(p.span) for p in pieces) == article.text.replace("\n", "")


@settings(max_examples=100, deadline=None)
@given(text=PAGES)
def test_without_reorder_every_block_stands_where_it_is_printed(text: str) -> None:
    for article in segment(Page("a.txt", text), reorder=False).articles:
        starts = [p.span.start for b in article.blocks for p in b.pieces]
        assert starts == sorted(starts)


@settings(max_examples=100, deadline=None)
@given(text=PAGES)
def test_without_join_a_block_is_a_line(text: str) -> None:
    for article in segment(Page("a.txt", text), join=False).articles:
        assert {len(b.pieces) for b in article.blocks} == {1}


@settings(max_examples=100, deadline=None)
@given(text=ANY)
def test_a_join_covers_exactly_the_break(text: str) -> None:
    for join in segment(Page("a.txt", text)).joins:
        assert text[join.span.start : join.span.end].isspace()
        assert not text[join.span.start - 1].isspace()
        assert not text[join.span.end].isspace()


def test_a_story_with_its_parts() -> None:
    page = Page(
        "a.txt",
        "山里来了水\n\n北坡村修通十里水渠\n\n本报记者 陈一禾\n\n去年冬天,北坡村修通了水渠,老人们都说日子有\n\n奔头了。\n\n"
        "水渠两岸有了菜园\n\n今年春天,村里种上了蔬菜。",
    )
    (article,) = segment(page).articles
    assert [b.role for b in article.blocks] == [
        Role.KICKER,
        Role.HEADLINE,
        Role.BYLINE,
        Role.PARAGRAPH,
        Role.SUBHEAD,
        Role.PARAGRAPH,
    ]
    assert "日子有奔头了。" in article.text


def test_marks_of_headings_are_furniture() -> None:
    result = segment(Page("a.md", "# 北坡村修通十里水渠\n\n去年冬天,北坡村修通了水渠。\n\n## 之后呢？\n\n大家都来了。"))
    assert [b.role for b in result.articles[0].blocks] == [Role.HEADLINE, Role.PARAGRAPH, Role.SUBHEAD, Role.PARAGRAPH]
    assert result.articles[0].title == "北坡村修通十里水渠"
    assert [result.page.slice(b.span) for b in result.furniture] == ["#", "##"]


def test_large_letters_of_a_scan_are_headings() -> None:
    text = "北坡村的水渠修通了，村里人都来看热闹\n去年冬天，北坡村修通了水渠。\n今年春天，村里种上了蔬菜。"
    starts = [0, text.index("去年"), text.index("今年")]
    words = tuple(Word(Span(at, at + 3), 0.9, (0, 0, 90, 60 if not at else 30)) for at in starts)
    (article,) = segment(Page("a.xml", text, "1", words=words)).articles
    assert [b.role for b in article.blocks] == [Role.HEADLINE, Role.PARAGRAPH, Role.PARAGRAPH]
