"""Makes torn newspaper pages of clean articles, and tells where they are torn."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import random

_LEAD = re.compile(r"^.{0,12}消息（.{2,8}）：\s*")
_BRACKET = re.compile(r"^【.*?】")
LONGEST_TITLE = 40
SURNAMES = "赵钱孙李周吴郑王冯陈卫蒋沈韩杨朱秦许何吕"
GIVEN = "明华强磊静敏洁勇军杰涛艳玲芳萍晨宇欣然"
PLACES = ["城东", "河西", "南湖", "北山", "新桥", "柳林", "石门", "双塔", "平原", "云岭"]
SCENES = [
    "工人们在车间里检修设备。",
    "志愿者为老人送去棉衣。",
    "孩子们在广场上放风筝。",
    "技术员在田间查看麦苗长势。",
    "市民在新开放的公园里散步。",
]


@dataclass
class TornPage:
    """A page's text with the truth about it, in offsets of the text."""

    text: str = ""
    joins: set[tuple[int, int]] = field(default_factory=set)
    """(end of the first half, start of the second)."""
    blocks: set[int] = field(default_factory=set)
    """Starts of captions and headings inside sentences."""
    tails: set[tuple[int, int | None]] = field(default_factory=set)
    """(start of a displaced tail, offset before which it belongs: the end of the text that it follows)."""

    def add(self, line: str, gap: int = 1) -> int:
        """Appends a line under blank lines; its start."""
        self.text += "\n" * (gap + 1) if self.text else ""
        self.text += line
        return len(self.text) - len(line)


def torn_page(chance: random.Random, rows: list[dict[str, Any]], *, far: float = 0.0, single: float = 0.0) -> TornPage:
    """One page of these articles, cut, interleaved and out of order.

    A displaced tail stands before its own story's headline or behind the next story; with the chance `far` behind any other.
    It has at least two paragraphs, with the chance `single` one.
    """
    page = TornPage()
    stories = [_Story(chance, row) for row in rows]
    mover = chance.randrange(1, len(stories) - 1) if chance.random() < 0.6 else None
    tail: list[str] = []
    if mover is not None and len(stories[mover].body) >= 4:
        keep = chance.randrange(2, len(stories[mover].body) - 1)
        if single and chance.random() < single:
            keep = len(stories[mover].body) - 1
        tail, stories[mover].body = stories[mover].body[keep:], stories[mover].body[:keep]
    behind = _behind(chance, mover or 0, len(stories), far)
    start: int | None = None
    end = 0
    for number, story in enumerate(stories):
        printed = story.print(page, chance)
        if number == mover:
            end = printed
        if tail and number == behind:
            start = _print_all(page, chance, tail)
    if tail and start is not None:
        page.tails.add((start, end))
    return page


def _behind(chance: random.Random, mover: int, count: int, far: float) -> int:
    """The story behind which the tail of another is printed."""
    if far and chance.random() < far:
        return chance.choice([n for n in range(count) if n != mover])
    return mover - 1 if chance.random() < 0.5 else mover + 1


def _print_all(page: TornPage, chance: random.Random, paragraphs: list[str]) -> int:
    starts = [_print(page, chance, text, captions=False) for text in paragraphs]
    return starts[0]


class _Story:
    def __init__(self, chance: random.Random, row: dict[str, Any]) -> None:
        body = [t.strip() for t in _LEAD.sub("", row["text"]).split("\n")]
        self.body = [t for t in body if len(t) > 30 and t[-1] in "。！？”"]
        self.title = _BRACKET.sub("", row["title"])
        self.style = chance.choice(["dateline", "dateline", "byline"])
        self.name = chance.choice(SURNAMES) + chance.choice(GIVEN) + chance.choice(GIVEN)
        self.split = self.style == "byline" and chance.random() < 0.3

    def print(self, page: TornPage, chance: random.Random) -> int:
        """Prints the story; the end of its text."""
        page.add(self.title)
        if self.style == "byline":
            page.add(f"本报记者 {self.name}")
        for number, text in enumerate(self.body):
            lead = f"本报讯（记者{self.name}）" if self.style == "dateline" and not number else ""
            _print(page, chance, lead + text, captions=number > 0)
        return len(page.text)


def _print(page: TornPage, chance: random.Random, text: str, *, captions: bool) -> int:
    """One paragraph, whole or torn; its start."""
    lines = _cut(chance, text)
    start = page.add(lines[0])
    for line in lines[1:]:
        end = len(page.text)
        if captions and chance.random() < 0.15:
            gap = 3 if chance.random() < 0.8 else 1
            page.blocks.add(page.add(f"{chance.choice(PLACES)}{chance.choice(SCENES)}", gap))
            begin = page.add(line, chance.choice((1, gap)))
        else:
            begin = page.add(line)
        page.joins.add((end, begin))
    return start


def _cut(chance: random.Random, text: str) -> list[str]:
    kind = chance.random()
    if kind < 0.12:
        width = chance.randrange(17, 22)
        return _lines(text, [at + chance.choice((-1, 0, 0)) for at in range(width, len(text), width)])
    if kind < 0.5 and len(text) > 60:
        return _lines(text, sorted(chance.sample(range(15, len(text) - 3), chance.choice((1, 1, 2)))))
    return [text]


def _lines(text: str, places: list[int]) -> list[str]:
    """Cuts at the places, never where a sentence ends, nor inside a number."""
    good = [
        at
        for at in places
        if text[at - 1] not in "。！？”；：…"
        and not (text[at - 1 : at + 1].isascii() and text[at - 1 : at + 1].isalnum())
    ]
    good = [at for at in good if not text[at - 1].isspace() and not text[at].isspace()]
    edges = [0, *good, len(text)]
    return [text[a:b] for a, b in itertools.pairwise(edges) if a < b]
