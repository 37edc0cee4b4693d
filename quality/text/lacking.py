"""Words of four characters that lost one of their inner ones: 金机构 for 金融机构.

What is left must leave a character beside the gap in no word; that a word of four would be whole with one character more
proves nothing by itself, and only the corpus can say whether it stands in these very words elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quality.text.folding import encode
from quality.text.lexicon import AROUND, BITS, PATTERN, around, completions, lexicon, pattern
from quality.text.scripts import is_han
from quality.text.words import covered

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

LENGTH = 4
"""Characters of the words."""
SEAM = 4
"""Han around the gap without which nothing can be said."""
SHAPES = ((-1, 1), (-2, 2), (0, 1), (-1, 2))
"""(where what is left of the word begins, seen from the character in no word; how many of its characters stand before the gap)."""


@dataclass(frozen=True, slots=True)
class Lacking:
    """A place where a character may be lost."""

    at: int
    """Of the gap."""
    missing: str
    start: int
    """Of what is left of the word."""
    stray: int
    """Of the character beside the gap that stands in no word."""


def lacking(text: str) -> list[Lacking]:
    """Every such place with Han on either side, in order; linear in the text."""
    import numpy as np

    places = (~np.frombuffer(covered(text), np.bool_)).nonzero()[0]
    window = around(lexicon().numbers.take(encode(text)).astype(np.int64), places)
    keys = pattern(_factors() @ window, LENGTH)
    shape, place = lexicon().may_be(keys, PATTERN).nonzero()
    question, row = completions().rows(keys[shape, place])
    missing = completions().characters[row].tolist()
    strays, shapes = places[place][question].tolist(), shape[question].tolist()
    found = {
        _lacking(stray, SHAPES[number], chr(char)) for stray, number, char in zip(strays, shapes, missing, strict=True)
    }
    return sorted((one for one in found if len(_seam(text, one.at)) == SEAM), key=lambda one: (one.at, one.missing))


def _factors() -> NDArray[np.int64]:
    """One row for each shape: multiplied with what is `around` a place it gives the word with 0 for the lost character."""
    import numpy as np

    factors = np.zeros((len(SHAPES), 2 * AROUND + 1), np.int64)
    for row, (first, before) in zip(factors, SHAPES, strict=True):
        for number in range(LENGTH - 1):
            row[AROUND + first + number] = 1 << BITS * (LENGTH - 1 - number - (number >= before))
    return factors


def _lacking(stray: int, shape: tuple[int, int], missing: str) -> Lacking:
    first, before = shape
    return Lacking(stray + first + before, missing, stray + first, stray)


def _seam(text: str, at: int) -> str:
    """Two Han before and two after the gap; less where others stand there."""
    return "".join(char for char in text[max(at - 2, 0) : at + 2] if is_han(char))


def printed_and_whole(text: str, one: Lacking) -> tuple[Sequence[str], Sequence[str]]:
    """The triples of characters over the gap as they are printed, and those that the missing character would make."""
    before, after = text[one.at - 2 : one.at], text[one.at : one.at + 2]
    printed = before + after[0], before[1] + after
    return printed, (before + one.missing, before[1] + one.missing + after[0], one.missing + after)
