"""What an article's row says of its parts."""

from __future__ import annotations

from quality.export.rows import ClusterNames, article_rows
from quality.export.tables import ARTICLES
from quality.model import Article, Block, Examination, Page, Piece, Role, Segmentation, Span
from quality.repair.apply import clean_page

PARTS = (
    (Role.KICKER, "山里的新路"), (Role.HEADLINE, "桥通了"), (Role.LABEL, "编者按"), (Role.STANDFIRST, "一座桥，两岸人。"),
    (Role.BYLINE, "林晚"), (Role.PARAGRAPH, "桥修了三年。"), (Role.SUBHEAD, "桥头"), (Role.PARAGRAPH, "人来人往。"),
    (Role.CAPTION, "桥上的孩子"), (Role.CREDIT, "周山 摄"),
)  # fmt: skip


def test_every_role_has_its_own_column() -> None:
    page = Page("a.txt", "\n".join(text for _, text in PARTS))
    starts = [page.text.index(text) for _, text in PARTS]
    blocks = [Block(role, (Piece(Span(s, s + len(t))),)) for (role, t), s in zip(PARTS, starts, strict=True)]
    segmentation = Segmentation(page, (Article.of(page, 0, blocks),))
    [row] = article_rows(clean_page(segmentation, ()), (), ClusterNames(Examination((segmentation,), ())))
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
