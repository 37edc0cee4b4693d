"""Finds traditional characters in simplified text, and simplified ones in traditional text.

## What it does

Counts the characters of an article that only one script has. Where nearly all belong to one script, the few of the
other are reported, each with its form in the script of the article. A character counts only where OpenCC's tables
change it and no national character set of the article's script holds it, so that 乾 in 乾隆, or 后 in 皇后, says
nothing.

## Why is this bad

Scanners and input methods slip into the other script. The word is then found by no search, by no dictionary, and
counts as another word in every statistic.

## Example

```text
老师傅们说，這门手艺不能断在他们手里。
```

## Repair safety

Unsafe: the character changes, its meaning does not.

## Known limits

Only strays that complete a word of the dictionary, or that are one of the commonest characters, are reported:
elsewhere the character may be part of somebody's name. Passages, titles and quotations that are wholly in the other
script are left alone, and so are articles that mix both throughout. Characters that both scripts have (里, 面, 后)
are never reported.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from quality.detect.contract import ArticleRule, NoOptions, article_hit
from quality.message import say
from quality.model import Applicability, Severity
from quality.text.variants import simplified_forms, traditional_forms
from quality.text.words import frequencies, word_around

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from quality.model import Article, Hit

FEW = 0.05
"""Of the telling characters, at most this share may belong to the other script; above, the article mixes both on purpose."""
ENOUGH = 4
"""A single stray is also reported where this many telling characters belong to the article's script."""
COMMON = 13.0
"""Base-2 logarithm of the count from which a single character is a word of its own; few are."""
NEIGHBOURS = 3
"""Characters on either side that may be part of the same word."""
PASSAGE = re.compile(r"[^\n。！？；!?;“”‘’「」『』《》〈〉（）()]+")
"""What is wholly in the other script when it is quoted: a clause, a title, the inside of a quotation."""


def check(article: Article, options: NoOptions) -> Iterator[Hit]:  # noqa: ARG001
    """Judges one article."""
    characters = set(article.text)
    if simplified_forms().keys().isdisjoint(characters) or traditional_forms().keys().isdisjoint(characters):
        return
    counts = Counter(article.text)
    traditional = sum(counts[char] for char in characters & simplified_forms().keys())
    simplified = sum(counts[char] for char in characters & traditional_forms().keys())
    if _few(traditional, simplified):
        yield from _strays(article, simplified_forms(), traditional_forms(), say("traditional"))
    elif _few(simplified, traditional):
        yield from _strays(article, traditional_forms(), simplified_forms(), say("simplified"))


def _few(strays: int, others: int) -> bool:
    return strays <= FEW * (strays + others) or (strays == 1 and others >= ENOUGH)


def _strays(article: Article, forms: Mapping[str, str], own: Mapping[str, str], script: str) -> Iterator[Hit]:
    """A hit for every stray, except where it stands in a passage of its own script."""
    for passage in PASSAGE.finditer(article.text):
        words = passage[0]
        strays = [at for at, char in enumerate(words) if char in forms]
        if len(strays) == 1 or any(char in own for char in words):
            found = (_hit(article, words, passage.start(), at, forms, script) for at in strays)
            yield from (hit for hit in found if hit is not None)


def _hit(article: Article, words: str, base: int, at: int, forms: Mapping[str, str], script: str) -> Hit | None:
    low = max(at - NEIGHBOURS, 0)
    around = words[low : at + NEIGHBOURS + 1]
    plainly = "".join(simplified_forms().get(char, char) for char in around)
    word = word_around(plainly, at - low)
    if word is None and frequencies().get(plainly[at - low], 0.0) < COMMON:
        return None
    start, end = (low + word[0], low + word[1]) if word else (at, at + 1)
    new = forms[words[at]]
    return article_hit(
        article,
        base + start,
        base + end,
        say(
            "‘{char}’ is a {script} character in text of the other script, which writes ‘{new}’.",
            char=words[at],
            script=script,
            new=new,
        ),
        confidence=0.97,
        edits=((base + at, base + at + 1, new),),
        applicability=Applicability.UNSAFE,
    )


RULE = ArticleRule(code="GAR305", name="mixed-script", severity=Severity.WARNING, check=check)
