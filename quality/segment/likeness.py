"""What an end has in common with its own beginning and with another story beside rare pairs: numbers, foreign words, openings.

A paragraph that opens with the same words as the story's others goes on about the same person; a number or a name in
Latin letters that only two stories have tells as much as a rare pair.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from math import fsum, log2
from typing import TYPE_CHECKING

from quality.text.patterns import pattern
from quality.text.scripts import HAN_CLASS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

OPENS, OPENS_OWN = 1.05, -0.87
"""Natural logarithm of how much likelier an end is elsewhere that opens as paragraphs of the other story, or of its own, do."""
TOKEN, TOKEN_OWN = 1.8, -1.48
"""The same per doubling of the numbers and foreign words that an end has in common with one of both and not with the other.

What several stories of the page have counts for a part. The fit on made pages gives 2.6 to the other story; on scanned papers, whose
stories are of one day, less is right.
"""
OPENING = (2, 3)
"""Characters of the words that a paragraph opens with."""
_HAN_RUN = pattern(f"[{HAN_CLASS}]+")
_TOKEN = re.compile(
    r"[\dA-Za-z](?:(?<=[A-Za-z])[A-Za-z0-9.-]+"
    r"|(?<=\d)(?<!\d\d)(?!(?<=1)9\d\d年|(?<=2)0\d\d年)[\d.,]*[年月日时%％万亿]?)"
)
"""A year is no token: all stories of a page are of one time. A pattern that begins with a set of characters is searched fastest."""


def shared_words(heading: str, text: str) -> list[str]:
    """The longest runs of two or more Han characters of a heading that stand in the text."""
    found: list[str] = []
    for run in _HAN_RUN.findall(heading):
        at = 0
        while at < len(run) - 1:
            end = at + 2
            while end <= len(run) and run[at:end] in text:
                end += 1
            if end - 1 - at >= 2:
                found.append(run[at : end - 1])
                at = end - 2
            at += 1
    return found


class Likeness:
    """Of the ends of one page's stories, each given as the texts of its units, with how many of these are headings."""

    def __init__(self, stories: Sequence[Sequence[str]], headings: Sequence[int]) -> None:
        self._stories, self._headings = stories, headings
        self._tokens: dict[int, dict[str, tuple[int, int]]] = {}
        self._openings: dict[int, dict[str, int]] = {}

    def most(self, number: int, other: int) -> float:
        """No less than any end of a story has in favour of another one as its place."""
        shared = self._tokens_of(number).keys() & self._tokens_of(other).keys()
        return OPENS + TOKEN * log2(len(shared) / 2 + 1)  # two stories at least have each

    def odds(self, number: int, other: int, cuts: Iterable[int]) -> list[float]:
        """What is in favour of another story as the place of what stands from some units on."""
        texts, opens_own, opens = self._stories[number], self._openings_of(number), self._openings_of(other)
        mine, theirs = self._tokens_of(number), self._tokens_of(other)
        shared = [(first, self._worth(token)) for token, (first, _) in mine.items() if token in theirs]
        own = [(*place, self._worth(token)) for token, place in mine.items() if token not in theirs]
        odds = []
        for cut in cuts:
            opening = [texts[cut][:n] for n in OPENING]
            ended = fsum([worth for first, worth in shared if cut <= first])
            goes_on = fsum([worth for first, last, worth in own if first < cut <= last])
            odds.append(
                OPENS * (not opens.keys().isdisjoint(opening))
                + OPENS_OWN * (min([opens_own.get(words, cut) for words in opening]) < cut)
                + TOKEN * log2(ended + 1)
                + TOKEN_OWN * log2(goes_on + 1)
            )
        return odds

    def _worth(self, token: str) -> float:
        return 1 / self._count[token]

    @cached_property
    def _count(self) -> dict[str, int]:
        """In how many stories a number or foreign word stands."""
        return Counter(token for number in range(len(self._stories)) for token in self._tokens_of(number))

    def _tokens_of(self, number: int) -> dict[str, tuple[int, int]]:
        """The numbers and foreign words of a story, with the first and the last unit that has them."""
        found = self._tokens.get(number)
        if found is None:
            found = self._tokens[number] = {}
            for at, text in enumerate(self._stories[number]):
                for token in _TOKEN.findall(text):
                    if len(token) > 1:
                        found[token] = found[token][0] if token in found else at, at
        return found

    def _openings_of(self, number: int) -> dict[str, int]:
        """The words that a story's units open with, headings aside, and the first unit that does."""
        found = self._openings.get(number)
        if found is None:
            found = self._openings[number] = {}
            for at, text in enumerate(self._stories[number]):
                if at >= self._headings[number]:
                    for n in OPENING:
                        found.setdefault(text[:n], at)
        return found
