"""The stages of `dedup` as functions from one Arrow table to another: what an engine that shuffles runs on its partitions.

Nothing here knows an engine. Each function wraps the kernels that the local engine runs on whole columns, so that both find the same.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from quality.engine.arrays import booleans, numbers, strings
from quality.engine.assign import Copies
from quality.engine.corpus import Corpus
from quality.engine.dedup import decided
from quality.match.bands import CAP, Candidates, band_names, count_pairs, emit_pairs, split
from quality.match.overlap import overlaps
from quality.match.signatures import digest_texts
from quality.read.columns import Batch

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from quality.engine.dedup import Options
    from quality.match.bands import Bands
    from quality.match.signatures import Scheme

DIGESTS = "row long, length long, name0 long, name1 long, units binary, signature binary"
BUCKETS = "band int, key long, row long, sketch binary"
PROPOSALS = "left long, right long, band int, key long"
SPLITS = "left long, right long, spared long"
EDGES = "left long, right long, agreeing long"
SETTLED = "left long, right long, joined boolean, judgement int, why int, left_shingles long, right_shingles long, common long"
COUNTS = ("left_shingles", "right_shingles", "common")


def digests(table: pa.Table, scheme: Scheme) -> pa.Table:
    """(row, text) → `DIGESTS`: key, content name and signature of each text."""
    text = table["text"].combine_chunks()
    found = digest_texts(*Batch(strings([]), text).utf8(), scheme)
    ends = np.concatenate([[0], np.cumsum(found.lengths)])
    return pa.table(
        {
            "row": table["row"],
            "length": numbers(found.lengths),
            "name0": numbers(np.ascontiguousarray(found.names[:, 0]).view(np.int64)),
            "name1": numbers(np.ascontiguousarray(found.names[:, 1]).view(np.int64)),
            "units": _binary(found.units, ends * found.units.itemsize),
            "signature": _binary(found.rows, np.arange(len(found.rows) + 1) * found.rows.strides[0]),
        }
    )


def buckets(table: pa.Table, scheme: Scheme, bands: Bands) -> pa.Table:
    """(row, signature) → `BUCKETS`: every band's hash, with the lower half bytes of the signature to compare by."""
    rows, signatures = table["row"].to_numpy(), _signatures(table["signature"], scheme)
    names = np.empty((len(rows), bands.count), np.uint64)
    band_names(signatures, bands.count, bands.rows, names)
    low = (signatures & 15).astype(np.uint8)
    half = (low.shape[1] + 1) // 2
    sketch = low[:, :half].copy()
    sketch[:, : low.shape[1] - half] |= low[:, half:] << np.uint8(4)
    repeated = np.repeat(np.arange(len(rows)), bands.count)
    return pa.table(
        {
            "band": numbers(np.tile(np.arange(bands.count, dtype=np.int32), len(rows))),
            "key": numbers(names.view(np.int64).ravel()),
            "row": numbers(rows[repeated]),
            "sketch": _binary(sketch[repeated], np.arange(len(repeated) + 1) * half),
        }
    )


