"""How often two and three characters stand side by side in a corpus, in bounded memory.

Texts are counted in blocks of 4,096 characters. While the corpus is small all blocks count. When it has more than three
million distinct pairs and triples (about six million characters of news), half of the blocks are forgotten, then three
quarters, and so on: a block's checksum decides when its turn comes, so that the counts depend on the texts alone, not on
their order or on how they were spread over machines. What is asked of the counts needs no more: a pair that matters
occurs often.

Texts wait and are sorted together; the sorted runs are merged when two are of a size, so that adding many small texts stays
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
PART = 1 << 15
"""Characters whose keys are made at once: their arrays stay in the cache."""
LEVELS = 32
"""A block of level n is forgotten with the n-th halving; half of all blocks have level 0, a quarter level 1."""
WAITING = 1 << 22
"""Pairs and triples that wait to be sorted together: short texts cost little each, and what fits is never merged."""


@dataclass(slots=True)
class Level:
    """Counts of the blocks that are forgotten together."""

    runs: list[Run] = field(default_factory=list)
    """(sorted keys, their counts), the longest first."""
    waiting: list[str] = field(default_factory=list)
    """Blocks that are not counted yet, each with the two characters after it."""
    pending: int = 0
    """How many keys they have at most."""

    @property
    def size(self) -> int:
        """Keys in memory; after `compact` the number of distinct ones."""
        return sum([len(keys) for keys, _ in self.runs]) + self.pending

    def add(self, block: str) -> None:
        """Counts a block, soon."""
        self.waiting.append(block)
        self.pending += 2 * len(block)
        if self.pending > WAITING:
            self.count()

    def merge(self, other: Level) -> None:
        """Adds the counts of another level."""
        for run in other.runs:
            self._push(run)
        for block in other.waiting:
            self.add(block)

    def count(self) -> None:
        """Sorts in what waits."""
        if self.pending:
            self._push(_counted(self.waiting))
        self.waiting, self.pending = [], 0

    def compact(self) -> None:
        """Makes one run of all."""
        self.count()
        if len(self.runs) > 1:
            self.runs = [_joined(self.runs)]

    def _push(self, run: Run) -> None:
        while self.runs and len(self.runs[-1][0]) <= 2 * len(run[0]):
            run = _joined([self.runs.pop(), run])
        self.runs.append(run)


@dataclass(slots=True)
class Ngrams:
    """Counts of pairs and triples of characters; grows by `add` and `merge`, the order of which does not matter."""

    limit: int = LIMIT
    halvings: int = 0
    levels: dict[int, Level] = field(default_factory=dict)
    settled: Run | None = None
    """All levels together, until something is added."""
    most: int = 0
    """Keys in memory at most: those that there were when they were last looked at, and all that were added since."""

    def add(self, text: str) -> None:
        """Counts the pairs and triples of one text."""
        self.settled = None
        for start in range(0, len(text), BLOCK):
            level = _level(text, start)
            if level >= self.halvings:
                self.levels.setdefault(level, Level()).add(text[start : start + BLOCK + 2])
        self.most += 2 * len(text)
        self._bound(2 * self.limit)

    def merge(self, other: Ngrams) -> None:
        """Adds all counts of another."""
        self.settled = None
        self._forget(other.halvings)
        for number, level in other.levels.items():
            if number >= self.halvings:
                self.levels.setdefault(number, Level()).merge(level)
        self.most += other.most
        self._bound(2 * self.limit)

    def counts(self, grams: Sequence[str]) -> list[int]:
        """How often each of these pairs and triples was counted; 0 for any other length."""
        import numpy as np

        found: list[int] = self.counts_of(np.array([_key(gram) for gram in grams], dtype=np.int64)).tolist()
        return found

    def counts_of(self, keys: NDArray[np.int64]) -> NDArray[np.int32]:
        """The same by key (`keys_in`), in the shape of the keys."""
        import numpy as np

        known, counts = self._settled()
        if not len(known):
            return np.zeros(keys.shape, np.int32)
        order = keys.argsort(axis=None)  # one after the other they are found in half the time
        asked = keys.ravel()[order]
        at = np.minimum(known.searchsorted(asked), len(known) - 1)
        found = np.empty(keys.shape, np.int32)
        found.ravel()[order] = np.where(known[at] == asked, counts[at], 0)
        return found

    def counted(self, text: str, at: int) -> bool:
        """Whether the block in which a character of a text stands is one of those that count."""
        self._settled()
        return not self.halvings or _level(text, at // BLOCK * BLOCK) >= self.halvings

    def _settled(self) -> Run:
        """One run of all that is left within the limit; made when first asked for."""
        if self.settled is None:
            self._bound(self.limit)
            levels = self.levels.values()
            runs = [run for level in levels for run in level.runs]
            if waiting := [block for level in levels for block in level.waiting]:
                runs.append(_counted(waiting))  # of all levels together: each by itself would have to be merged
            self.settled = runs[0] if len(runs) == 1 else _joined(runs)
        return self.settled

    def _bound(self, most: int) -> None:
        """Forgets blocks until the limit is kept, once the runs together are longer than `most`."""
        if self.most <= most:
            return
        while self._size() > most:
            for level in self.levels.values():
                level.compact()
            if self._size() <= self.limit:
                break
            self._forget(self.halvings + 1)
        self.most = self._size()

    def _size(self) -> int:
        return sum(level.size for level in self.levels.values())

    def _forget(self, halvings: int) -> None:
        if halvings > self.halvings:
            self.halvings = halvings
            self.levels = {number: level for number, level in self.levels.items() if number >= halvings}


def _level(text: str, start: int) -> int:
    """Trailing zeros of a block's checksum."""
    checksum = zlib.crc32(text[start : start + BLOCK].encode("utf-8", "surrogatepass")) | 1 << LEVELS - 1
    return (checksum & -checksum).bit_length() - 1


