"""Finds files that begin with a byte-order mark.

## What it does

Reports a file whose first bytes are a byte-order mark. The mark is no part of the text and is kept, so that the file
can be written back as it was.

## Why is this bad

A UTF-8 file needs none. Programs that do not expect it see an invisible character before the first word: the first
headline is then equal to no other headline, and the first column of a table has a name that cannot be typed.

## Example

The bytes EF BB BF before the first character of:

```text
食堂今日菜单
```

## Repair safety

None: sources keep their bytes. Everything that this program writes is UTF-8 without a mark.

## Known limits

UTF-16 and UTF-32 files need their mark; they are reported as well, because most tools expect UTF-8. A file of records
(JSON Lines, CSV) is reported at its first record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quality.detect.contract import NoOptions, SourceRule
from quality.message import say
from quality.model import Hit, Severity, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.model import Page


def check(page: Page, options: NoOptions) -> Iterator[Hit]:  # noqa: ARG001
    """Judges one decoded page."""
    if page.encoding.bom:
        shown = " ".join(f"{byte:02X}" for byte in page.encoding.bom)
        yield Hit(
            page,
            (Span(0, 0),),
            say(
                "The file begins with the byte-order mark of {encoding} ({bytes}).",
                encoding=page.encoding.name.upper(),
                bytes=shown,
            ),
            1.0,
        )


RULE = SourceRule(code="ENC703", name="byte-order-mark", severity=Severity.INFO, version=2, check=check)
