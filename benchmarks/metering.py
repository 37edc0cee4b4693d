"""Wall time, processor time and memory of a command with all that it starts (a Java machine, its Python workers); Linux only."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

EVERY = 0.25
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Measured:
    code: int
    wall: float
    cpu: float
    megabytes: float
    """The most that all processes had resident together."""
    output: str


def measure(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Measured:
    """Runs a command to its end."""
    begin = time.perf_counter()
    with tempfile.TemporaryFile() as sink:
        run = subprocess.Popen(command, stdout=sink, stderr=sys.stderr, env={**os.environ, **(environment or {})})
        spent: dict[int, float] = {}
        most = 0
        while run.poll() is None:
            resident = 0
            for process in _tree(run.pid):
                spent[process], size = _counts(process, spent.get(process, 0.0))
                resident += size
            most = max(most, resident)
            time.sleep(EVERY)
        wall = time.perf_counter() - begin
        sink.seek(0)
        output = sink.read().decode()
    return Measured(run.returncode, wall, sum(spent.values()), most / (1 << 20), output)


def _tree(root: int) -> list[int]:
    """A process and what it started, and they."""
    found = [root]
    for process in found:
        for task in Path(f"/proc/{process}/task").glob("*/children"):
            try:
                found += map(int, task.read_text().split())
            except OSError:
                continue
    return found


def _counts(process: int, before: float) -> tuple[float, int]:
    """Seconds of processor time, and bytes resident; what is known of one that has just ended."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return before, 0
    return (int(fields[11]) + int(fields[12])) / TICKS, int(fields[21]) * PAGE
