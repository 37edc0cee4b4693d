"""Finds a whole sentence that stands twice in a row.

## What it does

Reports a sentence, whatever its length, that is followed at once by itself, on the same line or as the next paragraph, also
where one of the copies has a wrong character.

## Why is this bad

The second copy says nothing. It is the trace of a program that lost its place, and it weighs a sentence double in training.

## Example

```text
山路修通以后，果子当天就能进城。村里的老人都来帮忙！村里的老人都来帮忙！
```

## Repair safety

Unsafe: all copies but the first are deleted; where two copies differ in a character, the one stays whose words the dictionary knows.

## Known limits

Cries and slogans below six characters, and those below twelve inside quotation marks, are taken for rhetoric. A headline
without a full stop that its own text begins with is no doubled sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quality.detect.contract import ArticleRule, NoOptions
from quality.detect.stutters.judgement import Kind
from quality.detect.stutters.wording import hits
from quality.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.model import Article, Hit


def check(article: Article, options: NoOptions) -> Iterator[Hit]:
    """Yields sentences that stand two or more times in a row."""
    del options
    return hits(article, Kind.SENTENCE)


RULE = ArticleRule(code="STU202", name="doubled-sentence", severity=Severity.ERROR, check=check)
