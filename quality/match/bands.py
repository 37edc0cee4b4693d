"""Candidate pairs from signatures: locality-sensitive hashing as a join, one band at a time, by sorting.

Indyk and Motwani 1998; Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, section 3.4. Rows that agree in all `rows` values of
a band fall into one bucket; a pair of buckets' members whose signatures agree in too few places is dropped at once. A bucket beyond
`CAP` members is split by further values of the signature; what still will not split is linked as a star and a chain.

Signatures that lie in a file are read from beginning to end for their bands, and pairs are dropped by a byte of each value, which is
held in memory; what that lets through, and is no link of a star or a chain, is dropped by the whole signatures at last. Those of a
giant bucket are read at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from quality.match.chunks import by_chunks
from quality.match.kernel import kernel
from quality.match.ordered import distinct

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from numpy.typing import NDArray

    from quality.match.chunks import Stored

    Keys = NDArray[np.uint64]
    Rows = NDArray[np.uint32]

CAP = 64
"""Members of a bucket that are compared each with each."""
DEEPEST = 16
"""Values of a signature that split a giant bucket at most."""
GROUP = 8
"""Bands that are joined by one task: the values of so many stand in one or two lines of the processor's cache."""
BLOCK = 1 << 14
"""Signatures that are read from a file in one go."""
LINK = np.uint64(1 << 63)
"""Marks packed pairs of a star or a chain, or that whole signatures were compared for: they stay whatever places agree."""
HELD = 1 << 17
"""Signatures of a giant bucket that are held in memory while it is split, where the others lie in a file."""
MISS = 1e-3
"""Probability of missing a pair at the least similarity sought, when the number of rows is chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bands:
    """How signatures are cut: `count` bands of `rows` values; pairs must agree in `least` places of the whole signature."""

    count: int
    rows: int
    least: int

    @classmethod
    def reaching(cls, similarity: float, num_perm: int) -> Bands:
        """As many rows as possible while a pair of that Jaccard similarity is missed less often than `MISS`, and never one row.

        `least` lies four standard deviations of the estimate below the similarity.
        """
        fits = [r for r in range(2, 17) if (1 - similarity**r) ** (num_perm // r) <= MISS]
        rows = max(fits, default=2)
        spread = 4 * (similarity * (1 - similarity) / num_perm) ** 0.5
        return cls(count=num_perm // rows, rows=rows, least=max(int((similarity - spread) * num_perm), 1))


@dataclass(slots=True)
class Candidates:
    """Pairs (the earlier row left), ascending and unique, and how many comparisons giant buckets were spared."""

    left: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    right: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    agreeing: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    """In how many places the two signatures agree."""
    skipped: int = 0

    def among(self, settled: int) -> Candidates:
        """Without the pairs of two of the first `settled` rows."""
        new = self.right >= settled
        return Candidates(self.left[new], self.right[new], self.agreeing[new], self.skipped)


@dataclass(frozen=True, slots=True)
class _Joined:
    """Signatures to be joined: all of them, and what pairs are dropped by, which is the same where they are in memory."""

    rows: Rows | Stored
    sketch: Rows | NDArray[np.uint8]
    bands: Bands

    @classmethod
    def of(cls, rows: Rows | Stored, bands: Bands) -> _Joined:
        if isinstance(rows, np.ndarray):
            return cls(rows, rows, bands)
        places = rows.spans(np.array([0]), np.array([1])).shape[1]
        sketch = np.empty((len(rows), places), np.uint8)
        for at in range(0, len(rows), BLOCK):
            sketch[at : at + BLOCK] = rows.spans(np.array([at]), np.array([min(at + BLOCK, len(rows))]))
        return cls(rows, sketch, bands)

    @property
    def whole(self) -> bool:
        """True where pairs are dropped by their whole signatures at once."""
        return self.rows is self.sketch


def candidates(
    signatures: Rows | Stored, members: NDArray[np.int64], bands: Bands, pool: ThreadPoolExecutor | None = None
) -> Candidates:
    """Joins the signatures of `members` (row numbers, ascending) with themselves."""
    packed, skipped = _pairs(_Joined.of(signatures, bands), members, pool)
    linked = packed >= LINK
    packed &= ~LINK
    left, right = (packed >> np.uint64(32)).astype(np.int64), (packed & np.uint64(0xFFFFFFFF)).astype(np.int64)
    agreeing = agreements(signatures, left, right, pool)
    if isinstance(signatures, np.ndarray):
        return Candidates(left, right, agreeing, skipped)
    kept = np.flatnonzero(linked | (agreeing >= bands.least))
    if linked.any():
        kept = kept[np.unique(packed[kept], return_index=True)[1]]
    return Candidates(left[kept], right[kept], agreeing[kept], skipped)


def _pairs(joined: _Joined, members: NDArray[np.int64], pool: ThreadPoolExecutor | None) -> tuple[Keys, int]:
    """Packed pairs of all bands, ascending and unique, and how many comparisons giant buckets were spared."""
    packed, skipped = np.empty(0, np.uint64), 0
    together = GROUP if joined.whole else GROUP // 2  # where memory is short their keys would be the most of it

    def join(low: int) -> tuple[Keys, int]:
        return _group_pairs(joined, members, range(low, min(low + together, joined.bands.count)))

    for more, spared in (pool.map if pool else map)(join, range(0, joined.bands.count, together)):
        packed = distinct(np.concatenate([packed, more]))
        skipped += spared
    return packed, skipped


def agreements(
    signatures: Rows | Stored, left: NDArray[np.int64], right: NDArray[np.int64], pool: ThreadPoolExecutor | None = None
) -> NDArray[np.int64]:
    """In how many places the signatures of each pair agree."""
    found = np.empty(len(left), np.int64)
    if isinstance(signatures, np.ndarray):
        count_agreeing(signatures, np.ascontiguousarray(left), np.ascontiguousarray(right), found)
        return found

    def run(rows: Rows, _bounds: NDArray[np.int64], some: Any, others: Any, _longest: int, chunk: slice) -> None:
        count_agreeing(rows, some, others, found[chunk])

    by_chunks(run, signatures, np.arange(len(signatures) + 1), left, right, pool)
    return found


def _group_pairs(joined: _Joined, members: NDArray[np.int64], group: range) -> tuple[Keys, int]:
    """Packed pairs that share a bucket in one of some neighbouring bands, and how many comparisons giant buckets were spared."""
    depth = joined.bands.rows
    first = group.start * depth
    keys, bits = _sorted_keys(joined.rows, members, first, depth, len(group))
    parts, spared, since = [], 0, first
    for band, own in zip(group, keys, strict=True):
        at = band * depth
        packed, compared, within = _bucket_pairs(joined, members, (own, bits), at, depth, since)
        parts.append(packed)
        spared += within - compared
        if (
            within > compared or not joined.whole
        ):  # some pairs of this band were not seen, or cannot be told from others
            since = at + depth
    return np.concatenate(parts), spared


def _bucket_pairs(
    joined: _Joined, members: NDArray[np.int64], sorted_keys: tuple[Keys, int], first: int, depth: int, since: int
) -> tuple[Keys, int, int]:
    """Packed pairs of members that agree in `depth` values from place `first` on, how many were compared, and how many there are.

    Pairs that agree in as many from a place between `since` and `first` on are left out: they are known. Buckets beyond `CAP` are
    split by twice as many values, and so on.
    """
    keys, bits = sorted_keys
    compared = int(count_pairs(keys, bits, CAP))
    out, giants = np.empty(compared, np.uint64), np.empty((len(keys) // CAP + 1, 2), np.int64)
    known = np.arange(since, first, depth)
    least = joined.bands.least
    made, giant_count = emit_pairs(keys, bits, CAP, members, joined.sketch, least, known, depth, out, giants)
    parts, within = [out[:made].copy()], compared
    for low, high in giants[:giant_count].tolist():
        inside = members[np.sort(keys[low:high] & np.uint64((1 << bits) - 1)).astype(np.int64)]
        packed, more = _split(joined, inside, first, 2 * depth)
        parts.append(packed)
        compared += more
        within += (high - low) * (high - low - 1) // 2
    return np.concatenate(parts), compared, within


def split(signatures: Rows, members: NDArray[np.int64], bands: Bands, first: int, depth: int) -> tuple[Keys, int]:
    """Pairs inside a giant bucket and how many were compared; where it will not split any more, a star and a chain."""
    return _split(_Joined.of(signatures, bands), members, first, depth)


def _split(joined: _Joined, members: NDArray[np.int64], first: int, depth: int) -> tuple[Keys, int]:
    if not isinstance(joined.rows, np.ndarray) and len(members) <= HELD:
        inside = joined.rows.spans(members, members + 1)
        packed, compared = split(inside, np.arange(len(members)), joined.bands, first, depth)
        ends = [(packed >> np.uint64(32)).astype(np.int64), (packed & np.uint64(0xFFFFFFFF)).astype(np.int64)]
        return _pack(*(members[end] for end in ends)) | LINK, compared
    if depth <= DEEPEST:
        keys, bits = _sorted_keys(joined.rows, members, first, depth, 1)
        packed, compared, _ = _bucket_pairs(joined, members, (keys[0], bits), first, depth, first)
        return packed, compared
    star = _pack(members[:1].repeat(len(members) - 1), members[1:])
    packed = distinct(np.concatenate([star, _pack(members[:-1], members[1:])]))
    return packed if joined.whole else packed | LINK, len(packed)


def _sorted_keys(
    signatures: Rows | Stored, members: NDArray[np.int64], first: int, depth: int, count: int
) -> tuple[NDArray[np.uint64], int]:
    """For each of `count` bands its keys, ascending, and how many of their lower bits tell the member."""
    bits = max(len(members).bit_length(), 1)
    keys = np.empty((count, len(members)), np.uint64)
    if isinstance(signatures, np.ndarray):
        band_keys(signatures, members, first, depth, bits, keys)
    else:
        for at in range(0, len(members), BLOCK):
            some = members[at : at + BLOCK]
            part = np.empty((count, len(some)), np.uint64)
            band_keys(signatures.spans(some, some + 1), np.arange(len(some)), first, depth, bits, part)
            keys[:, at : at + BLOCK] = part + np.uint64(at)
    keys.sort(axis=1)
    return keys, bits


def _pack(left: NDArray[np.int64], right: NDArray[np.int64]) -> Keys:
    return (left.astype(np.uint64) << np.uint64(32)) | right.astype(np.uint64)


@kernel
def band_hash(signatures: Rows, row: int, first: int, depth: int) -> np.uint64:
    """A hash of `depth` values of a signature from place `first` on (wrapping)."""
    places = signatures.shape[1]
    h = np.uint64(0)
    for j in range(first, first + depth):
        at = j - places if j >= places else j  # a remainder would cost more than the rest
        h = (h ^ np.uint64(signatures[row, at])) * np.uint64(0x9E3779B97F4A7C15)
        h ^= h >> np.uint64(32)
    return h * np.uint64(0xBF58476D1CE4E5B9)


@kernel
def band_keys(
    signatures: Rows, members: NDArray[np.int64], first: int, depth: int, bits: int, keys: NDArray[np.uint64]
) -> None:
    """For each member the hash of its bands, one after the other from place `first` on, its own position in the lower `bits`."""
    shift = np.uint64(bits)
    for i in range(len(members)):
        for band in range(len(keys)):
            h = band_hash(signatures, members[i], first + band * depth, depth)
            keys[band, i] = ((h >> shift) << shift) | np.uint64(i)


@kernel
def band_names(signatures: Rows, bands: int, rows: int, names: Keys) -> None:
    """Fills `names[i, band]` with the hash of each band of each signature: what a shuffle groups by."""
    for i in range(len(signatures)):
        for band in range(bands):
            names[i, band] = band_hash(signatures, i, band * rows, rows)


@kernel
def count_pairs(keys: Keys, bits: int, cap: int) -> int:
    """How many pairs the buckets of at most `cap` members hold; a bucket is a run of equal upper bits."""
    shift = np.uint64(bits)
    total = 0
    start = 0
    for i in range(1, len(keys) + 1):
        if i == len(keys) or (keys[i] >> shift) != (keys[start] >> shift):
            size = i - start
            if size <= cap:
                total += size * (size - 1) // 2
            start = i
    return total


@kernel
def emit_pairs(  # noqa: PLR0913, PLR0917
    keys: Keys,
    bits: int,
    cap: int,
    members: NDArray[np.int64],
    signatures: Rows | NDArray[np.uint8],
    least: int,
    known: NDArray[np.int64],
    depth: int,
    out: Keys,
    giants: NDArray[np.int64],
) -> tuple[int, int]:
    """Writes the pairs of small buckets that agree in at least `least` places to `out`, and the larger buckets' bounds to `giants`.

    Pairs that agree in `depth` values from one of the `known` places on are left out.
    """
    shift = np.uint64(bits)
    mask = (np.uint64(1) << shift) - np.uint64(1)
    made = 0
    big = 0
    start = 0
    for i in range(1, len(keys) + 1):
        if i < len(keys) and (keys[i] >> shift) == (keys[start] >> shift):
            continue
        if i - start > cap:
            giants[big, 0], giants[big, 1] = start, i
            big += 1
        else:
            for x in range(start, i):
                left = members[np.int64(keys[x] & mask)]
                for y in range(x + 1, i):
                    right = members[np.int64(keys[y] & mask)]
                    if (
                        not is_known(signatures, left, right, known, depth)
                        and agreement(signatures, left, right) >= least
                    ):
                        out[made] = (np.uint64(left) << np.uint64(32)) | np.uint64(right)
                        made += 1
        start = i
    return made, big


@kernel
def is_known(signatures: Rows | NDArray[np.uint8], left: int, right: int, known: NDArray[np.int64], depth: int) -> bool:
    """True where two signatures agree in `depth` values from one of the places on."""
    for at in known:
        same = 0
        for j in range(at, at + depth):
            same += signatures[left, j] == signatures[right, j]
        if same == depth:
            return True
    return False


@kernel
def agreement(signatures: Rows | NDArray[np.uint8], left: int, right: int) -> int:
    """In how many places two signatures agree."""
    same = 0
    for p in range(signatures.shape[1]):
        same += signatures[left, p] == signatures[right, p]
    return same


@kernel
def count_agreeing(signatures: Rows, left: NDArray[np.int64], right: NDArray[np.int64], out: NDArray[np.int64]) -> None:
    """Fills `out` with the agreement of each pair."""
    for i in range(len(left)):
        out[i] = agreement(signatures, left[i], right[i])
