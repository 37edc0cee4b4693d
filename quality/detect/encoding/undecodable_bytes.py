"""Finds bytes that are no text in the encoding of their file.

## What it does

Reports every run of bytes that could not be decoded. In the text each such byte stands as one replacement character
(U+FFFD); the bytes themselves are kept, so that the file can be written back as it was.

## Why is this bad

What stood there is lost to every reader of the text, and other programs refuse the whole file.

## Example

The bytes E7 82 in the middle of a UTF-8 file: the first two of the three bytes of 炉. The rule reports what the page
then holds:

```text
炊事班的人把��子点着了。
```

## Repair safety

None: only the bytes' owner knows what they meant.

## Known limits

Bytes that happen to be valid are not questioned: text decoded in a wrong but permissive encoding is
`guessed-encoding` or `mojibake`. Of a record (JSON Lines, CSV, Parquet) only the text is looked at, not its other columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quality.detect.contract import NoOptions, SourceRule
from quality.message import say
from quality.model import Hit, Severity, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.model import Page

SHOWN = 8
"""Bytes that a message prints."""


def check(page: Page, options: NoOptions) -> Iterator[Hit]:  # noqa: ARG001
    """Judges one decoded page."""
    run: list[tuple[int, int]] = []
    for at, byte in page.encoding.lost:
        if run and at != run[-1][0] + 1:
            yield _hit(page, run)
            run = []
        run.append((at, byte))
    if run:
        yield _hit(page, run)


def _hit(page: Page, run: list[tuple[int, int]]) -> Hit:
    shown = " ".join(f"{byte:02X}" for _, byte in run[:SHOWN]) + (" …" if len(run) > SHOWN else "")
    what = say("1 byte is") if len(run) == 1 else say("{count} bytes are", count=len(run))
    told = {"what": what, "encoding": page.encoding.name.upper(), "bytes": shown}
    message = say("{what} no {encoding}: {bytes}.", **told)
    if page.line is not None:
        message = say(
            "{what} no {encoding}: {bytes}, in the record on line {line} of its file.", **told, line=page.line
        )
    return Hit(page, (Span(run[0][0], run[-1][0] + 1),), message, 1.0)


RULE = SourceRule(code="ENC701", name="undecodable-bytes", severity=Severity.ERROR, version=2, check=check)
