"""Finds traditional characters in simplified text, simplified ones in traditional text, and look-alikes from other alphabets.

## What it does

Counts the characters of an article that only one script has. Where nearly all belong to one script, the few of the
other are reported, each with its form in the script of the article. A character counts only where OpenCC's tables
change it and no national character set of the article's script holds it, so that 乾 in 乾隆, or 后 in 皇后, says
nothing. Reported as well are a single kana between Chinese characters that looks like one of them (ニ for 二), a Greek
or Cyrillic letter in a word of Latin ones, and a letter in a number (2l.6%).

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
script are left alone and do not count, and so are articles that mix both throughout. Characters that both scripts have (里, 面, 后)
are never reported.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from quality.detect.contract import ArticleRule, NoOptions, article_hit
from quality.message import say
from quality.model import Applicability, Severity
from quality.text.homoglyphs import homoglyphs
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
QUOTATIONS = {"“”", "‘’", "《》", "「」"}


def check(article: Article, options: NoOptions) -> Iterator[Hit]:  # noqa: ARG001
    """Judges one article."""
    yield from (_look_alike(article, at, new) for at, new in homoglyphs(article.text))
    characters = set(article.text)
    scripts = (simplified_forms(), traditional_forms())
    if any(forms.keys().isdisjoint(characters) for forms in scripts):
        return
    traditional, simplified = _telling(article.text)
    forms, own = scripts if traditional <= simplified else scripts[::-1]
    script = say("traditional") if traditional <= simplified else say("simplified")
    strays = _strays(article.text, forms, own)
    if _few(len(strays), max(traditional, simplified)):
        hits = (_hit(article, passage[0], passage.start(), at, forms, script) for passage, at in strays)
        yield from (hit for hit in hits if hit is not None)


def _telling(text: str) -> tuple[int, int]:
    """How many characters only traditional, and only simplified text has, outside of quotations."""
    counts: Counter[str] = Counter()
    for passage in PASSAGE.finditer(text):
        if not _is_quoted(text, passage):
            counts.update(passage[0])
    traditional, simplified = (
        sum(counts[char] for char in counts.keys() & forms.keys())
        for forms in (simplified_forms(), traditional_forms())
    )
    return traditional, simplified


def _few(strays: int, others: int) -> bool:
    return strays <= FEW * (strays + others) or (strays == 1 and others >= ENOUGH)


def _strays(text: str, forms: Mapping[str, str], own: Mapping[str, str]) -> list[tuple[re.Match[str], int]]:
    """Passages that are not wholly in the other script, each with the place of one of its characters.

    Where whole passages are, the text quotes it: a quotation or title with a single one that tells is quoted, too.
    """
    places = ((p, [at for at, char in enumerate(p[0]) if char in forms]) for p in PASSAGE.finditer(text))
    found = [(p, strays) for p, strays in places if strays]
    mixed = [(p, strays) for p, strays in found if len(strays) == 1 or any(char in own for char in p[0])]
    quotes = len(found) > len(mixed)
    quoting = {p for p, _ in mixed if quotes and _is_quoted(text, p) and not any(char in own for char in p[0])}
    return [(p, at) for p, strays in mixed for at in strays if p not in quoting]


def _is_quoted(text: str, passage: re.Match[str]) -> bool:
    return text[max(passage.start() - 1, 0) : passage.start()] + text[passage.end() : passage.end() + 1] in QUOTATIONS


def _look_alike(article: Article, at: int, new: str) -> Hit:
    return article_hit(
        article,
        at,
        at + 1,
        say(
            "‘{char}’ is of another script than what it stands in; ‘{new}’ looks like it.",
            char=article.text[at],
            new=new,
        ),
        confidence=0.9,
        edits=((at, at + 1, new),),
        applicability=Applicability.UNSAFE,
    )


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


RULE = ArticleRule(code="GAR305", name="mixed-script", severity=Severity.WARNING, version=2, check=check)
