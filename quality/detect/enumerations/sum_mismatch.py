"""Finds a total that its parts do not add up to.

## What it does

Adds up parts that are named one after the other with one unit and compares the sum with the total that closes the row (…7座、…5座，
共计12座; 三项收入共12万元) or opens it (这12座库房，其中砖砌7座，…), and shares of which 其他 is the last with 100%. What adds up is
recorded as verified.

## Why is this bad

One of the figures is wrong, or a part was lost.

## Example

```text
全乡今年新建果窖37座、粮仓12座，共计59座。
```

## Repair safety

None: which figure is wrong, only the source knows.

## Known limits

Parts that a total opens are often only the largest ones, and kinds of persons overlap: a difference is reported only for four parts
and more that come within a tenth of the total, for three and more things that are up to a quarter more, where 其他 or 其余 is the last
part, and for men and women, who together are all. Rounded figures (约, 余, 多, 超) and parts of parts (其中, 包括) are not added.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile
from typing import TYPE_CHECKING

from quality.detect.contract import ArticleRule, NoOptions, article_hit
from quality.message import say
from quality.model import Severity, Verified
from quality.text.numerals import value, whole
from quality.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quality.model import Article, Hit

_FIGURE = r"(?<![0-9.])[0-9]{1,15}(?:,[0-9]{3}){0,5}(?:\.[0-9]{1,9})?[万亿]?"
"""Bounded: without it a page of digits would be tried from every one of them."""
_UNIT = r"[一-龥]"
_TOTAL = pattern(rf"(?:(?:共计|合计|总计)[一-龥]{{0,2}}|一共|共有|共)(?P<n>{_FIGURE})(?P<unit>{_UNIT})")
_SO_MANY = pattern(r"(?P<n>[两二三四五六七八九])[项者][一-龥]{0,4}")
"""What may stand before the total in its clause: how many parts there were."""
_OPENING = pattern(rf"(?P<n>{_FIGURE})(?P<unit>[一-龥])[^。；;！？\n0-9]{{0,16}}[，,](?:其中)(?:有|为|，|,)?")
_PART = pattern(rf"(?P<name>[^0-9，,、。；;：:！？\n]{{1,24}})(?P<n>{_FIGURE})(?P<unit>[一-龥]{{1,3}})$")
_SENTENCE = pattern(r"[。；;！!？?\n]")
_BEGINS = pattern(r"[。；;！!？?\n：:—]")
"""Behind these the first part may stand."""
_SPLIT = pattern(r"[，、]|,(?![0-9]{3})")
_ROUND = pattern(r"约|余|多|超|近|逾|以上|其中|包括|含|比|增|降|减|达到|同比|较|累计")
_REST = pattern(r"其[他余它]")
"""The last part: with it the list is complete."""
_PERSONS = "名人位"
"""One unit; kinds of persons overlap."""
_LAST_SHARE = pattern(r"(?<=[，,、])(?P<last>其[他余它][^0-9，,、。；;：:！？\n]{0,12}[0-9]{1,2}(?:\.[0-9]{1,2})?)%")
_SHARE = pattern(r"[^0-9，,、。；;：:！？\n]{1,20}(?P<n>[0-9]{1,2}(?:\.[0-9]{1,2})?)")
WHOLE, ROUNDED = Decimal(100), Decimal("0.5")
"""Shares of all, and by how much they may miss it because each is rounded."""
_REACH = 300


@dataclass(frozen=True, slots=True)
class Sum:
    """A total and its parts, and where they stand."""

    start: int
    end: int
    total: Decimal
    parts: Sequence[Decimal]
    complete: bool
    """True where nothing else belongs to the total."""
    apart: bool = False
    """True for things: one of them is not of two kinds."""
    slack: Decimal = Decimal(0)

    @property
    def added(self) -> Decimal:
        """What the parts add up to."""
        return sum(self.parts, Decimal(0))

    @property
    def holds(self) -> bool:
        """True where that is the total."""
        return abs(self.added - self.total) <= self.slack

    @property
    def contradicts(self) -> bool:
        """True where the parts should be all, or are more than all."""
        near = len(self.parts) > 3 and abs(self.added - self.total) * 10 <= self.total
        too_many = self.apart and len(self.parts) > 2 and self.total < self.added <= self.total * 5 / 4
        return self.complete or near or too_many


def check(article: Article, options: NoOptions) -> Iterator[Hit | Verified]:
    """Yields totals that differ from the sum of their parts; as verified those that agree."""
    del options
    text = article.text
    for found in [*_closed(text), *_opened(text), *_shares(text)]:
        sums = " + ".join(map(_plain, found.parts))
        if found.holds:
            message = say("{sum} = {total}", sum=sums, total=_plain(found.added))
            yield Verified(article.page, article.view.spans(found.start, found.end), message)
        elif found.contradicts:
            message = say(
                "The parts add up to {added}, the total says {total}: {sum}",
                added=_plain(found.added),
                total=_plain(found.total),
                sum=sums,
            )
            yield article_hit(article, found.start, found.end, message, confidence=0.7 if found.complete else 0.5)


def _closed(text: str) -> Iterator[Sum]:
    """Parts with one unit, each the end of its clause, directly before 共计 and its kin."""
    for found in _TOTAL.finditer(text):
        run = text[max(found.start() - _REACH, 0) : found.start()]
        run = run[max((m.end() for m in _BEGINS.finditer(run)), default=0) :]
        *clauses, led = _SPLIT.split(run)
        parts: list[Decimal] = []
        start = found.start() - len(led)
        for clause in reversed(clauses):
            amount = _part(clause, text[found.start("unit") :])
            if amount is None:
                break
            parts.insert(0, amount)
            start -= len(clause) + 1
        total = value(found["n"])
        if len(parts) > 1 and total is not None and _leads(led, len(parts)):
            yield Sum(start, found.end("unit"), total, parts, complete=True)


def _leads(clause: str, parts: int) -> bool:
    """True for nothing before the total in its clause, or for what says how many parts there were: 三项收入共."""
    told = _SO_MANY.fullmatch(clause)
    return not clause or (told is not None and whole(told["n"]) == parts)


def _opened(text: str) -> Iterator[Sum]:
    """Parts with the total's unit in all clauses up to the end of the sentence, or up to the rest of them."""
    for found in _OPENING.finditer(text):
        stop = _SENTENCE.search(text, found.end(), found.end() + _REACH)
        end = stop.start() if stop else min(len(text), found.end() + _REACH)
        clauses = _SPLIT.split(text[found.end() : end])
        rest = next((n for n, clause in enumerate(clauses) if _REST.match(clause)), len(clauses))
        end -= sum(len(clause) + 1 for clause in clauses[rest + 1 :])
        amounts = [_part(c, text[found.start("unit") :]) for c in clauses[: rest + 1]]
        parts = [p for p in takewhile(lambda amount: amount is not None, amounts) if p is not None]
        total = value(found["n"])
        if total is not None and len(parts) > 1 and (len(parts) == len(amounts) or sum(parts) > total):
            end -= sum(len(clause) + 1 for clause in clauses[len(parts) : rest + 1])
            complete = len(parts) == len(amounts) and (rest < len(clauses) or _both_sexes(clauses))
            yield Sum(found.start(), end, total, parts, complete, apart=found["unit"] not in _PERSONS)


