"""Near-duplicates: this tool beside its peers, each in a process of its own, from file to cluster file (`make bench`).

    python -m benchmarks.dedup [--count 50000] [--runs 3] [--corpus PREFIX] [NAME …]

Runs are interleaved; the table gives the median of wall time, CPU seconds, the highest peak of memory, and scores against two golds:
`jaccard` = components of planted pairs with exact 5-gram Jaccard of at least 0.7 (the job that the peers are set) and `planted` =
everything made from one source (the job that a user has). Peers that are not installed are left out, and named; one that shall not share
our environment may have its own, `build/peers/NAME`. The work of datatrove's processes is not in its CPU seconds and memory.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from benchmarks.peers import PEERS, grams
from benchmarks.workload import KINDS, write

OURS = {"quality": [], "quality --threshold 0.7": ["--threshold", "0.7"]}
NEEDS = {
    "datasketch": ["datasketch"],
    "datasketch-xxhash": ["datasketch", "xxhash"],
    "rensa": ["rensa"],
    "rensa-rho": ["rensa"],
    "gaoya": ["gaoya"],
    "text-dedup": ["text_dedup"],
    "datatrove": ["datatrove", "spacy", "regex", "orjson"],
}
"""What must be installed for each."""
INSTALL = {
    "datatrove": ["datatrove[io]", "spacy", "regex", "nltk", "orjson", "tokenizers", "xxhash<4"],
    "datasketch-xxhash": ["datasketch", "xxhash"],
    "rensa-rho": ["rensa"],
}
"""What to ask pip for where that is not the name of the tool."""
OWN = Path("build/peers")
"""Environments of peers whose dependencies are too many, or not ours."""


@dataclass(frozen=True)
class Run:
    wall: float
    cpu: float
    megabytes: float
    labels: dict[int, str]


def run(name: str, source: Path) -> Run:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        if name in OURS:
            command = [sys.executable, "-m", "quality", "dedup", str(source), "-o", str(out), *OURS[name]]
        else:
            command = [str(python_of(name)), "-m", "benchmarks.peers", name, str(source), str(out)]
        begin = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
        if status:
            raise SystemExit(f"{name} failed")
        return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, labels_of(out))


def python_of(name: str) -> Path | None:
    """The interpreter that has a peer; None where it is not installed."""
    own = OWN / name / "bin" / "python"
    if own.exists():
        return own.absolute()
    return Path(sys.executable) if all(importlib.util.find_spec(m) for m in NEEDS[name]) else None


def installed() -> list[str]:
    """The peers that are there; says how to get the others."""
    for name in (n for n in PEERS if python_of(n) is None):
        own, needs = OWN / name, " ".join(f"'{m}'" for m in INSTALL.get(name, [name]))
        how = f"python -m venv {own} && {own}/bin/pip install {needs}"
        print(f"{name} is left out, for it is not installed: {how}", file=sys.stderr)
    return [n for n in PEERS if python_of(n)]


def labels_of(out: Path) -> dict[int, str]:
    if out.is_dir():
        with (out / "clusters.jsonl").open(encoding="utf-8") as file:
            rows = map(json.loads, file)
            return {int(r["id"]): r["cluster"] or f"alone {r['id']}" for r in rows}
    with out.open(newline="", encoding="utf-8") as file:
        return {int(n): label for n, label in csv.reader(file)}


def gold_of(prefix: Path) -> list[dict[str, str]]:
    with prefix.with_suffix(".gold.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def by_jaccard(prefix: Path, gold: list[dict[str, str]], threshold: float = 0.7) -> list[str]:
    """Components of planted pairs that are as similar as that, by sets of strings."""
    planted = defaultdict(list)
    for n, row in enumerate(gold):
        planted[row["cluster"]].append(n)
    label = [str(n) for n in range(len(gold))]
    with prefix.with_suffix(".jsonl").open(encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for line in file]
    for members in planted.values():
        sets = [grams(texts[m]) for m in members] if len(members) > 1 else []
        for i, mine in enumerate(sets):
            for j in range(i):
                if len(mine & sets[j]) >= threshold * len(mine | sets[j]) and label[members[i]] != label[members[j]]:
                    old, new = label[members[i]], label[members[j]]
                    for m in members:
                        label[m] = new if label[m] == old else label[m]
    return label


def pairs(counts: Counter[object]) -> int:
    return sum(n * (n - 1) // 2 for n in counts.values())


def score(gold: list[str], told: list[str]) -> tuple[float, float]:
    """Precision and recall over pairs of records."""
    both = pairs(Counter(zip(gold, told, strict=True)))
    return both / max(pairs(Counter(told)), 1), both / max(pairs(Counter(gold)), 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="tools; all that are installed without")
    parser.add_argument("--count", type=int, default=50_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--corpus", type=Path, help="prefix of a corpus made by benchmarks.workload")
    given = parser.parse_args()
    prefix = given.corpus or Path("build/bench") / f"n{given.count}"
    write(given.count, prefix)
    names = given.names or [*OURS, *installed()]
    made: dict[str, list[Run]] = defaultdict(list)
    for number in range(given.runs):
        for name in names:
            made[name].append(run(name, prefix.with_suffix(".jsonl")))
            print(f"run {number + 1} {name}: {made[name][-1].wall:.2f} s", file=sys.stderr)
        print(f"after {number + 1} runs\n\n{table(prefix, made)}\n", flush=True)


def table(prefix: Path, made: dict[str, list[Run]]) -> str:
    gold = gold_of(prefix)
    planted, jaccard = [r["cluster"] for r in gold], by_jaccard(prefix, gold)
    lines = [
        "| tool | wall s | CPU s | records/s | RSS MB | jaccard P | R | planted P | R | " + " | ".join(KINDS) + " |",
        "|---" * (9 + len(KINDS)) + "|",
    ]
    for name, runs in made.items():
        told = [runs[0].labels[n] for n in range(len(gold))]
        wall = statistics.median(r.wall for r in runs)
        scores = [*score(jaccard, told), *score(planted, told)] if name != "rensa-rho" else []
        shown = [f"{s:.3f}" for s in scores] or ["flags only", "", "", ""]
        found = [_with_source(gold, told, kind) if scores else "" for kind in KINDS]
        speed = [f"{wall:.2f}", f"{statistics.median(r.cpu for r in runs):.2f}", f"{len(gold) / wall:,.0f}"]
        lines.append("| " + " | ".join([name, *speed, f"{max(r.megabytes for r in runs):.0f}", *shown, *found]) + " |")
    return "\n".join(lines)


def _with_source(gold: list[dict[str, str]], told: list[str], kind: str) -> str:
    """Share of the variants of a kind that stand in their source's cluster."""
    of_kind = [(n, int(r["source"])) for n, r in enumerate(gold) if r["kind"] == kind]
    return f"{sum(told[n] == told[s] for n, s in of_kind) / max(len(of_kind), 1):.3f}"


if __name__ == "__main__":
    main()
