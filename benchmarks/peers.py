"""One near-duplicate run by one tool, from JSONL to a file of id,cluster: `python -m benchmarks.peers NAME IN.jsonl OUT.csv`.

Character 5-grams, 128 hashes, Jaccard 0.7, candidates checked by the sketch where the tool can, clusters by union-find. Each tool
is called as its documentation shows.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import pipelines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

THRESHOLD, HASHES, WIDTH = 0.7, 128, 5


def read(path: str) -> list[str]:
    with Path(path).open(encoding="utf-8") as file:
        return [json.loads(line)["text"] for line in file]


def grams(text: str) -> set[str]:
    return {text[i : i + WIDTH] for i in range(max(1, len(text) - WIDTH + 1))}


def write(path: str, count: int, pairs: Iterable[tuple[int, int]]) -> None:
    parent = list(range(count))

    def find(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for left, right in pairs:
        a, b = sorted((find(left), find(right)))
        parent[b] = a
    with Path(path).open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows((n, find(n)) for n in range(count))


def datasketch(source: str, out: str, hashfunc: Callable[[bytes], int] | None = None) -> None:
    from datasketch import MinHash, MinHashLSH

    texts = read(source)
    index = MinHashLSH(threshold=THRESHOLD, num_perm=HASHES)
    more = {} if hashfunc is None else {"hashfunc": hashfunc}
    sketches, pairs = [], []
    encoded = ([g.encode() for g in grams(text)] for text in texts)
    for number, sketch in enumerate(MinHash.generator(encoded, num_perm=HASHES, **more)):
        pairs += [(other, number) for other in index.query(sketch) if sketch.jaccard(sketches[other]) >= THRESHOLD]
        index.insert(number, sketch, check_duplication=False)
        sketches.append(sketch)
    write(out, len(texts), pairs)


def datasketch_xxhash(source: str, out: str) -> None:
    import xxhash

    datasketch(source, out, xxhash.xxh32_intdigest)


def rensa(source: str, out: str) -> None:
    from rensa import RMinHash, RMinHashLSH

    texts = read(source)
    sketches = RMinHash.from_token_sets((grams(t) for t in texts), HASHES, 42)
    index = RMinHashLSH(threshold=THRESHOLD, num_perm=HASHES, num_bands=16)
    index.insert_many(sketches)
    pairs = (
        (i, j)
        for i, near in enumerate(index.query_all(sketches))
        for j in near
        if j < i and sketches[i].jaccard(sketches[j]) >= THRESHOLD
    )
    write(out, len(texts), pairs)


def rensa_rho(source: str, out: str) -> None:
    """Says only which records have a duplicate: all flagged ones become one cluster, which no score is made from."""
    from rensa import RMinHash, RMinHashLSH

    texts = read(source)
    tokens = ([t[i : i + WIDTH] for i in range(max(1, len(t) - WIDTH + 1))] for t in texts)
    digests = RMinHash.digest_matrix_from_token_sets_rho(tokens, HASHES, 42)
    index = RMinHashLSH(threshold=THRESHOLD, num_perm=HASHES, num_bands=16)
    flags = index.query_duplicate_flags_matrix_one_shot(digests)
    with Path(out).open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows((n, "flagged" if flag else f"alone {n}") for n, flag in enumerate(flags))


def gaoya(source: str, out: str) -> None:
    from gaoya.minhash import MinHashStringIndex

    texts = read(source)
    index = MinHashStringIndex(32, THRESHOLD, 16, 8, None, "char", False, (WIDTH, WIDTH), "smallvec")  # noqa: FBT003
    index.par_bulk_insert_docs(list(range(len(texts))), texts)
    pairs = []
    for start in range(0, len(texts), 5000):
        for number, near in enumerate(index.par_bulk_query(texts[start : start + 5000]), start):
            pairs += [(number, other) for other in near]
    write(out, len(texts), pairs)


def labelled(out: str, labels: list[int]) -> None:
    with Path(out).open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(enumerate(labels))


def text_dedup(source: str, out: str) -> None:
    labelled(out, pipelines.text_dedup(read(source), width=WIDTH, hashes=HASHES, threshold=THRESHOLD))


def datatrove(source: str, out: str) -> None:
    labelled(out, pipelines.datatrove(read(source), width=WIDTH))


PEERS: dict[str, Callable[[str, str], None]] = {
    "datasketch": datasketch, "datasketch-xxhash": datasketch_xxhash, "rensa": rensa, "rensa-rho": rensa_rho, "gaoya": gaoya,
    "text-dedup": text_dedup, "datatrove": datatrove,
}  # fmt: skip

if __name__ == "__main__":
    PEERS[sys.argv[1]](sys.argv[2], sys.argv[3])
