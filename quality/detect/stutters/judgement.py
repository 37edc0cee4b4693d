"""Which repeats are stutters: grammar, rhetoric and layout repeat as well, and each has its mark.

- Between items of a list (、) equals never stand on purpose: the comma announces distinct items.
- A phrase taken up behind a mark (…发展新路。发展新路要求…) is grammar: its copies do not both fill what the marks divide.
- Short cries and clauses are repeated for effect; long ones are not.
- Units glued without any mark are grammar only in short forms (一个一个, 干着干着).
- A line that the next line begins with is a heading.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum

from quality.detect.stutters.doubled_words import is_doubled_word
from quality.detect.stutters.repeats import BREAKS, SENTENCE, Rank, Repeat, closing, quoted, rank, repeats
from quality.match.lattice import covered
from quality.text.grammar import (
    ENDS_A_LIST,
    MODIFIES_A_TITLE,
    NEVER_DOUBLED,
    NUMERALS,
    ONOMATOPOEIC,
    OPPOSITES,
    REDUPLICATES,
)
from quality.text.remembered import remembered
from quality.text.scripts import han_share
from quality.text.sentences import pauses_everywhere
from quality.text.words import is_word

PAIRS = (("“", "”"), ("《", "》"), ("（", "）"), ("(", ")"), ("‘", "’"))
_GRADE = re.compile("[“‘]?第?[一二三四五六七八九十0-9]{1,2}(?:星级?|等奖?|级|档|类|期|批)[”’]?")
FIGURE = re.compile(r"(?<![0-9.])([0-9]{1,9}(?:\.[0-9]{1,4})?[%‰℃元吨亩])\1")
"""A figure with its unit, said twice; figures with a measure (3个3个) may be."""
SIDE_BY_SIDE = frozenset(("”“", "》《", "”、“", "」「", "’‘"))
TAIL = 12
"""Characters from which the end of a clause is said again by no author: 要求合格率达到99%以上，合格率达到99%以上，."""
LONGEST_UNIT = 60
"""Folded characters of a unit; longer ones are passages, unless they are one sentence."""


class Kind(StrEnum):
    """What stutters."""

    PHRASE = "phrase"
    SENTENCE = "sentence"
    LOOP = "loop"


@dataclass(frozen=True, slots=True)
class Stutter:
    """A run of equal units, `text[start:end]`; one stays when `text[slice(*cut)]` goes."""

    kind: Kind
    start: int
    cut: tuple[int, int]
    end: int
    unit: str
    copies: int
    confidence: float
    wrong: int = 0


@remembered
def stutters(text: str) -> tuple[Stutter, ...]:
    """All stutters of a text, by place; of two that overlap the longer."""
    judged = [s for r in repeats(text) if (s := _judged(r)) is not None]
    judged += [
        Stutter(Kind.PHRASE, m.start(), (m.end(1), m.end()), m.end(), m[1], 2, 0.85) for m in FIGURE.finditer(text)
    ]
    chosen: list[Stutter] = []
    for stutter in sorted(judged, key=lambda s: (s.start - s.end, s.start)):
        at = bisect_right(chosen, stutter.start, key=lambda s: s.start)
        free = not at or chosen[at - 1].end <= stutter.start
        if free and (at == len(chosen) or stutter.end <= chosen[at].start):
            chosen.insert(at, stutter)
    return tuple(chosen)


def _judged(repeat: Repeat) -> Stutter | None:
    junctions = repeat.junctions
    weakest = min(map(rank, junctions))
    if repeat.wrong and not _slip(repeat):
        return None
    if any(c in BREAKS for j in junctions for c in j) and not _runs_on(repeat):
        return None
    if all("、" in j for j in junctions) and weakest <= Rank.CLAUSE and repeat.inner < Rank.CLAUSE:
        return _list(repeat) if not pauses_everywhere(repeat.text) else None
    if repeat.copies > 2 and _in_a_list(repeat, weakest):
        return _phrase(repeat, 0.9) if not pauses_everywhere(repeat.text) else None
    if repeat.copies >= 4 and (loop := _loop(repeat, weakest)):
        return loop
    if weakest >= Rank.CLAUSE:
        return _clause(repeat)
    if weakest == Rank.QUOTE:
        return _quoted_items(repeat)
    return _glued(repeat)


def _in_a_list(repeat: Repeat, weakest: Rank) -> bool:
    """True for items of a list of which some are divided by a comma: 跟着学、跟着学，跟着学."""
    mixed = any("、" in j for j in repeat.junctions) and all(rank(j) <= Rank.CLAUSE for j in repeat.junctions)
    return mixed and weakest == Rank.ITEM and repeat.inner < Rank.ITEM and repeat.period > 1 and not repeat.wrong


def _runs_on(repeat: Repeat) -> bool:
    """True where a repeat over a line's end cannot be a heading and its text: it ends with a sentence, or holds clauses."""
    if all(any(c in SENTENCE for c in j) for j in repeat.junctions):
        return not any("\t" in j for j in repeat.junctions)
    headed = _begins_line(repeat)
    return not headed and (repeat.copies > 2 or (repeat.inner >= Rank.CLAUSE and repeat.period >= 8))


