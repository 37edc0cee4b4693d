"""The match key: text reduced to what makes two copies equal, with the map back to the source.

Folding applies NFKC (width, compatibility forms), lower case, and keeps letters and digits only.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Folded:
    """A match key and, for each of its characters, the offset in the text that it came from."""

    key: str
    offsets: tuple[int, ...]

    def source(self, start: int, end: int) -> tuple[int, int]:
        """The range of the text that `key[start:end]` came from, from its first to its last character."""
        if start >= end:
            at = self.offsets[start] if start < len(self.offsets) else (self.offsets[-1] + 1 if self.offsets else 0)
            return at, at
        return self.offsets[start], self.offsets[end - 1] + 1


def fold(text: str) -> Folded:
    """Folds a text; characters that vanish have no place in `offsets`."""
    key: list[str] = []
    offsets: list[int] = []
    for at, char in enumerate(text):
        for folded in _fold_char(char):
            key.append(folded)
            offsets.append(at)
    return Folded("".join(key), tuple(offsets))


def fold_key(text: str) -> str:
    """The match key alone."""
    return "".join(map(_fold_char, text))


@lru_cache(maxsize=1 << 16)
def _fold_char(char: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", char).lower() if c.isalnum())
