"""The match key: text reduced to what makes two copies equal, with the map back to the source.

Folding applies NFKC (width, compatibility forms), lower case, and keeps letters and digits only, character by character: the
key of a text is the concatenation of the keys of its parts.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Codes = NDArray[np.uint32]

GONE = 0
"""In the table: the character vanishes."""
MANY = 0xFFFFFFFE
"""In the table: the character becomes more than one."""
UNKNOWN = 0xFFFFFFFF
"""In the table: the character's block has not been filled in yet."""
BLOCK = 256
CACHED = 1 << 14
"""Longer texts are folded in blocks of this length: their arrays stay in the cache."""
SHORT = 200
"""Up to this length a plain loop beats the start of NumPy."""


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
    if len(text) > SHORT:
        codes, offsets = fold_codes(encode(text))
        return Folded(codes.tobytes().decode("utf-32-le"), tuple(offsets.tolist()))
    pairs = [(folded, at) for at, char in enumerate(text) for folded in _fold_char(char)]
    return Folded("".join(c for c, _ in pairs), tuple(at for _, at in pairs))


def fold_key(text: str) -> str:
    """The match key alone."""
    if len(text) > SHORT:
        return fold_codes(encode(text))[0].tobytes().decode("utf-32-le")
    return "".join(map(_fold_char, text))


def encode(text: str) -> Codes:
    """The code points of a text; a lone surrogate keeps its number."""
    import numpy as np

    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.dtype("<u4"))


def fold_codes(codes: Codes) -> tuple[Codes, NDArray[np.int64]]:
    """Folds code points; with each folded one the index in `codes` that it came from."""
    import numpy as np

    if len(codes) <= CACHED:
        return _fold_block(codes)
    blocks = [(at, *_fold_block(codes[at : at + CACHED])) for at in range(0, len(codes), CACHED)]
    return np.concatenate([folded for _, folded, _ in blocks]), np.concatenate(
        [at + offsets for at, _, offsets in blocks]
    )


def _fold_block(codes: Codes) -> tuple[Codes, NDArray[np.int64]]:
    import numpy as np

    folded = _table().take(codes)
    if folded.max(initial=0) == UNKNOWN:
        folded = known(codes).take(codes)
    offsets = np.flatnonzero(folded)  # GONE is 0
    folded = folded.take(offsets)
    if folded.max(initial=0) != MANY:
        return folded, offsets
    many = np.flatnonzero(folded == MANY)
    keys = [encode(_fold_char(chr(codes[offsets[i]]))) for i in many]
    times = np.ones(len(folded), np.int64)
    times[many] = [len(k) for k in keys]
    folded = np.repeat(folded, times)
    folded[folded == MANY] = np.concatenate(keys)
    return folded, np.repeat(offsets, times)


def fold_buffer(codes: Codes, bounds: NDArray[np.int64]) -> tuple[Codes, NDArray[np.int64]]:
    """Folds many texts laid end to end, text i being `codes[bounds[i]:bounds[i + 1]]`; gives the same shape back."""
    import numpy as np

    folded, offsets = fold_codes(codes)
    return folded, np.searchsorted(offsets, bounds).astype(np.int64)


def known(codes: Codes) -> Codes:
    """The folding table over all code points, filled in at least where `codes` need it."""
    import numpy as np

    table = _table()
    missing = codes[table[codes] == UNKNOWN]
    for block in set((missing // BLOCK).tolist()):
        table[block * BLOCK : (block + 1) * BLOCK] = [_entry(chr(c)) for c in range(block * BLOCK, (block + 1) * BLOCK)]
    return np.asarray(table)


@cache
def _table() -> Codes:
    """Unified ideographs and Hangul syllables fold to themselves; other blocks are filled in when they are met."""
    import numpy as np

    table = np.full(0x110000, UNKNOWN, np.uint32)
    for first, last in ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3)):
        table[first : last + 1] = np.arange(first, last + 1)
    return table


def _entry(char: str) -> int:
    key = _fold_char(char)
    return GONE if not key else ord(key) if len(key) == 1 else MANY


@lru_cache(maxsize=1 << 16)
def _fold_char(char: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", char).lower() if c.isalnum())
