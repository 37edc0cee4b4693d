"""How both engines grow: time, memory and shuffled bytes at 10,000, 100,000 and more records, and whether they leave the same bytes.

    python -m benchmarks.scale [--counts 10000 100000 1000000] [--engines local spark] [--jobs 2] [--corpus PREFIX] [--memory 1GiB]

Corpora are made by `benchmarks.workload` below `build/bench` unless one is given. Runs follow each other, each in a process of its
own; memory is what all of its processes held together.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

from benchmarks.metering import measure
from benchmarks.workload import write

FILES = ("clusters.jsonl", "clusters.parquet", "pairs.jsonl")
COLUMNS = (
    "records",
    "engine",
    "wall s",
    "CPU s",
    "RSS MB",
    "records/s",
    "shuffled MB",
    "same bytes",
    "seconds per stage",
)


def submitted(events: Path) -> dict[str, str]:
    """Makes Spark write down what its tasks do."""
    conf = f"--conf spark.eventLog.enabled=true --conf spark.eventLog.dir={events.as_uri()}"
    return {"PYSPARK_SUBMIT_ARGS": f"{conf} --conf spark.eventLog.compress=false pyspark-shell"}


def shuffled(events: Path) -> float:
    """Megabytes that tasks wrote for others to read."""
    total: Counter[str] = Counter()
    for log in filter(Path.is_file, events.rglob("events_*")):
        with log.open(encoding="utf-8") as file:
            for line in file:
                if '"SparkListenerTaskEnd"' in line:
                    metrics = json.loads(line).get("Task Metrics") or {}
                    total["bytes"] += metrics.get("Shuffle Write Metrics", {}).get("Shuffle Bytes Written", 0)
    return total["bytes"] / 1e6


def run(source: Path, engine: str, jobs: int, memory: str, temp: Path) -> tuple[list[str], str]:
    """Cells of the table, and what names the files that were written."""
    out, events = temp / "out", temp / "events"
    events.mkdir()
    command = [sys.executable, "-m", "quality", "dedup", str(source), "-o", str(out), "--engine", engine]
    done = measure([*command, "--jobs", str(jobs), "--memory", memory, "--temp", str(temp)], submitted(events))
    if done.code:
        raise SystemExit(f"{engine} on {source} failed")
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    name = hashlib.sha256(b"".join((out / f).read_bytes() for f in FILES)).hexdigest()[:12]
    count = report["records"]
    stages = ", ".join(f"{k} {v:.1f}" for k, v in report["seconds"].items())
    cells = [
        f"{count:,}",
        engine,
        f"{done.wall:.1f}",
        f"{done.cpu:.1f}",
        f"{done.megabytes:.0f}",
        f"{count / done.wall:,.0f}",
    ]
    return [*cells, f"{shuffled(events):,.0f}", name, stages], name


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counts", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--engines", nargs="+", default=["local", "spark"])
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--memory", default="1GiB")
    parser.add_argument("--corpus", type=Path, nargs="+", help="prefixes of corpora that are there already")
    given = parser.parse_args()
    print(f"| {' | '.join(COLUMNS)} |\n{'|---' * len(COLUMNS)}|")
    for prefix in given.corpus or [Path("build/bench") / f"n{count}" for count in given.counts]:
        if not given.corpus:
            write(int(prefix.name[1:]), prefix)
        names = set()
        for engine in given.engines:
            temp = Path(tempfile.mkdtemp(prefix="scale-", dir=prefix.parent))
            cells, name = run(
                prefix.with_suffix(".jsonl").absolute(), engine, given.jobs, given.memory, temp.absolute()
            )
            shutil.rmtree(temp)
            names.add(name)
            print(f"| {' | '.join(cells)} |", flush=True)
        if len(names) > 1:
            raise SystemExit(f"the engines differ on {prefix}")


if __name__ == "__main__":
    main()
