"""One corpus, many ways to run it, the same bytes: local with 1 and 2 workers, Spark on 1, 8 and 64 partitions, and killed five times.

    python -m benchmarks.engines CORPUS.jsonl [--kill]

Prints what names the files that each run left, and fails where two differ. With `--kill` a run on Spark is ended by SIGKILL, with all
its processes, as soon as each of five stages is whole, and started again.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from quality.engine import dedup, spark
from quality.engine.dedup import Options
from quality.engine.distributed import run as spark_run

FILES = ("clusters.jsonl", "clusters.parquet", "pairs.jsonl", "passages.jsonl", "findings.jsonl")
MOMENTS = ("digests", "copies", "proposals", "edges", "settled")


def name_of(out: Path) -> str:
    return hashlib.sha256(b"".join((out / f).read_bytes() for f in FILES)).hexdigest()[:16]


def variants(source: str, place: Path) -> dict[str, str]:
    names = {}
    for jobs in (1, 2):
        dedup.dedup(source, place / f"local-{jobs}", Options(jobs=jobs, passages=50))
        names[f"local, {jobs} workers"] = name_of(place / f"local-{jobs}")
        print(*list(names.items())[-1], flush=True)
    session = spark_run.session(Options(jobs=2))
    session.conf.set("spark.sql.adaptive.coalescePartitions.enabled", "false")
    for partitions in (1, 8, 64):
        session.conf.set("spark.sql.shuffle.partitions", str(partitions))
        begin = time.perf_counter()
        spark.dedup([source], place / f"spark-{partitions}", Options(jobs=2, passages=50), spark=session)
        names[f"Spark, {partitions} partitions"] = name_of(place / f"spark-{partitions}")
        print(*list(names.items())[-1], f"{time.perf_counter() - begin:.0f} s", flush=True)
    session.stop()
    return names


def killed(source: str, place: Path) -> str:
    """What a run leaves that was killed behind each of five stages."""
    out = place / "killed"
    command = [
        sys.executable,
        "-m",
        "quality",
        "dedup",
        source,
        "-o",
        str(out),
        "--engine",
        "spark",
        "--jobs",
        "2",
        "--passages",
        "50",
    ]
    for moment in MOMENTS:
        run = subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not (place / ".killed.stages" / f"{moment}.told" / "_SUCCESS").exists() and run.poll() is None:
            time.sleep(0.02)
        if run.poll() is not None:
            raise SystemExit(f"the run ended before {moment} was whole")
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
        whole = sorted(p.name.removesuffix(".told") for p in (place / ".killed.stages").glob("*.told"))
        print(f"killed behind {moment}; whole: {', '.join(whole)}", flush=True)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return name_of(out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus")
    parser.add_argument("--kill", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        if given.kill:
            dedup.dedup(given.corpus, Path(place) / "local", Options(passages=50))
            names = {"local": name_of(Path(place) / "local"), "killed five times": killed(given.corpus, Path(place))}
        else:
            names = variants(given.corpus, Path(place))
    for name, files in names.items():
        print(f"{files}  {name}")
    if len(set(names.values())) > 1:
        raise SystemExit("the results differ")


if __name__ == "__main__":
    main()
