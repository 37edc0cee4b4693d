"""Whether a hyphen at the end of a line belongs to its word: the page's other words tell exam-ple from well-known."""

from __future__ import annotations

import re
from enum import Enum
from functools import cached_property

SOFT = "\u00ad"
"""A hyphen that is only seen where a line ends, and is never part of a word."""
HYPHENS = f"-\u2010{SOFT}"
_LETTERS = r"[^\W\d_]+"
_WORD = re.compile(rf"{_LETTERS}(?:[-\u2010'’]{_LETTERS})*")
_BEFORE = re.compile(rf"(?:{_LETTERS}[-\u2010'’])*{_LETTERS}(?=[{HYPHENS}]$)")
LONGEST = 60
"""Characters at a line's end and at the next one's beginning in which the word's halves are looked for."""


class Hyphen(Enum):
    """What becomes of a hyphen at the end of a line."""

    GOES = "goes"
    STAYS = "stays"
    UNKNOWN = "unknown"


class Hyphens:
    """Judges the ends of a page's lines; its words are listed when the first hyphen asks for them."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(word.casefold().replace("\u2010", "-") for word in _WORD.findall(self._text))

    def judge(self, left: str, right: str) -> Hyphen | None:
        """What becomes of the hyphen between two lines; None where none parts a word of a script with small letters.

        It goes where the word stands elsewhere on the page in one piece and nowhere with the hyphen.
        """
        if left[-1] not in HYPHENS or not right[0].islower():
            return None
        before, after = _BEFORE.search(left[-LONGEST:]), _WORD.match(right, 0, LONGEST)
        if before is None or after is None:
            return None
        if left[-1] == SOFT:
            return Hyphen.GOES
        first, second = (half[0].casefold().replace("\u2010", "-") for half in (before, after))
        if f"{first}-{second}" in self._words:
            return Hyphen.STAYS
        return Hyphen.GOES if first + second in self._words else Hyphen.UNKNOWN
