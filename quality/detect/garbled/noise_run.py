"""Finds stretches that are no language: symbol soup, Latin letters strewn among Chinese, characters in no order.

## What it does

Looks at every paragraph through windows of some sixty characters and asks three questions. Are there symbols of
several kinds where letters should be? Do single Latin letters stand between single Chinese characters,
again and again? Do most Chinese characters stand in no word of the dictionary, although the text is not traditional,
classical, or a list of names? Short stretches need two reasons, or one that is extreme.

## Why is this bad

Such runs come from pictures, tables and broken pages that a scanner read as text. They mean nothing, and they are
poison for every count and every model.

## Example

```text
会场|里~坐^满#了§人¤，{主\\席}台<上>摆=着*鲜&花。
```

## Repair safety

None: somebody must look at the page.

## Known limits

Sound sentences with many wrong characters are `suspect-character`. Program code, formulas and tables of figures are
left alone where they are not mixed with Chinese text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quality.detect.contract import ArticleRule, NoOptions, article_hit
from quality.match.lattice import coverage, covered
from quality.message import listing, say
from quality.model import Severity
from quality.text.plausible import likeness
from quality.text.scripts import LETTER, is_han
from quality.text.variants import simplified_forms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.message import Message
    from quality.model import Article, Hit, Span

WINDOW, STEP, SHORTEST = 60, 30, 16
"""Characters of a window, from one to the next, and of the shortest that is judged."""
ENOUGH = 40
"""Characters of a stretch for which the lack of words is reason enough."""
SYMBOLS, KINDS = 0.2, 5
"""Share of symbols in a window, and different ones among them, that make it soup."""
STREWN = 4
"""Single Latin letters or symbols between Han in one window, all of different kinds; A组 and B组 are two."""
OUTSIDE, FAR_OUTSIDE = 0.5, 0.78
"""Share of Han outside words: suspicious, and sufficient by itself. Clean news has 0.18, at most 0.5 in 200 lines."""
AGAIN = 0.3
"""Share of Han that stood in the window before, from which it is an author's; dirt does not return."""
STRANGE = 0.7
"""Mean commonness of characters below which a window is made of rare ones."""
SPACED = 0.2
"""Share of Han that stand apart from the next one, from which their words are torn by the layout alone."""
_SYMBOL = re.compile(r"[!-/:-@\[-`{-~\u00a1-\u00bf\u2190-\u2bff]")
_STREWN = re.compile(f"[!-/:-~](?<={LETTER}.)(?={LETTER})")
_ORDINARY = re.compile(r"[,.:;!?()%\"'/+-]")
_CLASSICAL = re.compile("[之乎者也矣焉哉兮曰吾汝尔其乃而于以为]")
_SPACED = re.compile(f"{LETTER} (?={LETTER})")
_NAMES = re.compile(f"{LETTER}{{2,4}}[、 \\u3000]")


def check(article: Article, options: NoOptions) -> Iterator[Hit]:  # noqa: ARG001
    """Judges one article."""
    marks = covered(article.text)
    han = (coverage(article.text) < float("inf")).tobytes()
    for _, place in article.parts():
        yield from _paragraph(article, place, marks, han)


def _is_dirty(text: str) -> bool:
    """Quick: whether symbols or single letters can make a window noise."""
    return (
        sum(not _ORDINARY.match(char) for char in _SYMBOL.findall(text)) >= STREWN
        or len(_STREWN.findall(text)) >= STREWN
    )


def _paragraph(article: Article, place: Span, marks: bytes, han: bytes) -> Iterator[Hit]:
    """One hit for each stretch of noisy windows."""
    start, end = place.start, place.end
    dirty = _is_dirty(article.text[start:end])
    first = last = -1
    reasons: dict[Message, None] = {}
    for at in (*range(start, end - WINDOW, STEP), max(end - WINDOW, start)):
        stop = min(at + WINDOW, end)
        outside, all_han = marks.count(0, at, stop), han.count(1, at, stop)
        if (dirty or outside >= OUTSIDE * all_han) and (why := _reasons(article.text[at:stop], outside, all_han)):
            first = at if first < 0 else first
            last = stop
            reasons.update(dict.fromkeys(why))
        elif first >= 0 and at >= last - STEP:
            yield _hit(article, first, last, reasons)
            first, reasons = -1, {}
    if first >= 0:
        yield _hit(article, first, last, reasons)


def _reasons(window: str, uncovered: int, han: int) -> list[Message]:
    """Why a window is noise; empty where it is not. `uncovered` Han of it stand in no word."""
    if len(window) < SHORTEST or han < 0.3 * len(window):
        return []
    why: list[Message] = []
    symbols = [char for char in _SYMBOL.findall(window) if not _ORDINARY.match(char)]
    strewn = [char for char in _STREWN.findall(window) if not _ORDINARY.match(char)]
    if len(symbols) >= SYMBOLS * len(window) and len(set(symbols)) >= KINDS:
        why.append(say("symbols of several kinds stand among its words"))
    if len(set(strewn)) >= STREWN:
        why.append(say("single letters or symbols stand between its characters"))
    outside = uncovered / max(han, 1)
    if outside >= OUTSIDE and not _has_its_own_words(window, han):
        if outside >= FAR_OUTSIDE and len(window) >= ENOUGH and not _says_again(window):
            return [*why, say("most of its characters form no words")]
        if why:
            return [*why, say("many of its characters form no words")]
        if likeness(window) < STRANGE:
            return [say("most of its characters are rare and form no words")]
    enough = len(why) > 1 or len(strewn) >= 2 * STREWN or len(symbols) >= 2 * SYMBOLS * len(window)
    return why if enough or len(window) >= WINDOW else []


def _says_again(window: str) -> bool:
    """True for prose of words of one character, which come again and again: 灯亮着，家就在；灯亮着，路就不黑."""
    han = [char for char in window if is_han(char)]
    return len(han) - len(set(han)) >= AGAIN * len(han)


def _has_its_own_words(window: str, han: int) -> bool:
    """Traditional and classical text, verse, lists of names, and 松 散 的 text: all that the dictionary does not know."""
    if len(_SPACED.findall(window)) > SPACED * han:
        return True
    if sum(char in simplified_forms() for char in window) > 1 or len(_CLASSICAL.findall(window)) > 0.06 * han:
        return True
    return sum(map(len, _NAMES.findall(window))) > 0.35 * len(window)


def _hit(article: Article, start: int, end: int, reasons: dict[Message, None]) -> Hit:
    why = listing(reasons, "{left}, and {right}")
    return article_hit(article, start, end, say("This stretch is hardly language: {why}.", why=why), confidence=0.8)


RULE = ArticleRule(code="GAR304", name="noise-run", version=3, severity=Severity.WARNING, check=check)
