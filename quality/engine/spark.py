"""`quality dedup` on Spark: the local engine's kernels on Arrow batches, grouped by shuffles instead of sorts. An adapter only.

Records carry their number in input order through every stage; what comes out is sorted by it and written by the local engine's
writer, so that both engines leave the same bytes. Each stage is kept as Parquet together with what it was made of; a run that was
killed starts again behind the last one that is whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from quality import __version__
from quality.engine import batches, spark_source
from quality.engine.assign import CONTAINED
from quality.engine.dedup import Clock, Deduplication, Options, claim, report_of, silent
from quality.engine.spark_components import components
from quality.engine.tables import JUDGEMENTS, REASONS, finished, judged_rows, write_clusters, write_pairs, write_report
from quality.errors import ConfigError, InputError
from quality.match.judge import WHYS, Judgement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from pyspark.sql import DataFrame, SparkSession

    Function = Callable[[pa.Table], pa.Table]

PARTITION_BYTES = 64 << 20
"""What one task should hold of the widest shuffle, and of a table whose partitions are fitted to what there is."""
SLICES = 8
"""Slices of buckets for each partition: enough of them for partitions of nearly one size."""
FEW_EDGES = 10_000_000
"""Edges up to which one task finds the components in its memory (half a GB); more are joined by rounds of shuffles."""
QUICK_JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""For a session of our own: compiling every plan to the utmost took half the processor time of a run on 50,000 records."""
NEED_JAVA = "--engine spark needs Java 17: install it (Debian: openjdk-17-jre-headless) and set JAVA_HOME"
NEED_PYSPARK = "--engine spark needs PySpark: pip install 'corpus-quality[spark]'"


def session(options: Options) -> SparkSession:
    """The session that is already there, or one on this machine.

    Raises:
        ConfigError: PySpark or Java is missing.
    """
    try:
        from pyspark.sql import SparkSession
    except ModuleNotFoundError as error:
        raise ConfigError(NEED_PYSPARK) from error
    if active := SparkSession.getActiveSession():
        return active
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise ConfigError(NEED_JAVA)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    made = (
        SparkSession.builder.master(f"local[{options.jobs}]").appName("quality dedup")
        .config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", str(sys.stderr.isatty()).lower())
        .config("spark.log.level", "ERROR").config("spark.sql.shuffle.partitions", str(16 * options.jobs))
        .config("spark.sql.adaptive.advisoryPartitionSizeInBytes", PARTITION_BYTES)
        .config("spark.sql.adaptive.coalescePartitions.parallelismFirst", "false")
        .config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.memory", "2g").config("spark.driver.extraJavaOptions", QUICK_JAVA).getOrCreate()
    )  # fmt: skip
    made.sparkContext.setLogLevel("ERROR")
    return made


@dataclass(slots=True)
class Work:
    """One run: its session, its options, and the folder that holds what its stages left."""

    spark: SparkSession
    options: Options
    folder: str
    key: str = ""
    """Names inputs and options; a stage that another key left is made again."""
    clock: Clock = field(default_factory=lambda: Clock(silent))

    def stage(self, name: str, made: Callable[[], DataFrame]) -> DataFrame:
        """What a stage left, if it is whole and of this run; else makes and keeps it."""
        place = f"{self.folder}/{name}"
        with self.clock.stage(name):
            if kept := self._kept(place):
                return kept
            from pyspark.sql import functions as f

            frame = made()
            frame.write.mode("overwrite").parquet(place)
            kept = self.spark.read.schema(frame.schema).parquet(place)
            told = json.dumps({"key": self.key, "schema": frame.schema.simpleString(), "count": kept.count()})
            self.spark.range(1).select(f.lit(told).alias("value")).write.mode("overwrite").text(f"{place}.told")
            return kept

    def _kept(self, place: str) -> DataFrame | None:
        from pyspark.errors import AnalysisException

        try:
            row = self.spark.read.text(f"{place}.told").first()
            kept = self.spark.read.parquet(place)
        except AnalysisException:
            return None  # nothing there yet
        if not row or json.loads(row["value"])["key"] != self.key:
            return None
        told = json.loads(row["value"])
        same = told["schema"] == kept.schema.simpleString() and told["count"] == kept.count()
        return kept if same else None


def dedup(
    paths: Sequence[str],
    output: Path,
    options: Options | None = None,
    *,
    spark: SparkSession | None = None,
    work: str | None = None,
    tell: Callable[[str, int], None] = silent,
) -> Deduplication:
    """As `engine.dedup.dedup`, on a Spark session of the caller's or one of its own; stages are kept in `work` until the run is whole.

    Raises:
        ConfigError: PySpark or Java is missing, or an option is out of range.
        InputError: a path cannot be read, or two records have one id.
        OutputError: the output folder is not ours.
    """
    options = options or Options()
    claim(output)
    place = work or str((options.temp or output.parent) / f".{output.name}.stages")
    run = Work(spark or session(options), options, place, clock=Clock(tell))
    with run.clock.stage("open"):
        sources = [spark_source.opened(run.spark, path, options.columns) for path in paths]
        run.key = _key(spark_source.contents(sources), options)
    found = _found(run, sources)
    report = _written(run, found, output, spark_source.failures(found.rows, found.starts, paths))
    if work is None:
        shutil.rmtree(place, ignore_errors=True)
    return report


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


