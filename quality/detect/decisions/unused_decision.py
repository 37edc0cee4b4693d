"""Finds decisions to leave a finding that leave nothing any more.

## What it does

Reads the file of decisions and reports the rows for which nothing is found: the text was mended, the place was
misspelled, or the day up to which the decision holds has passed.

## Why is this bad

A decision that nobody needs hides the next defect at its place, and whoever reads the file takes it for true.

## Example

```text
{"rule": "STU201", "place": "0123456789abcdef", "reason": "a slogan, printed so"}
```

## Repair safety

None: take the row out, or give it a later day.

## Known limits

A decision on a page that was not examined in this run is reported, too: run the check on the whole folder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quality.detect.contract import DecisionRule, NoOptions
from quality.message import say
from quality.model import Hit, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quality.model import Page, Span


def check(page: Page, unused: Sequence[tuple[Span, bool]], options: NoOptions) -> Iterator[Hit]:  # noqa: ARG001
    """A hit per row that decides nothing; each comes with whether its day has passed."""
    for span, expired in unused:
        why = say("its day has passed") if expired else say("nothing is found at its place")
        yield Hit(page, (span,), say("This decision leaves nothing: {why}.", why=why), 1.0)


RULE = DecisionRule(code="DEC801", name="unused-decision", severity=Severity.WARNING, check=check)
