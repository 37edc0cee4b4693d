"""What a second run costs: nothing changed, one page changed, and one page that holds a copy of another, against the first run.

    python -m benchmarks.again RECORDS.jsonl.xz --pages 2000 --rounds 3
    python -m benchmarks.again RECORDS.jsonl.xz --pages 400 --together date

`--together` joins the records that share a field to one page each. Results are those of `--no-cache`, byte for byte, or the
benchmark fails.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMITS = {"unchanged": 0.10, "one changed": 0.15, "one copied": 0.15}


@dataclass(frozen=True)
class Measured:
    wall: float
    cpu: float
    output: bytes


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=Path)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--together", metavar="FIELD")
    given = parser.parse_args()
    texts = list(_texts(_rows(given.records), given.together))[: given.pages]
    with tempfile.TemporaryDirectory() as folder:
        # The first round compiles what a fresh installation compiles once, and does not count.
        _, *rounds = [_round(Path(folder), number, texts) for number in range(given.rounds + 1)]
    size = sum(map(len, texts))
    print(f"{len(texts)} pages, {size} characters, {given.rounds} rounds; median (least, most)")
    for kind in rounds[0]:
        for unit in ("wall", "cpu"):
            values = [getattr(r[kind], unit) for r in rounds]
            shares = [getattr(r[kind], unit) / getattr(r["first"], unit) for r in rounds]
            limit = f", limit {LIMITS[kind]:.0%}" if kind in LIMITS else ""
            print(f"{kind:12} {unit:4} {_told(values, '.2f')} s = {_told(shares, '.1%')} of the first{limit}")
    return 0


def _told(values: list[float], form: str) -> str:
    return f"{median(values):{form}} ({min(values):{form}}, {max(values):{form}})"


def _rows(path: Path) -> list[dict[str, Any]]:
    with (lzma.open if path.suffix == ".xz" else open)(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _texts(rows: list[dict[str, Any]], together: str | None) -> Iterator[str]:
    joined: dict[Any, list[str]] = defaultdict(list)
    for number, row in enumerate(rows):
        joined[row[together] if together else number].append(f"{row.get('title', '')}\n\n{row['text']}".strip())
    return ("\n\n".join(texts) + "\n" for texts in joined.values())


def _round(folder: Path, number: int, texts: list[str]) -> dict[str, Measured]:
    """One first run and what follows, in a folder of its own; other pages change in every round."""
    place = folder / str(number)
    pages = place / "pages"
    pages.mkdir(parents=True)
    for at, text in enumerate(texts):
        (pages / f"{at:06}.txt").write_text(text, encoding="utf-8")
    _, changed, copied = (len(texts) * part // 7 + number for part in (1, 3, 5))
    found = {"first": _check(place), "unchanged": _check(place)}
    half = len(texts[changed]) // 2
    page = pages / f"{changed:06}.txt"
    page.write_text(f"{texts[changed][:half]}这里另外写了几个字。{texts[changed][half:]}", encoding="utf-8")
    found["one changed"] = _check(place)
    page = pages / f"{copied:06}.txt"
    page.write_text(f"{texts[copied]}\n{texts[copied + 1]}", encoding="utf-8")
    found["one copied"] = _check(place)
    if found["one copied"].output != _check(place, "--no-cache").output:
        raise SystemExit("the cache tells something else than an examination")
    return found


def _check(place: Path, *options: str) -> Measured:
    command = [sys.executable, "-m", "quality", "check", "pages", "--output-format", "json", "--exit-zero", *options]
    begin, spent = time.perf_counter(), _spent()
    variables = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), "PYTHONDONTWRITEBYTECODE": ""}
    done = subprocess.run(command, cwd=place, env=variables, stdout=subprocess.PIPE, check=True)
    return Measured(time.perf_counter() - begin, _spent() - spent, done.stdout)


def _spent() -> float:
    """Processor seconds of all that was started and has ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main())