def proposals(table: pa.Table, scheme: Scheme, bands: Bands) -> pa.Table:
    """`BUCKETS`, each bucket's rows next to each other and ascending → `PROPOSALS`.

    A bucket of at most `CAP` members gives its pairs that may agree often enough; of a larger one every member comes out (right = -1),
    to be split by its whole signature.
    """
    count = len(table)
    band, key, row = (table[name].to_numpy() for name in ("band", "key", "row"))
    width = (scheme.num_perm + 1) // 2
    packed = np.frombuffer(b"".join(table["sketch"].to_pylist()), np.uint8).reshape(count, width)
    sketch = np.concatenate([packed & 15, packed >> 4], axis=1)[:, : scheme.num_perm]
    fresh = np.ones(count, bool)
    fresh[1:] = (band[1:] != band[:-1]) | (key[1:] != key[:-1])
    bits = max(count.bit_length(), 1)
    place = np.arange(count, dtype=np.int64)
    keys = (np.cumsum(fresh).astype(np.uint64) << np.uint64(bits)) | place.astype(np.uint64)
    out, giants = np.empty(int(count_pairs(keys, bits, CAP)), np.uint64), np.empty((count // CAP + 1, 2), np.int64)
    made, giant = emit_pairs(keys, bits, CAP, place, sketch, bands.least, out, giants)
    left, right = (out[:made] >> np.uint64(32)).astype(np.int64), (out[:made] & np.uint64(0xFFFFFFFF)).astype(np.int64)
    big = np.concatenate([np.arange(a, b) for a, b in giants[:giant].tolist()] or [place[:0]])
    return pa.table(
        {
            "left": numbers(np.concatenate([row[left], row[big]])),
            "right": numbers(np.concatenate([row[right], np.full(len(big), -1)])),
            "band": numbers(np.concatenate([band[left], band[big]])),
            "key": numbers(np.concatenate([key[left], key[big]])),
        }
    )


def splits(table: pa.Table, scheme: Scheme, bands: Bands) -> pa.Table:
    """The members (band, row, signature) of one giant bucket → `SPLITS`; how many comparisons were spared stands in its first row."""
    rows, signatures = table["row"].to_numpy(), _signatures(table["signature"], scheme)
    order = np.argsort(rows)
    first = int(table["band"][0].as_py()) * bands.rows
    packed, compared = split(signatures[order], np.arange(len(rows)), bands, first, 2 * bands.rows)
    left, right = (packed >> np.uint64(32)).astype(np.int64), (packed & np.uint64(0xFFFFFFFF)).astype(np.int64)
    spared = np.zeros(len(left) + 1, np.int64)
    spared[0] = len(rows) * (len(rows) - 1) // 2 - compared
    none = np.full(1, -1)
    return pa.table(
        {
            "left": numbers(np.concatenate([none, rows[order][left]])),
            "right": numbers(np.concatenate([none, rows[order][right]])),
            "spared": numbers(spared),
        }
    )


def agreeing(table: pa.Table, scheme: Scheme, least: int) -> pa.Table:
    """Pairs (left, right, split) with both signatures → `EDGES`: those that agree in `least` places, or come from a giant bucket."""
    sides = [_signatures(table[f"{side}_signature"], scheme) for side in ("left", "right")]
    places = np.asarray((sides[0] == sides[1]).sum(axis=1), np.int64)
    kept = booleans((places >= least) | table["split"].to_numpy())
    found = pa.table({"left": table["left"], "right": table["right"], "agreeing": numbers(places)})
    return found.filter(kept)


def settled(table: pa.Table, options: Options) -> pa.Table:
    """Whole components → `SETTLED`: the verdicts on their pairs, and (`joined`) for each record that goes its keeper left of it.

    A row is a member (row, length, weight, units; left null) or a proposed pair (left, right, agreeing).
    """
    corpus, copies, rows, proposed = _components(table)
    with ThreadPoolExecutor(1) as pool:
        keeper, told = decided(corpus, copies, proposed, options, pool)
        goes = np.flatnonzero(keeper != np.arange(len(rows)))
        left, right = np.concatenate([told.left, keeper[goes]]), np.concatenate([told.right, goes])
        counts = overlaps(corpus.units, corpus.bounds, left, right, options.shingle, pool)
    none = np.zeros(len(goes), np.int32)
    return pa.table(
        {
            "left": numbers(rows[left]),
            "right": numbers(rows[right]),
            "joined": booleans(np.arange(len(left)) >= len(told.left)),
            "judgement": numbers(np.concatenate([told.judgement.astype(np.int32), none])),
            "why": numbers(np.concatenate([told.why.astype(np.int32), none])),
            **{name: numbers(counts[:, n].copy()) for n, name in enumerate(COUNTS)},
        }
    )


def _components(table: pa.Table) -> tuple[Corpus, Copies, NDArray[np.int64], Candidates]:
    """The members as a corpus in input order, how often each stands, their row numbers, and the pairs by places in that corpus."""
    members, pairs = table.filter(pc.is_null(table["left"])), table.filter(pc.is_valid(table["left"]))
    members = members.take(pc.sort_indices(members["row"]))
    rows = members["row"].to_numpy()
    bounds = np.concatenate([[0], np.cumsum(members["length"].to_numpy())]).astype(np.int64)
    units = np.frombuffer(b"".join(members["units"].to_pylist()), np.uint16)
    empty = np.empty(0, np.uint64)
    corpus = Corpus(strings([]), units, bounds, empty, empty.astype(np.uint32))
    left, right = (np.searchsorted(rows, pairs[side].to_numpy()).astype(np.int64) for side in ("left", "right"))
    order = np.lexsort((right, left))
    proposed = Candidates(left[order], right[order], pairs["agreeing"].to_numpy()[order])
    return corpus, Copies(np.arange(len(rows)), members["weight"].to_numpy()), rows, proposed


def _signatures(column: pa.ChunkedArray, scheme: Scheme) -> NDArray[np.uint32]:
    return np.frombuffer(b"".join(column.to_pylist()), np.uint32).reshape(len(column), scheme.num_perm)


def _binary(values: NDArray[Any], ends: NDArray[Any]) -> pa.Array:
    """Rows of bytes out of one buffer."""
    buffers = [None, pa.py_buffer(ends.astype(np.int32)), pa.py_buffer(np.ascontiguousarray(values))]
    return pa.Array.from_buffers(pa.binary(), len(ends) - 1, buffers)
