"""Finds a phrase that is said again at once.

## What it does

Looks for every stretch of text that goes on with what it has just said – with a mark between the copies or without one, two
copies or many, copies with a wrong character in one of them – and reports those that no grammar explains: equal neighbours in a
list whose items 、 announces as distinct, a clause or a passage pasted twice, three or more copies.

## Why is this bad

Extraction and recognition programs fall into loops and paste the end of a column twice. Readers stumble; models trained on such
text learn to stutter.

## Example

```text
我们要深入田间、深入地头、深入地头、深入地头，把技术送给果农。
```

深入地头 stands three times; one copy stays.

## Repair safety

Unsafe: the copies and the marks between them are deleted, the first one and the marks behind the last stay. Equal items of a
list were never meant; a phrase that an author repeated for effect, in a form that the rule does not know, would be shortened.

## Known limits

Of two-character words doubled without a mark nouns, links and formal verbs are reported; other verbs are doubled to make them
short (研究研究). Where the second copy may begin a longer word (市场市场化) only a mark, a measure or a particle before it, or
the same words elsewhere in the text, show that no two words meet there as in 大队|大队长. Short clauses repeated
behind commas, and fewer than 12 characters at the end of a clause that are said again, are taken for rhetoric. A unit of more than
60 characters that is no single sentence is a repeated passage.
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
    """Yields phrases that stand two or more times in a row."""
    del options
    return hits(article, Kind.PHRASE)


RULE = ArticleRule(code="STU201", name="stuttered-phrase", severity=Severity.ERROR, version=3, check=check)
