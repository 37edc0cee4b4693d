"""Measures repeated passages: `planted`, `speed` and `silence`.

    python -m benchmarks.passages planted NEWS.jsonl[.xz] [--each 200] [--seed 7] [--misses 3]
    python -m benchmarks.passages speed   NEWS.jsonl[.xz] [--megabytes 50] [--runs 3] [--seed 1]
    python -m benchmarks.passages silence NEWS.jsonl[.xz] [--limit N]

`planted`: a stretch of a text is set again elsewhere in the same text, at least 60 characters away, with errors: a third of them
substitutions, a third characters lost, a third characters added, all drawn from the news. `window` cuts anywhere and sets anywhere;
`line` cuts anywhere and sets on a line of its own. It is found where a finding or its partner overlaps the planted or the original
stretch by half (intersection over union). A whole sentence that is set again to the letter is a quotation to these rules, and not planted.

`speed`: random walks over the news (runs of 3 and more characters) with passages of 50 to 400 characters set again with 0, 5 and 10 %
errors. Every method runs in a process of its own, interleaved; the suffix array is that of pydivsufsort with Kasai's LCP.

`silence`: every finding on clean news with its text and reason, to be read.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from quality.engine.copies.finder import Copies, find_copies
from quality.match.passages import find_passages
from quality.match.repeated import repeated
from quality.model import Page, Span
from quality.segment import segment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

AWAY = 60
LENGTHS = (40, 60, 100, 200)
RATES = (0.0, 0.05, 0.1)
METHODS = ("exact", "noisy", "suffix")


def records(path: Path) -> Iterator[tuple[str, str]]:
    """Ids and texts of the items of a JSONL file."""
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            row = json.loads(line)
            if row.get("kind", "item") == "item" and len(row["text"]) >= 20:
                yield str(row.get("id", number)), row["text"]


@dataclass
class Injector:
    """Plants copies with errors, seeded."""

    dice: random.Random
    pool: list[str]

    def noisy(self, text: str, rate: float) -> str:
        out = []
        for char in text:
            kind = self.dice.random() * 3 / rate if rate and char.isalnum() else 3
            other = self.dice.choice(self.pool)
            out.append(other if kind < 1 else "" if kind < 2 else char + other if kind < 3 else char)
        return "".join(out)

    def plant(self, text: str, length: int, rate: float, place: str) -> tuple[str, Span, Span] | None:
        """The text with the copy, the copy's place, and the original's; None where the text is too short."""
        letters = [i for i, c in enumerate(text) if c.isalnum()]
        if len(letters) < length + 2 * AWAY:
            return None
        first = self.dice.randrange(len(letters) - length)
        start, end = letters[first], letters[first + length - 1] + 1
        copy = self.noisy(text[start:end], rate)
        places = [
            i for i in range(len(text)) if not start - AWAY < i < end + AWAY and (place != "line" or text[i] == "\n")
        ]
        if not places:
            return None
        at, lead = self.dice.choice(places), "\n" if place == "line" else ""
        moved = len(copy) + len(lead) if at <= start else 0
        begin = at + len(lead)
        return text[:at] + lead + copy + text[at:], Span(begin, begin + len(copy)), Span(start + moved, end + moved)


def told(copies: Copies, places: tuple[Span, Span]) -> bool:
    for pair in copies.alignments:
        for copy in (pair.left, pair.right):
            whole = Span(copy.spans[0].start, copy.spans[-1].end)
            for place in places:
                shared = min(whole.end, place.end) - max(whole.start, place.start)
                if shared > 0 and 2 * shared >= max(whole.end, place.end) - min(whole.start, place.start):
                    return True
    return False


def planted(options: argparse.Namespace) -> None:
    texts = [t for _, t in records(options.news) if len(t) >= 500]
    dice = random.Random(options.seed)
    injector = Injector(dice, [c for t in texts[:300] for c in t if "一" <= c <= "鿿"])
    print("| set | letters | " + " | ".join(f"{r:.0%} errors" for r in RATES) + " |\n|---|---|" + "---|" * len(RATES))
    for place in ("window", "line"):
        for length in LENGTHS:
            row = [_recall(injector, texts, options, length, rate, place) for rate in RATES]
            print(f"| {place} | {length} | " + " | ".join(row) + " |")


def _recall(
    injector: Injector, texts: list[str], options: argparse.Namespace, length: int, rate: float, place: str
) -> str:
    found = tried = 0
    misses: list[str] = []
    while tried < options.each:
        draft = injector.plant(injector.dice.choice(texts), length, rate, place)
        if draft is None:
            continue
        text, copy, original = draft
        hit = told(find_copies([segment(Page("planted", text))], (), lambda _: ()), (copy, original))
        tried, found = tried + 1, found + hit
        if not hit:
            misses.append(text[copy.start : copy.end])
    for miss in misses[: options.misses]:
        print(f"missed {place} {length} {rate}: {miss!r}", file=sys.stderr)
    return f"{found / tried:.3f}"


def corpus(path: Path, megabytes: int, seed: int) -> tuple[NDArray[np.uint32], list[tuple[int, int, int, int, float]]]:
    """Random walks over the news, and the passages set again in them: (start, end, copy's start, its end, rate)."""
    base = np.frombuffer("".join(t for _, t in records(path)).encode("utf-32-le"), np.uint32)
    base = base[base > 0x3000]
    dice = np.random.default_rng(seed)
    size = megabytes * 1_000_000 // 3
    runs = 2 + dice.geometric(0.3, size // 3)
    runs = runs[: np.searchsorted(np.cumsum(runs), size) + 1]
    starts = dice.integers(0, len(base) - 100, len(runs))
    text = base[np.repeat(starts, runs) + np.arange(runs.sum()) - np.repeat(np.cumsum(runs) - runs, runs)][:size].copy()
    truth = []
    for _ in range(size // 1000):
        (start, to), length, rate = dice.integers(0, size - 1000, 2), dice.integers(50, 400), dice.choice(RATES)
        piece, luck = text[start : start + length].copy(), dice.random(length)
        swap = luck < rate / 3
        piece[swap] = dice.choice(base, swap.sum())
        times = np.where(
            (luck >= rate / 3) & (luck < 2 * rate / 3), 0, np.where((luck >= 2 * rate / 3) & (luck < rate), 2, 1)
        )
        piece = np.repeat(piece, times)
        text[to : to + len(piece)] = piece
        truth.append((int(start), int(start + length), int(to), int(to + len(piece)), float(rate)))
    return text, truth


def speed(options: argparse.Namespace) -> None:
    text, truth = corpus(options.news, options.megabytes, options.seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "codes.npy"
        np.save(path, text)
        runs: dict[str, list[dict[str, float]]] = {m: [] for m in METHODS}
        for _ in range(options.runs):
            for method in METHODS:
                command = [sys.executable, "-m", "benchmarks.passages", "run", method, str(path)]
                runs[method].append(
                    json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
                )
    print(f"{len(text):,} characters; planted passages found: {_found(text, truth)}\n")
    print("| method | wall s (min-max) | CPU s | bytes per character | result |\n|---|---|---|---|---|")
    for method, rows in runs.items():
        wall = sorted(r["wall"] for r in rows)
        cpu, memory = median(r["cpu"] for r in rows), max(r["memory"] for r in rows) / len(text)
        print(
            f"| {method} | {median(wall):.2f} ({wall[0]:.2f}-{wall[-1]:.2f}) | {cpu:.2f} | {memory:.1f} | {rows[0]['result']} |"
        )


def _found(text: NDArray[np.uint32], truth: list[tuple[int, int, int, int, float]]) -> str:
    """Recall over planted passages that no later one overwrote, half of the original being matched with the copy."""
    passages = find_passages(text, np.array([0, len(text) + 1]), shortest=40).passages
    lefts = np.array([p.left for p in passages])
    written = np.zeros(len(text) + 1, np.int32)
    for _, _, to, to_end, _ in truth:
        written[to] += 1
        written[to_end] -= 1
    written = np.cumsum(written)
    tally: dict[float, list[bool]] = {r: [] for r in RATES}
    for start, end, to, to_end, rate in truth:
        if written[start:end].any() or written[to:to_end].max() > 1:
            continue
        left, right = sorted(((start, end), (to, to_end)))
        near = passages[np.searchsorted(lefts, left[0] - 600) : np.searchsorted(lefts, left[1])]
        shared = sum(
            max(min(p.left_end, left[1]) - max(p.left, left[0]), 0)
            for p in near
            if p.right < right[1] and p.right_end > right[0]
        )
        tally[rate].append(2 * shared >= end - start)
    return ", ".join(f"{r:.0%} errors {sum(t)}/{len(t)}" for r, t in tally.items())


def run(options: argparse.Namespace) -> None:
    """One method in this process; prints seconds, memory and result as JSON."""
    codes = np.load(options.codes)
    before = _kilobytes("VmRSS")
    wall, cpu = time.perf_counter(), time.process_time()
    result = {"exact": _exact, "noisy": _noisy, "suffix": _suffix}[options.method](codes)
    row = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu, "result": result}
    memory = (_kilobytes("VmHWM") - before) * 1024 + codes.nbytes
    print(json.dumps({**row, "memory": memory}))


def _kilobytes(name: str) -> int:
    """A figure of this process; not that of getrusage, whose peak a process inherits from its parent."""
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(name))
    return int(line.split()[1])


def _exact(codes: NDArray[np.uint32]) -> str:
    return f"covered {repeated(codes, 50).mean():.6f}"


def _noisy(codes: NDArray[np.uint32]) -> str:
    return f"{len(find_passages(codes, np.array([0, len(codes) + 1]), shortest=40).passages)} passages"


def _suffix(codes: NDArray[np.uint32]) -> str:
    from pydivsufsort import divsufsort, kasai

    ranks = np.unique(codes, return_inverse=True)[1].astype(np.uint16)
    suffixes = divsufsort(ranks)
    common = kasai(ranks, suffixes)
    hits = np.flatnonzero(common >= 50)
    hits = hits[hits < len(suffixes) - 1]
    steps = np.zeros(len(ranks) + 1, np.int32)
    for side in (0, 1):
        np.add.at(steps, suffixes[hits + side], 1)
        np.add.at(steps, np.minimum(suffixes[hits + side] + common[hits], len(ranks)), -1)
    return f"covered {(np.cumsum(steps)[:-1] > 0).mean():.6f}"


def silence(options: argparse.Namespace) -> None:
    pages = [Page("news", text, name) for name, text in islice(records(options.news), options.limit)]
    size = sum(len(p.text) for p in pages) / 1e6
    copies = find_copies([segment(p) for p in pages], (), lambda _: ())
    for pair in copies.alignments:
        print(
            f"{pair.kind} {pair.leaver.page.record} <- {pair.keeper.page.record} ({len(pair.differences)} differences, {pair.reason})"
        )
        print(f"  {pair.leaver.text[:100]!r}\n  {pair.keeper.text[:100]!r}")
    findings = len(copies.alignments) + sum(len(a.differences) for a in copies.alignments)
    print(f"{findings} findings, {findings / size:.1f} per million characters", *copies.notes, sep="\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    for name, job in (("planted", planted), ("speed", speed), ("silence", silence)):
        command = commands.add_parser(name)
        command.set_defaults(job=job)
        command.add_argument("news", type=Path)
        for option, value in (
            ("each", 200),
            ("seed", 7),
            ("misses", 0),
            ("megabytes", 50),
            ("runs", 3),
            ("limit", None),
        ):
            command.add_argument(f"--{option}", type=int, default=value)
    command = commands.add_parser("run")
    command.set_defaults(job=run)
    command.add_argument("method", choices=METHODS)
    command.add_argument("codes", type=Path)
    options = parser.parse_args()
    options.job(options)


if __name__ == "__main__":
    main()
