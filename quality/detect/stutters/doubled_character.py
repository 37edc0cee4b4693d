"""Finds a character that was set twice where nothing doubles it.

## What it does

Reports a unit of a numeral that is doubled (两万万), a particle that is doubled with no word on either side that could claim
one of the two (发展的的, 正在在), a character doubled inside a word of the dictionary (总书书记) or at its end before a mark
(不忘责任任。), and a character set three times.

## Why is this bad

The figure is wrong by orders of magnitude, or the word is none.

## Example

```text
全县累计培训果农三万万余人次，带来了了实惠。
```

## Repair safety

Unsafe: one of the two characters is deleted.

## Known limits

Reduplication (看看, 实实在在, 一个个), words that meet (长湖|湖畔), names, laughter, 万万 and 亿亿 in their own right (万万没想到,
四万万同胞, 亿亿次) stay silent; so does a doubled character between two words that both want it (研讨讨论): of 6.3 million
characters of clean news 2,891 places are built so (中国国际, 工作作出, 代表表示), all of them right, and nothing tells a slip among
them. So do particles that both may stand there: 参与与, 现在在, 温和和.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quality.data import table
from quality.detect.contract import ArticleRule, NoOptions, article_hit
from quality.message import say
from quality.model import Applicability, Severity
from quality.text.grammar import (
    INSTITUTIONS,
    INTERJECTIONS,
    NOT_DOUBLED,
    NUMERALS,
    ONOMATOPOEIC,
    PARTICLES,
    TAKES_NO_OTHER,
)
from quality.text.patterns import pattern
from quality.text.words import common_nouns, frequencies, is_word, proper_nouns, split

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from quality.model import Article, Hit

TRIPLE = 3
"""Characters of most slips of this kind."""
LONGEST_RUN = 11
"""More equal characters are a repetition loop."""
USUAL = 7.0
"""Base-2 logarithm of the count from which a word claims the particle at its end."""
MARKS = frozenset("，。；！？、：")
NO_VERB_BEFORE = pattern("在在内|了了解到|(?<=据)了了解")
"""The second of the two begins a word, and what stands before is no verb that takes the first."""
MADE_NOUNS = frozenset(("的存在",))
"""Behind 的 a verb is a noun, and a particle may follow it."""
AS_IN_AABB = frozenset("和在")
"""Particles that are doubled in words of four: 和和美美, 自自在在."""
NOUNS_IN_DE = frozenset(("目的", "标的", "美的"))
WORDS_IN_DE = frozenset(("的确", "的士", "的哥"))
"""What 的 ends and what it begins; else one 的 of two is too many: all other 的的 of 15 million clean characters are slips."""
GOODS = pattern(
    "发展|稳定|安全|合作|繁荣|自由|正义|友谊|友好|民主|团结|进步|平等|文明|幸福|富强|公正|法治|统一|安定|博爱"
)
"""What stands beside 和平 and 和谐 in a row: behind these, both characters may be meant."""
JOINED = "和与"
"""Particles that stand in the middle of words: 共和国."""
_HAN_END = pattern(r"[\u4e00-\u9fff]*$")
_HAN_START = pattern(r"[\u4e00-\u9fff]*")
_DOUBLED = pattern(r"([\u4e00-\u9fff])\1+")
_UNITS = pattern(
    r"(?<![百千万亿])(?:[0-9０-９.]{1,12}|[一二两三四五六七八九十几数]{1,12})(百百|千千|万万)(?![百千万亿])"
)
_CENTURY_OLD = pattern(r"[女男]?(同胞|人民|民众|国民|中国|华人|两)")


def check(article: Article, options: NoOptions) -> Iterator[Hit]:
    """Yields doubled characters with the deletion of one."""
    del options
    text = article.text
    for numeral in _UNITS.finditer(text):
        if numeral[0][0].isdecimal() or not (numeral[0] == "四万万" or _CENTURY_OLD.match(text, numeral.end())):
            yield _hit(article, *numeral.span(), *numeral.span(1), 0.9)
    for found in _DOUBLED.finditer(text):
        judged = _tripled(text, found) if len(found[0]) > 2 else _between_words(text, found.start())
        if judged is not None:
            start, end, confidence = judged
            yield _hit(article, start, end, *found.span(), confidence)


def _hit(article: Article, start: int, end: int, first: int, last: int, confidence: float) -> Hit:
    """`first` up to `last` are the equal characters: one stays."""
    times = say("twice") if last - first == 2 else say("{count} times", count=last - first)
    return article_hit(
        article,
        start,
        end,
        say(
            "‘{text}’ stands {times} in ‘{word}’, where nothing doubles it",
            text=article.text[first],
            times=times,
            word=article.text[start:end],
        ),
        confidence=confidence,
        edits=((first + 1, last, ""),),
        applicability=Applicability.UNSAFE,
    )


def _tripled(text: str, found: re.Match[str]) -> tuple[int, int, float] | None:
    """Three and more, but for numerals, sounds, one-by-one (一年年|年) and what a quotation shouts (“买买买”)."""
    start, end = found.span()
    around = text[start - 1 : start] + text[end : end + 1] if start else text[end : end + 1]
    if not any(map(str.isalnum, around)) or (len(found[0]) % 2 == 0 and is_word(found[0][:2])):
        return None  # an answer (“来来来，”), or a doubled word that is doubled (慢慢慢慢)
    if found[1] in INTERJECTIONS | ONOMATOPOEIC or text[start - 1 : start] in {"一", "“", "‘", "《"}:
        return None
    if found[1] in NUMERALS and not _counts(text, start, end):
        return None
    if end - start > LONGEST_RUN or text[end : end + 1] in ({"”", "’", "地"} if end - start > TRIPLE else {"”", "’"}):
        return None  # what is called, or how something sounds: 马蹄得得得得地响
    return start, end, 0.8


def _counts(text: str, start: int, end: int) -> bool:
    """True for one numeral that counts what follows (一轮), and is no digit of a year or of a number that names."""
    before, behind = text[start - 1 : start], text[end : end + 1]
    return (
        end - start == 3
        and not {before, behind} & (NUMERALS | {"第", "号"})
        and is_word(text[end - 1] + behind)
        and behind != ""
    )


def _between_words(text: str, at: int) -> tuple[int, int, float] | None:
    """A particle that no word claims, or a word that is whole once the character stands once."""
    char = text[at]
    if char in NUMERALS or _reduplicated(text, at):
        return None
    left, right = _ends_word(text, at), _begins_word(text, at + 1)
    if char in PARTICLES and _particle(text, at):
        return at, at + 2, 0.8
    if (left and right) or char in INSTITUTIONS or (char in PARTICLES and char not in JOINED):
        return None
    start, end = _word_without(text, at) or _word_before_a_mark(text, at) or (0, 0)
    return (start, end + 1, 0.75) if end else None


def _word_before_a_mark(text: str, at: int) -> tuple[int, int] | None:
    """A noun, or a word that nothing doubles, that ends with the first of the two where a mark follows the second.

    Adjectives and verbs are doubled so (闪亮亮, 来说说), and names may be (高明明).
    """
    word = text[max(at - 1, 0) : at + 1]
    known = word in common_nouns() or word in NOT_DOUBLED
    if text[at + 2 : at + 3] not in MARKS or not known or word in proper_nouns() or word[0] in table("surnames.txt"):
        return None
    return at - 1, at + 1


def _particle(text: str, at: int) -> bool:
    """True where no word claims one of the two."""
    char, free = text[at], _is_last_word(text, at)
    if text[max(at - 1, 0) : at + 1] in TAKES_NO_OTHER and text[max(at - 2, 0) : at + 1] not in MADE_NOUNS:
        return _alone(text, at + 1)
    if NO_VERB_BEFORE.match(text, at):
        return free
    if char == "的":
        before = _HAN_END.search(text, max(at - 6, 0), at + 1)
        noun = before is not None and split(before[0])[-1] in NOUNS_IN_DE
        return not noun and text[at + 1 : at + 3] not in WORDS_IN_DE
    return _stands_free(text, at) and (char == "了" or free)


def _alone(text: str, at: int) -> bool:
    """True where the most probable words behind leave a character alone."""
    behind = _HAN_START.match(text, at, at + 7)
    return behind is not None and split(behind[0])[:1] == [text[at]]


def _reduplicated(text: str, at: int) -> bool:
    """True for a doubling of the dictionary, alone or in a word of four, and for 和和美美."""
    near = (text[a : a + n] for n in (3, 4) for a in range(max(at + 2 - n, 0), at + 1))
    if is_word(text[at : at + 2]) or any(map(is_word, near)):
        return True
    pairs = (text[at + 2 : at + 4], text[max(at - 2, 0) : at]) if text[at] not in PARTICLES - AS_IN_AABB else ()
    return any(len(p) == 2 and p[0] == p[1] for p in pairs)


def _stands_free(text: str, at: int) -> bool:
    """True where the most probable words of the neighbourhood leave both characters alone, or 和 before 和平 without its like.

    Who says and before 和平 and 和谐 writes 与: of 15 million characters of clean text 13 say 与和平, and none 和和平.
    """
    before, after = _HAN_END.search(text[max(at - 6, 0) : at]), _HAN_START.match(text[at + 2 : at + 9])
    left = before[0] if before else ""
    placed = [*_placed(split(left + text[at : at + 2] + (after[0] if after else "")))]
    pair = [word for word, start in placed if start >= len(left)]
    if pair[:2] == [text[at], text[at]]:
        return True
    last = next((word for word, start in reversed(placed) if start < len(left)), "")
    return text[at] == pair[0] == "和" and not GOODS.fullmatch(last)


def _placed(words: list[str]) -> Iterator[tuple[str, int]]:
    at = 0
    for word in words:
        yield word, at
        at += len(word)


def _ends_word(text: str, at: int) -> bool:
    return any(is_word(text[at - k : at + 1]) for k in (1, 2, 3) if at >= k)


def _is_last_word(text: str, at: int) -> bool:
    """True where no usual word ends with a character, or one that another word cuts into: 空中|和, but 碳|中和."""
    claimed = max(
        (k for k in (1, 2, 3) if at >= k and frequencies().get(text[at - k : at + 1], 0.0) >= USUAL), default=0
    )
    if not claimed:
        return True
    before = _HAN_END.search(text, max(at - 6, 0), at + 1)
    cut = any(is_word(text[at - k : at]) for k in (claimed + 1, claimed + 2) if at >= k)
    return cut and before is not None and split(before[0])[-1] == text[at]


def _begins_word(text: str, at: int) -> bool:
    return any(is_word(text[at : at + 1 + k]) for k in (1, 2, 3) if at + k < len(text))


def _word_without(text: str, at: int) -> tuple[int, int] | None:
    """A word of three or four characters that stands around `at` once the doubled character is dropped."""
    once = text[max(at - 3, 0) : at] + text[at + 1 : at + 5]
    base = max(at - 3, 0)
    for length in (4, 3):
        for start in range(max(at - length + 2, base), at):
            if is_word(once[start - base : start - base + length]) and start + length > at + 1:
                return start, start + length
    return None


RULE = ArticleRule(code="STU203", name="doubled-character", severity=Severity.ERROR, version=3, check=check)
