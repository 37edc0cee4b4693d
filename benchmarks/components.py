"""Connected components at their worst: a chain of 100,000 pairs and a star of 1,000,000, in one task and in rounds of shuffles.

    python -m benchmarks.components

Shows that both converge to the right result, and what the driver held: it collects nothing, so that its memory does not grow with
the edges. (`chain` edges join neighbours of one long line, whose numbers are scattered; `star` edges share one end.)
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from typing import TYPE_CHECKING

from quality.engine import spark
from quality.engine.dedup import Options
from quality.engine.distributed import run as spark_run

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

PRIME = (1 << 31) - 1
STEP = 48271


def chain(session: SparkSession, count: int) -> DataFrame:
    ends = session.range(count).selectExpr(f"id * {STEP} % {PRIME} as a", f"(id + 1) * {STEP} % {PRIME} as b")
    return ends.selectExpr("least(a, b) as left", "greatest(a, b) as right")


def star(session: SparkSession, count: int) -> DataFrame:
    return session.range(count).selectExpr("0L as left", "id + 1 as right")


def measured(session: SparkSession, edges: DataFrame, *, rounds: bool) -> str:
    spark.FEW_EDGES = 0 if rounds else 1 << 60
    with tempfile.TemporaryDirectory() as place:
        run = spark_run.Work(session, Options(), place)
        begin = time.perf_counter()
        rows = run.stage("labels", lambda: spark.connected(run, edges.repartition(8)))
        wall = time.perf_counter() - begin
        told = rows.selectExpr("count(*)", "count(distinct row)", "max(component)").first()
    nodes = edges.select("left").union(edges.select("right")).distinct().count()
    right = told is not None and tuple(told) == (nodes, nodes, 0)
    made = sum(name.startswith("components") for name in run.clock.seconds)
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"{nodes:,} | {made or 'one task'} | {wall:.1f} | {'yes' if right else 'NO'} | {held:.0f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chain", type=int, default=100_000)
    parser.add_argument("--star", type=int, default=1_000_000)
    given = parser.parse_args()
    session = spark_run.session(Options(jobs=2))
    session.conf.set("spark.sql.adaptive.coalescePartitions.enabled", "false")
    session.conf.set("spark.sql.shuffle.partitions", "8")
    print("| edges | nodes | rounds | wall s | right | Python driver MB |\n|---|---|---|---|---|---|")
    for name, edges in (("chain", chain(session, given.chain)), ("star", star(session, given.star))):
        for rounds in (False, True):
            print(f"| {name} | {measured(session, edges, rounds=rounds)} |", flush=True)
    session.stop()


if __name__ == "__main__":
    main()
