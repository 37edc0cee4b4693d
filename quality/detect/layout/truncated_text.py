"""Finds text that breaks off, and stories without a headline.

## What it does

Reports a paragraph whose last sentence has no end and goes on nowhere on the page: neither in the next line nor behind
a heading or a caption. It also reports a story that begins with its dateline or byline, or in the middle of a story
that somebody else signed, on a page whose other stories have headlines.

## Why is this bad

The rest of the column, or the headline, is lost. Whoever reads the article does not know that something is missing; a
language model learns to stop in mid-sentence.

## Example

```text
北坡村修通十里水渠

本报讯（见习记者陈一禾）去年冬天，北坡村修通了水渠，全村一百多人修了四十天，今年春天种上了

山里粮站翻修完工

本报讯（见习记者周小满）入冬以后，粮站的仓库全部翻修，可以存放三百万斤粮食。
```

## Repair safety

None: what is lost must be taken from the printed page.

## Known limits

A paragraph that is cut exactly at the end of a sentence cannot be told from a whole one. Text that names the page on
which it goes on (下转第二版) is whole, and so is text that ends no sentence anywhere: titles, entries, queries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quality.detect.contract import NoOptions, PageRule
from quality.message import say
from quality.model import Hit, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.model import Segmentation

WORDS = {"cut": say("The text breaks off here"), "no-headline": say("A story begins here without a headline")}


def check(segmentation: Segmentation, options: NoOptions) -> Iterator[Hit]:  # noqa: ARG001
    """Words segment's decisions on missing text."""
    for gap in segmentation.truncated:
        message = say("{what}: {evidence}.", what=WORDS[gap.kind], evidence=gap.evidence)
        yield Hit(segmentation.page, (gap.span,), message, gap.confidence)


RULE = PageRule(code="LAY602", name="truncated-text", severity=Severity.WARNING, version=4, check=check)
