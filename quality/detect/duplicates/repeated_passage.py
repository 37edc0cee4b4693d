"""Finds paragraphs and passages that are set twice.

## What it does

Looks for passages that stand twice on a page, exactly or with errors of copying: whole lines that make a sentence
of 25 characters, any passage of 40 characters that begins or ends inside a clause, more than a sentence inside two
paragraphs of one story, any passage of 150. Two pages may share much more: a quotation, a resolution, a formula; there
only passages of 200 characters count, and only where no third page has them. Letters and digits count, marks and space
do not. What restates by its nature – headlines, decks, standfirsts – is left alone, and so are lists and reports in
one mould.

## Why is this bad

Extraction that walks the columns of a page in the wrong order sets a paragraph twice, and language models that
restore text do so, too. What is read twice is counted twice.

## Example

```text
早班的工人在六点交接，设备检查记录由两个人签字，任何一项不合格都要停机报修。

食堂从这个月起增加夜宵，价格由工会补贴。

早班的工人在六点交接，设备检查记录由两个人签字，任何一项不合格都要停机报修。
```

## Repair safety

Unsafe: the copy that stands out of order, or the less complete one, is taken out.

## Known limits

A pull-quote that repeats a whole paragraph of its article looks like a paragraph set twice. A clause of fewer than
40 characters that was copied into another sentence is not found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quality.detect.contract import AlignmentRule, NoOptions
from quality.detect.witnesses import removal
from quality.message import say
from quality.model import CopyKind, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.model import Alignment, Hit


def check(alignment: Alignment, _options: NoOptions) -> Iterator[Hit]:
    """The copy that goes."""
    if alignment.kind is CopyKind.PASSAGE:
        yield removal(alignment, say("passage"))


RULE = AlignmentRule(code="DUP102", name="repeated-passage", severity=Severity.WARNING, version=4, check=check)
