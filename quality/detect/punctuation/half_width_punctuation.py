"""Finds half-width punctuation in Chinese sentences.

## What it does

Looks for the half-width marks , : ; ! ? ( ) and straight double quotation marks in Chinese sentences, and for a full
stop that closes one. All places of one mark on a page make one finding: its span is the first place, the others are
listed with it.

## Why is this bad

Chinese print has full-width marks. Half-width ones look cramped, break lines in the wrong place, and make equal
sentences unequal to programs that compare or count them.

## Example

```text
天气冷了,炉子要烧旺,门窗要关好。
```

## Repair safety

Safe: a mark becomes the full-width form of the same mark, nothing else changes.

## Known limits

Numbers (3.5, 1,200), times (10:30), addresses of the web, phrases of Latin words and code keep their marks. A page that is
hardly Chinese is not judged, nor is a line that is hardly Chinese.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from quality.detect.contract import NoOptions, PageRule
from quality.message import say
from quality.model import Applicability, Edit, Fix, Hit, Related, Severity, Span
from quality.text.pairs import STRAIGHT, straight_quotes
from quality.text.patterns import pattern
from quality.text.scripts import HAN_CLASS, han_share
from quality.text.verbatim import code_of, within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.model import Segmentation

CHINESE = 0.3
"""Share of Han among a line's letters and digits from which its marks are judged."""
FAR = 16
"""Marks and spaces between which and its neighbours a mark is still judged."""
FULL = {",": "，", ":": "：", ";": "；", "!": "！", "?": "？", "(": "（", ")": "）", ".": "。"}
_HAN = pattern(f"[{HAN_CLASS}，。、；：？！“”‘’《》〈〉（）【】「」『』…—]")
_LINE = pattern(r"[^\r\n]+")
_HALF = pattern(r"[,:;!?().\"]")
_MARK = pattern(r"[,:;!?()]|\.(?=[”’」』）)]*\s*$)")
_WEB = re.compile(r"(?:https?|ftp)://[!-~]+|www\.[!-~]+|[\w.+-]+@[\w-]+\.[\w.]+|&#?\w{1,8};", re.ASCII)
_SKIPPED = pattern(r"[\s\"'“”‘’%()\[\]+*/.,:;!?-]")
QUOTED = 201
"""Most characters from one mark of a quotation to the other."""


def check(segmentation: Segmentation, options: NoOptions) -> Iterator[Hit]:  # noqa: ARG001
    """Judges one page."""
    page = segmentation.page
    found: dict[str, list[Edit]] = defaultdict(list)
    code = code_of(page.path, page.text)
    for line in _LINE.finditer(page.text):
        if _HALF.search(line[0]) and han_share(line[0]) >= CHINESE and not within(code, line.end() - 1):
            for at, new in _marks(line[0]):
                place = Span(line.start() + at, line.start() + at + 1)
                found[line[0][at]].append(Edit(place, new))
    for mark, edits in found.items():
        places = [edit.span for edit in edits]
        times = say("stands once") if len(places) == 1 else say("stands {count} times", count=len(places))
        yield Hit(
            page,
            (places[0],),
            say(
                "Half-width ‘{mark}’ {times} in Chinese sentences of this page, which write ‘{full}’.",
                mark=mark,
                times=times,
                full=edits[0].replacement,
            ),
            0.95,
            Fix(Applicability.SAFE, tuple(edits)),
            tuple(Related(page, place, say("‘{mark}’ again", mark=mark)) for place in places[1:]),
        )


def _marks(line: str) -> Iterator[tuple[int, str]]:
    """Offset and full-width form of every mark of the line that belongs to Chinese."""
    line = _WEB.sub(lambda web: "x" * len(web[0]), line)
    brackets = dict(_brackets(line))
    for match in _MARK.finditer(line):
        at, mark = match.start(), match[0]
        if brackets.get(at, False) if mark in "()" else _in_chinese(line, at, mark):
            yield at, FULL[mark]
    yield from _quotes(line)


def _quotes(line: str) -> Iterator[tuple[int, str]]:
    """Straight marks of quotations that hold Han."""
    for first, last in straight_quotes(line):
        if last - first <= QUOTED and _HAN.search(line, first + 1, last):
            yield from ((at, new) for at, new in ((first, "“"), (last, "”")) if line[at] == STRAIGHT)


def _in_chinese(line: str, at: int, mark: str) -> bool:
    before, after = line[at - 1 : at] if at else "", line[at + 1 : at + 2]
    if _is_ascii_word(before) and (_is_ascii_word(after) or (mark in "!?" and before.isalpha())):
        return False
    if mark == ".":
        return _HAN.match(before) is not None
    return _is_chinese(_neighbour(line, at, -1)) or _is_chinese(_neighbour(line, at, 1))


def _neighbour(line: str, at: int, step: int) -> str:
    """The nearest letter, digit or Chinese mark."""
    for _ in range(FAR):
        at += step
        if not 0 <= at < len(line):
            return ""
        if not _SKIPPED.match(line[at]):
            return line[at]
    return ""


def _brackets(line: str) -> Iterator[tuple[int, bool]]:
    """Whether each half-width bracket belongs to Chinese; both of a pair do or neither."""
    open_at: list[int] = []
    for match in re.finditer(r"[()（）]", line):
        at = match.start()
        if match[0] in "(（":
            open_at.append(at)
        elif open_at:
            chinese = _pair_in_chinese(line, open_at[-1], at)
            yield open_at.pop(), chinese
            yield at, chinese
        else:
            yield at, at > 0 and _HAN.match(line[at - 1]) is not None
    for at in open_at:
        yield at, _HAN.match(line[at + 1 : at + 2]) is not None or (at > 0 and _HAN.match(line[at - 1]) is not None)


def _pair_in_chinese(line: str, start: int, end: int) -> bool:
    if line[start] == "（" or line[end] == "）" or _HAN.search(line, start + 1, min(end, start + 200)):
        return True
    before, after = line[start - 1 : start] if start else "", line[end + 1 : end + 2]
    return _is_chinese(before) or (not before.strip() and _is_chinese(after))


def _is_ascii_word(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _is_chinese(char: str) -> bool:
    return _HAN.match(char) is not None


RULE = PageRule(code="PUN502", name="half-width-punctuation", version=3, severity=Severity.INFO, check=check)
