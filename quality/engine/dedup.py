"""The engine of `quality dedup`: read, propose, judge, cluster, write. Every stage is a pure function over columns."""

from __future__ import annotations

import json
import os
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from quality import __version__
from quality.engine.assign import assign, identical, keepers, likely_rank, not_merged
from quality.engine.corpus import read_corpus
from quality.engine.tables import (
    JUDGEMENTS,
    REASONS,
    cluster_table,
    pairs_table,
    write_clusters,
    write_pairs,
    write_report,
)
from quality.engine.verify import verdicts, verdicts_around_leaders
from quality.errors import ConfigError, OutputError
from quality.match.bands import Bands, candidates
from quality.match.signatures import Scheme
from quality.read.records import Columns
from quality.text.shingles import LONGEST, WIDTH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from quality.engine.assign import Copies
    from quality.engine.corpus import Corpus
    from quality.engine.tables import Assignment
    from quality.engine.verify import Verdicts
    from quality.match.bands import Candidates
    from quality.model import Failure

SCHEMA = "quality/dedup@1"
FILES = ("clusters.parquet", "clusters.jsonl", "pairs.jsonl", "report.json")
KEEP = ("best", "longest", "first")
FAINTEST = 0.12
"""Share of equal places in two signatures from which the default judgement looks at a pair."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a run of `dedup` may be told."""

    threshold: float | None = None
    """Exact Jaccard similarity of the texts as they are, 0 to 1; the default judgement without one."""
    shingle: int = WIDTH
    num_perm: int = 128
    keep: str = "best"
    """`best` = most others are copies of it, then longest, then earliest; `longest`; `first`."""
    seed: int = 1
    jobs: int = field(default_factory=lambda: os.cpu_count() or 1)
    memory: int = 1 << 30
    """Bytes of keys and signatures that are held in memory; more go to files."""
    temp: Path | None = None
    columns: Columns = field(default_factory=Columns)

    def __post_init__(self) -> None:
        wrong = [
            message
            for bad, message in (
                (
                    self.threshold is not None and not 0 < self.threshold <= 1,
                    "--threshold must lie above 0 and not above 1",
                ),
                (not 1 <= self.shingle <= LONGEST, f"--shingle must lie between 1 and {LONGEST}"),
                (not 16 <= self.num_perm <= 4096, "--num-perm must lie between 16 and 4096"),
                (self.keep not in KEEP, f"--keep must be one of {', '.join(KEEP)}"),
                (self.jobs < 1, "--jobs must be at least 1"),
                (not 0 <= self.seed < 1 << 32, "--seed must lie between 0 and 4294967295"),
            )
            if bad
        ]
        if wrong:
            raise ConfigError("; ".join(wrong))

    @property
    def scheme(self) -> Scheme:
        """What the signatures depend on."""
        return Scheme(width=self.shingle, num_perm=self.num_perm, seed=self.seed, fold=self.threshold is None)

    @property
    def bands(self) -> Bands:
        """How signatures propose pairs."""
        if self.threshold is not None:
            return Bands.reaching(self.threshold, self.num_perm)
        return Bands(count=self.num_perm // 2, rows=2, least=max(int(FAINTEST * self.num_perm), 1))


@dataclass(frozen=True, slots=True)
class Deduplication:
    """What a run found: the table of `clusters.parquet`, the report, and the inputs that could not be read."""

    clusters: pa.Table | None
    """None where an engine streamed it to the output only."""
    report: dict[str, Any]
    failures: tuple[Failure, ...]


@dataclass(slots=True)
class Clock:
    """Seconds per stage; tells what goes on."""

    tell: Callable[[str, int], None]
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Times one stage."""
        self.tell(name, 0)
        begin = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - begin, 4)


def silent(_stage: str, _done: int) -> None:
    """Tells nobody."""


def dedup(
    paths: Sequence[str],
    output: Path | None = None,
    options: Options | None = None,
    tell: Callable[[str, int], None] = silent,
) -> Deduplication:
    """Clusters the records below the paths; writes the four files of `FILES` to `output` where it is given.

    Raises:
        ConfigError: an option is out of range.
        InputError: two records have one id.
        OutputError: the output folder is not ours.
    """
    options = options or Options()
    if output is not None:
        claim(output)
    clock = Clock(tell)
    with (
        tempfile.TemporaryDirectory(prefix="quality-", dir=options.temp) as temp,
        ThreadPoolExecutor(options.jobs) as pool,
    ):
        return _run(paths, output, options, clock, pool, Path(temp))


def _run(
    paths: Sequence[str], output: Path | None, options: Options, clock: Clock, pool: ThreadPoolExecutor, temp: Path
) -> Deduplication:
    with clock.stage("read"):
        corpus = read_corpus(
            paths, options.columns, options.scheme, pool=pool, jobs=options.jobs, memory=options.memory, temp=temp,
            tell=lambda done: clock.tell("read", done),
        )  # fmt: skip
    found = clustered(corpus, options, pool, clock)
    report = _report(options, found, corpus.failures)
    table = cluster_table(corpus.ids, found.assignment)
    with clock.stage("write"):
        if output is not None:
            write_clusters(output, [table])
            apart = not_merged(corpus, found.keeper, found.judged, width=options.shingle, pool=pool)
            write_pairs(output, [pairs_table(corpus.ids, apart)])
    report["seconds"] = clock.seconds
    if output is not None:
        write_report(output, report)
    return Deduplication(table, report, corpus.failures)


@dataclass(frozen=True, slots=True)
class Clustering:
    """What was decided about the records of a corpus, by row numbers."""

    assignment: Assignment
    keeper: NDArray[np.int64]
    judged: Verdicts
    skipped: int
    """Comparisons that giant buckets were spared."""


def clustered(corpus: Corpus, options: Options, pool: ThreadPoolExecutor, clock: Clock | None = None) -> Clustering:
    """Proposes pairs, judges them and assigns every record."""
    clock = clock or Clock(silent)
    how: Any = {"threshold": options.threshold, "width": options.shingle, "pool": pool}
    with clock.stage("candidates"):
        copies = identical(corpus)
        members = copies.leaders[corpus.lengths[copies.leaders] > 0]
        proposed = candidates(corpus.rows, members, options.bands, pool)
    with clock.stage("verify"):
        judged = verified(corpus, copies, proposed, options, pool)
    with clock.stage("cluster"):
        keeper, judged = keepers(corpus, copies, judged, keep=options.keep, **how)
        assignment = assign(corpus, copies, keeper, judged, width=options.shingle, pool=pool)
    return Clustering(assignment, keeper, judged, proposed.skipped)


def verified(
    corpus: Corpus, copies: Copies, proposed: Candidates, options: Options, pool: ThreadPoolExecutor
) -> Verdicts:
    """Judges proposed pairs. What becomes of one depends only on pairs that it is connected with."""
    left, right = proposed.left, proposed.right
    if options.threshold is not None:
        return verdicts(corpus, left, right, threshold=options.threshold, width=options.shingle, pool=pool)
    rank = likely_rank(corpus, copies, proposed, options.keep)
    return verdicts_around_leaders(corpus, left, right, rank, width=options.shingle, pool=pool)


def _report(options: Options, clustering: Clustering, failures: Sequence[Failure]) -> dict[str, Any]:
    found, judged = clustering.assignment, clustering.judged
    goes = found.duplicate_of >= 0
    return report_of(
        options, records=len(goes), clusters=len(np.unique(found.cluster[found.cluster >= 0])), duplicates=int(goes.sum()),
        reasons={name: int((found.reason == n).sum()) for n, name in enumerate(REASONS)},
        pairs={name: int((judged.judgement == n).sum()) for n, name in enumerate(JUDGEMENTS)},
        skipped=clustering.skipped, failures=failures,
    )  # fmt: skip


def report_of(
    options: Options,
    *,
    records: int,
    clusters: int,
    duplicates: int,
    reasons: dict[str, int],
    pairs: dict[str, int],
    skipped: int,
    failures: Sequence[Failure],
) -> dict[str, Any]:
    """The report of a run, whatever engine counted."""
    return {
        "schema": SCHEMA,
        "tool": {"name": "corpus-quality", "version": __version__},
        "judgement": "default" if options.threshold is None else f"exact Jaccard >= {options.threshold:g}",
        "options": {
            "shingle": options.shingle, "num_perm": options.num_perm, "bands": options.bands.count, "rows": options.bands.rows,
            "keep": options.keep, "seed": options.seed,
        },
        "records": records,
        "clusters": clusters,
        "duplicates": duplicates,
        "reasons": reasons,
        "pairs": pairs,
        "skipped": {"comparisons": skipped, "why": "members of a giant bucket are compared with their likeliest partners only"},
        "failures": [{"path": f.path, "message": f.message} for f in failures],
    }  # fmt: skip


def claim(output: Path) -> None:
    """Makes the output folder, or makes sure that it is one of ours or empty.

    Raises:
        OutputError: it is neither.
    """
    try:
        output.mkdir(parents=True, exist_ok=True)
        held = {p.name for p in output.iterdir()}
    except OSError as error:
        raise OutputError(f"{output}: cannot be made ({error.strerror}): choose another folder with -o") from error
    if held - set(FILES) or (held and not _ours(output)):
        raise OutputError(f"{output}: holds files that are not a result of dedup: choose another folder with -o")


def _ours(output: Path) -> bool:
    try:
        return bool(json.loads((output / "report.json").read_text(encoding="utf-8"))["schema"] == SCHEMA)
    except (OSError, ValueError, KeyError, TypeError):
        return False
