"""How often two and three characters stand side by side in a corpus, in bounded memory.

Texts are counted in blocks of 4,096 characters. While the corpus is small all blocks count. When it has more than three
million distinct pairs and triples (about six million characters of news), half of the blocks are forgotten, then three
quarters, and so on: a block's checksum decides when its turn comes, so that the counts depend on the texts alone, not on
their order or on how they were spread over machines. What is asked of the counts needs no more: a pair that matters
occurs often.

Counts are kept as sorted runs of keys that are merged when two are of a size, so that adding many small texts stays
close to linear. Memory is 12 bytes for each distinct pair and triple, at most three times the limit of them.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from quality.text.folding import encode

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    Run = tuple[NDArray[np.int64], NDArray[np.int32]]

BITS = 21
"""Of a code point plus one; plus one, because a pair after a NUL would else be a triple."""
BLOCK = 4096
LIMIT = 3_000_000
"""Distinct pairs and triples that are kept."""
LEVELS = 32
"""A block of level n is forgotten with the n-th halving; half of all blocks have level 0, a quarter level 1."""
WAITING = 1 << 15
"""Pairs and triples that wait to be sorted together."""


@dataclass(slots=True)
class Level:
    """Counts of the blocks that are forgotten together."""

    runs: list[Run] = field(default_factory=list)
    """(sorted keys, their counts), the longest first."""
    waiting: list[NDArray[np.int64]] = field(default_factory=list)
    """Keys that are not counted yet."""
    pending: int = 0
    """How many wait."""

    @property
    def size(self) -> int:
        """Keys in memory; after `compact` the number of distinct ones."""
        return sum([len(keys) for keys, _ in self.runs]) + self.pending

    def add(self, keys: NDArray[np.int64]) -> None:
        """Counts keys, soon."""
        self.waiting.append(keys)
        self.pending += len(keys)
        if self.pending > WAITING or len(self.waiting) > WAITING:
            self.count()

    def merge(self, other: Level) -> None:
        """Adds the counts of another level."""
        for run in other.runs:
            self._push(run)
        for keys in other.waiting:
            self.add(keys)

    def count(self) -> None:
        """Sorts in what waits."""
        import numpy as np

        if self.pending:
            keys = np.sort(np.concatenate(self.waiting))
            self._push(_summed(keys, np.ones(len(keys), np.int32)))
        self.waiting, self.pending = [], 0

    def compact(self) -> None:
        """Makes one run of all."""
        self.count()
        while len(self.runs) > 1:
            self.runs.append(_joined(self.runs.pop(), self.runs.pop()))

    def _push(self, run: Run) -> None:
        while self.runs and len(self.runs[-1][0]) <= 2 * len(run[0]):
            run = _joined(self.runs.pop(), run)
        self.runs.append(run)


@dataclass(slots=True)
class Ngrams:
    """Counts of pairs and triples of characters; grows by `add` and `merge`, the order of which does not matter."""

    limit: int = LIMIT
    halvings: int = 0
    levels: dict[int, Level] = field(default_factory=dict)
    settled: Run | None = None
    """All levels together, until something is added."""

    def add(self, text: str) -> None:
        """Counts the pairs and triples of one text."""
        self.settled = None
        for start in range(0, len(text), BLOCK):
            level = _level(text, start)
            if level >= self.halvings:
                self.levels.setdefault(level, Level()).add(_keys(text[start : start + BLOCK + 2]))
        self._bound(2 * self.limit)

    def merge(self, other: Ngrams) -> None:
        """Adds all counts of another."""
        self.settled = None
        self._forget(other.halvings)
        for number, level in other.levels.items():
            if number >= self.halvings:
                self.levels.setdefault(number, Level()).merge(level)
        self._bound(2 * self.limit)

    def counts(self, grams: Sequence[str]) -> list[int]:
        """How often each of these pairs and triples was counted; 0 for any other length."""
        import numpy as np

        known, counts = self._settled()
        keys = np.array([_key(gram) for gram in grams], dtype=np.int64)
        if not len(known):
            return [0] * len(keys)
        at = np.minimum(known.searchsorted(keys), len(known) - 1)
        found: list[int] = np.where(known[at] == keys, counts[at], 0).tolist()
        return found

    def counted(self, text: str, at: int) -> bool:
        """Whether the block in which a character of a text stands is one of those that count."""
        self._settled()
        return not self.halvings or _level(text, at // BLOCK * BLOCK) >= self.halvings

    def _settled(self) -> Run:
        """One run of all that is left within the limit; made when first asked for."""
        if self.settled is None:
            import numpy as np

            self._bound(self.limit)
            whole = Level([(np.zeros(0, np.int64), np.zeros(0, np.int32))])
            for level in self.levels.values():
                whole.merge(level)
            whole.compact()
            self.settled = whole.runs[0]
        return self.settled

    def _bound(self, most: int) -> None:
        """Forgets blocks until the limit is kept, once the runs together are longer than `most`."""
        while sum(level.size for level in self.levels.values()) > most:
            for level in self.levels.values():
                level.compact()
            if sum(level.size for level in self.levels.values()) <= self.limit:
                return
            self._forget(self.halvings + 1)

    def _forget(self, halvings: int) -> None:
        self.halvings = max(self.halvings, halvings)
        self.levels = {number: level for number, level in self.levels.items() if number >= self.halvings}


def _level(text: str, start: int) -> int:
    """Trailing zeros of a block's checksum."""
    checksum = zlib.crc32(text[start : start + BLOCK].encode("utf-8", "surrogatepass")) | 1 << LEVELS - 1
    return (checksum & -checksum).bit_length() - 1


def _keys(text: str) -> NDArray[np.int64]:
    """Keys of the pairs and triples that begin in a block; `text` goes on two characters into the next one."""
    import numpy as np

    codes = encode(text).astype(np.int64) + 1
    pairs = codes[:-1] << BITS | codes[1:]
    triples = pairs[:-1] << BITS | codes[2:]
    return np.concatenate([pairs[:BLOCK], triples])


def _key(gram: str) -> int:
    if not 2 <= len(gram) <= 3:
        return -1
    key = 0
    for char in gram:
        key = key << BITS | ord(char) + 1
    return key


def _joined(left: Run, right: Run) -> Run:
    import numpy as np

    keys = np.concatenate([left[0], right[0]])
    order = np.argsort(keys, kind="stable")  # finds the two runs and merges them
    return _summed(keys[order], np.concatenate([left[1], right[1]])[order])


def _summed(keys: NDArray[np.int64], counts: NDArray[np.int32]) -> Run:
    """Sorted keys, each once, with the sums of their counts."""
    import numpy as np

    if not len(keys):
        return keys, counts
    first = np.concatenate([[True], keys[1:] != keys[:-1]]).nonzero()[0]
    return keys[first], np.add.reduceat(counts, first)
