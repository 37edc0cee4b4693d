"""Finds where two copies of one text differ.

## What it does

Sets the copies of a repeated article or passage side by side, character by character, and reports every difference
at the copy that reads worse: where text is missing, where a pair of marks lost its partner, where the other copy
has a word of the dictionary. Numbers that differ are ENU405. Space, line breaks, full and half width, and the shape
of quotation marks are no differences.

## Why is this bad

Two witnesses of one text correct each other. The copy that stays may be the one with the lost quotation mark.

## Example

```text
镇上新修的水渠有十二公里长，沿渠的三个村子都用上了自流灌溉，老人们说“这是盼了半辈子的水”，孩子们在渠边放起了纸船，镇里的干部也来了。

电影队这个月在四个村子放电影。

镇上新修的水渠有十二公里长，沿渠的三个村子都用上了自流灌溉，老人们说“这是盼了半辈子的水，孩子们在渠边放起了纸船，镇里的干部也来了。
```

## Repair safety

Unsafe where the copies prove the better reading (a pair of marks closes again; a word of the dictionary stands
instead of none), else for display only.

## Known limits

Both copies may be wrong. Where nothing proves a reading, the finding is an information and stands on the copy that
goes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quality.detect.contract import AlignmentRule, NoOptions
from quality.detect.witnesses import Reading, correction, numbers_differ, readings
from quality.message import say
from quality.model import CopyKind, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.message import Message
    from quality.model import Alignment, Hit

LONGEST = 12
"""Characters of a reading that the message quotes."""


def check(alignment: Alignment, _options: NoOptions) -> Iterator[Hit]:
    """Every difference but those of numbers."""
    if alignment.kind is not CopyKind.RECORD:
        for reading in readings(alignment):
            if not numbers_differ(reading):
                yield correction(reading, _message(reading))


def _message(reading: Reading) -> Message:
    here, there = _cut(reading.here), _cut(reading.there)
    if not reading.here:
        told = say("‘{there}’ is missing here, the other copy has it", there=there)
    elif not reading.there:
        told = say("‘{here}’ stands only in this copy", here=here)
    else:
        told = say("‘{here}’ here, ‘{there}’ in the other copy", here=here, there=there)
    return say("{told}: {why}", told=told, why=reading.proof) if reading.proof else told


def _cut(text: str) -> str:
    text = " ".join(text.split()) or text
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


RULE = AlignmentRule(code="DUP104", name="copies-disagree", version=2, severity=Severity.WARNING, check=check)
