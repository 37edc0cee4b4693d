"""Declared numbers and the lists that they announce or sum up: what was counted, and how the list was recognised."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quality.detect.enumerations.labels import labelled
from quality.detect.enumerations.lists import AND, Chain, chains
from quality.detect.enumerations.markers import markers
from quality.text.grammar import LEADS
from quality.text.numerals import NUMBER, whole
from quality.text.patterns import pattern

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence

_MEASURE = (
    "个|项|种|类|大|家|市|省|名|位|条|方面|区|县|座|部|款|所|卡|地|支|只|处|门|艘|本|人|件|起|场|份|台|辆|方|行业|领域"
)
_OPEN = pattern(rf"(?P<item>[^等]{{1,40}})等(?P<n>{NUMBER})(?:{_MEASURE})(?![一-龥]?分之)")
_CLOSED = pattern(
    r"(?P<item>[^等的]{1,12}?)“?(?<![第这那前后了有于行出成分年月每近下上各另余全约至共在与和从向由对十百千万])(?P<n>[三四五六七八九]|(?<![0-9.])[3-9])"
    r"(?:大(?!会|型|量|多)|部门|项|种|类|个方面|方面|省(?!份?长)|地(?![区方铁])|市(?![场民])|个(?![月百多小人村星])(?=[一-龥]))(?![一二三四五六七八九十])"
)
_FORWARD = pattern(
    r"(?<![第这那每约近超0-9.])(?P<n>[三四五六七八九十]|[3-9])(?:大|个|项|种|类|条|份|部|门|场|家|所|座|支|件|本|张|步|样|句|点|招|方面|(?P<person>[名位]))[^、，,。；;：:！!？?\n“”]{0,8}”?"
    r"(?:[：:]|，?即[:：]?|，?分别[是为]|——)$"
)
_POINTS = pattern(
    r"(?<![第这那每约近超十百千0-9.])(?P<n>[二两三四五六七八九十]|[2-9])"
    r"(?:(?:点|个?方面|项)[^、，,。；;：:！!？?\n]{0,8}[：:。]|(?:大|个(?!一)|条|种|类|步|招|[要不有]”)[^、，,。；;：:！!？?\n]{0,8}[：:])\s*$"
)
_ONE_EACH = pattern(
    r"(?<![第这那每约近超十百千0-9.])(?P<n>[两三四五六七八九十]|[2-9])(?P<one>本|条|张|把|份|个|项|次|句|支|套|座|道|间|场|面|盏|堂|种|件|门|类|笔)"
    r"[^、，,。；;：:！!？?\n一]{1,8}(?:[：:]|——)(?P<list>一(?P=one)[^。！!？?\n]{1,300})"
)
"""三本账：一本…，一本…"""
_INSIDE = pattern(r"[一-龥]{1,8}等")
"""What follows a number that is a part of the last item of a list that goes on: 改造工程、副中心三大建筑等工程."""
NEAR = 40
"""Characters between a number and the list that it announces."""
SHORT = 8
"""Longest second item of two that are counted."""
NAME = 4
"""Longest name of a person; who names more than he announces does so whatever follows the last."""
_ENDS = "。；！"
LEAD = 2
"""Characters by which items of a list of two may differ."""
_CLAUSE = pattern(r"[，,。；;：:！!？?\n、]")


@dataclass(frozen=True, slots=True)
class Count:
    """A declared number, what its list holds (fewest and most, where items may hold an ‘and’), and where both stand."""

    declared: int
    least: int
    most: int
    start: int
    end: int
    named: str
    confidence: float
    contradicts: bool
    is_open: bool = False
    """True where 等 ends the list: it names some of them."""

    @property
    def names_some(self) -> bool:
        """True for an open list with fewer items than declared."""
        return self.is_open and self.most < self.declared

    @property
    def holds(self) -> bool:
        """True where the list can be read so that it has as many items as declared."""
        return self.least <= self.declared <= self.most


def counts(text: str) -> Iterator[Count]:
    """Every declared number whose list could be found, each once: labels are read first."""
    told: set[tuple[int, int]] = set()
    for count in _all(text):
        if (count.declared, count.end) not in told:
            told.add((count.declared, count.end))
            yield count


def _all(text: str) -> Iterator[Count]:
    for label, start, end, listed in labelled(text):
        close = abs(label.number - listed) == 1
        yield Count(label.number, listed, listed, start, end, label.text, 0.75, contradicts=close)
    for chain in chains(text):
        yield from _summed_up(text, chain)
        yield from _announced(text, chain)
    yield from _points(text)
    yield from _one_each(text)


def _summed_up(text: str, chain: Chain) -> Iterator[Count]:
    """A、B、C等3项, where 等 keeps the list open; and A、B、C三大…, where it is closed. The chain may go on behind the number."""
    first = 0
    for i in range(1, len(chain.chunks)):
        for found, read in ((_OPEN.match(chain.chunks[i].text), _open), (_CLOSED.match(chain.chunks[i].text), _closed)):
            if found:
                part = Chain(chain.chunks[first : i + 1], "" if first else chain.before, "")
                yield from read(text, part, found)
                first = i  # its tail may lead to the next list
                break


def _open(text: str, chain: Chain, found: re.Match[str]) -> Iterator[Count]:
    """等 names a few of them: never more than declared."""
    del text
    least, last = len(chain.chunks), chain.chunks[-1]
    number = whole(found["n"])
    if number and number > 1:
        most = least + sum(len(AND.findall(c.text[:40])) for c in chain.chunks)
        nested = chain.chunks[1].text.startswith("第")  # 第一卷、第二卷蒙古文、藏文等七种
        plain = not nested and max(len(c.text) for c in chain.chunks[1:-1] or [last]) <= 16
        span = (chain.start, last.start + found.end())
        count = _count(number, least, most, *span, found, contradicts=number < least <= number + 2 and plain)
        yield replace(count, is_open=True)


def _closed(text: str, chain: Chain, found: re.Match[str]) -> Iterator[Count]:
    """The number stands directly behind the last item: as many as declared."""
    least, number = len(chain.chunks), whole(found["n"])
    items = [*(c.text for c in chain.chunks[:-1]), found["item"]]
    if number and _listed(items, found) and not any(i.count("“") != i.count("”") for i in items):
        most = least + sum(len(AND.findall(i)) for i in items)
        close = number == least - 1 or (number == most + 1 and not _goes_on(text, chain, found["item"]))
        close = close and not _INSIDE.match(chain.chunks[-1].text, found.end())
        span = (chain.start, chain.chunks[-1].start + found.end())
        yield _count(number, least, most, *span, found, contradicts=close)


def _goes_on(text: str, chain: Chain, last: str) -> bool:
    """True where an item may stand before a list of two, with a comma behind it: 蔬菜，水果、生猪三大…"""
    clause = _CLAUSE.split(text[max(chain.start - 12, 0) : max(chain.start - 1, 0)])[-1]
    item = len(clause) <= 4 and clause not in LEADS and clause.isalpha() and clause[0] not in "在从到对于由经"
    led = len(chain.chunks[0].text) > LEAD + len(last)  # words lead to the list: what stands before them is no item
    return len(chain.chunks) == 2 and chain.before in {"，", ","} and item and not led


def _count(
    number: int, least: int, most: int, start: int, end: int, found: re.Match[str], *, contradicts: bool
) -> Count:
    named = found[0][found.start("n") - found.start() :].strip("：:，。”即— \n")
    return Count(number, least, most, start, end, named, 0.65, contradicts and not least <= number <= most)


def _listed(items: Sequence[str], found: re.Match[str]) -> bool:
    """True for three and more items of one build, and for two before 大, 省, 市, 地, 项, 类 or 方面 of which the second is short."""
    if len(items) == 2:
        named = found[0][found.end("n") - found.start() - 1 :]
        return named[-1] in "大省市地项类面" and 2 <= len(items[1]) <= SHORT and named not in items[0]
    return _alike(items)


def _alike(items: Sequence[str]) -> bool:
    """True for items of one build: equal lengths, or a first or last character that all share. The first may have a lead-in."""
    lengths = [len(i) for i in items[1:]]
    even = max(lengths) - min(lengths) <= 3
    return even or len({i[-1:] for i in items}) == 1 or len({i[:1] for i in items[1:]}) == 1


def _announced(text: str, chain: Chain) -> Iterator[Count]:
    """三个导向：A、B、C。"""
    opening = max(chain.start - NEAR, 0)
    lead = text[opening : chain.start]
    found = _FORWARD.search(lead)
    if found is None or len(chain.chunks) < 2 or any("等" in c.text[-4:] or "…" in c.text for c in chain.chunks):
        return
    number = whole(found["n"])
    items = [*(c.text for c in chain.chunks[:-1]), *AND.split(chain.chunks[-1].text)]
    ended = chain.after in _ENDS and _alike(items)
    named = found["person"] and number and len(items) > number and all(len(i) <= NAME for i in items[:-1])
    if number and (ended or named):
        close = len(items) > 2 and abs(len(items) - number) == 1
        yield _count(number, len(items), len(items), opening + found.start("n"), chain.end, found, contradicts=close)


def _points(text: str) -> Iterator[Count]:
    """三点意见：一是…二是…三是…"""
    for row in markers(text):
        opening = max(row[0].start - NEAR, 0)
        found = _POINTS.search(text[opening : row[0].start])
        ranks = [m.rank for m in row]
        if (
            found
            and (number := whole(found["n"]))
            and ranks == list(range(1, len(row) + 1))
            and row[0].text[:1] in "一第"
        ):
            close = abs(len(row) - number) == 1 and max(len(row), number) > 2
            yield _count(number, len(row), len(row), opening + found.start("n"), row[-1].end, found, contradicts=close)


def _one_each(text: str) -> Iterator[Count]:
    """三本账：一本安全账，一本缺陷账，一本人情账。The clauses that begin with 一 and the measure are the items."""
    for found in _ONE_EACH.finditer(text):
        one, number = "一" + found["one"], whole(found["n"])
        listed = sum(clause.startswith(one) for clause in _CLAUSE.split(found["list"]))
        most = found["list"].count(one)  # 和一本…, 还有一本…
        goes_on = one in text[found.end() : found.end() + NEAR]
        if number and listed > 1 and not goes_on:
            close = number in {listed - 1, most + 1}
            yield _count(number, listed, most, *found.span(), found, contradicts=close)
