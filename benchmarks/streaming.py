"""What `clean` and `check` hold of a record: the growth of memory between two sizes, with a limit.

    python -m benchmarks.streaming --sizes 5000 20000
    python -m benchmarks.streaming RECORDS.jsonl RECORDS.jsonl

Records are those of `benchmarks.workload`, or of two files. What a run needs for any text (the program, the dictionary, counts of
characters in bounded memory) is there at both sizes and falls out of the difference.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.metering import Measured, measure
from benchmarks.workload import write

LIMIT = 10.0
"""Kilobytes per record."""
COMMANDS = {"clean": ("-o", "out"), "check": ("--exit-zero", "--output-format", "jsonl")}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--sizes", nargs=2, type=int, default=(5000, 20000))
    given = parser.parse_args()
    too_much = False
    with tempfile.TemporaryDirectory() as folder:
        files = given.files or [_written(size, Path(folder)) for size in given.sizes]
        counts = [sum(1 for _ in file.open("rb")) for file in files]
        _run("clean", files[0], Path(folder))  # compiles what a fresh installation compiles once
        for command in COMMANDS:
            small, large = (_run(command, file, Path(folder)) for file in files)
            growth = 1000 * (large.megabytes - small.megabytes) / (counts[1] - counts[0])
            too_much |= growth > LIMIT
            for count, found in zip(counts, (small, large), strict=True):
                print(f"{command}: {count:,} records, {found.megabytes:.0f} MB, {found.cpu:.0f} s of processor time")
            print(f"{command}: {growth:.1f} kB per record, limit {LIMIT:.0f}")
    return int(too_much)


def _written(size: int, folder: Path) -> Path:
    write(size, folder / f"n{size}")
    return folder / f"n{size}.jsonl"


def _run(command: str, file: Path, folder: Path) -> Measured:
    options = [str(folder / o) if o == "out" else o for o in COMMANDS[command]]
    done = measure(
        [
            sys.executable,
            "-m",
            "quality",
            command,
            str(file.absolute()),
            *options,
            "--isolated",
            "--no-cache",
            "-j",
            "1",
        ]
    )
    if done.code:
        raise SystemExit(done.output)
    return done


if __name__ == "__main__":
    sys.exit(main())
