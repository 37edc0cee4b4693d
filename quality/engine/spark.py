"""`quality dedup` on Spark: the local engine's kernels on Arrow batches, grouped by shuffles instead of sorts. An adapter only.

Records carry their number in input order through every stage; what comes out is sorted by it and written by the local engine's
writer, so that both engines leave the same bytes.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from quality import __version__
from quality.engine.dedup import Deduplication
from quality.engine.distributed import batches
from quality.engine.distributed import files as spark_files
from quality.engine.distributed import findings as spark_findings
from quality.engine.distributed import passages as spark_passages
from quality.engine.distributed import source as spark_source
from quality.engine.distributed.components import connected
from quality.engine.distributed.run import PARTITION_BYTES, Work, each, partitions, session, streamed, whole
from quality.engine.records.assign import CONTAINED, JUDGEMENTS, REASONS
from quality.engine.records.clock import Clock, silent
from quality.engine.records.options import Options
from quality.engine.records.outcome import report_of
from quality.engine.records.reading import clashing
from quality.engine.records.tables import (
    finished,
    judged_rows,
    write_clusters,
    write_pairs,
    write_report,
)
from quality.engine.records.whole import SHORTEST
from quality.match.judge import WHYS, Judgement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from pyspark.sql import DataFrame, SparkSession

    from quality.engine.records.origins import Origins

SCORES = ("similarity", "containment")
SLICES = 8
"""Slices of buckets for each partition: enough of them for partitions of nearly one size."""


def dedup(
    paths: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    output: str | os.PathLike[str],
    options: Options | None = None,
    *,
    spark: SparkSession | None = None,
    work: str | None = None,
    tell: Callable[[str, int], None] = silent,
) -> Deduplication:
    """As `engine.dedup.dedup`, on a Spark session of the caller's or one of its own; `output` may lie on any Hadoop path.

    Stages are kept in `work`, for later runs, too; without it beside the output, until the run is whole.

    Raises:
        ConfigError: PySpark or Java is missing, or an option is out of range.
        InputError: a path cannot be read, or two records have one id.
        OutputError: the output folder is not ours.
    """
    options = options or Options()
    names = [os.fspath(p) for p in ([paths] if isinstance(paths, str | os.PathLike) else paths)]
    active = spark or session(options)
    with spark_files.output(active, os.fspath(output), options.temp) as folder:
        run = Work(active, options, work or _beside(os.fspath(output), options), clock=Clock(tell))
        with run.clock.stage("open"):
            sources = [spark_source.opened(run.spark, name, options.columns) for name in names]
            run.key = _key(spark_source.contents(sources), options)
        found = _found(run, sources, names)
        failures = spark_source.failures(found.rows, found.starts, names)
        origins = spark_source.origins(found.starts, names)
        report = _written(run, sources, found, folder, failures, origins)
    if work is None:
        spark_files.remove(run.spark, run.folder)
    return report


def _beside(output: str, options: Options) -> str:
    """Where stages go unless told: named without a scheme on this machine, so that a session takes its own file system."""
    near = spark_files.local(output)
    parent, _, name = str(output if near is None else near.absolute()).rstrip("/").rpartition("/")
    return f"{options.temp.absolute() if options.temp else parent}/.{name}.stages"


def _key(contents: Sequence[tuple[Any, ...]], options: Options) -> str:
    """A name for content and options, as far as these tell in the result."""
    told = (__version__, contents, options.columns, options.scheme, options.bands, options.threshold, options.keep)
    return hashlib.sha256(repr(told).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Found:
    """The tables that a run ends with."""

    rows: DataFrame
    starts: Sequence[tuple[Any, ...]]
    records: DataFrame
    copies: DataFrame
    settled: DataFrame
    spared: int

    @property
    def verdicts(self) -> DataFrame:
        """Judged pairs."""
        return self.settled.where("not joined")


def _found(run: Work, sources: Sequence[spark_source.Source], names: Sequence[str]) -> Found:
    """All stages up to who stays for whom."""
    from pyspark.sql import functions as f

    scheme, bands = run.options.scheme, run.options.bands
    digests = partial(batches.digests, scheme=scheme)
    rows = run.stage("digests", lambda: spark_source.placed(sources, run.options.columns, digests, batches.DIGESTS))
    starts = spark_source.starts_of(rows)
    records = spark_source.numbered(run.spark, rows, starts)
    _unique(records, lambda twice: spark_source.places(twice, starts, names))
    copies = run.stage("copies", lambda: _copies(records))
    leaders = copies.where("row = first and length > 0").select("row")
    signed = records.select("row", "signature").join(leaders, "row")
    proposed = run.stage("proposals", lambda: _proposals(run, signed, sum(start[3] for start in starts)))
    giants = proposed.where("right < 0").selectExpr("band", "key", "left as row").join(signed, "row")
    splits = whole(partial(batches.splits, scheme=scheme, bands=bands))
    split = run.stage("splits", lambda: giants.repartition("band", "key").mapInArrow(splits, batches.SPLITS))
    edges = run.stage("edges", lambda: _edges(run, proposed, split, signed))
    settled = run.stage("settled", lambda: _settled(run, edges, copies, records))
    spared = split.agg(f.sum("spared")).first()
    return Found(rows, starts, records, copies, settled, (spared and spared[0]) or 0)


def _unique(records: DataFrame, places: Callable[[DataFrame], Iterable[str]]) -> None:
    from pyspark.sql import functions as f

    twice = records.groupBy("id").agg(f.count("*").alias("n")).where("n > 1")
    if first := twice.orderBy("id").first():
        standing = records.where(f.col("id") == first["id"]).orderBy("row").limit(2)
        raise clashing(first["id"], places(standing), twice.count())


def _copies(records: DataFrame) -> DataFrame:
    """(row, length, first, weight): the first record of equal content, and how many there are; empty records are like no other."""
    from pyspark.sql import functions as f

    kinds = (
        records.where("length > 0")
        .groupBy("name0", "name1")
        .agg(f.min("row").alias("first"), f.count("*").alias("weight"))
    )
    known = records.select("row", "length", "name0", "name1").join(kinds, ["name0", "name1"], "left")
    empty = f.col("length") == 0
    return known.select(
        "row", "length", f.when(empty, f.col("row")).otherwise(f.col("first")).alias("first"),
        f.when(empty, 1).otherwise(f.col("weight")).alias("weight"),
    )  # fmt: skip


def _proposals(run: Work, signed: DataFrame, count: int) -> DataFrame:
    """Pairs that share a bucket, and the members of giant buckets; `count` is how many records there are at most."""
    scheme, bands = run.options.scheme, run.options.bands
    wide = batches.bucket_bytes(scheme, bands)
    parts = max(count * wide // PARTITION_BYTES, partitions(run.spark))
    packed = partial(batches.buckets, scheme=scheme, bands=bands, slices=parts * SLICES)
    spread = signed.mapInArrow(each(packed, max(PARTITION_BYTES // wide, 1)), batches.BUCKETS).repartition(
        parts, "slice"
    )
    return spread.mapInArrow(whole(partial(batches.proposals, scheme=scheme, bands=bands)), batches.PROPOSALS)


def _edges(run: Work, proposed: DataFrame, split: DataFrame, signed: DataFrame) -> DataFrame:
    """Pairs with the places in which their signatures agree, each once."""
    from pyspark.sql import functions as f

    pairs = (
        proposed.where("right >= 0").selectExpr("left", "right", "false as split")
        .union(split.where("left >= 0").selectExpr("left", "right", "true as split"))
        .groupBy("left", "right").agg(f.bool_or("split").alias("split"))
    )  # fmt: skip
    for side in ("left", "right"):
        pairs = pairs.join(signed.toDF(side, f"{side}_signature"), side)
    agree = partial(batches.agreeing, scheme=run.options.scheme, least=run.options.bands.least)
    return pairs.mapInArrow(each(agree), batches.EDGES)


def _settled(run: Work, edges: DataFrame, copies: DataFrame, records: DataFrame) -> DataFrame:
    """Verdicts and keepers: whole components of proposed pairs go to one task, where the local engine's functions judge them."""
    labels = run.stage("labels", lambda: connected(edges, run.stage))
    weights = copies.where("row = first").select("row", "weight")
    members = (
        labels.join(weights, "row").join(records.select("row", "length", "units"), "row")
        .selectExpr("component", "row", "length", "weight", "units", "null as left", "null as right", "null as agreeing")
    )  # fmt: skip
    pairs = edges.join(labels.withColumnRenamed("row", "left"), "left").selectExpr(
        "component", "null as row", "null as length", "null as weight", "null as units", "left", "right", "agreeing"
    )
    together = members.union(pairs).repartition("component")
    return together.mapInArrow(whole(partial(batches.settled, options=run.options)), batches.SETTLED)


