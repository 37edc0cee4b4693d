"""Words of two characters that stand twice without a mark between: a slip, or two words that meet.

Verbs are doubled to make them short (研究研究), sounds and numbers by one (一件一件) as well; nouns, links and formal verbs never. What
looks like a doubled noun in 5.8 million characters of clean news are two words of which one ends as the other begins: 俄罗斯|罗斯托夫,
二大队|大队长. There the second copy begins a longer word, and something that the first one belongs to stands before it.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from quality.detect.stutters.repeats import Rank
from quality.text.grammar import (
    ASKS_FOR_A_VERB,
    HAVE_MEMBERS,
    MAKES_LONGER_NOUNS,
    MEASURES_OF_SIZE,
    NOT_DOUBLED,
    NOUN_ENDS,
    NUMERALS,
    OPENS_A_NOUN,
    REDUPLICATES,
    SAYS,
    SELDOM_DOUBLED,
    SIZES,
    UNITS,
    VERBS_TOO,
)
from quality.text.patterns import pattern
from quality.text.words import common_nouns, is_word, proper_nouns, split, words_of_time

if TYPE_CHECKING:
    from quality.detect.stutters.repeats import Repeat

_HAN = pattern(r"[\u4e00-\u9fff]")
_HAN_END = pattern(r"[\u4e00-\u9fff]*$")
_HAN_START = pattern(r"[\u4e00-\u9fff]*")
_MEASURED = pattern("[0-9一二两三四五六七八九十百千万亿多几数余][家座条所只台辆艘支处场]")
_TITLES = frozenset("《〈“‘「『")


def is_doubled_word(repeat: Repeat) -> bool:
    """True for a word that no grammar doubles and that its neighbours leave whole."""
    if any(repeat.junctions):
        return False
    if repeat.unit in UNITS and repeat.text[max(repeat.start - 1, 0)].isdecimal():
        return True  # 2000亿元亿元
    if not _never_doubled(repeat):
        return False
    if _called_out(repeat):
        return _said_once(repeat)
    part_of = _ends_longer(repeat)
    named = repeat.unit in proper_nouns() and repeat.unit not in common_nouns() and repeat.unit not in NOT_DOUBLED
    if named or _begins_longer(repeat):
        return (not part_of and _nothing_before(repeat)) or _said_once(repeat)
    return _nothing_before(repeat) or (not _goes_on(repeat) and (part_of or _cut_out(repeat)))


def _never_doubled(repeat: Repeat) -> bool:
    unit, text, start = repeat.unit, repeat.text, repeat.start
    if set(unit) & (NUMERALS | REDUPLICATES) and unit not in NOT_DOUBLED:
        return False  # 一村一村
    if unit[0] in SIZES and unit[1] in MEASURES_OF_SIZE:
        return False
    if unit in SELDOM_DOUBLED:
        before, behind = text[start - 1 : start], text[repeat.end : repeat.end + 1]
        goes_on = bool(_HAN.match(behind)) and behind not in "了吧呢再"
        return bool(_HAN.match(before)) and before not in ASKS_FOR_A_VERB and (goes_on or before in "的等和与及项")
    noun = unit in common_nouns() or unit in words_of_time() or (unit[-1] in NOUN_ENDS and is_word(unit))
    return (noun and unit not in VERBS_TOO) or unit in NOT_DOUBLED


def _called_out(repeat: Repeat) -> bool:
    """True for a title (“国旗国旗”), and for a word that is called twice or heads a line of its own."""
    edges = (repeat.edge(repeat.first), repeat.edge(repeat.last))
    called = min(edges) >= Rank.CLAUSE and repeat.unit not in words_of_time()
    return called or bool(_TITLES & set(repeat.gap(repeat.first)))


def _begins_longer(repeat: Repeat) -> bool:
    """True where the second copy may begin a longer word; what is made of two words (社会|主义, 地方|官员) is none."""
    text, second, end = repeat.text, repeat.end - 2, repeat.end
    if is_word(text[end : end + 2]):
        return False
    suffixed = text[end : end + 1] in MAKES_LONGER_NOUNS and text[end : end + 1] != text[end - 1]
    return suffixed or any(is_word(text[second : end + n]) for n in (1, 2))


def _ends_longer(repeat: Repeat) -> bool:
    """True where the first copy may end a longer word."""
    end = repeat.start + 2
    return any(end >= n and is_word(repeat.text[end - n : end]) for n in (3, 4))


def _goes_on(repeat: Repeat) -> bool:
    """True where a name or an activity may meet a noun that begins with it: 总工会|工会干部, 农民培训|培训方式."""
    behind = repeat.text[repeat.end : repeat.end + 2]
    if repeat.unit not in HAVE_MEMBERS | SELDOM_DOUBLED or behind == "高度":
        return False
    return behind in common_nouns() or behind in SELDOM_DOUBLED or (behind in NOT_DOUBLED and behind not in SAYS)


def _nothing_before(repeat: Repeat) -> bool:
    """True where no noun can reach up to the first copy: behind a mark, the start of a line, a measure, or a word that opens a noun."""
    before = repeat.text[max(repeat.start - 2, 0) : repeat.start]
    if not before or not before[-1].isalnum() or before[-1] in OPENS_A_NOUN:
        return True
    return bool(_MEASURED.fullmatch(before))


def _said_once(repeat: Repeat) -> bool:
    """True where the text says the same elsewhere with the word once: 中国空间空间站, and 中国空间站 further on."""
    text = repeat.text
    once = text[max(repeat.start - 2, 0) : repeat.start + 2] + text[repeat.end : repeat.end + 1]
    return len(once) == 5 and once in text


def _cut_out(repeat: Repeat) -> bool:
    """True where the most probable words of the neighbourhood leave both copies whole."""
    text, start, end = repeat.text, repeat.start, repeat.end
    left, right = _HAN_END.search(text, max(start - 7, 0), start), _HAN_START.match(text, end, end + 7)
    before = left[0] if left else ""
    words = split(before + text[start:end] + (right[0] if right else ""))
    lengths = list(accumulate(map(len, words), initial=0))
    return len(before) in lengths and _both(words[lengths.index(len(before)) :], repeat.unit)


def _both(words: list[str], unit: str) -> bool:
    return words[0] == unit and len(words) > 1 and words[1].startswith(unit)
