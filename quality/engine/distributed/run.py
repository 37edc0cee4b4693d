"""A run on Spark: its session, the stages that it keeps, and how functions over Arrow tables meet partitions.

Each stage is kept as Parquet together with what it was made of; a run that was killed starts again behind the last one that is whole.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa

from quality.engine.records.clock import Clock, silent
from quality.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pyspark.sql import DataFrame, SparkSession

    from quality.engine.records.options import Options

    Function = Callable[[pa.Table], pa.Table]

PARTITION_BYTES = 64 << 20
"""What one task should hold of the widest shuffle, and of a table whose partitions are fitted to what there is."""
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
        from pyspark.errors import PySparkRuntimeError
        from pyspark.sql import SparkSession
    except ModuleNotFoundError as error:
        raise ConfigError(NEED_PYSPARK) from error
    if active := SparkSession.getActiveSession():
        return active
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise ConfigError(NEED_JAVA)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas")  # which is not used here
    made = (
        SparkSession.builder.master(f"local[{options.jobs}]").appName("quality dedup")
        .config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", str(sys.stderr.isatty()).lower())
        .config("spark.log.level", "ERROR").config("spark.sql.shuffle.partitions", str(16 * options.jobs))
        .config("spark.sql.adaptive.advisoryPartitionSizeInBytes", PARTITION_BYTES)
        .config("spark.sql.adaptive.coalescePartitions.parallelismFirst", "false")
        .config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.memory", "2g").config("spark.driver.extraJavaOptions", QUICK_JAVA)
    )  # fmt: skip
    try:
        active = made.getOrCreate()
    except PySparkRuntimeError as error:  # an older Java, or a JAVA_HOME that holds none
        raise ConfigError(f"{NEED_JAVA} (what is there did not start)") from error
    active.sparkContext.setLogLevel("ERROR")
    return active


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


def each(function: Function, most: int = 1 << 62) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Runs a function on each batch of a partition, in parts of at most so many rows."""

    def run(parts: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for part in parts:
            for at in range(0, len(part), most):
                yield from function(pa.Table.from_batches([part.slice(at, most)])).to_batches()

    return run


def whole(function: Function) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Runs a function on a whole partition."""

    def run(parts: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        held = list(parts)
        if held and sum(map(len, held)):
            yield from function(pa.Table.from_batches(held)).to_batches()

    return run


def partitions(session: SparkSession) -> int:
    """As many as there are processors, or as the session is told where it does not fit them to the data itself."""
    if session.conf.get("spark.sql.adaptive.coalescePartitions.enabled") == "true":
        return int(session.sparkContext.defaultParallelism)  # typed the same with and without pyspark installed
    return int(session.conf.get("spark.sql.shuffle.partitions") or 1)


def streamed(frame: DataFrame) -> Iterator[pa.Table]:
    """The rows of a table in its order, one Arrow batch at a time."""

    def packed(parts: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for part in parts:
            sink = pa.BufferOutputStream()
            with pa.ipc.new_stream(sink, part.schema) as stream:
                stream.write_batch(part)
            yield pa.record_batch([pa.array([sink.getvalue().to_pybytes()], pa.binary())], names=["batch"])

    for row in frame.mapInArrow(packed, "batch binary").toLocalIterator():
        yield pa.ipc.open_stream(bytes(row["batch"])).read_all()
