"""Finds a rank that stands twice, or is left out, in a row of ranks.

## What it does

Reads rows of ranks – grades in a list (“一级园”“二级园”“三级园”, 第一档、第二档, 甲类、乙类, A级、B级, 1号、2号, 初级、中级、高级),
and the markers of enumerations (一是…二是…三是…, 第一，…第二，…, 其一，…其二，…, 首先，…其次，…, （一）（二）, ①②, 甲、…；乙、…,
1.…；2.…, numbered lines, A．…B．…, 案例一：) – and reports a rank that comes twice and one that is passed over.

## Why is this bad

The reader looks for what is missing, and nobody can tell which of two equal grades is meant: one of them hides a lost one.

## Example

```text
合作社把果园评为“一级园”“二级园”“一级园”三类，挂牌管理。
```

## Repair safety

Display only: where a single change of a single rank gives a row that counts up (or the only row that counts down), that change is
proposed. An editor must look at the source.

## Known limits

A row whose last rank is lost looks complete. Numbers without a word of rank (3人、5人、3人) are no ranks.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from quality.detect.contract import ArticleRule, NoOptions, article_hit
from quality.detect.enumerations.grades import count_up, grades, reading
from quality.detect.enumerations.lists import chains
from quality.detect.enumerations.markers import markers
from quality.message import listing, say
from quality.model import Applicability, Severity, Verified

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.detect.enumerations.lists import Chain
    from quality.model import Article, Hit


def check(article: Article, options: NoOptions) -> Iterator[Hit | Verified]:
    """Yields rows of ranks that do not count; as verified the rows of three and more that do."""
    del options
    for chain in chains(article.text):
        yield from _grades(article, chain)
    yield from _rows(article)


def _grades(article: Article, chain: Chain) -> Iterator[Hit | Verified]:
    found = grades(chain)
    if not found:
        return
    ranks = [g.rank for g in found]
    start, end = found[0].start - len(found[1].before), found[-1].start + len(found[-1].written) + len(found[1].after)
    start, end = min(start, found[0].item.start) if found[0].item.exact else start, max(end, start)
    told = listing(say("{rank}", rank=g.written if g.scale else g.rank) for g in found)
    times = Counter(ranks)
    twice = [g for g in found if times[g.rank] > 1]
    if not twice:
        if count_up(ranks):
            yield Verified(
                article.page, article.view.spans(start, end), say("The ranks {ranks} follow one another", ranks=told)
            )
        return
    change = reading(ranks, len(found[0].scale) or None)
    yield article_hit(
        article,
        start,
        end,
        say(
            "‘{text}’ stands {count} times among {all} ranks: {ranks}",
            text=twice[0].written,
            count=times[twice[0].rank],
            all=len(ranks),
            ranks=told,
        ),
        confidence=0.85,
        edits=(found[change[0]].edit(change[1]),) if change else (),
        applicability=Applicability.DISPLAY,
    )


def _rows(article: Article) -> Iterator[Hit | Verified]:
    """Markers of enumerations: what follows must be the next rank."""
    for row in markers(article.text):
        ranks = [m.rank for m in row]
        for i, (one, two) in enumerate(pairwise(row)):
            step = two.rank - one.rank
            if step == 1 or (step == 2 and i and ranks[i - 1] == one.rank):
                continue  # the second of a repeat takes the place of the missing one
            if step == 2 and one.next in article.text[one.end : two.start]:
                continue  # it stands there, behind other text
            what = say("the rank between them is missing") if step else say("the rank stands twice")
            late = step == 0 and (i + 2 == len(ranks) or ranks[i + 2] == two.rank + 2)
            yield article_hit(
                article,
                two.start,
                two.end,
                say("‘{two}’ follows ‘{one}’: {what}", two=two.text, one=one.text, what=what),
                confidence=0.8,
                edits=(two.edit(two.rank + 1),) if late else (),
                applicability=Applicability.DISPLAY,
            )
        if len(row) > 2 and count_up(ranks):
            spans = article.view.spans(row[0].start, row[-1].end)
            message = say("‘{first}’ to ‘{last}’ count up without a gap", first=row[0].text, last=row[-1].text)
            yield Verified(article.page, spans, message)


RULE = ArticleRule(code="ENU401", name="repeated-rank", severity=Severity.ERROR, version=4, check=check)
