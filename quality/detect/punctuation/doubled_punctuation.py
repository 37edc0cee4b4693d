"""Finds punctuation marks that stand twice, and stops that follow stops.

## What it does

Reports a comma, a stop, a colon or the like that stands two or three times, or directly before another one, in
Chinese text.

## Why is this bad

One of the two is a slip of the keyboard or of the scanner, or something between them is lost.

## Example

```text
米、面、油都备齐了，，就等下锅。
```

## Repair safety

Unsafe for the same mark twice: one goes. Only shown for two different marks, of which the stronger is proposed:
perhaps a word between them is missing.

## Known limits

Ellipses, dashes, leaders of dots and several exclamation or question marks are in order; so is an exclamation mark
that belongs to a name, before a comma.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quality.detect.contract import ArticleRule, NoOptions, article_hit
from quality.message import say
from quality.model import Applicability, Severity
from quality.text.scripts import HAN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.model import Article, Hit

_RUN = re.compile(r"[，。、；：,;]{2,}|[！？!?]+。+|。+[！？!?]+")
LONGEST = 3
"""A longer run is a leader or a separator."""
STRONG = "。！？!?：；;，,、"
"""Marks by what they separate, the strongest first."""


def check(article: Article, options: NoOptions) -> Iterator[Hit]:  # noqa: ARG001
    """Judges one article."""
    for run in _RUN.finditer(article.text):
        if len(run[0]) <= LONGEST and _is_chinese(article.text, run) and run[0] != "。。。":
            yield _hit(article, run)


def _is_chinese(text: str, run: re.Match[str]) -> bool:
    """Full-width marks, or Han on either side."""
    if any(ord(char) > 0x7F for char in run[0]):
        return True
    return (
        HAN.match(text[run.start() - 1 : run.start()]) is not None
        or HAN.match(text[run.end() : run.end() + 1]) is not None
    )


def _hit(article: Article, run: re.Match[str]) -> Hit:
    same = len(set(run[0])) == 1
    stays = min(run[0], key=STRONG.index)
    message = (
        say("‘{mark}’ stands {count} times in a row.", mark=run[0][0], count=len(run[0]))
        if same
        else say("‘{mark}’ stands right before ‘{next}’.", mark=run[0][0], next=run[0][1:])
    )
    return article_hit(
        article,
        run.start(),
        run.end(),
        message,
        confidence=0.95 if same else 0.85,
        edits=((run.start(), run.end(), stays),),
        applicability=Applicability.UNSAFE if same else Applicability.DISPLAY,
    )


RULE = ArticleRule(code="PUN503", name="doubled-punctuation", severity=Severity.WARNING, check=check)
