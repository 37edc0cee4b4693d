"""Finds a number that differs between two copies of one text.

## What it does

Sets the copies of a repeated article or passage side by side and reports every place where both have a numeral,
Arabic or Chinese, and the numbers differ: 36 and 三十六 are the same, and so are 1,200 and 1200.

## Why is this bad

One of the two figures is wrong, and nothing in the text says which.

## Example

```text
合作社去年收购的核桃一共三十六吨，其中一半卖到了南方的城市，社员们分到的红利比前一年多了两成，老社长说明年还要再修一座烘干房。

电影队这个月在四个村子放电影。

合作社去年收购的核桃一共三十八吨，其中一半卖到了南方的城市，社员们分到的红利比前一年多了两成，老社长说明年还要再修一座烘干房。
```

## Repair safety

Display only: the other figure is shown, an editor decides.

## Known limits

A figure that lost its unit or percent sign in one copy is told by DUP104, as any other difference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quality.detect.contract import AlignmentRule, NoOptions
from quality.detect.witnesses import Reading, correction, numbers_differ, readings
from quality.message import say
from quality.model import CopyKind, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.model import Alignment, Hit, Span


def check(alignment: Alignment, _options: NoOptions) -> Iterator[Hit]:
    """Every difference of numbers."""
    if alignment.kind is not CopyKind.RECORD:
        told: dict[frozenset[Span], Reading] = {}  # two digits that differ in one number are one difference
        for reading in readings(alignment, numerals=True):
            places = frozenset({reading.span, reading.other})
            leaves = any(span.start <= reading.span.start < span.end for span in alignment.leaver.spans)
            if numbers_differ(reading) and (places not in told or leaves):
                told[places] = reading
        for reading in told.values():
            message = say(
                "‘{here}’ here, ‘{there}’ in the other copy of this text", here=reading.here, there=reading.there
            )
            yield correction(reading, message, severity=Severity.ERROR, display=True)


RULE = AlignmentRule(
    code="ENU405", name="number-disagrees-between-copies", version=2, severity=Severity.ERROR, check=check
)
