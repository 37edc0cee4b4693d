"""Finds files whose encoding had to be guessed.

## What it does

Reports a file that has no byte-order mark and is no UTF-8, with the encoding in which its text looks most like
writing. The span is the first run of characters that another encoding would have read otherwise.

## Why is this bad

The guess may be wrong, and the next program may guess differently.

## Example

The bytes C0 CF B0 E0 B3 A4: 老班长 in GB 18030, and nonsense in every other encoding. The rule reports what the page
then holds:

```text
老班长在门口等着。
```

## Repair safety

None: sources keep their encoding. Everything that this program writes is UTF-8.

## Known limits

Short texts, and encodings that differ in a few characters only (Latin-1 and Windows-1252, Big5 and its Hong Kong
supplement), leave room for mistakes; the message states how sure the guess is. A file of records (JSON Lines, CSV) is
reported once, at its first record.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quality.detect.contract import NoOptions, SourceRule
from quality.message import say
from quality.model import Hit, Severity, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.model import Page

_FOREIGN = re.compile(r"[^\x00-\x7f]{1,20}")


def check(page: Page, options: NoOptions) -> Iterator[Hit]:  # noqa: ARG001
    """Judges one decoded page."""
    if page.encoding.guessed is None:
        return
    first = _FOREIGN.search(page.text)
    span = Span(*first.span()) if first else Span(0, min(20, len(page.text)))
    sure = round(page.encoding.guessed * 100)
    yield Hit(
        page,
        (span,),
        say(
            "The file declares no encoding and was read as {encoding} ({sure} % sure): save it as UTF-8.",
            encoding=page.encoding.name.upper(),
            sure=sure,
        ),
        1.0,
    )


RULE = SourceRule(code="ENC702", name="guessed-encoding", severity=Severity.INFO, version=2, check=check)
