"""Finds fragments that belong to nothing on the page.

## What it does

Reports the text of a picture that stands alone, without headline or credit, a photographer's credit below a reporter's
text where no picture's text stands, the last characters of a paragraph that are printed once more as a line of their
own, a paragraph that goes on with a sentence which begins nowhere on the page, and the label of an advertisement that
was not taken over.

## Why is this bad

Read as part of the story above, such a line says something that the story does not.

## Example

```text
水渠修通以后，村里人都说日子有了奔头，有了美好的未来。

好的未来。

第二年春天，坡上的菜园也绿了。
```

## Repair safety

Unsafe for a line that only repeats the end of a paragraph: it is taken out, and characters go. For the text or the
credit of a picture there is no repair: it stays among the captions or credits; nor for a paragraph whose beginning is
lost, nor for the label of an advertisement, which is no part of a cleaned article anyway.

## Known limits

The pictures themselves are not seen; a caption is told by the gap above it and by its length.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quality.detect.contract import NoOptions, PageRule
from quality.message import say
from quality.model import Applicability, Edit, Fix, Hit, Related, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.model import Displaced, Page, Segmentation


_ADVERTISEMENT = re.compile(r"(?:公益)?广告|(?i:advertisement)")


def check(segmentation: Segmentation, options: NoOptions) -> Iterator[Hit]:  # noqa: ARG001
    """Words segment's decisions on fragments whose place is not known."""
    for fragment in segmentation.displaced:
        if fragment.kind == "orphan" or (fragment.kind != "interrupting" and fragment.to is None):
            yield _hit(segmentation.page, fragment)
    for block in segmentation.furniture:
        if _ADVERTISEMENT.fullmatch(segmentation.page.slice(block.span)):
            told = say(
                "This line belongs to no story around it: {evidence}.", evidence=say("the label of an advertisement")
            )
            yield Hit(segmentation.page, (block.span,), told, 0.9)


def _hit(page: Page, fragment: Displaced) -> Hit:
    message = say("This line belongs to no story around it: {evidence}.", evidence=fragment.evidence)
    if fragment.copy is None:
        return Hit(page, (fragment.span,), message, fragment.confidence)
    fix = Fix(Applicability.UNSAFE, (Edit(fragment.span, ""),))
    return Hit(
        page,
        (fragment.span,),
        message,
        fragment.confidence,
        fix,
        (Related(page, fragment.copy, say("stands here already")),),
    )


RULE = PageRule(code="LAY605", name="orphan-fragment", severity=Severity.WARNING, version=4, check=check)
