"""What is right as it stands although no dictionary has it: names of people, coinages in quotation marks, words of the user."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quality.data import table

if TYPE_CHECKING:
    from collections.abc import Iterable

COINED = 6.0
"""Bits more that a suspicion inside a short quotation needs."""
_OFFICE = (
    "(?:记者|通讯员|实习生|摄影|作者|编辑|主席|书记|部长|局长|主任|经理|院长|教授|村民|农民|职工|同志|厅长|省长|市长|县长|镇长|乡长|区长"
    "|总理|总统|总裁|队长|校长|站长|厂长|所长|会长|处长|科长|司长|代表|委员|董事长|负责人|能手|姑娘|师傅|[、（( \u3000\n])"
)
_SPEAKS = "(?:说|表示|介绍|告诉|认为|指出|强调|摄|先生|女士|同志|等|、|（|[(]|\u3000| |报道|\n|$)"
_QUOTED = re.compile("“([^“”\n]{1,8})”")


def is_protected(text: str, place: int, margin: float, lexicon: Iterable[str]) -> bool:
    """Names, short quotations that margin does not outweigh, words of the lexicon."""
    low = max(place - 12, 0)
    around, at = text[low : place + 13], place - low
    quoted = any(m.start(1) <= at < m.end(1) for m in _QUOTED.finditer(around))
    return (quoted and margin < COINED) or _is_name(around, at) or any(_stands(word, around, at) for word in lexicon)


def _is_name(around: str, at: int) -> bool:
    """True where a surname, and an office before or a verb of speaking after, make the character part of a name."""
    surnames = table("surnames.txt").strip()
    for start in range(max(at - 2, 0), at + 1):
        if around[start] in surnames:
            if re.search(_OFFICE + "$", around[:start]):
                return True
            if any(start + size > at and re.match(_SPEAKS, around[start + size :]) for size in (2, 3)):
                return True
    return False


def _stands(word: str, around: str, at: int) -> bool:
    return any(around.startswith(word, start) for start in range(max(at - len(word) + 1, 0), at + 1))
