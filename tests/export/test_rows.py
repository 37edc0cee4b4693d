"""What an article's row says of its parts."""

from __future__ import annotations

from typing import Any

from quality.export.rows import ClusterNames, article_rows
from quality.export.tables import ARTICLES
from quality.model import Article, Block, Examination, Page, Piece, Role, Segmentation, Span
from quality.repair.apply import clean_page
from quality.segment import segment

PARTS = (
    (Role.KICKER, "山里的新路"), (Role.HEADLINE, "桥通了"), (Role.LABEL, "编者按"), (Role.STANDFIRST, "一座桥，两岸人。"),
    (Role.BYLINE, "林晚"), (Role.PARAGRAPH, "桥修了三年。"), (Role.SUBHEAD, "桥头"), (Role.PARAGRAPH, "人来人往。"),
    (Role.CAPTION, "桥上的孩子"), (Role.CREDIT, "周山 摄"),
)  # fmt: skip


def test_every_role_has_its_own_column() -> None:
    page = Page("a.txt", "\n".join(text for _, text in PARTS))
    starts = [page.text.index(text) for _, text in PARTS]
    blocks = [Block(role, (Piece(Span(s, s + len(t))),)) for (role, t), s in zip(PARTS, starts, strict=True)]
    [row] = _rows_of(Segmentation(page, (Article.of(page, 0, blocks),)))
    assert {name: row[name] for name in ("kicker", "headline", "standfirst", "byline", "credit")} == {
        "kicker": "山里的新路",
        "headline": "桥通了",
        "standfirst": "一座桥，两岸人。",
        "byline": "林晚",
        "credit": "周山 摄",
    }
    assert (row["labels"], row["subheads"], row["captions"]) == (["编者按"], ["桥头"], ["桥上的孩子"])
    assert row["body"] == ["桥修了三年。", "人来人往。"]
    assert set(row) == {column.name for column in ARTICLES.columns}


ROUNDUP = """各村修渠忙

——记入冬以来的水利工地

北 坡

本报讯（记者陈一禾）北坡村修通了水渠。

南 塘

本报讯（记者周小满）南塘村清了淤泥。

粮站翻修完工

本报讯（记者林晚）粮站的仓库全部翻修。"""


def test_the_items_of_a_round_up_name_the_row_of_its_headings_which_has_no_score() -> None:
    heads, *items, other = _rows_of(segment(Page("a.txt", ROUNDUP)))
    assert (heads["headline"], heads["body"], heads["score"]) == ("各村修渠忙 ——记入冬以来的水利工地", [], 0.0)
    assert [(i["headline"], i["part_of"], i["score"]) for i in items] == [
        ("北 坡", heads["id"], 100.0),
        ("南 塘", heads["id"], 100.0),
    ]
    assert (heads["part_of"], other["part_of"]) == (None, None)


def test_a_title_alone_on_its_page_is_no_story_that_lacks_its_text() -> None:
    [row] = _rows_of(segment(Page("a.txt", "北坡村修通十里水渠")))
    assert (row["headline"], row["score"]) == ("北坡村修通十里水渠", 100.0)


def _rows_of(segmentation: Segmentation) -> list[dict[str, Any]]:
    return list(article_rows(clean_page(segmentation, ()), (), ClusterNames(Examination((segmentation,), ()))))
