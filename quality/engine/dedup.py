"""The engine of `quality dedup`: read, propose, judge, cluster, write. Every stage is a pure function over columns."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from quality.engine.records.assign import JUDGEMENTS, REASONS, not_merged
from quality.engine.records.clock import Clock, silent
from quality.engine.records.clustering import clustered
from quality.engine.records.doubt import doubt
from quality.engine.records.index import joined, load, save
from quality.engine.records.options import Options
from quality.engine.records.outcome import is_outcome, passages_report, report_of
from quality.engine.records.reading import read_corpus, unique_ids
from quality.engine.records.scratch import scratch
from quality.engine.records.tables import (
    cluster_table,
    pairs_table,
    passages_table,
    write_clusters,
    write_findings,
    write_pairs,
    write_passages,
    write_report,
)
from quality.engine.records.whole import SHORTEST as SHORTEST_RECORD
from quality.errors import ConfigError
from quality.export.folder import replacing
from quality.match.landmarks import SHORTEST
from quality.match.ordered import distinct
from quality.read.columns import places_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from quality.engine.records.clustering import Clustering
    from quality.engine.records.corpus import Corpus
    from quality.engine.records.local_findings import Goes
    from quality.model import Failure


@dataclass(frozen=True, slots=True)
class Deduplication:
    """What a run found: the table of `clusters.parquet`, the report, and the inputs that could not be read."""

    clusters: pa.Table | None
    """None where an engine streamed it to the output only."""
    report: dict[str, Any]
    failures: tuple[Failure, ...]


def dedup(
    paths: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    output: str | os.PathLike[str] | None = None,
    options: Options | None = None,
    tell: Callable[[str, int], None] = silent,
    **more: Any,
) -> Deduplication:
    """Clusters the records below the paths; writes the files of `outcome.FILES` to `output` where it is given.

    Options are given as `Options` or one by one: `dedup("pages.jsonl", threshold=0.7)`.

    Raises:
        ConfigError: an option is out of range, or an index was made with others.
        InputError: two records have one id, or an index cannot be read.
        OutputError: the output folder is not ours.
    """
    options = options or Options(**more)
    names = [paths] if isinstance(paths, str | os.PathLike) else paths
    if output is not None and options.save_index is not None and _lies_in(options.save_index, Path(output)):
        raise ConfigError(
            f"--save-index {options.save_index}: lies in -o {output}, which is replaced: keep it elsewhere"
        )
    with (
        nullcontext() if output is None else replacing(Path(output), ours=is_outcome) as folder,
        scratch(options.temp) as temp,
        ThreadPoolExecutor(options.jobs) as pool,
    ):
        return _run([os.fspath(n) for n in names], folder, options, Clock(tell), pool, temp)


def _lies_in(file: Path, folder: Path) -> bool:
    return file.resolve().is_relative_to(folder.resolve())


def _run(
    paths: Sequence[str], output: Path | None, options: Options, clock: Clock, pool: ThreadPoolExecutor, temp: Path
) -> Deduplication:
    with clock.stage("read"):
        corpus = read_corpus(
            paths, options.columns, options.scheme, pool=pool, jobs=options.jobs, memory=options.memory, temp=temp,
            tell=lambda done: clock.tell("read", done),
        )  # fmt: skip
        settled = 0
        if options.against is not None:
            old = load(options.against, options.scheme)
            settled, corpus = len(old), joined(old, corpus)
            unique_ids(corpus.ids, lambda name: chain([str(options.against)], places_of(name, paths, options.columns)))
    table, remains, report = _judged(corpus, settled, output, options, clock, pool)
    ids, failures, characters = corpus.ids, corpus.failures, len(corpus.units)
    del corpus  # its memory is wanted for what follows
    if options.passages is not None:
        report |= _repeated(paths, ids, remains, output, options, characters, clock, pool, temp)
    report["seconds"] = clock.seconds
    if output is not None:
        write_report(output, report)
    return Deduplication(table, report, failures)


def _repeated(
    paths: Sequence[str], ids: pa.StringArray, remains: Remains, output: Path | None, options: Options,
    characters: int, clock: Clock, pool: ThreadPoolExecutor, temp: Path,
) -> dict[str, Any]:  # fmt: skip
    """Finds and writes what the records that stay hold more than once; what the report says of it."""
    from quality.engine.records import local_findings, local_passages
    from quality.engine.records.passages import judged, packed, told

    shortest = options.passages or SHORTEST
    with clock.stage("landmarks"):
        searched = local_passages.searched(paths, remains.stays, options, characters=characters, pool=pool, temp=temp)
    with clock.stage("passages"):
        texts = searched.texts(lambda done: clock.tell("passages", done))
        found, compared = list(told(judged(texts, shortest), shortest)), searched.pairs
        if output is not None:
            write_passages(output, [passages_table(ids, packed(found))])
    with clock.stage("findings"):
        rows = local_findings.found(
            searched, remains.goes, ids, options.memory, temp, lambda done: clock.tell("findings", done)
        )
        if output is not None:
            write_findings(output, rows.lines())
    passages = passages_report(
        shortest, found=len(found), records=len({p.right for p in found}),
        characters=sum(p.characters for p in found), compared=len(compared.left),
        spared=compared.spared, frequent=compared.frequent,
    )  # fmt: skip
    return {"passages": passages, "findings": dict(sorted(rows.by_rule.items()))}


def _judged(
    corpus: Corpus, settled: int, output: Path | None, options: Options, clock: Clock, pool: ThreadPoolExecutor
) -> tuple[pa.Table, Remains, dict[str, Any]]:
    """Clusters what was read, and writes it; the table, which records stay, and the report so far."""
    found = clustered(corpus, options, pool, clock, settled=settled)
    report = _report(options, found, corpus.failures)
    report["near_threshold"] = doubt(corpus, found.judged, threshold=options.threshold, pool=pool)
    table = cluster_table(corpus.ids, found.assignment).slice(settled)
    with clock.stage("write"):
        if output is not None:
            write_clusters(output, [table])
            apart = not_merged(corpus, found.keeper, found.judged, width=options.shingle, pool=pool)
            write_pairs(output, [pairs_table(corpus.ids, apart)])
        if options.save_index is not None:
            save(corpus, options.scheme, options.save_index)
    return table, _remains(found, corpus.lengths), report


@dataclass(frozen=True, slots=True)
class Remains:
    """What later stages know of the clusters."""

    stays: NDArray[np.bool_]
    """Records that stay and hold something."""
    goes: Goes


def _remains(found: Clustering, lengths: NDArray[np.int64]) -> Remains:
    result = found.assignment
    goes = np.flatnonzero((result.duplicate_of >= 0) & (lengths >= SHORTEST_RECORD))
    columns = (result.duplicate_of[goes], result.similarity[goes], result.containment[goes])
    return Remains((found.keeper == np.arange(len(lengths))) & (lengths > 0), (goes, *columns))


def _report(options: Options, clustering: Clustering, failures: Sequence[Failure]) -> dict[str, Any]:
    found, judged, mine = clustering.assignment, clustering.judged, slice(clustering.settled, None)
    goes, reason, cluster = found.duplicate_of[mine] >= 0, found.reason[mine], found.cluster[mine]
    report = report_of(
        options, records=len(goes), clusters=len(distinct(cluster[cluster >= 0])), duplicates=int(goes.sum()),
        reasons={name: int((reason == n).sum()) for n, name in enumerate(REASONS)},
        pairs={name: int((judged.judgement == n).sum()) for n, name in enumerate(JUDGEMENTS)},
        skipped=clustering.skipped, failures=failures,
    )  # fmt: skip
    return {**report, "against": clustering.settled}
