"""MinHash signatures, bit for bit those of `datasketch.MinHash(scheme="affine32")` for the same shingle hashes.

Broder 1997, On the resemblance and containment of documents. The permutations are datasketch's: a·h + b mod 2^32 with odd a.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from random import Random
from threading import local
from typing import TYPE_CHECKING, Any

import numpy as np

from quality.match.digests import EXPANSION, digest
from quality.text.folding import MANY, encode, fold_key, known
from quality.text.shingles import WIDTH, hash32, multipliers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import ThreadPoolExecutor

    from numpy.typing import NDArray

USUAL = (0x0000, 0x2000, 0x2100, 0x3000, 0xFE00, 0xFF00)
"""Characters of the blocks that nearly every corpus needs, ideographs aside: Latin, punctuation, symbols, full-width forms."""
CHUNK = 512
"""Texts that one thread digests at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """What a signature depends on; two sets of signatures compare only under one scheme."""

    width: int = WIDTH
    """Characters of a shingle."""
    num_perm: int = 128
    seed: int = 1
    fold: bool = True
    """Shingles of the match key, or of the text as it is."""

    def permutations(self) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
        """The multipliers and summands, drawn as datasketch draws them."""
        return _drawn(self.seed, self.num_perm)

    def factors(self) -> NDArray[np.uint32]:
        """The multipliers of the shingle hash."""
        return np.array([m & 0xFFFFFFFF for m in multipliers()[: self.width]], np.uint32)


@dataclass(frozen=True, slots=True)
class Signatures:
    """One signature a row."""

    rows: NDArray[np.uint32]
    scheme: Scheme

    def to_datasketch(self) -> Iterator[Any]:
        """The rows as `datasketch.MinHash` objects, ready for its indexes; further shingles hash as ours do."""
        from datasketch import MinHash

        permutations = np.array(self.scheme.permutations())
        for row in self.rows:
            yield MinHash(
                num_perm=self.scheme.num_perm, seed=self.scheme.seed, hashfunc=hash32, hashvalues=row.copy(),
                permutations=permutations, scheme="affine32",
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Digest:
    """What one pass over a batch of texts yields, a row for each text."""

    units: NDArray[np.uint16]
    """Their keys end to end, UTF-16."""
    lengths: NDArray[np.int64]
    """Units of each key; 0 where the folded text is empty."""
    names: NDArray[np.uint64]
    """Two words that name the content of each key."""
    rows: NDArray[np.uint32]
    """Signatures."""


def digest_texts(
    data: NDArray[np.uint8], offsets: NDArray[np.int64], scheme: Scheme, pool: ThreadPoolExecutor | None = None
) -> Digest:
    """Digests texts `data[offsets[i]:offsets[i + 1]]` (UTF-8), in parallel where a pool is given."""
    if pool is None:
        return _digest(data, offsets, scheme)
    cuts = [*range(0, len(offsets) - 1, CHUNK), len(offsets) - 1]
    slices = [offsets[low : high + 1] for low, high in pairwise(cuts)]
    parts = list(pool.map(lambda o: _digest(data, o, scheme), slices))
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return _digest(data, offsets, scheme)
    return Digest(
        np.concatenate([p.units for p in parts]), np.concatenate([p.lengths for p in parts]),
        np.concatenate([p.names for p in parts]), np.concatenate([p.rows for p in parts]),
    )  # fmt: skip


def _digest(data: NDArray[np.uint8], offsets: NDArray[np.int64], scheme: Scheme) -> Digest:
    n = len(offsets) - 1
    size = int(offsets[-1] - offsets[0])
    units = _scratch(size * EXPANSION + 3)
    lengths, names = np.empty(n, np.int64), np.empty((n, 2), np.uint64)
    rows = np.empty((n, scheme.num_perm), np.uint32)
    longest = int(np.diff(offsets).max(initial=0))
    room = np.empty((3, longest * EXPANSION), np.uint32)
    a, b = scheme.permutations()
    while True:
        table, keys, values = _tables()
        stuck = digest(
            data, offsets, table, keys, values, scheme.fold, scheme.factors(), a, b, units, lengths, names, rows, room
        )
        if stuck < 0:
            return Digest(units[: lengths.sum()].copy(), lengths, names, rows)
        known(encode(bytes(data[offsets[stuck] : offsets[-1]]).decode("utf-8", "replace")))
        _tables.cache_clear()


@cache
def _drawn(seed: int, count: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """As NumPy's `RandomState` draws them (MT19937, begun as Matsumoto and Nishimura 1998 do), whose package takes longer to load."""
    state = [seed]
    for at in range(1, 624):
        state.append(1812433253 * (state[-1] ^ state[-1] >> 30) + at & 0xFFFFFFFF)
    twister = Random()  # noqa: S311 - permutations are no secret
    twister.setstate((3, (*state, 624), None))
    drawn = np.array([twister.getrandbits(32) for _ in range(2 * count)], np.uint32)
    return drawn[:count] << np.uint32(1) | np.uint32(1), drawn[count:]


_HELD = local()


def _scratch(size: int) -> NDArray[np.uint16]:
    """The thread's own buffer: touching memory for the first time costs more than digesting into it."""
    held: NDArray[np.uint16] | None = getattr(_HELD, "units", None)
    if held is None or len(held) < size:
        held = _HELD.units = np.empty(size, np.uint16)
    return held


@cache
def _tables() -> tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.uint32]]:
    """The folding table, and the characters that become several; rare blocks are filled in when a text asks for them."""
    table = known(np.array(USUAL, np.uint32))
    several = np.flatnonzero(table == MANY).tolist()
    values = [encode(fold_key(chr(c))) for c in several]
    starts = np.cumsum([0, *map(len, values)])[:-1]
    keys = [(c << 32) | (int(s) << 8) | len(v) for c, s, v in zip(several, starts, values, strict=True)]
    return table, np.array(keys, np.int64), np.concatenate(values)