def _assigned(found: Found) -> DataFrame:
    """What is written of every record, by row: cluster, duplicate_of (rows), similarity, containment, reason (index in `REASONS`)."""
    from pyspark.sql import functions as f

    goes = found.settled.where("joined").selectExpr("left as kept", "right as first", *batches.COUNTS)
    everyone = found.copies.join(goes, "first", "left").withColumn("keeper", f.expr("coalesce(kept, first)"))
    groups = everyone.groupBy("keeper").agg(f.min("row").alias("earliest"), f.count("*").alias("members"))
    ends = found.verdicts.selectExpr("left as first", "judgement").union(
        found.verdicts.selectExpr("right", "judgement")
    )
    marks = ends.groupBy("first").agg(
        *(f.max(f.col("judgement") == int(j)).alias(j.name.lower()) for j in (Judgement.TEMPLATE, Judgement.UNSURE))
    )
    union = "greatest(left_shingles + right_shingles - common, 1)"
    scored = (
        everyone.join(groups, "keeper").join(marks, "first", "left")
        .withColumn("similarity", f.expr(f"coalesce(common / {union}, 1.0D)"))
        .withColumn("containment", f.expr("coalesce(common / greatest(right_shingles, 1), 1.0D)"))
    )  # fmt: skip
    return scored.selectExpr(
        "row", "if(members > 1, earliest, null) as cluster", "if(row = keeper, null, keeper) as duplicate_of",
        *SCORES, f"{_reason()} as reason",
    )  # fmt: skip


