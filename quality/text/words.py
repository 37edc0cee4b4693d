"""A dictionary of Chinese words with their frequencies: which characters stand in a word, and what would complete one."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from quality.data import table
from quality.text.folding import encode
from quality.text.lexicon import BITS, around, lexicon, shapers
from quality.text.scripts import are_han

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LONGEST = 4
"""Characters of the longest word in the table."""
FREQUENT = 9.0
"""Base-2 logarithm of the count from which a word is frequent; 10,000 of the words of two or more characters are."""


@cache
def frequencies() -> dict[str, float]:
    """Every word of one to four Han characters with the base-2 logarithm of its count; about 0.05 s when first called."""
    return {word: weight for words, weight, _ in _rows() for word in words}


@cache
def proper_nouns() -> frozenset[str]:
    """Words that name a person, a place, an organisation or a brand."""
    return frozenset(word for words, _, proper in _rows() if proper for word in words)


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


@cache
def _rows() -> tuple[tuple[list[str], float, bool], ...]:
    rows = []
    for line in table("words.txt.xz").splitlines():
        quarter, kind, length, words = line.split("\t")
        step = int(length)
        rows.append(([words[i : i + step] for i in range(0, len(words), step)], int(quarter) / 4, kind == "proper"))
    return tuple(rows)


def is_word(text: str) -> bool:
    """True for a word of the dictionary, single characters included."""
    return text in frequencies()


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


def covered(text: str) -> bytes:
    """One byte for each character: 1 where a dictionary word of two or more characters covers it, or where it is no Han."""
    return _coverage(text)[0]


def well_covered(text: str) -> bytes:
    """The same for frequent words alone."""
    return _coverage(text)[1]


@lru_cache(maxsize=256)
def _coverage(text: str) -> tuple[bytes, bytes]:
    """`covered` and `well_covered`: both ask the same words."""
    import numpy as np

    codes, known = encode(text), lexicon()
    numbers = known.numbers.take(codes).astype(np.int64)
    pairs = known.weigh(numbers[:-1] << BITS | numbers[1:])
    pairs[numbers[:-1] == 0] = -np.inf  # a key with nothing in front is that of a shorter word
    best = np.where(are_han(codes), -np.inf, np.inf)
    np.maximum(best[:-1], pairs, out=best[:-1])
    np.maximum(best[1:], pairs, out=best[1:])
    rest = (best < FREQUENT).nonzero()[0]
    if len(rest):
        best[rest] = np.maximum(best[rest], _longer_words(numbers, rest))
    return (best > -np.inf).tobytes(), (best >= FREQUENT).tobytes()


def _longer_words(numbers: NDArray[np.int64], places: NDArray[np.int64]) -> NDArray[np.float64]:
    """Weight of the most frequent word of three or four characters in which each place stands."""
    import numpy as np

    window = around(numbers, places)
    keys = shapers() @ window
    weights = lexicon().weigh(keys.ravel()).reshape(keys.shape)
    best: NDArray[np.float64] = np.where((shapers() > 0) @ (window == 0), -np.inf, weights).max(axis=0)
    return best


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
