"""Reads records into a corpus, batch by batch and once."""

from __future__ import annotations

from collections import deque
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from quality.engine.records.columns import Column
from quality.engine.records.corpus import Corpus
from quality.errors import InputError
from quality.match.signatures import Digest, Scheme, digest_texts
from quality.message import counted
from quality.read.columns import Batch, places_of, tasks
from quality.read.records import clash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future, ThreadPoolExecutor
    from pathlib import Path

    import pyarrow as pa

    from quality.model import Failure
    from quality.read.columns import Batch
    from quality.read.records import Columns


def read_corpus(
    paths: Sequence[str],
    columns: Columns,
    scheme: Scheme,
    *,
    pool: ThreadPoolExecutor,
    jobs: int,
    memory: int,
    temp: Path,
    tell: Callable[[int], None],
) -> Corpus:
    """Reads and digests everything below the paths; keys and signatures beyond `memory` bytes go to files in `temp`.

    Raises:
        InputError: two records have one id.
    """
    import pyarrow as pa

    from quality.engine.records.arrays import strings

    units, rows = Column(np.uint16), Column(np.uint32, scheme.num_perm)
    lengths, names = Column(np.int64), Column(np.uint64, 2)
    ids: list[pa.StringArray] = []
    failures: list[Failure] = []

    def digested(task: Callable[[], Batch]) -> tuple[pa.StringArray, tuple[Failure, ...], Digest]:
        batch = task()
        return batch.ids, batch.failures, digest_texts(*batch.utf8(), scheme)

    for batch_ids, failed, digest in in_order(digested, tasks(paths, columns), pool, 2 * jobs):
        ids.append(batch_ids)
        failures += failed
        for column, part in (
            (units, digest.units),
            (rows, digest.rows),
            (lengths, digest.lengths),
            (names, digest.names),
        ):
            column.append(part)
        if units.memory + rows.memory > memory:
            for number, column in enumerate((units, rows)):
                column.spill(temp / f"column-{number}")
        tell(lengths.size)
    bounds = np.concatenate([[0], np.cumsum(np.asarray(lengths.rows()))])
    together = pa.concat_arrays(ids) if ids else strings([])
    unique_ids(together, lambda name: places_of(name, paths, columns))
    return Corpus(together, units.rows(), bounds, np.asarray(names.rows()), rows.rows(), tuple(failures))


def in_order(work: Callable[[Any], Any], items: Iterator[Any], pool: ThreadPoolExecutor, ahead: int) -> Iterator[Any]:
    """As `pool.map`, but takes at most `ahead` items before their results are taken: bounded memory."""
    waiting: deque[Future[Any]] = deque()
    for item in items:
        waiting.append(pool.submit(work, item))
        if len(waiting) > ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def unique_ids(ids: pa.StringArray, places: Callable[[str], Iterator[str]]) -> None:
    """Makes sure that every record has an id of its own; `places` tells where an id stands, and is asked only where two clash.

    Raises:
        InputError: two have the same.
    """
    import pyarrow.compute as pc

    if len(pc.unique(ids)) < len(ids):
        counts = pc.value_counts(ids)
        twice = counts.field("values").filter(pc.greater(counts.field("counts"), 1))
        raise clashing(twice[0].as_py(), islice(places(twice[0].as_py()), 2), len(twice))


def clashing(identity: str, places: Iterable[str], count: int) -> InputError:
    """The error for an id that stands in two places, of so many that do."""
    first, second = places
    more = f" ({counted(count, 'id')} in all)" if count > 1 else ""
    return InputError(second, clash(identity, first) + more)
