"""Finds an item that stands twice in one list.

## What it does

Reads lists whose items are divided by 、 or stand in quotation marks side by side, and reports an item that comes again further
on in the same list. (Equal neighbours are a stuttered phrase.)

## Why is this bad

The list is one item shorter than it looks, and often the second copy stands where another item was lost.

## Example

```text
集市上摆满了核桃、板栗、红枣、核桃、柿饼，都是山里的出产。
```

## Repair safety

None: whether the copy goes or hides another item, only the source can tell.

## Known limits

The first item of a list cannot be told from the words that lead to it; it is compared only where one of
a few words (了, 有, 包括 …) leads to it. Figures with a unit and scores (3万元, 11比9) may be equal.
Two groups of persons in one sentence may share a name: behind an item that opens a new group nothing is compared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quality.detect.contract import ArticleRule, NoOptions, article_hit
from quality.detect.enumerations.grades import grades
from quality.detect.enumerations.lists import AND, chains, first_of
from quality.message import say
from quality.model import Severity
from quality.text.grammar import LEADS_TO_A_LIST
from quality.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.detect.enumerations.lists import Chain, Item
    from quality.model import Article, Hit

FIGURE = pattern(r"[0-9.,]+(?:比[0-9.]+|[万亿%]?[一-龥]{0,2}(?<!号))")
"""A figure with its unit or a score: two of a row may be equal."""
GROUP = 8
"""Characters of an item with an ‘and’ that may open a new group."""


def check(article: Article, options: NoOptions) -> Iterator[Hit]:
    """Yields lists in which an item stands again, not as its own neighbour."""
    del options
    for chain in chains(article.text):
        found = _repeated(chain)
        if found is not None and not grades(chain):
            one, two, items = found
            message = say(
                "‘{text}’ stands twice in one list, as item {one} and item {two} of {all}",
                text=items[two].text,
                one=one + 1,
                two=two + 1,
                all=len(items),
            )
            yield article_hit(article, items[one].start, items[two].end, message, confidence=0.8)


def _repeated(chain: Chain) -> tuple[int, int, list[Item]] | None:
    """The first pair of equal items, by number."""
    items = list(first_of(chain))
    seen: dict[str, int] = {}
    for number, item in enumerate(items):
        if len(item.text) < 2 or not any(map(str.isalpha, item.text)) or FIGURE.fullmatch(item.text):
            continue
        if AND.search(item.text) and len(item.text) > GROUP:
            seen.clear()
        before = seen.get(item.text, number)
        if before < number - 1:
            return before, number, items
        if number > 1 and _leads_to(items[0], item.text):
            return 0, number, items
        seen[item.text] = number
    return None


def _leads_to(first: Item, item: str) -> bool:
    """True where the first item, with the words that lead to it, ends with another item."""
    return first.text.endswith(item) and first.text[: -len(item)][-1:] in LEADS_TO_A_LIST


RULE = ArticleRule(code="ENU404", name="repeated-item", severity=Severity.WARNING, version=2, check=check)
