"""Finds quotation marks and brackets that lost their partner.

## What it does

Follows every kind of pair through an article: quotation marks, title marks, brackets. A mark that opens and is never
closed, or closes what was never opened, is reported, with the place where its partner most likely stood. Two marks of
one direction around a phrase are reported once, as a mark that points the wrong way, and so is a row of the same mark.
Quotations that run over paragraphs, each of which opens them anew, are in order; so are list markers such as 1) and
years such as ’98, and pairs of which one mark is full-width or curved and the other is not.

## Why is this bad

The reader no longer knows who speaks, or where a title ends, and programs that take quotations or titles out of the
text take too much or nothing.

## Example

```text
科里发下《关于做好冬季取暖工作的通知，要求各科室月底前报送名单。
```

## Repair safety

Unsafe where a title ends in one of the nouns that official titles end in (通知, 意见, 办法, …) right before a mark or
the line's end, and where a mark points the wrong way. Elsewhere the likely place is only shown.

## Known limits

A pair of which both marks are lost is not seen, and a partner is looked for within a few hundred characters only. A
quotation mark that is open where the whole text begins or ends is left alone: the text may be an excerpt.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quality.detect.contract import ArticleRule, NoOptions, article_hit
from quality.message import Message, say
from quality.model import Applicability, Related, Severity
from quality.text.pairs import QUOTES, Lost, likely_place, lost_marks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.model import Article, Hit

PHRASE = re.compile(r"[^\n。！？!?]{1,60}")
"""What stands between two marks of one direction when one of them is turned the wrong way."""
TITLE_NOUN = re.compile(
    r"(?:通知|意见|办法|方案|条例|规定|决定|规划|纲要|计划|报告|细则|通报|决议|公告|公报|指引|指南|标准|目录|章程|规程|公约|协议|合同法|法)$"
)


def check(article: Article, options: NoOptions) -> Iterator[Hit]:  # noqa: ARG001
    """Judges one article."""
    lost = _inside(article, lost_marks(article.text))
    number = 0
    while number < len(lost):
        if number + 1 < len(lost) and _turned(article.text, lost[number], lost[number + 1]):
            yield _wrong_way(article, lost[number], lost[number + 1])
            number += 2
        else:
            end = _run(lost, number)
            yield _alone(article, lost[number:end])
            number = end


def _run(lost: list[Lost], number: int) -> int:
    """Behind the last of the same marks that stand next to each other: whatever made them is one defect."""
    end = number + 1
    while end < len(lost) and lost[end].mark == lost[number].mark and lost[end].at == lost[end - 1].at + 1:
        end += 1
    return end


def _inside(article: Article, lost: list[Lost]) -> list[Lost]:
    """Without quotations that are open where the page begins or ends, or that another article of the page goes on with."""
    doubtful = {mark.at for mark in lost if _at_edge(article.text, mark)}
    if not doubtful:
        return lost
    page = {mark.at: mark for mark in lost_marks(article.page.text)}
    kept = []
    for mark in lost:
        there = page.get(article.view.source(mark.at))
        if mark.at not in doubtful or (there is not None and not _at_edge(article.page.text, there)):
            kept.append(mark)
    return kept


def _at_edge(text: str, lost: Lost) -> bool:
    """True for a quotation mark that opens in the last line or closes in the first; looks 4,000 characters far."""
    outside = text[lost.at + 1 : lost.at + 4000] if lost.opens else text[max(lost.at - 4000, 0) : lost.at]
    return lost.mark in QUOTES and "\n" not in outside.strip()


def _turned(text: str, first: Lost, second: Lost) -> bool:
    same = first.mark == second.mark and first.mark in QUOTES
    return same and PHRASE.fullmatch(text, first.at + 1, second.at) is not None


def _wrong_way(article: Article, first: Lost, second: Lost) -> Hit:
    wrong = second if first.opens else first
    values = {"mark": wrong.mark, "phrase": article.text[first.at + 1 : second.at][:20]}
    return article_hit(
        article,
        wrong.at,
        wrong.at + 1,
        say("‘{mark}’ opens where it should close the phrase ‘{phrase}’.", **values)
        if wrong.opens
        else say("‘{mark}’ closes where it should open the phrase ‘{phrase}’.", **values),
        confidence=0.9,
        edits=((wrong.at, wrong.at + 1, wrong.partner),),
        applicability=Applicability.UNSAFE,
    )


def _alone(article: Article, run: list[Lost]) -> Hit:
    lost = run[-1] if run[0].opens else run[0]
    place = likely_place(article.text, lost)
    sure = lost.mark == "《" and TITLE_NOUN.search(article.text[lost.at : place]) is not None
    missing = say("‘{partner}’ is most likely missing here", partner=lost.partner)
    where = Related(article.page, article.view.spans(place, place)[0], missing)
    return article_hit(
        article,
        run[0].at,
        run[-1].at + 1,
        _words(lost, len(run)),
        confidence=0.95 if sure else 0.85,
        edits=((place, place, lost.partner),) if len(run) == 1 else (),
        applicability=Applicability.UNSAFE if sure else Applicability.DISPLAY,
        related=(where,),
    )


def _words(lost: Lost, count: int) -> Message:
    values = {"mark": lost.mark, "partner": lost.partner}
    if count > 1:
        values["count"] = f"{count:,}"
        if lost.opens:
            return say("‘{mark}’ stands {count} times in a row and is never closed: ‘{partner}’ is missing.", **values)
        return say("‘{mark}’ stands {count} times in a row and was never opened: ‘{partner}’ is missing.", **values)
    if lost.opens:
        return say("‘{mark}’ is never closed: its ‘{partner}’ is missing.", **values)
    return say("‘{mark}’ is never opened: its ‘{partner}’ is missing.", **values)


RULE = ArticleRule(code="PUN501", name="unbalanced-pair", version=3, severity=Severity.ERROR, check=check)
