"""Labels that count by a key character, “十送”, “五有”, “四个一”, and the items that carry it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quality.detect.enumerations.lists import AND
from quality.text.numerals import whole
from quality.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

_LABEL = pattern(
    r"[“‘](?P<n>[二两三四五六七八九十]{1,2}|[2-9]|1[0-9])(?:个(?P<measured>一)[一-龥]{0,3}|个(?P<word>[一-龥]{2})|(?P<key>[一-龥]))(?:工程|活动|服务|标准)?[”’]"
)
_LINK = pattern(r"(?:等|这)?(?:为(?:代表|核心|主要内容|核心内容|内容|重点)|于一体)?的?$")
_FOLLOWS = pattern(r"[^、，,。；;：:！!？?\n“”]{0,8}(?:[：:]|[，,]?[（(]?即[：:]?|[，,]?包括|——|[，,]?分别[是为])")
_STOP = pattern(r"[，,。；;：:！!？?\n…]")
_SENTENCE = pattern(r"[。！!？?\n]")
_CLAUSE = pattern(r"[、，,；;]")
_REACH = 300
ONE = 3
"""Characters of a verb before 一 in the items of “四个一”: 读一本好书, 组织一次家访."""


@dataclass(frozen=True, slots=True)
class Label:
    """A number and the character or word that its items carry."""

    start: int
    end: int
    text: str
    number: int
    key: str


def labels(text: str) -> Iterator[Label]:
    """All labels of a text."""
    for found in _LABEL.finditer(text):
        number = whole(found["n"])
        if number and number > 2:
            yield Label(
                found.start(), found.end(), found[0], number, found["measured"] or found["word"] or found["key"]
            )


def labelled(text: str) -> Iterator[tuple[Label, int, int, int]]:
    """Labels, the start and end of label and list together, and how many items carry the key: two or more."""
    for label in labels(text):
        start, listed = _before(text, label)
        if listed > 1:
            yield label, start, label.end, listed
            continue
        end, listed = _after(text, label)
        if listed > 1:
            yield label, label.start, end, listed


def _before(text: str, label: Label) -> tuple[int, int]:
    """(start, number of items) of the list that ends at the label, on the way back as far as items carry the key."""
    opening = max(label.start - _REACH, 0)
    run = text[opening : label.start]
    link = _LINK.search(run)
    run = run[: link.start()] if link else run
    if run.endswith("”"):
        run = run[:-1]
        opening, run = opening + run.rfind("“") + 1, run[run.rfind("“") + 1 :]
    stop = max((m.end() for m in _STOP.finditer(run)), default=0)
    opening, run = opening + stop, run[stop:]
    items = _items(run, opening, label.key)
    count, start = 0, label.start
    for at, item in reversed(items):
        if not _carries(item, label.key):
            inside = item.find(label.key)
            return (
                (at + inside, count + 1) if count and inside >= 0 and not item.endswith(label.key) else (start, count)
            )
        count, start = count + 1, at
    return start, count


def _after(text: str, label: Label) -> tuple[int, int]:
    """(end, number of items) of the list that the label announces; none where an item does not carry the key."""
    link = _FOLLOWS.match(text, label.end)
    if link is None:
        return 0, 0
    if len(label.key) > 1 and (clauses := _clauses(text, link.end(), label.key)):
        return clauses
    stop = _STOP.search(text, link.end())
    end = min(stop.start() if stop else len(text), link.end() + _REACH)
    items = _items(text[link.end() : end].lstrip("“"), link.end(), label.key)
    if len(label.key) > 1 and label.key in _SENTENCE.split(text[end : end + _REACH], maxsplit=1)[0]:
        return 0, 0  # 责任到位、措施到位，资金也要到位
    ending = items[-1][1][items[-1][1].rfind(label.key) :] if label.key in items[-1][1] else label.key
    whole_list = all(_carries(item, label.key) for _, item in items[1:]) and items[0][1].find(label.key) >= 0
    whole_list = whole_list or all(item.endswith(ending) for _, item in items)
    return (end, len(items)) if whole_list else (0, 0)


def _clauses(text: str, start: int, key: str) -> tuple[int, int] | None:
    """(end, number) of the clauses, or items, that begin with a word and fill a sentence; not where the next one does, too."""
    stop = _SENTENCE.search(text, start, start + _REACH)
    end = stop.start() if stop else min(len(text), start + _REACH)
    items = _CLAUSE.split(text[start:end])
    goes_on = text.startswith(key, end + 1)
    return (end, len(items)) if not goes_on and all(item.startswith(key) for item in items) else None


def _items(run: str, offset: int, key: str) -> list[tuple[int, str]]:
    """Items with their offsets; one that joins two by 和 is two where both carry the key."""
    found: list[tuple[int, str]] = []
    for item in run.split("、"):
        parts = AND.split(item)
        if len(parts) > 1 and all(_carries(p, key) for p in parts[1:]) and key in parts[0]:
            found += [(offset + item.find(p), p) for p in parts]
        else:
            found.append((offset, item))
        offset += len(item) + 1
    return found


def _carries(item: str, key: str) -> bool:
    return item.startswith(key) or item.endswith(key) or (key == "一" and 0 < item.find(key) <= ONE)
