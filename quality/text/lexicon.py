"""The dictionary as arrays: whether many stretches of a text are words, and what would complete them, is asked at once.

Every character that occurs in a word has a number, and a word is the numbers of its characters, fourteen bits each, in
one integer. A word with a character left out has 0 in its place. A sieve of four megabytes turns most of what the
dictionary does not have away; binary search decides the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import inf
from typing import TYPE_CHECKING

from quality.data import table
from quality.data.kept import arrays
from quality.text.folding import encode

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Keys = NDArray[np.int64]
    Flags = NDArray[np.bool_]

TABLE = "words.txt.xz"
LONGEST = 4
"""Characters of the longest word in the table."""
UNKNOWN = -3.0
"""Base-2 logarithm of the count of a character that the dictionary does not have."""
FREE = 15.0
"""Base-2 logarithm of the count from which a character can be free."""
COMMON = 0.5
"""Bits for each doubling of the frequency of a printed character over the supposed one."""
STEPS, FALLING = 8, 10
"""A bonus is a multiple of an eighth, for weights are quarters; so many bits hold what it falls short of the greatest."""
BITS = 14
"""Of a character's number; 0 is any character that stands in no word."""
WORD, PATTERN = 1, 2
"""Kinds in the sieve: any word; a word of three or four characters that is no name, with one of them left out."""
_LAST = (1 << BITS) - 1
SIEVE = 22
"""Binary logarithm of its size."""
SCATTER = 0x9E3779B97F4A7C15
"""2^64 divided by the golden ratio: multiplying by it spreads the keys over the sieve."""
LENGTH = 60
"""Where a pattern keeps its length: else *ab would be ab."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All words, sorted by key."""

    numbers: NDArray[np.uint16]
    """By code point."""
    keys: Keys
    weights: NDArray[np.float64]
    """Base-2 logarithms of the counts, parallel to `keys`."""
    plain: Flags
    """False for names."""
    single: NDArray[np.float64]
    """Weight of the one-character word by number, 0 where there is none."""
    alone: NDArray[np.float64]
    """Base-2 logarithm of the probability of the one-character word by number."""
    free: Flags
    """By number: characters that are mostly words by themselves, and among the commonest (而, 将, 都)."""
    total: float
    """Base-2 logarithm of all counts together."""
    sieve: NDArray[np.uint8]

    def weight(self, word: str) -> float:
        """Of one word; minus infinity for what is none. For many words ask `words.frequencies`."""
        key = 0
        for char in word if len(word) <= LONGEST else "":
            number = int(self.numbers[ord(char)])
            if not number:
                return -inf
            key = key << BITS | number
        at = int(self.keys.searchsorted(key))
        return float(self.weights[at]) if at < len(self.keys) and self.keys[at] == key else -inf


@dataclass(frozen=True, slots=True)
class Completions:
    """What completes a word that is no name: one row for each word and character that it may lack, sorted by pattern."""

    patterns: Keys
    ends: Keys
    """Index of the first row of the next pattern."""
    characters: NDArray[np.uint32]
    """Code points."""
    weights: NDArray[np.float64]
    """Of the words."""
    bonus: NDArray[np.float64]
    """Weight of the word without what makes the character likely anywhere; falls within a pattern."""


def pattern(key: Keys, length: int | Keys) -> Keys:
    """The pattern of a key with 0 for the character that is left out."""
    return key | length << LENGTH


@cache
def lexicon() -> Lexicon:
    """All words, from the table."""
    return arrays(Lexicon, _lexicon, table=TABLE, code=__file__)


