"""What tells a line of running text from a heading when neither ends in a mark: grammar, and the rest of the page.

Headings tell no day, name no speaker, need no particle; a couplet of equal clauses is a heading. The weights follow
the logarithms of how much more often each habit stands in torn sentences than in headlines of clean news.
"""

from __future__ import annotations

import re

from quality.message import Message, say
from quality.text.patterns import pattern
from quality.text.scripts import LETTER, is_han
from quality.text.words import frequencies, is_word

Sign = tuple[float, Message]

NEAR = 1 << 14
"""Characters before and behind a break in which the same words are looked for."""
SHORT_SENTENCE = 14
"""Characters of a sentence's end that stand alone in front of a paragraph."""
EVERYWHERE = 16.0
"""Base-2 logarithm of the count from which a single character stands before any word: 在, 的, 和."""
LIKE = 1.2
"""Ems by which two neighbouring lines of one column may differ where nothing else tells of a column."""

# What is searched for begins with a literal, and looks back from there: `re` then skips all other places.
_SAYS = pattern(r"[，,：:](?<=(?:表示|指出|强调|认为|介绍|显示|透露|[^名简宣俗统]称|[^小传听]说).)")
_DAY = re.compile(r"日(?<=\d日)(?!起)")
_WHEN = re.compile(r"日前|近日|近期|当天|当日|当地时间|目前|昨天|如今|此前|已经|正在|其中")
_OPENS = pattern(
    r"在(?![线岗即])|据|从(?!严)|作为|当[前地年天时下]?|随着|截至|目前|如今|近日|近年|\d{1,2}月\d{1,2}日|\d{4}年|去年|今年|此次|此外|同时|由于|由|这|自从|我们|他们?|她们?|记者|经过?"
)
_DONE = re.compile(r"了(?<=[^为除]了)(?=.)")
_COMMA = re.compile(r"[，,](?!\d{3})")


def prose(text: str) -> list[Sign]:
    """Signs in a line without a final mark that it is running text."""
    clauses = _COMMA.split(text)
    uneven = len(clauses) > 1 and max(map(len, clauses)) > min(map(len, clauses)) + 1
    return [
        sign
        for sign in (
            (2.0, say("it tells who speaks")) if _SAYS.search(text) else None,
            (1.5, say("it tells the day")) if _DAY.search(text) or _WHEN.search(text, 1) else None,
            (1.0, say("it begins as sentences do")) if _OPENS.match(text) else None,
            (1.0, say("it tells what was done")) if _DONE.search(text, 1) else None,
            (1.0, say("its clauses are uneven")) if uneven else None,
            (0.5, say("it has a particle")) if "的" in text[1:-1] else None,
            (0.5, say("it has the verb of a sentence")) if "是" in text[1:-1] else None,
        )
        if sign is not None
    ]


def begins_sentence(text: str) -> bool:
    """True for a beginning that sentences have: a preposition, a pronoun, a date."""
    return _OPENS.match(text) is not None


def echo(page: str, above: str, below: str, at: int) -> list[Sign]:
    """A sign where the words over a break at `at` stand together elsewhere on the page, unbroken."""
    if not (is_han(above[-1]) and is_han(below[0])):
        return []
    left = above[-2:] if is_word(above[-2:]) else above[-1]
    right = below[:2] if is_word(below[:2]) else below[0]
    if len(left) == 1 < len(right) and frequencies().get(left, 0.0) >= EVERYWHERE:
        return []
    if page.rfind(left + right, max(at - NEAR, 0), at + NEAR) < 0:  # a third faster than `find` where there is none
        return []
    return [(1.0 if len(left + right) == 2 else 2.0, say("its words stand together elsewhere on the page"))]


_REST = pattern(r"([^，,。；：“‘《（]{1,3})[，,]")
_LEADING = pattern(
    r"[年月日时天间后前来此晚夜晨午春夏秋冬周上去在是面们]$|\d$|^[第在据从当其但而且因所如虽不然首其最再另例比]|.[外期久里中称]$|..了$|^(?:于是|可是|下一步|那么|眼下|现在|今后|[他她]们?说)$"
)


def ends_clause(text: str) -> bool:
    """True where up to three characters before the first comma are the rest of a clause: no word that leads to a sentence.

    Nor are they 同志们, to whom a speech is made, or 夜深了, a clause of its own.
    """
    found = _REST.match(text)
    return found is not None and _LEADING.search(found[1]) is None


def is_rest_of_sentence(text: str) -> bool:
    """True where a line's first sentence is one clause, too short to open a paragraph, and is no speech."""
    stop = text.find("。", 0, SHORT_SENTENCE)
    return stop >= 0 and text[0] not in "“‘「" and _COMMA.search(text, 0, stop) is None


_SHOWS = pattern(r"[（(]|\d{1,4}[年月日]|图[为中]|.*(?:正在|现场。|合影。|场景。|一景。)")


def reads_like_caption(text: str) -> bool:
    """True for what the text of a picture says and the rest of a sentence does not: a date first, 正在, 现场."""
    return _SHOWS.match(text[:200]) is not None


def tells_picture(text: str) -> bool:
    """True for a line that begins as no paragraph does: 图为 and what the picture shows."""
    return text[0] in "图上下左右" and text.startswith(("图为", "图①", "上图为", "下图为", "左图为", "右图为"))


_NO_SENTENCE = re.compile(
    r"\\(?:begin|end)\{|\\\\\s*$|</?(?:table|thead|tbody|t[dhr])\b|^\|.*\|$"
    r"|(?:电话|传真|网址|邮编|邮箱|许可证|刊号|零售价|月价|定价)[:：]"
    r"|[(（]单位[:：][^()（）]{1,20}[)）]$|^附?[图表][ 　]?[\d一二三四五六七八九十]{1,3}[ 　:：][^。]*$|^(?:数据|资料|图表)?来源[:：]"
)
_FORMULA = pattern(rf"[=＝≈≤≥](?:(?!{LETTER}|[A-Za-z]{{4}}).)*$")
"""Where no word stands behind such a sign, nothing is said that could break off."""


def ends_no_sentence(text: str) -> bool:
    """True for what no full stop ends: rows, titles and sources of tables, formulas, addresses, imprints."""
    return _NO_SENTENCE.search(text) is not None or _FORMULA.search(text[-20:]) is not None
