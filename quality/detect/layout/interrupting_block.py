"""Finds captions and notices that stand inside a sentence.

## What it does

Reports the text of a picture, a credit, a notice or a label that the page prints between the two halves of a sentence.
That the sentence goes on behind it is told by a word over the seam, a bracket, a beginning that needs something before
it, or the gap of the picture itself.

## Why is this bad

The sentence is cut in two, and its story says something that nobody wrote.

## Example

```text
入冬以后，粮站的仓库全部翻修，新修的仓库可以存放三百



社员在粮站门前排队交粮。

万斤粮食，门口还装上了新的地磅，农户再也不用排长队。
```

## Repair safety

None: the cleaned article shows the sentence whole, and the block among its captions.

## Known limits

A caption that reads like the rest of the sentence, without the gap of a picture, is taken for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quality.detect.contract import NoOptions, PageRule
from quality.message import say
from quality.model import Hit, Related, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.model import Segmentation


def check(segmentation: Segmentation, options: NoOptions) -> Iterator[Hit]:  # noqa: ARG001
    """Words segment's decisions on blocks inside sentences."""
    page = segmentation.page
    for block in segmentation.displaced:
        if block.kind == "interrupting":
            related = tuple(
                Related(page, span, word)
                for span, word in zip(block.torn or (), (say("stops"), say("goes on")), strict=False)
            )
            message = say("This block stands inside a sentence: {evidence}.", evidence=block.evidence)
            yield Hit(page, (block.span,), message, block.confidence, related=related)


RULE = PageRule(code="LAY604", name="interrupting-block", severity=Severity.WARNING, version=3, check=check)
