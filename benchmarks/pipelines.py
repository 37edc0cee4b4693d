"""Peers that are whole pipelines, on text with a space between all characters: their tokens are words, of which Chinese shows no ends.

Each lives best in an environment of its own (they ask for hundreds of megabytes): `benchmarks.dedup` says how to make one.
"""

from __future__ import annotations

import json
import os
import pickle
import struct
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Labels = list[int]

CORES = os.cpu_count() or 1


def spaced(texts: Sequence[str], path: Path) -> None:
    """Writes records whose tokens are characters."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps({"text": " ".join(t)}, ensure_ascii=False) + "\n" for t in texts)


def text_dedup(texts: Sequence[str], *, width: int, hashes: int, threshold: float) -> Labels:
    """`python -m text_dedup.minhash` as its README calls it; the clusters are what `--debug` leaves."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        spaced(texts, folder / "texts.jsonl")
        options = {
            "path": "json", "data_files": folder / "texts.jsonl", "split": "train", "cache_dir": folder / "cache",
            "output": folder / "out", "column": "text", "ngram": width, "min_length": 1, "num_perm": hashes,
            "threshold": threshold, "num_proc": CORES,
        }  # fmt: skip
        told = [str(part) for key, value in options.items() for part in (f"--{key}", value)]
        command = [sys.executable, "-m", "text_dedup.minhash", *told, "--debug"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder)
        with (folder / "out" / "uf.pkl").open("rb") as file:
            united = pickle.load(file)  # noqa: S301 - written a moment ago by the program that is measured
    return [united.find(n) for n in range(len(texts))]


def datatrove(texts: Sequence[str], *, width: int) -> Labels:
    """The MinHash pipeline of its examples with its own buckets (14 of 8 hashes, for 0.7), without the last step that drops records."""
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.dedup.minhash import (
        MinhashConfig,
        MinhashDedupBuckets,
        MinhashDedupCluster,
        MinhashDedupSignature,
    )
    from datatrove.pipeline.readers import JsonlReader

    config = MinhashConfig(n_grams=width)
    share = -(-len(texts) // CORES)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "texts").mkdir()
        for part in range(CORES):
            spaced(texts[part * share : (part + 1) * share], folder / "texts" / f"{part:03d}.jsonl")
        at = {step: str(folder / step) for step in ("texts", "signatures", "buckets", "clusters")}
        signatures = MinhashDedupSignature(output_folder=at["signatures"], config=config)
        buckets = MinhashDedupBuckets(at["signatures"], at["buckets"], config=config)
        clusters = MinhashDedupCluster(at["buckets"], at["clusters"], config=config, save_cluster_id=True)
        for pipeline, tasks in (
            ([JsonlReader(at["texts"]), signatures], CORES), ([buckets], config.num_buckets), ([clusters], 1)
        ):  # fmt: skip
            logs = str(folder / f"logs-{tasks}")
            LocalPipelineExecutor(pipeline=pipeline, tasks=tasks, workers=CORES, logging_dir=logs).run()
        labels = list(range(len(texts)))
        for number, cluster in _told(sorted(Path(at["clusters"]).glob("*.clusters")), share):
            labels[number] = len(texts) + cluster
    return labels


def _told(files: Iterable[Path], share: int) -> Iterable[tuple[int, int]]:
    """(record, cluster) of files of pairs, one for each part of the corpus."""
    for path in files:
        for number, cluster in struct.iter_unpack("<II", path.read_bytes()):
            yield int(path.stem) * share + number, cluster
