"""The stages of `dedup` as functions from one Arrow table to another: what an engine that shuffles runs on its partitions.

Nothing here knows an engine. Each function wraps the kernels that the local engine runs on whole columns, so that both find the same.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from quality.engine.records.arrays import booleans, numbers, strings
from quality.engine.records.assign import Copies
from quality.engine.records.clustering import decided
from quality.engine.records.corpus import Corpus
from quality.engine.records.passages import judged, keys, packed, proposed, told, unpacked
from quality.match.bands import CAP, Candidates, band_names, count_pairs, emit_pairs, split
from quality.match.clusters import components
from quality.match.overlap import overlaps
from quality.match.signatures import digest_texts
from quality.read.columns import Batch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from quality.engine.records.options import Options
    from quality.match.bands import Bands
    from quality.match.signatures import Scheme

DIGESTS = "length long, name0 long, name1 long, units binary, signature binary"
BUCKETS = "slice int, packed binary"
PROPOSALS = "left long, right long, band int, key long"
LABELS = "row long, component long"
SPLITS = "left long, right long, spared long"
EDGES = "left long, right long, agreeing long"
SETTLED = "left long, right long, joined boolean, judgement int, why int, left_shingles long, right_shingles long, common long"
TEXT = "text string"
LANDMARK = np.dtype([("hash", "u8"), ("row", "i8")])
SHARED = "left long, right long, shared long, spared long, frequent long"
PASSAGES = (
    "left long, right long, left_start long, left_end long, start long, end long, characters long, similarity double, "
    "differences long, numbers long"
)
LOW = np.uint64(0xFFFFFFFF)
COUNTS = ("left_shingles", "right_shingles", "common")


def digests(text: pa.Array, scheme: Scheme) -> dict[str, pa.Array]:
    """The columns of `DIGESTS`: key, content name and signature of each text."""
    found = digest_texts(*Batch(strings([]), text).utf8(), scheme)
    ends = np.concatenate([[0], np.cumsum(found.lengths)])
    return {
        "length": numbers(found.lengths),
        "name0": numbers(np.ascontiguousarray(found.names[:, 0]).view(np.int64)),
        "name1": numbers(np.ascontiguousarray(found.names[:, 1]).view(np.int64)),
        "units": _binary(found.units, ends * found.units.itemsize),
        "signature": _binary(found.rows, np.arange(len(found.rows) + 1) * found.rows.strides[0]),
    }


def _bucket(scheme: Scheme) -> np.dtype[np.void]:
    """One record in one bucket: what a band's hash is, whose it is, and the lower half bytes of the signature to compare by."""
    return np.dtype([("key", "u8"), ("row", "i8"), ("band", "u2"), ("sketch", "u1", (scheme.num_perm + 1) // 2)])


def bucket_bytes(scheme: Scheme, bands: Bands) -> int:
    """What one record costs in all its buckets."""
    return bands.count * _bucket(scheme).itemsize


def buckets(table: pa.Table, scheme: Scheme, bands: Bands, slices: int) -> pa.Table:
    """(row, signature) → `BUCKETS`: every record in every bucket, packed by `slices` into which the buckets are dealt.

    An engine that moves rows one by one has a few blobs to move instead of a row for each bucket.
    """
    rows, signatures = table["row"].to_numpy(), _signatures(table["signature"], scheme)
    names = np.empty((len(rows), bands.count), np.uint64)
    band_names(signatures, bands.count, bands.rows, names)
    low = (signatures & 15).astype(np.uint8)
    half = (low.shape[1] + 1) // 2
    sketch = low[:, :half].copy()
    sketch[:, : low.shape[1] - half] |= low[:, half:] << np.uint8(4)
    place = ((names.ravel() >> np.uint64(32)) % np.uint64(slices)).astype(np.int32)
    order = np.argsort(place, kind="stable")
    held = np.empty(len(order), _bucket(scheme))
    held["key"], held["band"] = names.ravel()[order], order % bands.count
    held["row"], held["sketch"] = rows[order // bands.count], sketch[order // bands.count]
    return _dealt(held, place[order], slices)


def _dealt(records: NDArray[Any], place: NDArray[np.int32], slices: int) -> pa.Table:
    """Records whose slices ascend as `BUCKETS`."""
    ends = np.searchsorted(place, np.arange(slices + 1))
    held = np.flatnonzero(np.diff(ends))
    return pa.table(
        {
            "slice": numbers(held.astype(np.int32)),
            "packed": _binary(records, np.append(ends[held], len(records)) * records.itemsize),
        }
    )


def proposals(table: pa.Table, scheme: Scheme, bands: Bands) -> pa.Table:
    """`BUCKETS`, of each slice all → `PROPOSALS`, each pair once.

    A bucket of at most `CAP` members gives its pairs that may agree often enough; of a larger one every member comes out (right = -1),
    to be split by its whole signature.
    """
    members = np.frombuffer(b"".join(table["packed"].to_pylist()), _bucket(scheme))
    members = members[np.lexsort((members["row"], members["key"], members["band"]))]
    band, key, row = (np.ascontiguousarray(members[name]) for name in ("band", "key", "row"))
    count = len(row)
    sketch = np.concatenate([members["sketch"] & 15, members["sketch"] >> 4], axis=1)[:, : scheme.num_perm]
    fresh = np.ones(count, bool)
    fresh[1:] = (band[1:] != band[:-1]) | (key[1:] != key[:-1])
    bits = max(count.bit_length(), 1)
    place = np.arange(count, dtype=np.int64)
    keys = (np.cumsum(fresh).astype(np.uint64) << np.uint64(bits)) | place.astype(np.uint64)
    out, giants = np.empty(int(count_pairs(keys, bits, CAP)), np.uint64), np.empty((count // CAP + 1, 2), np.int64)
    made, giant = emit_pairs(keys, bits, CAP, place, sketch, bands.least, place[:0], bands.rows, out, giants)
    left, right = _distinct(
        *(row[(packed & LOW).astype(np.int64)] for packed in (out[:made] >> np.uint64(32), out[:made]))
    )
    big = np.concatenate([np.arange(a, b) for a, b in giants[:giant].tolist()] or [place[:0]])
    none = np.zeros(len(left), np.int64)
    return pa.table(
        {
            "left": numbers(np.concatenate([left, row[big]])),
            "right": numbers(np.concatenate([right, np.full(len(big), -1)])),
            "band": numbers(np.concatenate([none, band[big]]).astype(np.int32)),
            "key": numbers(np.concatenate([none, key[big].view(np.int64)])),
        }
    )


def _distinct(left: NDArray[np.int64], right: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs, each once, ascending."""
    order = np.lexsort((right, left))
    left, right = left[order], right[order]
    fresh = np.ones(len(left), bool)
    fresh[1:] = (left[1:] != left[:-1]) | (right[1:] != right[:-1])
    return left[fresh], right[fresh]


def labelled(table: pa.Table) -> pa.Table:
    """All edges (left, right) → `LABELS`: the least row that each end is connected with."""
    ends = [table[side].to_numpy() for side in ("left", "right")]
    nodes, places = np.unique(np.concatenate(ends), return_inverse=True)
    left, right = places.reshape(2, -1).astype(np.int64)
    return pa.table({"row": numbers(nodes), "component": numbers(nodes[components(len(nodes), left, right)])})


def contracted(table: pa.Table) -> pa.Table:
    """Some edges (u, v) → as few that connect the same: each end of them with the least row that it reaches over them alone."""
    told = labelled(table.rename_columns(["left", "right"])).rename_columns(["u", "v"])
    return told.filter(pc.not_equal(told["u"], told["v"]))


def splits(table: pa.Table, scheme: Scheme, bands: Bands) -> pa.Table:
    """The members (band, key, row, signature) of whole giant buckets → `SPLITS`; the row before a bucket's pairs says what was spared."""
    table = table.sort_by([(name, "ascending") for name in ("band", "key", "row")]).combine_chunks()
    band, key = table["band"].to_numpy(), table["key"].to_numpy()
    starts = np.flatnonzero(np.append(True, (band[1:] != band[:-1]) | (key[1:] != key[:-1])))
    parts = [_split(table.slice(a, b - a), scheme, bands) for a, b in pairwise([*starts.tolist(), len(table)])]
    return pa.concat_tables(parts)


def _split(table: pa.Table, scheme: Scheme, bands: Bands) -> pa.Table:
    rows, signatures = table["row"].to_numpy(), _signatures(table["signature"], scheme)
    first = int(table["band"][0].as_py()) * bands.rows
    packed, compared = split(signatures, np.arange(len(rows)), bands, first, 2 * bands.rows)
    left, right = (packed >> np.uint64(32)).astype(np.int64), (packed & LOW).astype(np.int64)
    spared = np.zeros(len(left) + 1, np.int64)
    spared[0] = len(rows) * (len(rows) - 1) // 2 - compared
    none = np.full(1, -1)
    return pa.table(
        {
            "left": numbers(np.concatenate([none, rows[left]])),
            "right": numbers(np.concatenate([none, rows[right]])),
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


def texts(text: pa.Array) -> dict[str, pa.Array]:
    """The texts as they are."""
    return {"text": text.cast(pa.string())}


def landmarked(table: pa.Table, slices: int) -> pa.Table:
    """(row, text) → `BUCKETS` of landmarks, dealt into `slices` by their hashes."""
    hashes, owners = keys(table["text"].to_pylist())
    place = ((hashes >> np.uint64(32)) % np.uint64(slices)).astype(np.int32)
    order = np.argsort(place, kind="stable")
    marked = np.empty(len(order), LANDMARK)
    marked["hash"], marked["row"] = hashes[order], table["row"].to_numpy()[owners[order]]
    return _dealt(marked, place[order], slices)


def shared(table: pa.Table) -> pa.Table:
    """`BUCKETS` of landmarks, of each slice all → `SHARED`; the row before the pairs says what was spared, and what is frequent."""
    marked = np.frombuffer(b"".join(table["packed"].to_pylist()), LANDMARK)
    found = proposed(marked["hash"], marked["row"])
    rows = np.array([[-1, -1, 0, found.spared, found.frequent]]).T
    pairs = np.stack([found.left, found.right, found.shared, *np.zeros((2, len(found.left)), np.int64)])
    named = zip(("left", "right", "shared", "spared", "frequent"), np.concatenate([rows, pairs], axis=1), strict=True)
    return pa.table({name: numbers(values) for name, values in named})


def passages(table: pa.Table, shortest: int) -> pa.Table:
    """Pairs (left, right, left_text, right_text) → `PASSAGES`, all that are alike."""
    return packed(judged(paired(table), shortest))


def paired(table: pa.Table) -> Iterator[tuple[int, int, str, str]]:
    """The rows of a table of pairs (left, right, left_text, right_text)."""
    return zip(*(table[name].to_pylist() for name in ("left", "right", "left_text", "right_text")), strict=True)


def chosen(table: pa.Table, shortest: int) -> pa.Table:
    """`PASSAGES`, of each record on the right all → those to be told."""
    return packed(told(unpacked(table), shortest))


def _signatures(column: pa.ChunkedArray, scheme: Scheme) -> NDArray[np.uint32]:
    return np.frombuffer(b"".join(column.to_pylist()), np.uint32).reshape(len(column), scheme.num_perm)


def _binary(values: NDArray[Any], ends: NDArray[Any]) -> pa.Array:
    """Rows of bytes out of one buffer."""
    buffers = [None, pa.py_buffer(ends.astype(np.int32)), pa.py_buffer(np.ascontiguousarray(values))]
    return pa.Array.from_buffers(pa.binary(), len(ends) - 1, buffers)
