"""What a run of `quality dedup` leaves, whatever engine ran it: the folder, its files, and the report."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from quality import __version__
from quality.engine.records.tables import FINDINGS, PASSAGES
from quality.match.landmarks import FREQUENT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from quality.engine.records.options import Options
    from quality.model import Failure

SCHEMA = "quality/dedup@1"
FILES = ("clusters.parquet", "clusters.jsonl", "pairs.jsonl", PASSAGES, FINDINGS, "report.json")


def report_of(
    options: Options,
    *,
    records: int,
    clusters: int,
    duplicates: int,
    reasons: dict[str, int],
    pairs: dict[str, int],
    skipped: int,
    failures: Sequence[Failure],
) -> dict[str, Any]:
    """The report of a run, whatever engine counted."""
    return {
        "schema": SCHEMA,
        "tool": {"name": "corpus-quality", "version": __version__},
        "judgement": "default" if options.threshold is None else f"exact Jaccard >= {options.threshold:g}",
        "options": {
            "shingle": options.shingle, "num_perm": options.num_perm, "bands": options.bands.count, "rows": options.bands.rows,
            "keep": options.keep, "seed": options.seed,
        },
        "records": records,
        "clusters": clusters,
        "duplicates": duplicates,
        "reasons": reasons,
        "pairs": pairs,
        "skipped": {"comparisons": skipped, "why": "members of a giant bucket are compared with their likeliest partners only"},
        "failures": [{"path": f.path, "message": f.message} for f in failures],
    }  # fmt: skip


def passages_report(
    shortest: int, *, found: int, records: int, characters: int, compared: int, spared: int, frequent: int
) -> dict[str, Any]:
    """What the report says of passages, whatever engine counted."""
    return {
        "shortest": shortest,
        "found": found,
        "records": records,
        "characters": characters,
        "compared": compared,
        "skipped": {
            "comparisons": spared, "frequent": frequent,
            "why": f"records that share words are compared with the first that holds them only; frequent: words of more than {FREQUENT}",
        },
    }  # fmt: skip


def is_outcome(folder: Path) -> bool:
    """True where a folder holds what a run of dedup left, and nothing else."""
    try:
        report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        return bool(report["schema"] == SCHEMA) and {p.name for p in folder.iterdir()} <= set(FILES)
    except (OSError, ValueError, KeyError, TypeError):
        return False