def _lexicon() -> Lexicon:
    import numpy as np

    rows = [line.split("\t") for line in table(TABLE).splitlines()]
    codes = [encode(words).reshape(-1, int(length)) for _, _, length, words in rows]
    numbers = np.zeros(0x110000, np.uint16)
    for some in codes:
        numbers[some] = 1
    known = numbers.nonzero()[0]
    numbers[known] = np.arange(1, len(known) + 1)
    sizes = [len(some) for some in codes]
    keys = np.concatenate([_keys(numbers, some) for some in codes])
    weights = np.repeat([int(quarter) / 4 for quarter, _, _, _ in rows], sizes)
    plain = np.repeat([kind != "proper" for _, kind, _, _ in rows], sizes)
    order = np.argsort(keys)
    keys, weights, plain = keys[order], weights[order], plain[order]
    total = float(np.log2(np.exp2(weights).sum()))
    ones = int(keys.searchsorted(1 << BITS))
    single, alone = np.zeros(len(known) + 1), np.full(len(known) + 1, UNKNOWN - total)
    single[keys[:ones]] = weights[:ones]
    alone[keys[:ones]] = weights[:ones] - total
    free = (single >= FREE) & (2 * np.exp2(single) > _occurrences(keys, np.exp2(weights), len(single)))
    sieve = np.zeros(1 << SIEVE, np.uint8)
    sieve[_slots(keys)] = WORD
    for length in (3, 4):
        low, high = keys.searchsorted([1 << BITS * (length - 1), 1 << BITS * length])
        some = keys[low:high][plain[low:high]]
        for shift in range(0, BITS * length, BITS):
            sieve[_slots(_without(some, shift, length))] |= PATTERN
    return Lexicon(numbers, keys, weights, plain, single, alone, free, total, sieve)


@cache
def completions() -> Completions:
    """Of all plain words of two to four characters."""
    return arrays(Completions, _completions, table=TABLE, code=__file__)


def _completions() -> Completions:
    import numpy as np

    known = lexicon()
    codes = np.zeros(len(known.single), np.uint32)
    there = known.numbers.nonzero()[0]
    codes[known.numbers[there]] = there
    patterns, characters, weights = [], [], []
    for length in (2, 3, 4):
        low, high = known.keys.searchsorted([1 << BITS * (length - 1), 1 << BITS * length])
        plain = known.plain[low:high]
        keys = known.keys[low:high][plain]
        for shift in range(0, BITS * length, BITS):
            patterns.append(_without(keys, shift, length))
            characters.append(codes[keys >> shift & _LAST])
            weights.append(known.weights[low:high][plain])
    together, chars, words = (np.concatenate(some) for some in (patterns, characters, weights))
    bonus = words - COMMON * known.single[known.numbers[chars]]
    order = _by_pattern(together, bonus)
    together = together[order]
    starts = np.concatenate([[True], together[1:] != together[:-1]]).nonzero()[0]
    sizes = np.diff(starts, append=len(together))
    ends = np.repeat(starts + sizes, sizes)
    return Completions(together, ends, chars[order], words[order], bonus[order])


def _by_pattern(patterns: Keys, bonus: NDArray[np.float64]) -> Keys:
    """The order by pattern, then by falling bonus, then as given: what `lexsort` says, from integers that sort three times as fast."""
    import numpy as np

    order = np.argsort(patterns)
    ordered = patterns[order]
    ranks = np.cumsum(np.concatenate([[False], ordered[1:] != ordered[:-1]]))
    falling = np.rint(STEPS * (bonus.max(initial=0.0) - bonus)).astype(np.int64)
    places = max(len(order).bit_length(), 1)
    packed = (ranks << FALLING | falling[order]) << places | order
    packed.sort()
    return np.asarray(packed & (1 << places) - 1)


def _occurrences(keys: Keys, counts: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    """How often each character stands in all words together, by number."""
    import numpy as np

    times = np.zeros(size)
    for shift in range(0, 4 * BITS, BITS):
        times += np.bincount(keys >> shift & _LAST, counts, size)
    times[0] = 0.0
    return times


def _without(keys: Keys, shift: int, length: int) -> Keys:
    return pattern(keys & ~(_LAST << shift), length)


def _keys(numbers: NDArray[np.uint16], codes: NDArray[np.uint32]) -> Keys:
    """One key for each row of characters."""
    import numpy as np

    length = codes.shape[1]
    return numbers[codes].astype(np.int64) @ np.array([1 << BITS * at for at in reversed(range(length))], np.int64)


def _slots(keys: Keys) -> NDArray[np.uint64]:
    import numpy as np

    return (keys.astype(np.uint64) * np.uint64(SCATTER)) >> np.uint64(64 - SIEVE)
