"""Finds text that runs in a loop.

## What it does

Reports a unit of any length that stands four or more times in a row outside a list, and a longer stretch that comes back again
and again at the same distance while single characters in it drift (numbers that count up).

## Why is this bad

Recognition and language models that lose the thread repeat themselves until they are stopped. What follows the loop is often
lost, and the loop itself poisons every count and every model made from the text.

## Example

```text
会议指出，要把好事办好办实办好办实办好办实办好办实办好办实办好办实。
```

## Repair safety

Unsafe: the loop becomes one unit. A drifting loop has no repair: an editor must see the source.

## Known limits

Laughter, sounds and numbers are left alone, refrains and chants of fewer than 24 characters as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quality.detect.contract import ArticleRule, NoOptions, article_hit
from quality.detect.stutters.judgement import Kind
from quality.detect.stutters.loops import drifting
from quality.detect.stutters.wording import hits
from quality.message import say
from quality.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.model import Article, Hit


def check(article: Article, options: NoOptions) -> Iterator[Hit]:
    """Yields loops, exact ones with a repair, drifting ones without."""
    del options
    yield from hits(article, Kind.LOOP)
    for start, end, period, copies in drifting(article.text):
        message = say(
            "The text comes back about {count} times at a distance of {period} characters", count=copies, period=period
        )
        yield article_hit(article, start, end, message, confidence=0.9)


RULE = ArticleRule(code="STU204", name="repetition-loop", severity=Severity.ERROR, check=check)
