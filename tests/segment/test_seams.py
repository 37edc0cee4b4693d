"""The word over a seam, against every way of cutting; columns; glue; and time that grows with the page, not faster."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quality.match.ties import EDGE, KEY
from quality.model import Page
from quality.segment import segment
from quality.segment.cohesion import Cohesion
from quality.segment.grams import Grams
from quality.segment.hyphens import Hyphen, Hyphens
from quality.segment.likeness import shared_words
from quality.segment.lines import columns, read_lines
from quality.segment.seams import UNKNOWN, _bits, _total, glue, word_gain
from quality.text.lexicon import LONGEST
from quality.text.words import frequencies


def every_cut(text: str) -> list[list[str]]:
    if not text:
        return [[]]
    return [[text[:n], *rest] for n in range(1, min(LONGEST, len(text)) + 1) for rest in every_cut(text[n:])]


def slow_bits(text: str) -> float:
    """The best cut by trying all of them."""
    known = frequencies()
    return max(
        sum(known.get(word, UNKNOWN) - _total() for word in cut)
        for cut in every_cut(text)
        if all(len(word) == 1 or word in known for word in cut)
    )


@settings(max_examples=60, deadline=None)
@given(st.text("工人会建设水渠修通的了一二，a", max_size=7))
def test_the_best_cut_is_the_best_of_all(text: str) -> None:
    assert _bits(text)[-1] == pytest.approx(slow_bits(text))


def test_a_word_over_the_break_gains_and_a_clean_break_does_not() -> None:
    assert word_gain("老师傅带着他们从认识机", "床开始学起") > 6
    assert word_gain("北坡村修通水渠", "旱季种菜不再靠天") == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ("left", "right", "between"),
    [
        ("水", "渠", ""),
        ("the", "mill", " "),
        ("ri-", "ver", ""),
        ("ri\u00ad", "ver", ""),
        ("ri\u2010", "ver", ""),
        ("水", "mill", ""),
        ("said,", "“no", " "),
        ("3", "万", ""),
    ],
)
def test_glue(left: str, right: str, between: str) -> None:
    assert glue(left, right) == between


@pytest.mark.parametrize(
    ("left", "right", "answer"),
    [
        ("the mil-", "ler said", Hyphen.GOES),
        ("The Mil-", "ler said", Hyphen.GOES),
        ("the mil\u2010", "ler, too", Hyphen.GOES),
        ("the bri\u00ad", "dge", Hyphen.GOES),
        ("a well-", "known man", Hyphen.STAYS),
        ("a well-", "Known man", None),
        ("an over-", "grown path", Hyphen.STAYS),
        ("his mother-in-", "law", Hyphen.STAYS),
        ("up-", "to-date", Hyphen.STAYS),
        ("the cen-", "tury", Hyphen.UNKNOWN),
        ("the river -", "it rose", None),
        ("水渠-", "修通", None),
        ("1914-", "1918", None),
    ],
)
def test_a_hyphen_goes_where_the_page_has_the_word_in_one_piece_and_nowhere_with_it(
    left: str, right: str, answer: Hyphen | None
) -> None:
    page = "The miller. Well-known; overgrown, over-grown, mother-in-law, up-to-date. the mil-\nler cen-\ntury"
    assert Hyphens(page).judge(left, right) is answer


def test_a_list_of_names_of_one_width_is_no_column() -> None:
    names = read_lines(Page("a", "北坡村修通水渠\n南湖镇粮站翻新\n东山寨果园丰收\n西河口大桥通车"))
    torn = read_lines(Page("a", "去年冬天,北坡村修\n通水渠,全村一百多\n人修了四十天,今年\n春天种上了菜。"))
    assert set(columns(names)) == {-1}
    assert set(columns(torn)) == {0}


def test_lines_are_read_alike_whichever_sign_breaks_them() -> None:
    page = "修渠\n\n去年冬天，\n北坡村修通了水渠。 \n\n\n完"
    read = [
        [(n.text, n.blanks) for n in read_lines(Page("a", page.replace("\n", sign)))] for sign in ("\n", "\r\n", "\r")
    ]
    assert read == [[("修渠", 0), ("去年冬天，", 1), ("北坡村修通了水渠。", 0), ("完", 2)]] * 3


def test_shared_words_are_the_longest_runs() -> None:
    assert shared_words("北坡村修通十里水渠", "水渠在北坡村，十里长") == ["北坡村", "十里", "水渠"]


def cohesion(stories: list[list[str]], headings: list[int]) -> Cohesion:
    grams = Grams([text for units in stories for text in units])
    sizes = [len(units) for units in stories]
    return Cohesion(grams, sizes, headings, [max(size - 1, 0) for size in sizes])


def test_bonds_count_what_only_two_stories_share() -> None:
    own = [
        "粮站翻修完工",
        "清河镇粮站的仓库翻修以后,可以存放三百万斤粮食,清河镇的农户交粮不用排队,晒场边还添了两台烘干机",
        "何大山引水上坡,北坡村种苹果的人家多了六十户,何大山的果园去年卖了九万元",
    ]
    other = ["北坡村修通十里水渠", "北坡村的何大山引水上坡,一百多人修渠修了四十天,山那边的水流到了坡上的果园"]
    bonds = cohesion([own, other], [1, 1]).bonds(0)
    assert bonds.stories == (1,)
    assert bonds.other[0, 1] > 3
    assert bonds.odds[0, 1] > bonds.odds[0, 0]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("北坡村水渠，", max_size=9), min_size=1, max_size=6), st.data())
def test_pairs_of_units_in_another_order_are_those_of_their_texts(texts: list[str], data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(texts))))
    moved, anew = Grams(texts).moved(order), Grams([texts[unit] for unit in order])
    entries = anew.pairs[EDGE, anew.count]
    assert moved.texts == anew.texts
    assert moved.count == anew.count
    assert (moved.pairs[[KEY, EDGE], : moved.count] == anew.pairs[[KEY, EDGE], : moved.count]).all()
    assert (moved.worth[:, : moved.count] == anew.worth[:, : moved.count]).all()
    assert (moved.units[:entries] == anew.units[:entries]).all()
    assert (moved.marks == anew.marks).all()


def test_stories_without_a_pair_share_nothing() -> None:
    found = cohesion([["The mill", "It rained."], ["By JOHN SMITH", "The gates closed."], []], [1, 0, 0])
    assert [found.closest(n) for n in range(3)] == [0, 0, 0]
    assert found.bonds(0).stories == ()
    assert segment(Page("a.txt", "The mill closed.\nBy JOHN SMITH\nThe gates closed.\n")).displaced == ()


def test_a_version_of_the_story_takes_no_tail() -> None:
    text = ["粮站翻修", "清河镇粮站翻修,仓库防潮防鼠", "何大山引水上坡"]
    other = ["何大山引水", "何大山修渠,坡上的果园有了水"]
    bonds = cohesion([text, text, other], [1, 1, 1]).bonds(0)
    assert bonds.stories == ()


@pytest.mark.parametrize(
    "line",
    [
        "北坡村修通水渠\n",
        "去年冬天,北坡村的水渠修了三里\n\n",
        "社员在粮站门前交粮。\n\n\n\n",
        "本报讯（记者陈一禾）去年冬天\n\n",
        "水" * 40 + "\n",
        "a b\n",
        "阅读提示\n\n水渠通了。\n\n",
        "去年冬天,水渠通了,日子有了奔\n\n北坡村修通十里水渠\n\n头,年轻人都回来了。\n\n",
        "北坡村修通水渠\n\n本报讯（记者陈一禾）水渠通了，老人们都说好。\n\n第二天又下了雨。（周小满）\n\n",
        "水渠通了。\n\n",
    ],
)
def test_time_grows_with_the_page_and_not_faster(line: str) -> None:
    def seconds(count: int) -> float:
        page = Page("a.txt", line * count)
        began = time.process_time()
        segment(page)
        return time.process_time() - began

    seconds(500)
    small, large = min(seconds(2000) for _ in range(2)), seconds(8000)
    assert large < 4 * 2.5 * small + 0.3
