"""Finds a list that does not have as many items as it declares.

## What it does

Counts the items of a list against the number that announces it or sums it up: labels with a key (“六送”, “五有”, “四个一”,
“三个到位”), A、B、C三大行业, 三个导向：A、B、C, 3名徒弟——A、B、C, 两点意见：一是…二是…, 三本账：一本…一本…, and lists that 等 leaves
open, which may name fewer but never more items than declared. What agrees is recorded as verified, and so is an open list that names
some of its items.

## Why is this bad

An item was lost or set twice, or the number is wrong. Whoever quotes the list passes the error on.

## Example

```text
合作社为果农送技术、送农资、送信息、送贷款、送保险的“六送”下乡很受欢迎。
```

## Repair safety

None: number and list contradict each other, and only the source knows which of them is right.

## Known limits

Fixed names (四史, 三农) are compared only where a list of items with their key character stands directly beside them. Of two lists
joined by 和 within one, or a list inside an item, the rule may see one list; it reports only differences of one item.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quality.detect.contract import ArticleRule, NoOptions, article_hit
from quality.detect.enumerations.counts import counts
from quality.message import say
from quality.model import Severity, Verified

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.model import Article, Hit


def check(article: Article, options: NoOptions) -> Iterator[Hit | Verified]:
    """Yields contradictions between a declared number and its list; as verified what agrees."""
    del options
    for count in counts(article.text):
        if count.holds:
            message = say(
                "‘{name}’ declares {count} items, and {count} are listed", name=count.named, count=count.declared
            )
            yield Verified(article.page, article.view.spans(count.start, count.end), message)
        elif count.names_some:
            message = say(
                "‘{name}’ declares {count} items, and {listed} of them are named",
                name=count.named,
                count=count.declared,
                listed=count.least,
            )
            yield Verified(article.page, article.view.spans(count.start, count.end), message)
        elif count.contradicts:
            listed = count.least if count.least > count.declared else count.most
            message = say(
                "‘{name}’ declares {count} items, but {listed} are listed",
                name=count.named,
                count=count.declared,
                listed=listed,
            )
            yield article_hit(article, count.start, count.end, message, confidence=count.confidence)


RULE = ArticleRule(code="ENU402", name="count-mismatch", severity=Severity.ERROR, version=4, check=check)
