"""Finds a total that its parts do not add up to.

## What it does

Adds up parts that are named one after the other with one unit and compares the sum with the total that closes the row (…7座、…5座，
共计12座) or opens it (这12座库房，其中砖砌7座，…). What adds up is recorded as verified.

## Why is this bad

One of the figures is wrong, or a part was lost.

## Example

```text
全乡今年新建果窖37座、粮仓12座，共计59座。
```

## Repair safety

None: which figure is wrong, only the source knows.

## Known limits

Parts that a total opens are often only the largest ones: a difference is reported only for four parts and more that come within a
tenth of the total, and for men and women, who together are all. Rounded figures (约, 余, 多, 超) and parts of parts (其中, 包括)
are not added.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from quality.detect.contract import ArticleRule, NoOptions, article_hit
from quality.message import say
from quality.model import Severity, Verified
from quality.text.numerals import value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quality.model import Article, Hit

_FIGURE = r"(?<![0-9.])[0-9]{1,15}(?:,[0-9]{3}){0,5}(?:\.[0-9]{1,9})?[万亿]?"
"""Bounded: without it a page of digits would be tried from every one of them."""
_UNIT = r"[一-龥]"
_TOTAL = re.compile(rf"(?:共计|合计|总计|一共|共有|共)(?P<n>{_FIGURE})(?P<unit>{_UNIT})")
_OPENING = re.compile(rf"(?P<n>{_FIGURE})(?P<unit>[一-龥])[^。；;！？\n0-9]{{0,16}}[，,](?:其中)(?:有|为|，|,)?")
_PART = re.compile(rf"(?P<name>[^0-9，,、。；;：:！？\n]{{1,24}})(?P<n>{_FIGURE})(?P<unit>[一-龥]{{1,3}})$")
_SENTENCE = re.compile(r"[。；;！!？?\n]")
_SPLIT = re.compile(r"[，、]|,(?![0-9]{3})")
_ROUND = re.compile(r"约|余|多|超|近|逾|以上|其中|包括|含|比|增|降|减|达到|同比|较|累计")
_REACH = 300


def check(article: Article, options: NoOptions) -> Iterator[Hit | Verified]:
    """Yields totals that differ from the sum of their parts; as verified those that agree."""
    del options
    text = article.text
    for start, end, total, parts, open_ended in [*_closed(text), *_opened(text)]:
        added = sum(parts, Decimal(0))
        sums = " + ".join(map(_plain, parts))
        if added == total:
            message = say("{sum} = {total}", sum=sums, total=_plain(total))
            yield Verified(article.page, article.view.spans(start, end), message)
        elif not open_ended or (len(parts) > 3 and abs(added - total) * 10 <= total):
            message = say(
                "The parts add up to {added}, the total says {total}: {sum}",
                added=_plain(added),
                total=_plain(total),
                sum=sums,
            )
            yield article_hit(article, start, end, message, confidence=0.5 if open_ended else 0.7)


def _closed(text: str) -> Iterator[tuple[int, int, Decimal, list[Decimal], bool]]:
    """Parts with one unit, each the end of its clause, directly before 共计 and its kin."""
    for found in _TOTAL.finditer(text):
        run = text[max(found.start() - _REACH, 0) : found.start()]
        run = run[max((m.end() for m in _SENTENCE.finditer(run)), default=0) :]
        parts: list[Decimal] = []
        start = found.start()
        clauses = _SPLIT.split(run)
        if clauses[-1]:
            continue  # 共 does not begin a clause
        for clause in reversed(clauses[:-1]):
            amount = _part(clause, text[found.start("unit") :])
            if amount is None:
                break
            parts.insert(0, amount)
            start -= len(clause) + 1
        total = value(found["n"])
        if len(parts) > 1 and total is not None:
            yield start, found.end("unit"), total, parts, False


def _opened(text: str) -> Iterator[tuple[int, int, Decimal, list[Decimal], bool]]:
    """Parts with the total's unit in all clauses up to the end of the sentence."""
    for found in _OPENING.finditer(text):
        stop = _SENTENCE.search(text, found.end())
        end = min(stop.start() if stop else len(text), found.end() + _REACH)
        clauses = _SPLIT.split(text[found.end() : end])
        parts = [_part(c, text[found.start("unit") :]) for c in clauses]
        total = value(found["n"])
        amounts = [p for p in parts if p is not None]
        if total is not None and len(amounts) == len(parts) > 1:
            yield found.start(), end, total, amounts, not _both_sexes(clauses)


def _both_sexes(clauses: Sequence[str]) -> bool:
    """True for men and women: together they are all."""
    return len(clauses) == 2 and {"男", "女"} == {c for clause in clauses for c in clause if c in "男女"}


def _part(clause: str, unit: str) -> Decimal | None:
    """The figure that ends a clause with a name before it and the total's unit behind."""
    found = _PART.fullmatch(clause)
    if found is None or _ROUND.search(found["name"]) or not unit.startswith(found["unit"]):
        return None
    return value(found["n"])


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


RULE = ArticleRule(code="ENU403", name="sum-mismatch", severity=Severity.ERROR, version=2, check=check)
