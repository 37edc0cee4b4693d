"""The rules of copies across records: both engines against brute force, and word for word what `quality check` says of the same records."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest

from quality.engine import dedup, spark
from quality.engine.copies.finder import MOST
from quality.engine.copies.pairwise import judge
from quality.engine.copies.reading import Reading
from quality.engine.dedup import Options
from quality.engine.findings import fingerprint
from quality.engine.local import examine
from quality.engine.plan import Plan
from quality.engine.records.clusters import find_clusters
from quality.engine.records.findings import Row, gone, told
from quality.model import Page
from quality.report.json import row
from quality.segment import segment
from quality.text.lines import Lines
from quality.text.visible import dump
from tests.engine.records.prose import corpus
from tests.engine.sessions import cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from quality.engine.copies.pairwise import Place
    from quality.model import Examination

    Pair = tuple[int, int]

RULES = {"DUP101", "DUP102", "DUP103", "DUP104", "ENU405"}
ENGINES = ["local, 1 worker", "local, 2 workers", "Spark, 1 partition", "Spark, 8 partitions", "Spark, 64 partitions"]


def save(path: Path, texts: dict[str, str]) -> str:
    lines = (json.dumps({"id": name, "text": text}, ensure_ascii=False) + "\n" for name, text in texts.items())
    path.write_text("".join(lines), encoding="utf-8")
    return str(path)


def pages_of(source: str, texts: dict[str, str]) -> list[Page]:
    return [Page(source, text, name) for name, text in texts.items()]


def written(source: str, folder: Path, engine: str, request: pytest.FixtureRequest) -> str:
    name, count, *_ = engine.replace(",", "").split()
    if name == "local":
        dedup.dedup(source, folder, Options(passages=50, jobs=int(count)))
    else:
        session = request.getfixturevalue("session")
        with cut(session, int(count)):
            spark.dedup(source, folder, Options(passages=50, jobs=2), spark=session)
    return (folder / "findings.jsonl").read_text(encoding="utf-8")


def brute_force(pages: list[Page]) -> Iterator[Row]:
    """Every pair of records judged, holders counted letter by letter, connected by a graph library."""
    clusters = find_clusters(pages)
    number = {page.key: at for at, page in enumerate(pages)}
    leaves: dict[int, Any] = {number[pair.leaver.page.key]: pair for cluster in clusters for pair in cluster.pairs}
    for at, pair in leaves.items():
        keeper = number[pair.keeper.page.key]
        yield from gone({n: pages[n] for n in sorted((at, keeper))}, at, keeper, pair.similarity, pair.containment)
    readings = {n: Reading.of(n, segment(page)) for n, page in enumerate(pages) if n not in leaves}
    places = {
        (a, b): list(judge(readings[a], readings[b])) for a, b in combinations_with_replacement(sorted(readings), 2)
    }
    copies = [(a, b, *place[4:8]) for (a, b), place in _standing(places)]
    for part in nx.connected_components(nx.Graph([copy[:2] for copy in copies])):
        yield from told({n: pages[n] for n in sorted(part)}, [copy for copy in copies if copy[0] in part])


def _standing(places: dict[Pair, list[Place]]) -> Iterator[tuple[Pair, Place]]:
    holders: dict[tuple[int, bool], Counter[int]] = defaultdict(Counter)
    for (a, b), found in places.items():
        for place in found:
            holders[a, a == b].update(range(place.low, place.high))
            holders[b, a == b].update(range(place.other_low, place.other_high))
    for (a, b), found in places.items():
        for place in found:
            sides = ((a, place.low, place.high), (b, place.other_low, place.other_high))
            many = any(
                sum(holders[n, a == b][i] > 1 for i in range(low, high)) >= MOST * (high - low)
                for n, low, high in sides
            )
            if place.many if many else place.few:
                yield (a, b), place


def named(rows: Iterable[Row]) -> str:
    """The lines in input order, with fingerprints counted over all of them."""
    seen: Counter[str] = Counter()
    lines = []
    for found in sorted(rows):
        name = fingerprint(found.identity, seen[found.identity])
        lines.append(dump(json.loads(found.line) | {"fingerprint": name}, None) + "\n")
        seen[found.identity] += 1
    return "".join(lines)


def checked(examination: Examination) -> str:
    lines = Lines()
    return "".join(dump(row(f, lines), None) + "\n" for f in examination.findings if f.rule in RULES)


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_says_what_brute_force_and_check_say(
    engine: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    texts = corpus(1)
    source = save(tmp_path / "in.jsonl", texts)
    found = written(source, tmp_path / "out", engine, request)
    assert {json.loads(line)["rule"] for line in found.splitlines()} == RULES
    assert found == named(brute_force(pages_of(source, texts)))
    assert found == checked(examine(pages_of(source, texts), Plan()))


@pytest.mark.parametrize("seed", range(2, 6))
def test_what_stands_twice_by_right_is_silent(seed: int, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Notices of many records, quotations, decks, what four papers print: no finding; planted copies: each one."""
    texts = corpus(seed)
    source = save(tmp_path / "in.jsonl", texts)
    found = written(source, tmp_path / "out", "local, 2 workers", request)
    assert found == named(brute_force(pages_of(source, texts)))
    assert found == checked(examine(pages_of(source, texts), Plan()))
    rows = [json.loads(line) for line in found.splitlines()]
    places = {place for r in rows for place in (r["record"], r["related"][0]["record"])}
    assert {place.partition("-")[0] for place in places} == {"story", "number", "long", "twice", "record"}
    by_rule = Counter(r["rule"] for r in rows)
    assert [by_rule[rule] for rule in ("DUP101", "DUP102", "DUP103", "ENU405")] == [3, 2, 2, 1]


def test_findings_beyond_memory_are_the_same(tmp_path: Path) -> None:
    source = save(tmp_path / "in.jsonl", corpus(7))
    for name, memory in (("a", 1 << 30), ("b", 1000)):
        dedup.dedup(source, tmp_path / name, Options(passages=50, memory=memory))
    assert (tmp_path / "a" / "findings.jsonl").read_bytes() == (tmp_path / "b" / "findings.jsonl").read_bytes()


def test_a_folder_of_texts_is_told_by_its_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "texts").mkdir()
    texts = {f"texts/{name}.txt": text for name, text in sorted(corpus(3).items())}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    dedup.dedup("texts", tmp_path / "out", Options(passages=50))
    found = (tmp_path / "out" / "findings.jsonl").read_text(encoding="utf-8")
    assert found == checked(examine([Page(name, text) for name, text in texts.items()], Plan()))


def test_a_corpus_without_copies_has_an_empty_file(tmp_path: Path) -> None:
    dedup.dedup(save(tmp_path / "in.jsonl", {"a": "春风。", "b": ""}), tmp_path / "out", Options(passages=50))
    assert (tmp_path / "out" / "findings.jsonl").read_text(encoding="utf-8") == ""
