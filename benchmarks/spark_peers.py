"""Near-duplicates on Spark: this tool beside text-dedup's own MinHash job, on one corpus with planted copies.

    pip install --no-deps --target build/peers text-dedup==0.4.0
    python -m benchmarks.spark_peers [--count 10000] [--corpus PREFIX] [--peers build/peers]

Both run in a process of their own on local[2]. The job of text-dedup is the script of its package, with what would be unfair to it
changed: it splits at what is no letter, so that the characters of its texts stand apart by spaces (its 5-grams are then ours); its
partition counts, made for a cluster (8192, 4096, 256), are 16; and the components that it asks of GraphFrames, whose Java library no
package index holds, are found by union-find in the driver, which costs next to nothing.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from pathlib import Path

from benchmarks.dedup import by_jaccard, gold_of, labels_of, score
from benchmarks.metering import Measured, measure
from benchmarks.workload import write

GRAPHFRAMES = """
class GraphFrame:
    def __init__(self, vertices, edges):
        self.vertices, self.edges = vertices, edges

    def connectedComponents(self):
        parent = {r["id"]: r["id"] for r in self.vertices.collect()}

        def find(node):
            while parent[node] != node:
                parent[node] = parent[parent[node]]
                node = parent[node]
            return node

        for r in self.edges.collect():
            a, b = sorted((find(r["src"]), find(r["dst"])))
            parent[b] = a
        rows = [(node, find(node)) for node in parent]
        return self.edges.sparkSession.createDataFrame(rows, ["id", "component"])
"""


def ours(source: Path, folder: Path, *more: str) -> tuple[Measured, dict[int, str]]:
    command = [sys.executable, "-m", "quality", "dedup", str(source), "-o", str(folder / "out")]
    run = measure([*command, "--engine", "spark", "--jobs", "2", *more])
    return run, labels_of(folder / "out")


def text_dedup(source: Path, folder: Path, peers: Path) -> tuple[Measured, dict[int, str]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    with source.open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    table = {"number": [int(r["id"]) for r in rows], "text": [" ".join(r["text"]) for r in rows]}
    pq.write_table(pa.table(table), folder / "spaced.parquet", row_group_size=len(rows) // 8 + 1)
    script = (peers / "text_dedup" / "minhash_spark.py").read_text(encoding="utf-8")
    script = re.sub(r"\b(8192|4096|256)\b", "16", script)
    (folder / "job.py").write_text(script, encoding="utf-8")
    (folder / "graphframes.py").write_text(GRAPHFRAMES, encoding="utf-8")
    command = [sys.executable, "job.py", "--input", "spaced.parquet", "--output", "out", "--column", "text"]
    run = measure(
        ["env", "-C", str(folder), *command, "--index", "number", "--threshold", "0.7", "--debug"],
        {
            "PYTHONPATH": str(folder),
            "PYSPARK_PYTHON": sys.executable,
            "PYSPARK_SUBMIT_ARGS": "--master local[2] --driver-memory 2g pyspark-shell",
        },
    )
    found = pq.read_table(folder / "out-assignment" / "assignment.parquet")
    labels = {n: str(n) for n in range(len(rows))}
    labels |= {int(n): f"c{c}" for n, c in zip(*(found[k].to_pylist() for k in ("id", "component")), strict=True)}
    return run, labels


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--corpus", type=Path, help="prefix of a corpus made by benchmarks.workload")
    parser.add_argument("--peers", type=Path, default=Path("build/peers"))
    given = parser.parse_args()
    prefix = given.corpus or Path("build/bench") / f"n{given.count}"
    write(given.count, prefix)
    gold, source = gold_of(prefix), prefix.with_suffix(".jsonl").absolute()
    planted, jaccard = [r["cluster"] for r in gold], by_jaccard(prefix, gold)
    print(
        "| job on local[2] | wall s | CPU s | RSS MB | jaccard P | R | planted P | R |\n|---|---|---|---|---|---|---|---|"
    )
    jobs = {
        "quality": lambda folder: ours(source, folder),
        "quality --threshold 0.7": lambda folder: ours(source, folder, "--threshold", "0.7"),
        "text-dedup 0.4.0": lambda folder: text_dedup(source, folder, given.peers.absolute()),
    }
    for name, job in jobs.items():
        with tempfile.TemporaryDirectory() as folder:
            run, labels = job(Path(folder))
        told = [labels[n] for n in range(len(gold))]
        scores = " | ".join(f"{s:.3f}" for s in (*score(jaccard, told), *score(planted, told)))
        print(f"| {name} | {run.wall:.1f} | {run.cpu:.1f} | {run.megabytes:.0f} | {scores} |", flush=True)


if __name__ == "__main__":
    main()
