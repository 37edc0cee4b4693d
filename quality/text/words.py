"""A dictionary of Chinese words with their frequencies: which characters stand in a word."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import compress
from typing import TYPE_CHECKING

from quality.data import table
from quality.data.kept import arrays
from quality.text.lexicon import LONGEST, TABLE, lexicon

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FREQUENT = 9.0
"""Base-2 logarithm of the count from which a word is frequent; 10,000 of the words of two or more characters are."""


@dataclass(frozen=True, slots=True)
class _Listed:
    """The table's words, from which a dictionary is made in half the time that unpacking the table takes."""

    words: NDArray[np.uint8]
    """UTF-8, one a line."""
    weights: NDArray[np.float64]
    proper: NDArray[np.bool_]

    @property
    def strings(self) -> list[str]:
        return self.words.tobytes().decode().split("\n")


@cache
def frequencies() -> dict[str, float]:
    """Every word of one to four Han characters with the base-2 logarithm of its count; about 0.03 s when first called.

    Who asks about few words of a page leaves it unmade: see `is_word`.
    """
    listed = _listed()
    return dict(zip(listed.strings, listed.weights.tolist(), strict=True))


@cache
def proper_nouns() -> frozenset[str]:
    """Words that name a person, a place, an organisation or a brand."""
    listed = _listed()
    return frozenset(compress(listed.strings, listed.proper.tolist()))


@cache
def common_nouns() -> frozenset[str]:
    """Nouns of two characters."""
    return _pairs(0)


@cache
def words_of_time() -> frozenset[str]:
    """Words of two characters that say when."""
    return _pairs(1)


def _pairs(line: int) -> frozenset[str]:
    words = table("nouns.txt.xz").split("\n")[line]
    return frozenset(words[i : i + 2] for i in range(0, len(words), 2))


def _listed() -> _Listed:
    return arrays(_Listed, _read, table=TABLE, code=__file__)


def _read() -> _Listed:
    import numpy as np

    words: list[str] = []
    weights: list[float] = []
    proper: list[bool] = []
    for line in table(TABLE).splitlines():
        quarter, kind, length, told = line.split("\t")
        some = [told[i : i + int(length)] for i in range(0, len(told), int(length))]
        words += some
        weights += [int(quarter) / 4] * len(some)
        proper += [kind == "proper"] * len(some)
    return _Listed(np.frombuffer("\n".join(words).encode(), np.uint8), np.array(weights), np.array(proper))


@lru_cache(maxsize=1 << 14)
def is_word(text: str) -> bool:
    """True for a word of the dictionary, single characters included."""
    return lexicon().weight(text) >= 0


def word_around(text: str, at: int) -> tuple[int, int] | None:
    """The longest dictionary word of two or more characters that covers `text[at]`; of equal ones the most frequent."""
    known = frequencies()
    found: list[tuple[int, float, int, int]] = []
    for length in range(2, LONGEST + 1):
        for start in range(max(at - length + 1, 0), min(at, len(text) - length) + 1):
            weight = known.get(text[start : start + length])
            if weight is not None:
                found.append((length, weight, start, start + length))
    return max(found)[2:] if found else None


def split(text: str) -> list[str]:
    """Cuts a short text into the words that are together the most probable, each for itself."""
    known, all_words = frequencies(), 26.0  # log2 of the table's total count
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(text) + 1):
        starts = range(max(end - LONGEST, 0), end)
        weights = ((best[s][0] + known.get(text[s:end], -all_words * (end - s - 1)) - all_words, s) for s in starts)
        best.append(max(weights))
    words: list[str] = []
    end = len(text)
    while end:
        start = best[end][1]
        words.append(text[start:end])
        end = start
    return words[::-1]