def window(text: str, at: int) -> str:
    """A character with the two on either side; `NONE` where the text has ended."""
    return text[max(at - 2, 0) : at].rjust(2, NONE) + text[at : at + 3].ljust(3, NONE)


def keys_in(windows: Sequence[str], chars: Sequence[str]) -> NDArray[np.int64]:
    """Keys of the five pairs and triples that each of `chars` forms, or would form, in the middle of its window; a row for each.

    Where the text begins or ends there, a triple is what is left of it.
    """
    import numpy as np

    codes = encode("".join(windows)).astype(np.int64).reshape(-1, 5).T + 1
    codes[codes == ord(NONE) + 1] = 0
    far, left, _, right, beyond = codes
    char = encode("".join(chars)).astype(np.int64) + 1
    pairs = left << BITS | char, char << BITS | right
    triples = far << 2 * BITS | pairs[0], pairs[0] << BITS | right, pairs[1] << BITS | beyond
    keys = np.stack([*pairs, *triples], axis=1)
    for _ in range(2):
        keys = np.where(keys & (1 << BITS) - 1, keys, keys >> BITS)
    return keys


NONE = "\U0010ffff"
"""Before and after a text: no text has this code."""


def _keys(blocks: Sequence[str]) -> NDArray[np.int64]:
    """Keys of the pairs and triples that begin in blocks, each of which goes on two characters into the next one."""
    import numpy as np

    lengths = np.array([len(block) for block in blocks])
    last = lengths.cumsum() - 1
    codes = encode("".join(blocks))
    pair, triple = np.ones(len(codes), bool), np.ones(len(codes), bool)
    pair[last] = triple[last] = triple[last - 1] = False
    pair[last[lengths > BLOCK + 1] - 1] = False  # that pair begins in the next block
    pair[-1:] = triple[-2:] = False
    keys, made = np.empty(2 * len(codes), np.int64), 0
    for at in range(0, len(codes), PART):
        some = codes[at : at + PART + 2].astype(np.int64) + 1
        pairs = some[:-1] << BITS | some[1:]
        triples = pairs[:-1] << BITS | some[2:]
        for found, begins in ((pairs[:PART], pair[at : at + PART]), (triples, triple[at : at + PART])):
            chosen = found[begins[: len(found)]]
            keys[made : made + len(chosen)] = chosen
            made += len(chosen)
    return keys[:made]


def _counted(blocks: Sequence[str]) -> Run:
    """What stands in blocks, as one run."""
    import numpy as np

    keys = _keys(blocks)
    keys.sort()
    first = _first(keys)
    return keys[first], np.diff(first, append=len(keys)).astype(np.int32)


def _key(gram: str) -> int:
    if not 2 <= len(gram) <= 3:
        return -1
    key = 0
    for char in gram:
        key = key << BITS | ord(char) + 1
    return key


def _joined(runs: Sequence[Run]) -> Run:
    """Several runs as one: keys ascending, each once, with the sums of their counts."""
    import numpy as np

    keys = np.concatenate([np.zeros(0, np.int64), *(keys for keys, _ in runs)])
    counts = np.concatenate([np.zeros(0, np.int32), *(counts for _, counts in runs)])
    order = np.argsort(keys, kind="stable")  # finds the runs and merges them
    keys, first = keys[order], _first(keys[order])
    return keys[first], np.add.reduceat(counts[order], first) if len(first) else counts


def _first(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each of sorted keys stands first."""
    import numpy as np

    return np.concatenate([[True], keys[1:] != keys[:-1]]).nonzero()[0] if len(keys) else np.zeros(0, np.int64)