def _found(run: Work, sources: Sequence[spark_source.Source]) -> Found:
    """All stages up to who stays for whom."""
    from pyspark.sql import functions as f

    scheme, bands = run.options.scheme, run.options.bands
    rows = run.stage("digests", lambda: spark_source.placed(sources, run.options.columns, scheme))
    starts = spark_source.starts_of(rows)
    records = spark_source.numbered(run.spark, rows, starts)
    _unique(records)
    copies = run.stage("copies", lambda: _copies(records))
    leaders = copies.where("row = first and length > 0").select("row")
    signed = records.select("row", "signature").join(leaders, "row")
    proposed = run.stage("proposals", lambda: _proposals(run, signed, sum(start[3] for start in starts)))
    giants = proposed.where("right < 0").selectExpr("band", "key", "left as row").join(signed, "row")
    splits = _whole(partial(batches.splits, scheme=scheme, bands=bands))
    split = run.stage("splits", lambda: giants.repartition("band", "key").mapInArrow(splits, batches.SPLITS))
    edges = run.stage("edges", lambda: _edges(run, proposed, split, signed))
    settled = run.stage("settled", lambda: _settled(run, edges, copies, records))
    spared = split.agg(f.sum("spared")).first()
    return Found(rows, starts, records, copies, settled, (spared and spared[0]) or 0)


def _each(function: Function, most: int = 1 << 62) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Runs a function on each batch of a partition, in parts of at most so many rows."""

    def run(parts: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for part in parts:
            for at in range(0, len(part), most):
                yield from function(pa.Table.from_batches([part.slice(at, most)])).to_batches()

    return run


def _whole(function: Function) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Runs a function on a whole partition."""

    def run(parts: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        held = list(parts)
        if held and sum(map(len, held)):
            yield from function(pa.Table.from_batches(held)).to_batches()

    return run


def _unique(records: DataFrame) -> None:
    from pyspark.sql import functions as f

    twice = records.groupBy("id").agg(f.count("*").alias("n")).where("n > 1")
    if first := twice.orderBy("id").limit(5).collect():
        shown = ", ".join(f"`{r['id']}`" for r in first)
        raise InputError(
            "records", f"{twice.count()} ids stand more than once ({shown}): give every record an id of its own"
        )


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
    parts = max(count * wide // PARTITION_BYTES, _partitions(run.spark))
    packed = partial(batches.buckets, scheme=scheme, bands=bands, slices=parts * SLICES)
    spread = signed.mapInArrow(_each(packed, max(PARTITION_BYTES // wide, 1)), batches.BUCKETS).repartition(
        parts, "slice"
    )
    return spread.mapInArrow(_whole(partial(batches.proposals, scheme=scheme, bands=bands)), batches.PROPOSALS)


def _partitions(session: SparkSession) -> int:
    """As many as there are processors, or as the session is told where it does not fit them to the data itself."""
    if session.conf.get("spark.sql.adaptive.coalescePartitions.enabled") == "true":
        return int(session.sparkContext.defaultParallelism)  # typed the same with and without pyspark installed
    return int(session.conf.get("spark.sql.shuffle.partitions") or 1)


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
    return pairs.mapInArrow(_each(agree), batches.EDGES)


def connected(run: Work, edges: DataFrame) -> DataFrame:
    """(row, component) of every end of an edge."""
    if edges.count() > FEW_EDGES:
        return components(edges, run.stage)
    return edges.select("left", "right").coalesce(1).mapInArrow(_whole(batches.labelled), batches.LABELS)


def _settled(run: Work, edges: DataFrame, copies: DataFrame, records: DataFrame) -> DataFrame:
    """Verdicts and keepers: whole components of proposed pairs go to one task, where the local engine's functions judge them."""
    labels = run.stage("labels", lambda: connected(run, edges))
    weights = copies.where("row = first").select("row", "weight")
    members = (
        labels.join(weights, "row").join(records.select("row", "length", "units"), "row")
        .selectExpr("component", "row", "length", "weight", "units", "null as left", "null as right", "null as agreeing")
    )  # fmt: skip
    pairs = edges.join(labels.withColumnRenamed("row", "left"), "left").selectExpr(
        "component", "null as row", "null as length", "null as weight", "null as units", "left", "right", "agreeing"
    )
    together = members.union(pairs).repartition("component")
    return together.mapInArrow(_whole(partial(batches.settled, options=run.options)), batches.SETTLED)


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
        "similarity", "containment", f"{_reason()} as reason",
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


def _written(run: Work, found: Found, output: Path, failures: Sequence[Any]) -> Deduplication:
    """Writes the four files through the local engine's writer, in input order."""
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
    with run.clock.stage("write"):
        write_clusters(output, map(finished, _streamed(table.orderBy("row"))))
        write_pairs(output, (judged_rows(part, WHYS) for part in _streamed(apart.orderBy("left", "right"))))
    report = _report(run, found, rows, failures)
    write_report(output, report)
    return Deduplication(None, report, tuple(failures))


def _streamed(frame: DataFrame) -> Iterator[pa.Table]:
    """The rows of a table in its order, one Arrow batch at a time."""

    def packed(parts: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for part in parts:
            sink = pa.BufferOutputStream()
            with pa.ipc.new_stream(sink, part.schema) as stream:
                stream.write_batch(part)
            yield pa.record_batch([pa.array([sink.getvalue().to_pybytes()], pa.binary())], names=["batch"])

    for row in frame.mapInArrow(packed, "batch binary").toLocalIterator():
        yield pa.ipc.open_stream(bytes(row["batch"])).read_all()


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
