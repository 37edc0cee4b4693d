"""What a run of dedup may be told, on whatever engine."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from quality.errors import ConfigError
from quality.match.bands import Bands
from quality.match.landmarks import SHORTEST
from quality.match.signatures import Scheme
from quality.read.records import Columns
from quality.text.shingles import LONGEST, WIDTH

if TYPE_CHECKING:
    from pathlib import Path

KEEP = ("best", "longest", "first")
INDEXES = ("sorted", "datasketch")
FAINTEST = 0.12
"""Share of equal places in two signatures from which the default judgement looks at a pair."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a run of `dedup` may be told."""

    threshold: float | None = None
    """Exact Jaccard similarity of the texts as they are, 0 to 1; the default judgement without one."""
    shingle: int = WIDTH
    num_perm: int = 128
    keep: str = "best"
    """`best` = most others are copies of it, then longest, then earliest; `longest`; `first`."""
    seed: int = 1
    jobs: int = field(default_factory=lambda: os.cpu_count() or 1)
    memory: int = 1 << 30
    """Bytes of keys and signatures that are held in memory; more go to files."""
    temp: Path | None = None
    columns: Columns = field(default_factory=Columns)
    against: Path | None = None
    """An index whose records stay; new ones are compared with them and with each other."""
    save_index: Path | None = None
    index: str = "sorted"
    """`sorted`, or `datasketch` for the pairs that its MinHashLSH proposes."""
    passages: int | None = None
    """Characters of the shortest passage that is looked for in two records that stay, or twice in one; none without it."""

    def __post_init__(self) -> None:
        wrong = [
            message
            for bad, message in (
                (
                    self.threshold is not None and not 0 < self.threshold <= 1,
                    "--threshold must lie above 0 and not above 1",
                ),
                (not 1 <= self.shingle <= LONGEST, f"--shingle must lie between 1 and {LONGEST}"),
                (not 16 <= self.num_perm <= 4096, "--num-perm must lie between 16 and 4096"),
                (self.index not in INDEXES, f"--index must be one of {', '.join(INDEXES)}"),
                (self.keep not in KEEP, f"--keep must be one of {', '.join(KEEP)}"),
                (self.jobs < 1, "--jobs must be at least 1"),
                (self.memory < 1, "--memory must be above 0"),
                (not 0 <= self.seed < 1 << 32, "--seed must lie between 0 and 4294967295"),
                (self.passages is not None and self.passages < SHORTEST, f"--passages must be at least {SHORTEST}"),
                (
                    self.passages is not None and self.against is not None,
                    "--passages needs the texts of all records, which an index of --against does not hold",
                ),
            )
            if bad
        ]
        if wrong:
            raise ConfigError("; ".join(wrong))

    @property
    def scheme(self) -> Scheme:
        """What the signatures depend on."""
        return Scheme(width=self.shingle, num_perm=self.num_perm, seed=self.seed, fold=self.threshold is None)

    @property
    def bands(self) -> Bands:
        """How signatures propose pairs."""
        if self.threshold is not None:
            return Bands.reaching(self.threshold, self.num_perm)
        return Bands(count=self.num_perm // 2, rows=2, least=max(int(FAINTEST * self.num_perm), 1))