def _list(repeat: Repeat) -> Stutter | None:
    """Equal items; of two the first and the last must be whole (not 副局长、局长, not 人工智能、智能制造)."""
    text, end = repeat.text, repeat.end
    if repeat.period < 2 or repeat.wrong or repeat.inner >= Rank.ITEM:
        return None
    opens, closes = repeat.edge(repeat.first), repeat.edge(repeat.last)
    if repeat.copies > 2:
        return _phrase(repeat, 0.97)
    if opens == Rank.ITEM and _GRADE.fullmatch(repeat.unit):
        return None  # 三星级、四星级、四星级: a grade is wrong, not one too many
    climax = text[end + 1 : end + 2] in {"再", "更"} and text.startswith(repeat.unit, end + 2)  # 服务、服务、再服务
    if climax or (closes == Rank.NONE and not text.startswith(ENDS_A_LIST, end)):
        return None
    if opens == Rank.NONE and (repeat.period < 3 or text[repeat.start - 1] in MODIFIES_A_TITLE):
        return None
    return _phrase(repeat, 0.95 if opens != Rank.NONE else 0.85)


def _clause(repeat: Repeat) -> Stutter | None:
    """Whole clauses or sentences; a phrase that is only taken up behind a mark is grammar."""
    opens, closes = repeat.edge(repeat.first), repeat.edge(repeat.last)
    junction = min(map(rank, repeat.junctions))
    if opens < Rank.CLAUSE <= junction <= closes and repeat.copies == 2 and repeat.period >= TAIL:
        return _phrase(repeat, 0.8) if not (repeat.wrong or quoted(repeat.text, repeat.start, repeat.end)) else None
    if opens < Rank.CLAUSE or closes < junction:
        pasted = repeat.inner >= Rank.CLAUSE and repeat.period >= 16 and _same_marks(repeat)
        return _phrase(repeat, 0.85) if pasted else None
    ends = all(any(c in SENTENCE for c in j) for j in repeat.junctions)
    least = 6 if ends else 8
    if quoted(repeat.text, repeat.start, repeat.end):
        least = 12
    if repeat.period < least:
        return None
    if ends and repeat.inner < Rank.SENTENCE:
        return _made(repeat, Kind.SENTENCE, 0.95)
    return _phrase(repeat, 0.9 if ends else 0.85)


def _quoted_items(repeat: Repeat) -> Stutter | None:
    """“甲”“甲”: quoted items that stand side by side are items of a list."""
    if repeat.edge(repeat.first) == Rank.NONE or repeat.edge(repeat.last) == Rank.NONE or repeat.wrong:
        return None
    if (
        repeat.copies == 2
        and _GRADE.fullmatch(repeat.unit)
        and {repeat.gap(repeat.first), repeat.gap(repeat.last)} & SIDE_BY_SIDE
    ):
        return None  # “一等奖”“二等奖”“二等奖”: a grade is wrong, not one too many
    openings = all(j.strip() in SIDE_BY_SIDE for j in repeat.junctions)
    return _phrase(repeat, 0.85) if openings and repeat.period >= 2 else None


def _glued(repeat: Repeat) -> Stutter | None:
    """Units without a mark between: a pasted passage or a doubled phrase, where no grammar doubles."""
    unit = repeat.unit
    if han_share(unit) < 0.3:
        return _glued_words(repeat)
    if repeat.period == 2:
        return _phrase(repeat, 0.7) if is_doubled_word(repeat) else None
    spaced = any(j for j in repeat.junctions)
    if (
        repeat.period < (5 if spaced and (repeat.copies == 2 or repeat.edge(repeat.first) > Rank.NONE) else 3)
        or _doubled_by_grammar(repeat)
        or (repeat.wrong and repeat.inner < Rank.CLAUSE)
    ):
        return None
    least = {Rank.ITEM: 16, Rank.CLAUSE: 9, Rank.SENTENCE: 9}.get(repeat.inner, 0)
    if repeat.period < least or not _same_marks(repeat):
        return None  # items of a list that end and begin alike: 老党员、老干部
    if repeat.period < 9 and any(unit.count(a) != unit.count(b) for a, b in PAIRS):
        return None
    if _headed(repeat) or (repeat.period <= 4 and _stands_alone(repeat)):
        return None
    return _phrase(repeat, 0.95 if repeat.period > 5 else 0.85)


def _doubled_by_grammar(repeat: Repeat) -> bool:
    """True for short units of sound or of a word that doubles what it stands with (一村一村, 人与人与)."""
    unit = repeat.unit
    if repeat.period <= 5 and sum(c in ONOMATOPOEIC for c in unit) * 2 >= len(unit):
        return True
    if repeat.period <= 3 and REDUPLICATES & set(unit) and not (repeat.copies > 2 and any(repeat.junctions)):
        return True
    if repeat.period in {3, 4} and is_word(unit) and is_word(unit[:-1]) and _taken(repeat):
        return True
    return repeat.period <= 5 and 0 <= unit.find("一") <= repeat.slack


