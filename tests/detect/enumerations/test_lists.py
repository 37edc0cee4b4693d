"""Lists are cut where readers cut them, in one pass."""

from __future__ import annotations

import time

import pytest

from quality.detect import rules
from quality.detect.contract import ArticleRule, NoOptions
from quality.detect.enumerations.counts import counts
from quality.detect.enumerations.grades import reading
from quality.detect.enumerations.lists import chains, first_of
from quality.model import Article, Block, Page, Piece, Role, Span, Verified

RULES = [r for r in rules().values() if isinstance(r, ArticleRule) and r.code.startswith(("STU", "ENU"))]


def test_brackets_and_quotations_are_whole_and_brackets_hold_lists_of_their_own() -> None:
    chain, inner = chains("种了苹果（红、黄）、《果树、果园》、“一、二”梨，还有枣。")
    assert [c.text for c in chain.chunks] == ["种了苹果（红、黄）", "《果树、果园》", "“一、二”梨"]
    assert (chain.before, chain.after) == ("", "，")
    assert [(c.text, c.start) for c in inner.chunks] == [("红", 5), ("黄", 7)]


def test_quotations_side_by_side_are_items() -> None:
    (chain,) = chains("评定“甲级”“乙级”和“丙级”果园。")
    assert [i.text for i in chain.items] == ["“甲级”", "“乙级”", "“丙级”"]


def test_a_thousands_comma_divides_nothing() -> None:
    (chain,) = chains("苹果1,200斤、梨3,400斤")
    assert [c.text for c in chain.chunks] == ["苹果1,200斤", "梨3,400斤"]


@pytest.mark.parametrize(
    ("ranks", "change"),
    [([5, 4, 5], (0, 3)), ([1, 2, 1], (2, 3)), ([1, 2, 2, 4], (2, 3)), ([3, 3], None), ([1, 1, 1], None)],
)
def test_the_one_reading_that_counts(ranks: list[int], change: tuple[int, int] | None) -> None:
    assert reading(ranks) == change


def test_a_label_is_counted_once() -> None:
    (count,) = counts("落实“四个一”：一本账、一张图、一支队伍、一套办法。")
    assert (count.declared, count.least, count.holds) == (4, 4, True)


def test_a_list_left_open_names_some_of_its_items() -> None:
    (count,) = counts("种了苹果、梨、枣等六种果树。")
    assert (count.declared, count.least, count.names_some, count.contradicts) == (6, 3, True, False)


HARD = [
    "“",
    "、",
    "（",
    "一是",
    "“五有”",
    "三个",
    "“一级”",
    "1,",
    "9",
    "初级、中级、",
    "首先，其次，",
    "甲3家、乙4家，共计7家",
    "甲、乙三大",
    "开展学习、开展学习，",
    "川山川",
]


@pytest.mark.parametrize("unit", HARD)
def test_no_text_takes_long(unit: str) -> None:
    """Thirty thousand characters in a second: anything quadratic would take minutes."""
    text = unit * (30_000 // len(unit))
    article = Article.of(Page("hard", text), 0, [Block(Role.PARAGRAPH, (Piece(Span(0, len(text))),))])
    before = time.process_time()
    for rule in RULES:
        for _ in rule.check(article, NoOptions()):
            pass
    assert time.process_time() - before < 8


@pytest.mark.parametrize(
    "text",
    [
        "果库分A级、B级、C级，收费不同。",
        "第一、第二、第三茬桃子分别卖了三元、四元和五元。",
        "好处有三：其一，省水；其二，省工；其三，增产。",
        "要求如下：1.按时浇水；2.按时施肥；3.按时采收。",
        "村里做到“三个到位”，即认识到位、人手到位、农资到位。",
        "社员50人，其中男社员20人、女社员30人。",
        "全村有果窖80座，其中砖砌30座、石砌20座、土挖30座。",
        "念了三份文件：表彰决定、任命通知、分红办法。",
        "种了苹果、梨、枣等六种果树。",
        "设有初级、中级、高级三个班。",
        "首先，修路。其次，引水。最后，种树。",
    ],
)
def test_what_checks_out_is_recorded(text: str) -> None:
    article = Article.of(Page("page.txt", text), 0, [Block(Role.PARAGRAPH, (Piece(Span(0, len(text))),))])
    told = [t for rule in RULES for t in rule.check(article, rule.options())]
    assert told
    assert all(isinstance(t, Verified) for t in told)


def test_a_chunk_of_nothing_but_quotations_takes_linear_time() -> None:
    chain = chains("“一级”" * 200_000)[0]
    before = time.process_time()
    assert len(list(first_of(chain))) == 200_000
    assert time.process_time() - before < 3  # a copy of the rest for each of them takes eight
