"""Finds text that was decoded in the wrong encoding.

## What it does

Recognises the patterns that wrong decoding leaves: UTF-8 read as Latin-1, Windows-1252, Mac Roman, GBK and others;
GBK read as Latin-1 or Big5; Big5 read as GBK; and 锟斤拷, what is left when a replacement character itself was read
as GBK. A place is reported only where the way back works and gives ordinary text.

## Why is this bad

Nobody can read it, no search finds it, and every further program may garble it once more.

## Example

```text
The cafÃ© on the corner is closed today.
```

## Repair safety

Safe where the repair, wrongly decoded again, gives exactly the garbled characters: nothing can be lost. Unsafe where
some bytes had to be inferred. Only shown, or not offered at all, where bytes are gone for good.

## Known limits

UTF-8 and Western encodings are judged by ftfy's rules, which leave very short or ambiguous places alone. Big5 and GBK
are told apart by whole lines of at least eight characters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quality.detect.contract import NoOptions, SourceRule
from quality.message import say
from quality.model import Applicability, Edit, Fix, Hit, Severity, Span
from quality.text.mojibake import Mojibake, mojibake

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.model import Page

SHOWN = 20
"""Characters of either text that a message prints."""


def check(page: Page, options: NoOptions) -> Iterator[Hit]:  # noqa: ARG001
    """Judges one decoded page."""
    for found in mojibake(page.text):
        span = Span(found.start, found.end)
        garbled = page.slice(span)[:SHOWN]
        message = say("‘{garbled}’ is lost text: {how}.", garbled=garbled, how=found.how)
        if found.original is not None:
            original = found.original[:SHOWN]
            message = say("‘{garbled}’ is ‘{original}’: {how}.", garbled=garbled, original=original, how=found.how)
        yield Hit(page, (span,), message, 0.97, _fix(found, span))


def _fix(found: Mojibake, span: Span) -> Fix | None:
    if found.original is None:
        return None
    unsure = Applicability.DISPLAY if "\ufffd" in found.original else Applicability.UNSAFE
    return Fix(Applicability.SAFE if found.exact else unsure, (Edit(span, found.original),))


RULE = SourceRule(code="GAR302", name="mojibake", version=2, severity=Severity.ERROR, check=check)