def _shares(text: str) -> Iterator[Sum]:
    """Shares in clauses one after the other, of which 其他 is the last."""
    for found in _LAST_SHARE.finditer(text):
        run = text[max(found.start() - _REACH, 0) : found.end("last")]
        run = run[max((m.end() for m in _BEGINS.finditer(run)), default=0) :]
        shares: list[Decimal] = []
        start = found.end()
        for clause in reversed(_SPLIT.split(run)):
            share = _SHARE.fullmatch(clause.removesuffix("%"))
            if share is None or _ROUND.search(clause):
                break
            shares.insert(0, Decimal(share["n"]))
            start -= len(clause) + 1
        if len(shares) > 2:
            yield Sum(start, found.end(), WHOLE, shares, complete=True, slack=ROUNDED)


def _both_sexes(clauses: Sequence[str]) -> bool:
    """True for men and women: together they are all."""
    return len(clauses) == 2 and {"男", "女"} == {c for clause in clauses for c in clause if c in "男女"}


def _part(clause: str, unit: str) -> Decimal | None:
    """The figure that ends a clause with a name before it and the total's unit behind."""
    found = _PART.fullmatch(clause)
    if found is None or _ROUND.search(found["name"]):
        return None
    persons = found["unit"] in _PERSONS and unit[:1] in _PERSONS
    return value(found["n"]) if persons or unit.startswith(found["unit"]) else None


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


RULE = ArticleRule(code="ENU403", name="sum-mismatch", severity=Severity.ERROR, version=3, check=check)
