"""Which of several copies stays. Deterministic: the first criterion that tells two copies apart decides and is recorded.

Textual critics call them witnesses: the one that stands where it belongs, is complete and clean, is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quality.message import say

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """What is known of one copy; `order` is its rank in reading order and tells any two apart."""

    order: int
    displaced: bool = False
    """It stands in a fragment that belongs elsewhere."""
    partial: bool = False
    """It lacks much of what the longest copy has: what goes with that one would be lost."""
    support: int = 0
    """How many other copies are verified against it."""
    strange: int = 0
    """How much more of it no word of the dictionary explains than of the best copy, in steps."""
    headlines: int = 0
    """How many headlines and datelines it has."""
    breaks_off: bool = False
    """Its line ends inside a sentence."""
    foreign: int = 0
    """Characters of captions and other text that interrupt it."""
    findings: int = 0
    """Defects inside it that other rules found."""
    marks: int = 0
    """Quotation marks and brackets: copies lose them, they never gain them."""
    odd_breaks: int = 0
    """Line breaks unlike those of the rest of its page."""
    length: int = 0
    """Folded characters."""


CRITERIA = (
    ("displaced", True, say("it stands where it belongs in its article")),
    ("partial", True, say("it is more complete")),
    ("support", False, say("most other copies agree with it")),
    ("strange", True, say("its words are those of the dictionary")),
    ("headlines", False, say("it has its headline")),
    ("breaks_off", True, say("it does not break off")),
    ("foreign", True, say("no other text interrupts it")),
    ("findings", True, say("it has fewer defects")),
    ("marks", False, say("it has all its quotation marks")),
    ("odd_breaks", True, say("it is set like the rest of its page")),
    ("length", False, say("it is more complete")),
    ("order", True, say("it comes first")),
)
"""Attribute, whether less of it is better, and what is recorded."""


def choose(witnesses: Sequence[Witness]) -> int:
    """Index of the copy that stays."""
    return min(range(len(witnesses)), key=lambda i: _rank(witnesses[i]))


def reason(keeper: Witness, leaver: Witness) -> str:
    """Why the keeper stays rather than the leaver, in words that follow ‘stays because’."""
    for attribute, _, words in CRITERIA:
        if getattr(keeper, attribute) != getattr(leaver, attribute):
            return words
    return CRITERIA[-1][2]


def _rank(witness: Witness) -> tuple[int, ...]:
    return tuple(int(getattr(witness, name)) * (1 if less else -1) for name, less, _ in CRITERIA)
