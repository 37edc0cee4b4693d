"""Paired marks: which of them lost their partner.

Every kind of pair has a stack of its own, so that one lost mark spoils no other kind, and full-width and half-width
forms are one kind: “ may be closed by a straight ". A quotation may run over paragraphs that each open it anew and only
the last of which closes it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lost:
    """A mark without its partner."""

    at: int
    mark: str
    partner: str
    """The mark that is missing."""
    opens: bool


_KINDS = ("《》", "〈〉", "（）()", "【】", "〔〕", "［］[]", "「」", "『』", "“”", "‘’")
QUOTES = frozenset("“”‘’「」『』")
_PARTNER = {mark: kind[i ^ 1] for kind in _KINDS for i, mark in enumerate(kind)}
_KIND = {mark: number for number, kind in enumerate(_KINDS) for mark in kind}
_OPENS = frozenset(mark for kind in _KINDS for mark in kind[::2])
_MARK = re.compile("[" + re.escape("".join(_PARTNER)) + "]")

STRAIGHT = '"'
_ALSO = {mark: re.compile(f"[{pair}{straight}]") for pair, straight in (("“”", STRAIGHT), ("‘’", "'")) for mark in pair}
"""Marks of a kind with the straight one that may stand for them."""

REACH = {"“": 1000, "‘": 400, "「": 1000, "『": 400, "（": 400, "(": 400}
"""Characters within which a partner is looked for; 200 for titles and other brackets."""
_LIST = re.compile(
    r"(?:^|[\s，。；：、,;:.!?！？（）()])(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5}|[一二三四五六七八九十]{1,3}|[①-⑳])$"
)
"""What stands before the closing bracket of a list marker: 1) a) 二）"""


def lost_marks(text: str) -> list[Lost]:
    """Every mark without its partner, in order of place; linear in the text."""
    stacks: list[list[int]] = [[] for _ in _KINDS]
    lost: list[int] = []
    for match in _MARK.finditer(text):
        at, mark = match.start(), match[0]
        if _is_no_pair(text, at, mark):
            continue
        stack = stacks[_KIND[mark]]
        if mark in _OPENS:
            if mark in QUOTES and stack and _starts_paragraph(text, at) and "\n" in text[stack[-1] : at]:
                stack.pop()  # the paragraph opens a running quotation anew
            stack.append(at)
        elif not stack:
            if not _closes_nothing(text, at, mark):
                lost.append(at)
        elif at - stack[-1] <= REACH.get(text[stack[-1]], 200):
            stack.pop()
        else:
            lost += [*stack, at]
            stack.clear()
    lost += [at for stack in stacks for at in stack]
    alone = [at for at in sorted(lost) if not _has_straight_partner(text, at)]
    return [Lost(at, text[at], _PARTNER[text[at]], text[at] in _OPENS) for at in alone]


def straight_quotes(line: str) -> list[tuple[int, int]]:
    """Places of both marks of each quotation of which one at least is straight; none where that is in doubt.

    Straight marks pair among themselves, or with “ and ” where only that leaves no mark alone.
    """
    marks = [(at, char) for at, char in enumerate(line) if char in "“”" + STRAIGHT]
    straight = [at for at, char in marks if char == STRAIGHT]
    others = "".join(char for _, char in marks if char != STRAIGHT)
    if others == "“”" * (len(others) // 2):
        places = straight
    elif all(char in (STRAIGHT, "“”"[number % 2]) for number, (_, char) in enumerate(marks)):
        places = [at for at, _ in marks]
    else:
        return []
    pairs = zip(places[::2], places[1::2], strict=True) if len(places) % 2 == 0 else ()
    return [(first, last) for first, last in pairs if STRAIGHT in (line[first], line[last])]


def _has_straight_partner(text: str, at: int) -> bool:
    """True for a quotation mark of which the next one in the direction of its partner is straight."""
    kind = _ALSO.get(text[at])
    if kind is None:
        return False
    if text[at] in _OPENS:
        found = kind.search(text, at + 1, at + REACH[text[at]])
        return found is not None and found[0] in "\"'"
    before = [match[0] for match in kind.finditer(text, max(at - REACH[_PARTNER[text[at]]], 0), at)]
    return bool(before) and before[-1] in "\"'"


def likely_place(text: str, lost: Lost) -> int:
    """Where the missing partner most likely stood: before the mark that ends the clause, or after the one that begins it."""
    if lost.opens:
        ends = _CLAUSE_END if lost.mark in "《〈（(【〔［[" else _SENTENCE_END
        end = ends.search(text, lost.at + 1, lost.at + 200)
        return min(lost.at + 200, len(text)) if end is None else end.end() if end[0] in "。！？!?…" else end.start()
    before = [m.end() for m in _CLAUSE_START.finditer(text, max(lost.at - 200, 0), lost.at)]
    return before[-1] if before else max(lost.at - 200, 0)


_CLAUSE_END = re.compile(r"[，。；：！？、,;:!?\n]")
_SENTENCE_END = re.compile(r"[。！？!?…\n]")
_CLAUSE_START = re.compile(r"[，。；：！？、,;:!?\n]")


def _starts_paragraph(text: str, at: int) -> bool:
    return not text[max(at - 8, 0) : at].rpartition("\n")[2].strip() and (at <= 8 or "\n" in text[at - 8 : at])


def _is_no_pair(text: str, at: int, mark: str) -> bool:
    """Apostrophes, years such as ’98."""
    if mark not in "‘’":
        return False
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    latin = before.isascii() and before.isalpha()
    return (latin and after.isascii() and after.isalpha()) or (after.isdigit() and not latin and _is_year(text, at))


def _is_year(text: str, at: int) -> bool:
    """’98, or ‘98 without a partner near."""
    two = text[at + 1 : at + 3].isdigit() and not text[at + 3 : at + 4].isdigit()
    return two and (text[at] == "’" or "’" not in text[at + 3 : at + 20])


def _closes_nothing(text: str, at: int, mark: str) -> bool:
    """List markers and smileys."""
    return mark in ")）" and (_LIST.search(text[max(at - 7, 0) : at]) is not None or text[at - 1 : at] in tuple(":;"))
