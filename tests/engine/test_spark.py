"""One corpus, two engines, the same bytes; components against a graph library; a run that was killed goes on."""

from __future__ import annotations

import json
import random
import shutil
from importlib.util import find_spec
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pyarrow as pa
import pytest

from quality.engine import batches, dedup, spark
from quality.engine.dedup import FILES, Options
from quality.engine.spark_components import components
from quality.errors import ConfigError, InputError
from tests.requirements import missing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pyspark.sql import SparkSession

WRITTEN = [name for name in FILES if name != "report.json"]
CHARACTERS = (
    "山水田园春夏秋冬风云雨雪花草木鱼虫鸟兽东西南北上下左右日月星辰金石土火江河湖海城市乡村学校工厂道路桥梁人民老师同学"
)


@pytest.fixture(scope="module")
def session() -> Iterator[SparkSession]:
    if find_spec("pyspark") is None:
        missing("spark", "PySpark is not installed")
    if shutil.which("java") is None:
        missing("java", "there is no Java")
    made = spark.session(Options(jobs=2))
    yield made
    made.stop()


def varied(text: str, rate: float, draw: random.Random) -> str:
    return "".join(draw.choice(CHARACTERS) if draw.random() < rate else c for c in text)


def records(count: int, seed: int) -> list[dict[str, str]]:
    """Texts of 60 to 300 characters; every third has copies with 0 to 8 % errors; some empty, some short, some without an id."""
    draw = random.Random(seed)
    texts: list[str] = ["", "，。", "春风", "春风", "春风。"]
    for number in range(count):
        text = "".join(draw.choices(CHARACTERS, k=draw.randint(60, 300)))
        texts += [text, *(varied(text, rate, draw) for rate in (0, 0.02, 0.08) if number % 3 == 0)]
    draw.shuffle(texts)
    return [{"text": t} if n % 7 == 0 else {"id": f"r{n}", "text": t} for n, t in enumerate(texts)]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Two files, a row that is none among them."""
    folder = tmp_path_factory.mktemp("corpus")
    rows = [json.dumps(r, ensure_ascii=False) for r in records(40, 1)]
    (folder / "a.jsonl").write_text("\n".join([*rows[:30], "[1]", *rows[30:]]) + "\n", encoding="utf-8")
    more = [{**r, "id": f"b{n}"} for n, r in enumerate(records(5, 1))]
    (folder / "b.jsonl").write_text("\n".join(json.dumps(r) for r in more) + "\n", encoding="utf-8")
    return [str(folder / "a.jsonl"), str(folder / "b.jsonl")]


def same(left: Path, right: Path) -> bool:
    return all((left / name).read_bytes() == (right / name).read_bytes() for name in WRITTEN)


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize(("partitions", "threshold"), [(1, None), (8, None), (3, 0.7)])
def test_both_engines_leave_the_same_bytes(
    session: SparkSession, corpus: list[str], tmp_path: Path, partitions: int, threshold: float | None
) -> None:
    session.conf.set("spark.sql.shuffle.partitions", str(partitions))
    options = Options(threshold=threshold, jobs=2)
    here = dedup.dedup(corpus, tmp_path / "local", options)
    there = spark.dedup(corpus, tmp_path / "spark", options, spark=session)
    assert same(tmp_path / "local", tmp_path / "spark")
    assert {f.message for f in here.failures} == {f.message for f in there.failures}
    assert [f.path for f in there.failures] == [f"{corpus[0]}:31"]
    counted = ("records", "clusters", "duplicates", "reasons", "pairs", "skipped")
    assert [here.report[name] for name in counted] == [there.report[name] for name in counted]
    assert here.report["duplicates"] > 0


@pytest.mark.filterwarnings("default")
def test_a_killed_run_goes_on_behind_its_last_whole_stage(
    session: SparkSession, corpus: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.conf.set("spark.sql.shuffle.partitions", "2")
    work = tmp_path / "work"

    class Killed(BaseException):
        pass

    def killed(*_: object) -> None:
        raise Killed

    monkeypatch.setattr(spark, "_settled", killed)
    with pytest.raises(Killed):
        spark.dedup(corpus, tmp_path / "spark", Options(), spark=session, work=str(work))
    monkeypatch.undo()
    told = {p.name: p.stat().st_mtime_ns for p in work.glob("*.told")}
    assert {"digests.told", "edges.told"} <= set(told)
    spark.dedup(corpus, tmp_path / "spark", Options(), spark=session, work=str(work))
    assert {p.name: p.stat().st_mtime_ns for p in work.glob("*.told") if p.name in told} == told
    dedup.dedup(corpus, tmp_path / "local", Options())
    assert same(tmp_path / "local", tmp_path / "spark")


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("kind", ["random", "chain", "star"])
def test_components_are_those_of_the_graph(session: SparkSession, kind: str) -> None:
    session.conf.set("spark.sql.shuffle.partitions", "2")
    graph = {
        "random": nx.gnm_random_graph(120, 90, seed=5), "chain": nx.path_graph(40), "star": nx.star_graph(50),
    }[kind]  # fmt: skip
    edges = session.createDataFrame([(min(e), max(e)) for e in graph.edges], "left long, right long")
    kept = []

    def keep(name: str, made):  # type: ignore[no-untyped-def]
        kept.append(name)
        return made().localCheckpoint()

    found = {r["row"]: r["component"] for r in components(edges, keep).collect()}
    expected = {node: min(part) for part in nx.connected_components(graph) if len(part) > 1 for node in part}
    assert found == expected
    assert len(kept) <= 12


@pytest.mark.filterwarnings("default")
def test_equal_ids_are_named(session: SparkSession, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "x", "text": "春"}\n{"id": "x", "text": "夏"}\n', encoding="utf-8")
    with pytest.raises(InputError, match="`x`"):
        spark.dedup([str(tmp_path / "a.jsonl")], tmp_path / "out", spark=session)


def test_what_is_missing_is_said_exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    if find_spec("pyspark") is None:
        with pytest.raises(ConfigError, match=r"corpus-quality\[spark\]"):
            spark.session(Options())
        return
    from pyspark.sql import SparkSession

    monkeypatch.setattr(SparkSession, "getActiveSession", classmethod(lambda _: None))
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(ConfigError, match="Java 17"):
        spark.session(Options())


def test_batches_of_pairs_that_agree_are_those_of_the_signatures() -> None:
    """The sketch proposes at least every pair that the signatures would, in however many slices buckets are dealt."""
    draw = np.random.default_rng(3)
    scheme, bands = Options().scheme, Options().bands
    base = draw.integers(0, 1 << 32, (20, scheme.num_perm), np.uint32)
    mixed = np.where(draw.random((20, scheme.num_perm)) < 0.4, base, draw.integers(0, 1 << 32, base.shape, np.uint32))
    rows = np.concatenate([base, mixed])
    table = pa.table({"row": np.arange(40), "signature": [r.tobytes() for r in rows]})
    for slices in (1, 5):
        dealt = batches.buckets(table, scheme, bands, slices)
        assert len(dealt) == slices
        pairs: set[tuple[int, int]] = set()
        for number in range(slices):
            proposed = batches.proposals(dealt.slice(number, 1), scheme, bands)
            found = list(zip(proposed["left"].to_pylist(), proposed["right"].to_pylist(), strict=True))
            assert len(found) == len(set(found))
            pairs |= set(found)
        assert {(i, i + 20) for i in range(20)} <= pairs
