"""Which of a story's headings is its kicker and which its headline."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quality.model import Role
from quality.text.scripts import is_han

if TYPE_CHECKING:
    from collections.abc import Sequence

_SLOGAN = re.compile(r"\S{2,10}(?:[ 　]\S{2,10})+")
_SPACED = re.compile(r"\S(?:[ 　]+\S){1,3}")
_GENRE = re.compile(
    r"\S{2,4}(?:特写|通讯|调查|观察|聚焦|速览|时评|巡礼|纪实|访谈|连线|故事|专题|专栏|播报|快讯|简讯|综述)|[【\[].{2,12}[】\]]"
)
_PREDICATE = re.compile(r"[把让为用以使给]|[“‘]")
_NUMBER = re.compile(r"[一二三四五六七八九十百千万两]")
LEAD = 200
"""Characters of the story's beginning that name its actor."""


def is_spaced(text: str) -> bool:
    """True for two to four characters set apart, as headings of a round-up are."""
    return _SPACED.fullmatch(text) is not None


def is_genre(text: str) -> bool:
    """True for what says only how a story is written: 新闻特写."""
    return _GENRE.fullmatch(text) is not None


def heading_roles(headings: Sequence[str], lead: str) -> list[Role]:
    """A role for every heading above a story: kickers, then headlines (the main one and its decks).

    The main headline names the actor of the lead, or holds the sentence that a kicker with the actor begins.
    """
    main = _main(headings, lead[:LEAD])
    return [Role.KICKER if number < main else Role.HEADLINE for number in range(len(headings))]


def _main(headings: Sequence[str], lead: str) -> int:
    main = 0
    while main + 1 < len(headings) and _is_kicker(headings[main], headings[main + 1], lead):
        main += 1
    return main


def _is_kicker(first: str, second: str, lead: str) -> bool:
    """True where the first of two headings is the kicker of the second, rather than the headline above its deck."""
    if second.startswith(("——", "--", "—")):
        return False
    if 2 * len(first) <= len(second) or len(first) > 1.5 * len(second) or _SLOGAN.fullmatch(first) or is_genre(first):
        return True
    if _PREDICATE.match(second) and not _PREDICATE.search(first):
        return True
    return _named(second, lead) < _named(first, lead)


def _named(heading: str, lead: str) -> int:
    """Where in the heading the first pair of characters stands that the lead repeats; its length where none does."""
    for at in range(len(heading) - 1):
        pair = heading[at : at + 2]
        if pair in lead and is_han(pair[0]) and is_han(pair[1]) and not _NUMBER.match(pair):
            return at
    return len(heading)
