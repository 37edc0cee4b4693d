"""A corpus of Chinese articles with planted near-duplicates, of any size, from nothing but a word list.

    python -m benchmarks.workload 50000 build/bench/n50k

writes PREFIX.jsonl and PREFIX.gold.csv (id, cluster, kind, source). Words are drawn by their frequency in jieba's dictionary, clauses
have about eleven characters, lengths are lognormal (mean 800, 100 to 5,000). Three records in ten belong to clusters of 2 to 20:
copies with 1, 5, 10 or 15 % of the characters replaced, lost or inserted, with a paragraph dropped, or with boilerplate around.
"""

from __future__ import annotations

import argparse
import csv
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

KINDS = ("e1", "e5", "e10", "e15", "para", "boil")
PLANTED = 0.3
NOTICES = (
    "本文由编辑整理，转载请注明出处。",
    "责任编辑：王晓明　校对：李静",
    "更多内容请关注公众号，点击原文查看详情。",
    "免责声明：文中观点仅代表作者本人。",
)


@dataclass(frozen=True)
class Planted:
    text: str
    cluster: int
    kind: str
    source: int


def words() -> tuple[np.ndarray, np.ndarray]:
    """Han words of up to four characters and their probabilities."""
    import jieba

    found = {}
    for line in Path(jieba.__file__).with_name("dict.txt").read_text(encoding="utf-8").splitlines():
        word, count = line.split(" ")[:2]
        if len(word) <= 4 and all("一" <= c <= "龥" for c in word) and int(count) > 20:
            found[word] = int(count)
    weights = np.array(list(found.values()), float)
    return np.array(list(found), object), weights / weights.sum()


class Writer:
    """Draws articles and their variants from one stream of random numbers."""

    def __init__(self, seed: int) -> None:
        self.draw = np.random.default_rng(seed)
        self.words, weights = words()
        self.steps = np.cumsum(weights)

    def article(self) -> str:
        size = int(np.clip(self.draw.lognormal(np.log(800) - 0.245, 0.7), 100, 5000))
        drawn = self.words[np.searchsorted(self.steps, self.draw.random(size)).clip(max=len(self.words) - 1)]
        text, clause, sentence = "", 0, 0
        parts: list[str] = []
        for word in drawn:
            parts.append(word)
            clause += len(word)
            sentence += len(word)
            if clause >= 8 + int(self.draw.integers(7)):
                ends = sentence > 45
                parts.append("。" if ends else "，")
                if ends and self.draw.random() < 0.2:
                    parts.append("\n")
                clause, sentence = 0, 0 if ends else sentence
            size -= len(word)
            if size <= 0:
                break
        text = "".join(parts)
        return text + "。"

    def edited(self, text: str, rate: float) -> str:
        """A third each of the edits replaces, drops or inserts a character."""
        hit = np.flatnonzero(self.draw.random(len(text)) < rate)
        chars = list(text)
        for at, how, code in zip(
            hit.tolist(),
            self.draw.integers(3, size=len(hit)).tolist(),
            self.draw.integers(0x4E00, 0x9FA5, len(hit)).tolist(),
            strict=True,
        ):
            if chars[at] != "\n":
                chars[at] = (chr(code), "", chr(code) + chars[at])[how]
        return "".join(chars)

    def variant(self, text: str, kind: str) -> str:
        if kind.startswith("e"):
            return self.edited(text, int(kind[1:]) / 100)
        text = self.edited(text, 0.01)
        if kind == "boil":
            before, after = self.draw.integers(len(NOTICES), size=2)
            return f"{NOTICES[before]}\n{text}\n{NOTICES[after]}"
        lines = text.split("\n")
        if len(lines) < 2:
            return text[len(text) // 5 :]
        del lines[int(self.draw.integers(len(lines)))]
        return "\n".join(lines)

    def cluster_size(self) -> int:
        u = self.draw.random()
        return (
            2 if u < 0.5 else 3 if u < 0.75 else int(self.draw.integers(4, 6) if u < 0.9 else self.draw.integers(6, 21))
        )


def corpus(count: int, seed: int = 7) -> list[Planted]:
    """The records in random order; `source` is the place of the text that a variant was made of."""
    writer = Writer(seed)
    made: list[tuple[str, int, str]] = []
    cluster = 0
    while len(made) < count * PLANTED:
        text = writer.article()
        made.append((text, cluster, "source"))
        for _ in range(writer.cluster_size() - 1):
            kind = KINDS[int(writer.draw.integers(len(KINDS)))]
            made.append((writer.variant(text, kind), cluster, kind))
        cluster += 1
    while len(made) < count:
        made.append((writer.article(), cluster, "unique"))
        cluster += 1
    order = writer.draw.permutation(count)
    made = [made[i] for i in order]
    sources = {c: n for n, (_, c, kind) in enumerate(made) if kind == "source"}
    return [Planted(t, c, k, sources.get(c, n)) for n, (t, c, k) in enumerate(made)]


def write(count: int, prefix: Path, seed: int = 7) -> None:
    """Writes a corpus and its gold, unless they are there."""
    if prefix.with_suffix(".gold.csv").exists():
        return
    prefix.parent.mkdir(parents=True, exist_ok=True)
    records = corpus(count, seed)
    with prefix.with_suffix(".jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps({"id": n, "text": r.text}, ensure_ascii=False) + "\n" for n, r in enumerate(records))
    with prefix.with_suffix(".gold.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["id", "cluster", "kind", "source"])
        table.writerows((n, r.cluster, r.kind, r.source) for n, r in enumerate(records))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("prefix", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    write(given.count, given.prefix, given.seed)
