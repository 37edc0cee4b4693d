"""Measures the scan for tandem repeats: speed beside `re`, hard inputs at two sizes, and how well loops are told from prose.

    python -m benchmarks.stutters NEWS.jsonl[.xz] [--loops FOLDER] [--characters 4000000]

Speed: the texts as one string; `re` searches `(.{2,40}?)\\1+` in its first tenth, the scan (encoding and folding included) finds
the runs of all periods up to 1,024 in the whole. FOLDER holds gpt2large_greedy.jsonl.xz and gpt2large_nucleus.jsonl.xz: looping
continuations of news, healthy ones, and the human text (field `reference`).
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
import time
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.planted import texts
from quality.detect.stutters.loops import repetition
from quality.match.tandem import tandem_runs
from quality.text.folding import encode, fold_codes

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray


def seconds(work: Callable[[], object], *, times: int = 1) -> float:
    """CPU seconds, the least of some runs."""
    spent = []
    for _ in range(times):
        before = time.process_time()
        work()
        spent.append(time.process_time() - before)
    return min(spent)


def scanned(text: str) -> int:
    return len(tandem_runs(fold_codes(encode(text))[0]))


def speed(news: Path, characters: int) -> None:
    text = "\n".join(texts(news))
    text = (text * (characters // len(text) + 1))[:characters]
    scanned(text[:100_000])  # compiles, or loads what was compiled
    sample = text[: characters // 10]
    pattern = re.compile(r"(.{2,40}?)\1+")
    theirs = seconds(lambda: sum(1 for _ in pattern.finditer(sample)), times=3) / len(sample)
    ours = seconds(lambda: scanned(text), times=5) / len(text)
    size = len(text.encode()) / len(text)
    print(f"re {size / theirs / 1e6:.2f} MB/s, scan {size / ours / 1e6:.1f} MB/s: {theirs / ours:.1f} times as fast")
    codes = fold_codes(encode(text))[0]
    tracemalloc.start()
    tandem_runs(codes)
    print(f"memory of the scan: {tracemalloc.get_traced_memory()[1] / len(codes):.1f} bytes per character")
    tracemalloc.stop()


def fibonacci(length: int) -> str:
    short, long = "川", "川山"
    while len(long) < length:
        short, long = long, long + short
    return long[:length]


def hard() -> None:
    inputs: dict[str, Callable[[int], str]] = {
        "one character": lambda n: "的" * n,
        "Fibonacci word": fibonacci,
        "two characters by chance": lambda n: "".join("山川"[b & 1] for b in np.random.default_rng(1).bytes(n)),
        "no repeat": lambda n: "".join(chr(0x4E00 + i % 20_000) for i in range(n)),
    }
    for name, make in inputs.items():
        small, large = make(400_000), make(1_600_000)
        one, four = seconds(lambda t=small: scanned(t)), seconds(lambda t=large: scanned(t))  # type: ignore[misc]
        print(
            f"{name:26} {one:6.2f} s for 0.4 million, {four:6.2f} s for 1.6 million characters: {four / one:.1f} times"
        )


def area(positive: NDArray[np.float64], negative: NDArray[np.float64]) -> float:
    """Area under the ROC curve; ties count half."""
    ordered = np.sort(negative)
    below = np.searchsorted(ordered, positive, "left") + np.searchsorted(ordered, positive, "right")
    return float(below.mean() / 2 / len(negative))


def loops(folder: Path) -> None:
    def read(name: str) -> list[dict[str, str]]:
        return [json.loads(line) for line in lzma.decompress((folder / name).read_bytes()).decode().strip().split("\n")]

    greedy, nucleus = read("gpt2large_greedy.jsonl.xz"), read("gpt2large_nucleus.jsonl.xz")
    sides = [
        np.array([repetition(t) for t in side])
        for side in (
            [r["generated"] for r in greedy],
            [r["reference"] for r in greedy],
            [r["generated"] for r in nucleus],
        )
    ]
    print(f"loops against human text: AUC {area(sides[0], sides[1]):.4f}")
    print(f"loops against nucleus sampling: AUC {area(sides[0], sides[2]):.4f}")
    print(f"loops against both: AUC {area(sides[0], np.concatenate(sides[1:])):.4f}")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("news", type=Path)
    arguments.add_argument("--loops", type=Path)
    arguments.add_argument("--characters", type=int, default=4_000_000)
    options = arguments.parse_args()
    speed(options.news, options.characters)
    hard()
    if options.loops:
        loops(options.loops)


if __name__ == "__main__":
    main()
