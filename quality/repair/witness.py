"""Removed text told by the copy that stays: which of its characters stand there, and which have no equal.

Only text that is not itself told by another serves as a witness, so that one look-up gives a removed character back.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quality.model import Span

SHORTEST = 4
"""Shorter equal stretches cost more to point at than to write down."""
LARGEST = 200_000_000
"""Product of the lengths up to which texts are compared character by character (a tenth of a second)."""
GRAM = 16


@dataclass(frozen=True, slots=True)
class Same:
    """`length` characters from `start` of the witness's page."""

    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Testimony:
    """Removed text as stretches of the witness's page and as text without an equal there."""

    parts: tuple[Same | str, ...]
    unmatched: tuple[str, ...]
    """What has no equal in the copy that stays, layout space aside."""


class Witness:
    """Source text of one page within some spans, as one string with its map back."""

    def __init__(self, text: str, kept: Sequence[Span]) -> None:
        self.text = "".join(text[s.start : s.end] for s in kept)
        self._kept = kept
        self._starts = [0]
        for span in kept:
            self._starts.append(self._starts[-1] + len(span))

    def testify(self, removed: str) -> Testimony:
        """The removed text, told by this witness."""
        parts: list[Same | str] = []
        unmatched: list[str] = []
        at = 0
        for start, end, mine in _equal(self.text, removed):
            unmatched.append(_solid(removed[at:start]))
            if end - start >= SHORTEST or (start, end) == (0, len(removed)):
                _say(parts, removed[at:start])
                parts += self._sources(mine, end - start)
            else:
                _say(parts, removed[at:end])
            at = end
        _say(parts, removed[at:])
        unmatched.append(_solid(removed[at:]))
        return Testimony(tuple(parts), tuple(filter(None, unmatched)))

    def _sources(self, at: int, length: int) -> Iterator[Same]:
        while length:
            i = bisect_right(self._starts, at) - 1
            share = min(length, self._starts[i + 1] - at)
            yield Same(self._kept[i].start + at - self._starts[i], share)
            at, length = at + share, length - share


def _say(parts: list[Same | str], text: str) -> None:
    if not text:
        return
    if parts and isinstance(parts[-1], str):
        parts[-1] += text
    else:
        parts.append(text)


def _solid(text: str) -> str:
    return "".join(text.split())


def _equal(witness: str, removed: str) -> Iterator[tuple[int, int, int]]:
    """Equal stretches (start and end in `removed`, start in `witness`), ascending in `removed`."""
    if len(witness) * len(removed) > LARGEST:
        yield from _anchored(witness, removed)
        return
    from rapidfuzz.distance import Indel

    for op in Indel.opcodes(witness, removed):
        if op.tag == "equal":
            yield op.dest_start, op.dest_end, op.src_start


def _anchored(witness: str, removed: str) -> Iterator[tuple[int, int, int]]:
    """Stretches grown from shared runs of 16 characters; linear in both lengths."""
    grams: dict[str, int] = {}
    for at in range(0, len(witness) - GRAM + 1, GRAM):
        grams.setdefault(witness[at : at + GRAM], at)
    done = at = 0
    while at + GRAM <= len(removed):
        mine = grams.get(removed[at : at + GRAM])
        if mine is None:
            at += 1
            continue
        start = at
        while start > done and mine and removed[start - 1] == witness[mine - 1]:
            start, mine = start - 1, mine - 1
        end, theirs = at + GRAM, mine + at + GRAM - start
        while end < len(removed) and theirs < len(witness) and removed[end] == witness[theirs]:
            end, theirs = end + 1, theirs + 1
        yield start, end, mine
        done = at = end