def _reason() -> str:
    """The rules of `assign`, the last that applies first."""
    number = {name: n for n, name in enumerate(REASONS)}
    contained = f"containment >= {CONTAINED[0]}D and similarity < {CONTAINED[1]}D"
    return (
        f"case when length = 0 then {number['empty']} when row = keeper and members > 1 then {number['keeper']} "
        f"when row <> keeper and first = keeper then {number['identical']} "
        f"when row <> keeper and {contained} then {number['contained']} when row <> keeper then {number['near']} "
        f"when unsure then {number['unsure']} when template then {number['template']} else {number['alone']} end"
    )


def _written(
    run: Work, sources: Sequence[spark_source.Source], found: Found, output: Path, failures: Sequence[Any], origins: Origins
) -> Deduplication:  # fmt: skip
    """Writes the files through the local engine's writer, in input order."""
    names = found.records.select("row", "id")
    rows = run.stage("assigned", lambda: _assigned(found))
    table = rows.join(names, "row")
    for column in ("cluster", "duplicate_of"):
        table = table.join(names.toDF(column, f"{column}_id"), column, "left")
    keepers = rows.selectExpr("row", "coalesce(duplicate_of, row) as keeper")
    apart = found.verdicts
    for side in ("left", "right"):
        apart = apart.join(keepers.toDF(side, f"{side}_keeper"), side).join(names.toDF(side, f"{side}_id"), side)
    apart = apart.where("left_keeper <> right_keeper")
    repeated = _repeated(run, sources, found, rows, output, origins) if run.options.passages is not None else {}
    with run.clock.stage("write"):
        write_clusters(output, map(finished, streamed(table.orderBy("row"))))
        write_pairs(output, (judged_rows(part, WHYS) for part in streamed(apart.orderBy("left", "right"))))
    report = _report(run, found, rows, failures) | repeated
    write_report(output, report)
    return Deduplication(None, report, tuple(failures))


def _repeated(
    run: Work, sources: Sequence[spark_source.Source], found: Found, rows: DataFrame, output: Path, origins: Origins
) -> dict[str, Any]:
    """Finds and writes what the records that stay hold more than once; what the report says of it."""
    ends = rows.join(found.copies.select("row", "length"), "row")
    stays = ends.where("duplicate_of is null and length > 0").select("row")
    goes = ends.where(f"duplicate_of is not null and length >= {SHORTEST}").selectExpr(
        "row", "duplicate_of as keeper", *SCORES
    )
    names = found.records.select("row", "id")
    texts, compared = spark_passages.compared(run, sources, found.starts, stays)
    passages = spark_passages.write(run, spark_passages.passages(run, texts, compared), compared, names, output)
    findings = spark_findings.write(run, spark_findings.findings(run, texts, compared, goes, origins), output)
    return {"passages": passages, "findings": findings}


def _report(run: Work, found: Found, rows: DataFrame, failures: Sequence[Any]) -> dict[str, Any]:
    from pyspark.sql import functions as f

    reasons = {REASONS[r["reason"]]: r["count"] for r in rows.groupBy("reason").count().collect()}
    pairs = {JUDGEMENTS[r["judgement"]]: r["count"] for r in found.verdicts.groupBy("judgement").count().collect()}
    totals = rows.agg(f.count("*"), f.countDistinct("cluster"), f.count("duplicate_of")).first() or (0, 0, 0)
    report = report_of(
        run.options, records=totals[0], clusters=totals[1], duplicates=totals[2],
        reasons={name: reasons.get(name, 0) for name in REASONS}, pairs={name: pairs.get(name, 0) for name in JUDGEMENTS},
        skipped=found.spared, failures=failures,
    )  # fmt: skip
    return {**report, "engine": "spark", "seconds": run.clock.seconds}
