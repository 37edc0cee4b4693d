"""What stands twice in a row in a text, seen as units and the marks between them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from quality.match.tandem import Run, segments, tandem_runs
from quality.text.folding import encode, fold_codes
from quality.text.remembered import remembered

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SENTENCE = "。！？!?…"
CLAUSE = "，,；;：:"
BREAKS = "\n\t"
"""Ends of lines and of a table's cells."""
_CLOSING = "”’」』）)》】\"'"


class Rank(IntEnum):
    """How strongly the marks at a place divide what stands before from what follows."""

    NONE = 0
    QUOTE = 1
    ITEM = 2
    CLAUSE = 3
    SENTENCE = 4


def rank(gap: str) -> Rank:
    """Rank of the strongest mark in a gap; the end of a line or cell counts as a sentence's."""
    if any(c in SENTENCE or c in BREAKS for c in gap) or gap.startswith(". "):
        return Rank.SENTENCE
    if any(c in CLAUSE for c in gap):
        return Rank.CLAUSE
    if "、" in gap:
        return Rank.ITEM
    return Rank.QUOTE if gap.strip() else Rank.NONE


@dataclass(frozen=True, slots=True)
class Repeat:
    """A unit that stands `copies` times in a row, in the rotation that fits the marks best."""

    text: str
    offsets: NDArray[np.int64]
    first: int
    """Index of its first character in the key."""
    period: int
    copies: int
    wrong: int
    slack: int = 0
    """Characters behind the last copy that go on as the unit begins."""

    def gap(self, index: int) -> str:
        """What the key leaves out before its character `index`."""
        low = self.place(index - 1) + 1 if index else 0
        return self.text[low : self.place(index)] if index < len(self.offsets) else self.text[low:]

    def place(self, index: int) -> int:
        """Offset in the text of the key's character `index`."""
        return int(self.offsets[index])

    def edge(self, index: int) -> Rank:
        """Rank of a gap; the text's ends divide, too."""
        return rank(self.gap(index)) if 0 < index < len(self.offsets) else Rank.SENTENCE

    @property
    def last(self) -> int:
        """Index behind its last character in the key."""
        return self.first + self.period * self.copies

    @property
    def junctions(self) -> list[str]:
        """The gaps between the units."""
        return [self.gap(self.first + self.period * k) for k in range(1, self.copies)]

    @property
    def start(self) -> int:
        """Offset of its first character."""
        return self.place(self.first)

    def unit_span(self, number: int) -> tuple[int, int]:
        """Place of one unit, with its inner marks."""
        begin = self.first + self.period * number
        return self.place(begin), self.place(begin + self.period - 1) + 1

    @property
    def end(self) -> int:
        """Offset behind the last character of the last unit."""
        return self.unit_span(self.copies - 1)[1]

    @property
    def unit(self) -> str:
        """The first unit as it stands in the text."""
        low, high = self.unit_span(0)
        return self.text[low:high]

    @property
    def inner(self) -> Rank:
        """Strongest division inside the unit."""
        return max((self.edge(i) for i in range(self.first + 1, self.first + self.period)), default=Rank.NONE)

    def splits_a_word(self) -> bool:
        """True where an edge of a unit stands inside a number or a word of letters with ASCII code."""
        edges = range(self.first, self.last + 1, self.period)
        return any(0 < i < len(self.offsets) and not self.gap(i) and self._glued(i) for i in edges)

    def _glued(self, index: int) -> bool:
        left, right = self.text[self.place(index) - 1], self.text[self.place(index)]
        return (left.isdigit() and right.isdigit()) or (_latin(left) and _latin(right))


def _latin(char: str) -> bool:
    return char.isalpha() and char < "\u2e80"


@dataclass(frozen=True, slots=True, eq=False)
class Key:
    """A text's folded codes, where each stands, and the segments in which they come back."""

    codes: NDArray[np.uint32]
    offsets: NDArray[np.int64]
    segments: NDArray[np.int64]


@remembered
def key(text: str) -> Key:
    """Folds and scans a text."""
    codes, offsets = fold_codes(encode(text))
    return Key(codes, offsets, segments(codes))


def repeats(text: str) -> tuple[Repeat, ...]:
    """All repeats of a text in which letters occur, by place."""
    scanned = key(text)
    runs = tandem_runs(scanned.codes, scanned.segments)
    return tuple(found for run in runs if (found := _fitted(text, scanned.offsets, run)) is not None)


def _fitted(text: str, offsets: NDArray[np.int64], run: Run) -> Repeat | None:
    """The rotation whose outer edges divide most strongly, the first of them on a tie."""
    extra = run.end - run.start - run.copies * run.period
    best: Repeat | None = None
    weight = -1
    for turn in range(min(extra, run.period - 1) + 1):
        repeat = Repeat(text, offsets, run.start + turn, run.period, run.copies, run.wrong, extra - turn)
        edges = (repeat.edge(repeat.first), repeat.edge(repeat.first + repeat.period), repeat.edge(repeat.last))
        if sum(edges) + 4 * min(edges) > weight:
            best, weight = repeat, sum(edges) + 4 * min(edges)
    if best is None or not any(c.isalpha() for c in best.unit) or best.splits_a_word():
        return None
    return best


def closing(text: str, at: int) -> int:
    """Offset behind the sentence's marks and closing quotes that stand at `at`."""
    end = at
    while end < len(text) and (text[end] in SENTENCE or text[end] in _CLOSING):
        end += 1
    return end


def quoted(text: str, start: int, end: int) -> bool:
    """True where a quotation that opens within 60 characters before `start` closes within 60 after `end`."""
    before, after = text[max(start - 60, 0) : start], text[end : end + 60]
    return before.rfind("“") > before.rfind("”") and 0 <= after.find("”") < (after + "“").find("“")