def _taken(repeat: Repeat) -> bool:
    """True where what follows takes the last character: 书记处|书记|处理."""
    return is_word(repeat.text[repeat.end - 1 : repeat.end + 1])


def _stands_alone(repeat: Repeat) -> bool:
    """True for a name or a cry said twice."""
    return _begins_line(repeat) or repeat.edge(repeat.first) == repeat.edge(repeat.last) == Rank.SENTENCE


def _begins_line(repeat: Repeat) -> bool:
    return repeat.first == 0 or any(c in BREAKS for c in repeat.gap(repeat.first))


def _headed(repeat: Repeat) -> bool:
    """True for a heading glued to the text that begins with it: at a line's start, behind its number, a colon or a dash."""
    if repeat.inner >= Rank.CLAUSE or repeat.edge(repeat.last) != Rank.NONE or repeat.copies > 2:
        return False
    gap = repeat.gap(repeat.first)
    numbered = (
        gap[:1] in {".", "、", "．"} and repeat.text[repeat.start - len(gap) - 1] in "0123456789一二三四五六七八九十"
    )
    return _begins_line(repeat) or numbered or any(c in gap for c in "：:—")


def _glued_words(repeat: Repeat) -> Stutter | None:
    """A language with spaces between words: three words and more said twice, or a word that no English sentence doubles."""
    count = len(repeat.unit.split())
    if repeat.unit.lower() in NEVER_DOUBLED and all(j.isspace() for j in repeat.junctions):
        named = repeat.unit[0].isupper() and repeat.text[repeat.unit_span(1)[0]].isupper()  # The The
        return None if named or repeat.wrong else _phrase(repeat, 0.9)
    joined = {"and", "by", "after", "to", "or"} & set(repeat.unit.lower().split())
    if repeat.wrong or count < 3 or (joined and count < 6) or not all(j.isspace() for j in repeat.junctions):
        return None
    return _phrase(repeat, 0.9)


def _loop(repeat: Repeat, weakest: Rank) -> Stutter | None:
    """Four copies and more outside a list; of cries and sounds only where they fill a line."""
    length = repeat.period * repeat.copies
    if repeat.unit.isdigit() or length < 12 or (ONOMATOPOEIC & set(repeat.unit) and length < 40):
        return None
    if (weakest >= Rank.CLAUSE and length < 24) or (not repeat.unit.isalpha() and repeat.period < 3):
        return None
    if repeat.period < 3 and han_share(repeat.unit) < 1 and length < 30:
        return None
    return _made(repeat, Kind.LOOP, 0.95)


def _slip(repeat: Repeat) -> bool:
    """True where the copies differ by single Han characters that are no numerals, one in 16 or fewer."""
    if repeat.wrong * 16 > repeat.period * (repeat.copies - 1) or any(
        c in repeat.text[repeat.start : repeat.end] for c in BREAKS
    ):
        return False
    keys = [repeat.text[repeat.place(i)] for i in range(repeat.first, repeat.last)]
    pairs = {(a, b) for a, b in zip(keys, keys[repeat.period :], strict=False) if a != b}
    return all(not NUMERALS & {a, b} and not {a, b} <= OPPOSITES and a > "\u2e80" and b > "\u2e80" for a, b in pairs)


def _same_marks(repeat: Repeat) -> bool:
    """True where the first two copies are divided at the same places."""
    places = range(repeat.first + 1, repeat.first + repeat.period)
    return all(bool(repeat.edge(i)) == bool(repeat.edge(i + repeat.period)) for i in places)


def _phrase(repeat: Repeat, confidence: float) -> Stutter | None:
    return _made(repeat, Kind.PHRASE, confidence)


def _made(repeat: Repeat, kind: Kind, confidence: float) -> Stutter | None:
    """The stutter; none where the unit is a passage."""
    if kind is Kind.PHRASE and repeat.period > LONGEST_UNIT:
        return None
    keep, end = repeat.unit_span(0)[1], repeat.end
    if kind is not Kind.LOOP and all(any(c in SENTENCE for c in j) for j in repeat.junctions):
        marks, tail = closing(repeat.text, keep), closing(repeat.text, end)
        if repeat.text[keep:marks] == repeat.text[end:tail]:  # else the last copy's marks stay
            keep, end = marks, tail
    cut = (keep, end)
    if repeat.wrong:
        confidence -= 0.15
        cut = (repeat.start, repeat.unit_span(1)[0]) if _second_reads_better(repeat) else cut
    return Stutter(kind, repeat.start, cut, end, repeat.unit, repeat.copies, confidence, repeat.wrong)


def _second_reads_better(repeat: Repeat) -> bool:
    """True where words of the dictionary cover more of the second of two copies."""
    first, second = (sum(covered(repeat.text[slice(*repeat.unit_span(n))])) for n in (0, 1))
    return repeat.copies == 2 and second > first
