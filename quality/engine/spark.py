"""`quality dedup` on Spark: the local engine's kernels on Arrow batches, grouped by shuffles instead of sorts. An adapter only.

Records carry their number in input order through every stage; what comes out is sorted by it and written by the local engine's
writer, so that both engines leave the same bytes. Each stage is kept as Parquet together with what it was made of; a run that was
killed starts again behind the last one that is whole.
"""

from __future__ import annotations

import hashlib
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

BUCKET_BYTES = 5120
"""What a record costs in the widest shuffle: 64 bands of a key, a number and a sketch."""
PARTITION_BYTES = 64 << 20
"""What one task should hold of it."""
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
        .config("spark.log.level", "ERROR").config("spark.sql.shuffle.partitions", str(4 * options.jobs))
        .config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.memory", "2g").getOrCreate()
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
        from pyspark.errors import AnalysisException

        place = f"{self.folder}/{name}"
        with self.clock.stage(name):
            try:
                told = self.spark.read.json(f"{place}.told").first()
                kept = self.spark.read.parquet(place)
                if (
                    told
                    and told["key"] == self.key
                    and told["schema"] == kept.schema.json()
                    and told["count"] == kept.count()
                ):
                    return kept
            except AnalysisException:
                pass  # nothing there yet
            made().write.mode("overwrite").parquet(place)
            kept = self.spark.read.parquet(place)
            row = (self.key, kept.schema.json(), kept.count())
            told_schema = "key string, schema string, count long"
            self.spark.createDataFrame([row], told_schema).coalesce(1).write.mode("overwrite").json(f"{place}.told")
            return kept


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
    source = spark_source.parsed(run.spark, paths, options.columns)
    run.key = _key(source, options)
    found = _found(run, source)
    report = _written(run, found, output, spark_source.failures(found.rows, paths))
    if work is None:
        shutil.rmtree(place, ignore_errors=True)
    return report


def _key(source: DataFrame, options: Options) -> str:
    """A name for options and content: a hash of every row and its place, added up."""
    from pyspark.sql import functions as f

    row = f.xxhash64("source", "file", "block", "number", "id", "text", "failure").cast("decimal(38,0)")
    total = source.agg(f.count("*"), f.sum(row)).first()
    told = (__version__, options.scheme, options.bands, options.threshold, options.keep, tuple(total or ()))
    return hashlib.sha256(repr(told).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Found:
    """The tables that a run ends with."""

    rows: DataFrame
    records: DataFrame
    copies: DataFrame
    settled: DataFrame
    spared: int

    @property
    def verdicts(self) -> DataFrame:
        """Judged pairs."""
        return self.settled.where("not joined")


def _found(run: Work, source: DataFrame) -> Found:
    """All stages up to who stays for whom."""
    from pyspark.sql import functions as f

    scheme = run.options.scheme
    rows = run.stage("rows", lambda: source)
    records = run.stage("records", lambda: spark_source.numbered(run.spark, rows))
    _unique(records)
    digests = run.stage(
        "digests",
        lambda: records.select("row", "text").mapInArrow(
            _each(partial(batches.digests, scheme=scheme)), batches.DIGESTS
        ),
    )
    copies = run.stage("copies", lambda: _copies(digests))
    leaders = copies.where("row = first and length > 0").select("row")
    signed = digests.select("row", "signature").join(leaders, "row")
    proposed = run.stage("proposals", lambda: _proposals(run, signed, leaders.count()))
    giants = proposed.where("right < 0").selectExpr("band", "key", "left as row").join(signed, "row")
    split = run.stage("splits", lambda: giants.groupBy("band", "key").applyInArrow(_giant(run.options), batches.SPLITS))
    edges = run.stage("edges", lambda: _edges(run, proposed, split, signed))
    settled = run.stage("settled", lambda: _settled(run, edges, copies, digests))
    spared = split.agg(f.sum("spared")).first()
    return Found(rows, records, copies, settled, (spared and spared[0]) or 0)


def _each(function: Function) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Runs a function on each batch of a partition."""

    def run(parts: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for part in parts:
            yield from function(pa.Table.from_batches([part])).to_batches()

    return run


def _whole(function: Function) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Runs a function on a whole partition."""

    def run(parts: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        held = list(parts)
        if held and sum(map(len, held)):
            yield from function(pa.Table.from_batches(held)).to_batches()

    return run


def _giant(options: Options) -> Function:
    """Splits one giant bucket; Spark asks for the types, which a partial function does not tell."""
    scheme, bands = options.scheme, options.bands

    def run(table: pa.Table) -> pa.Table:
        return batches.splits(table, scheme, bands)

    return run


def _unique(records: DataFrame) -> None:
    from pyspark.sql import functions as f

    twice = records.groupBy("id").agg(f.count("*").alias("n")).where("n > 1")
    if first := twice.orderBy("id").limit(5).collect():
        shown = ", ".join(f"`{r['id']}`" for r in first)
        raise InputError(
            "records", f"{twice.count()} ids stand more than once ({shown}): give every record an id of its own"
        )


def _copies(digests: DataFrame) -> DataFrame:
    """(row, length, first, weight): the first record of equal content, and how many there are; empty records are like no other."""
    from pyspark.sql import functions as f

    kinds = (
        digests.where("length > 0")
        .groupBy("name0", "name1")
        .agg(f.min("row").alias("first"), f.count("*").alias("weight"))
    )
    known = digests.select("row", "length", "name0", "name1").join(kinds, ["name0", "name1"], "left")
    empty = f.col("length") == 0
    return known.select(
        "row", "length", f.when(empty, f.col("row")).otherwise(f.col("first")).alias("first"),
        f.when(empty, 1).otherwise(f.col("weight")).alias("weight"),
    )  # fmt: skip


def _proposals(run: Work, signed: DataFrame, count: int) -> DataFrame:
    """Pairs that share a bucket, and the members of giant buckets."""
    scheme, bands = run.options.scheme, run.options.bands
    parts = max(count * BUCKET_BYTES // PARTITION_BYTES, int(run.spark.conf.get("spark.sql.shuffle.partitions") or 1))
    spread = signed.mapInArrow(_each(partial(batches.buckets, scheme=scheme, bands=bands)), batches.BUCKETS)
    sorted_ = spread.repartition(parts, "band", "key").sortWithinPartitions("band", "key", "row")
    return sorted_.mapInArrow(_whole(partial(batches.proposals, scheme=scheme, bands=bands)), batches.PROPOSALS)


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


def _settled(run: Work, edges: DataFrame, copies: DataFrame, digests: DataFrame) -> DataFrame:
    """Verdicts and keepers: whole components of proposed pairs go to one task, where the local engine's functions judge them."""
    labels = run.stage("labels", lambda: components(edges, run.stage))
    weights = copies.where("row = first").select("row", "weight")
    members = (
        labels.join(weights, "row").join(digests.select("row", "length", "units"), "row")
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
