"""Finds characters that came in from another word: 司机械 for 司机.

## What it does

Looks for a character that stands in no word but one that shares its other end with a whole word (机械 with 司机), and
without which the words around are far more probable. It is reported where the same page has the very words around it
without the character, six characters at least, and nowhere with it.

## Why is this bad

Who writes or reads by words goes on with the wrong one. The word is no word any more, and no search finds it.

## Example

```text
公交公司在端午节给每位司机发了手套和毛巾。老站长说，以前夏天也给每位司机械发了手套和毛巾，冬天另有棉衣。
```

## Repair safety

Display only: an editor must decide.

## Known limits

Only what stands on the page a second time without the character is seen, at most 16,384 characters away. Characters
that make new words of others (市, 局, 员, 化), and those that are often words by themselves, are left alone.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from quality.detect.contract import NoOptions, PageRule, article_hit
from quality.match.intruders import intruders
from quality.message import say
from quality.model import Applicability, Severity
from quality.text.scripts import is_han
from quality.text.words import frequencies

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.model import Article, Hit, Segmentation

SAME = 6
"""Characters around that the page has without the intruder, two at least on either side."""
SIDE = 2
NEAR = 1 << 14
"""Characters before and behind in which they are looked for: a page of a newspaper, while a file may be a gigabyte."""
MAKES_WORDS = 4
"""Words of three characters that a character makes of words of two, from which it may make another one here."""
LONGER = 3
ALONE = 0.2
"""Share of a character's occurrences in which it is a word by itself, from which it may be one here."""


def check(segmentation: Segmentation, options: NoOptions) -> Iterator[Hit]:  # noqa: ARG001
    """Judges one page."""
    page = "\n".join(article.text for article in segmentation.articles)
    begin = 0
    for article in segmentation.articles:
        for at, ends in intruders(article.text):
            if _stands_without_it(page, begin + at) and article.text[at] not in _makers()[ends]:
                yield _hit(article, at)
        begin += len(article.text) + 1


def _stands_without_it(page: str, at: int) -> bool:
    """True where the page has the words around without the character, and with it only here."""
    around, near = page[at - SIDE : at + SIDE + 1], (max(at - NEAR, 0), at + NEAR)
    if page[at] in {page[at - 1], page[at + 1]} or page.count(around, *near) > 1:
        return False
    for before in range(SIDE, SAME - SIDE + 1):
        whole = page[at - before : at] + page[at + 1 : at + 1 + SAME - before]
        if len(whole) == SAME and all(map(is_han, whole)) and page.find(whole, *near) >= 0:
            return True
    return False


@cache
def _makers() -> tuple[frozenset[str], frozenset[str]]:
    """Characters that make words of others by standing before them and behind them; words by themselves are among both."""
    weights = frequencies()
    before: Counter[str] = Counter()
    behind: Counter[str] = Counter()
    times: Counter[str] = Counter()
    for word, weight in weights.items():
        times.update(dict.fromkeys(word, round(2**weight)))
        if len(word) == LONGER:
            before.update([word[0]] if word[1:] in weights else [])
            behind.update([word[-1]] if word[:-1] in weights else [])
    alone = {char for char, count in times.items() if 2 ** weights.get(char, 0.0) >= ALONE * count}
    first, last = (alone.union(c for c, n in made.items() if n >= MAKES_WORDS) for made in (before, behind))
    return frozenset(first), frozenset(last)


def _hit(article: Article, at: int) -> Hit:
    text = article.text
    printed = text[at - SIDE : at + SIDE + 1]
    return article_hit(
        article,
        at,
        at + 1,
        say(
            "‘{char}’ is too much in ‘{printed}’: the page has ‘{whole}’ elsewhere.",
            char=text[at],
            printed=printed,
            whole=printed[:SIDE] + printed[SIDE + 1 :],
        ),
        confidence=0.85,
        edits=((at, at + 1, ""),),
        applicability=Applicability.DISPLAY,
    )


RULE = PageRule(code="GAR306", name="intruding-character", severity=Severity.WARNING, version=2, check=check)
