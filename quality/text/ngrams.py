"""How often two and three characters stand side by side in a corpus.

Counts are kept as sorted runs of keys that are merged when two are of a size, so that adding many small texts stays
close to linear. Memory is 12 bytes for each distinct pair and triple: about 30 MB for 6 million characters of news.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    Run = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]

BITS = 21
"""Of a code point plus one; plus one, because a pair after a NUL would else be a triple."""


@dataclass(slots=True)
class Ngrams:
    """Counts of all pairs and triples of characters; grows by `add` and `merge`, the order of which does not matter."""

    runs: list[Run] = field(default_factory=list)
    """(sorted keys, their counts), the longest first."""

    def add(self, text: str) -> None:
        """Counts the pairs and triples of one text."""
        import numpy as np

        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.int64) + 1
        if len(codes) > 1:
            pairs = codes[:-1] << BITS | codes[1:]
            triples = pairs[:-1] << BITS | codes[2:]
            keys, counts = np.unique(np.concatenate([pairs, triples]), return_counts=True)
            self._push((keys, counts))

    def merge(self, other: Ngrams) -> None:
        """Adds all counts of another."""
        for run in other.runs:
            self._push(run)

    def counts(self, grams: Sequence[str]) -> list[int]:
        """How often each of these pairs and triples was counted; 0 for any other length."""
        import numpy as np

        keys = np.array([_key(gram) for gram in grams], dtype=np.int64)
        total = np.zeros(len(keys), dtype=np.int64)
        for known, counts in self.runs:
            at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
            total += np.where(known[at] == keys, counts[at], 0)
        return [int(n) for n in total]

    def _push(self, run: Run) -> None:
        while self.runs and len(self.runs[-1][0]) <= 2 * len(run[0]):
            run = _joined(self.runs.pop(), run)
        self.runs.append(run)


def _key(gram: str) -> int:
    if not 2 <= len(gram) <= 3:
        return -1
    key = 0
    for char in gram:
        key = key << BITS | ord(char) + 1
    return key


def _joined(left: Run, right: Run) -> Run:
    import numpy as np

    keys, inverse = np.unique(np.concatenate([left[0], right[0]]), return_inverse=True)
    counts = np.zeros(len(keys), dtype=np.int64)
    np.add.at(counts, inverse, np.concatenate([left[1], right[1]]))
    return keys, counts
