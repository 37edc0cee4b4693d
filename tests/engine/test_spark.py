"""One corpus, two engines, the same bytes; components against a graph library; a run that was killed goes on."""

from __future__ import annotations

import json
import random
import shutil
from collections import defaultdict
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pyarrow as pa
import pytest

from quality.engine import dedup, spark
from quality.engine.dedup import Options
from quality.engine.distributed import batches
from quality.engine.distributed import components as spark_components
from quality.engine.distributed import files as spark_files
from quality.engine.distributed import run as spark_run
from quality.engine.distributed import source as spark_source
from quality.engine.records.outcome import FILES
from quality.engine.records.tables import FINDINGS
from quality.errors import ConfigError, InputError, OutputError
from tests.engine.sessions import cut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pyspark.sql import DataFrame, SparkSession

WRITTEN = [name for name in FILES if name != "report.json"]
CHARACTERS = (
    "山水田园春夏秋冬风云雨雪花草木鱼虫鸟兽东西南北上下左右日月星辰金石土火江河湖海城市乡村学校工厂道路桥梁人民老师同学"
)


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


def sharing() -> list[dict[str, str]]:
    """Twelve texts of which four and five hold one passage with up to 4 % errors, and one holds a passage twice."""
    draw = random.Random(8)
    texts = ["".join(draw.choices(CHARACTERS, k=draw.randint(100, 250))) for _ in range(12)]
    for holders in ((1, 4, 7, 10), (2, 3, 4, 8, 11)):
        passage = "".join(draw.choices(CHARACTERS, k=70))
        for at in holders:
            texts[at] = texts[at][:60] + "，" + varied(passage, 0.04 * (at % 2), draw) + "。" + texts[at][60:]
    return [{"text": t} for t in [*texts, texts[0] + texts[5] + "！" + texts[0]]]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Two files, a row that is none among them."""
    folder = tmp_path_factory.mktemp("corpus")
    rows = [json.dumps(r, ensure_ascii=False) for r in records(40, 1)]
    (folder / "a.jsonl").write_text("\n".join([*rows[:30], "[1]", *rows[30:]]) + "\n", encoding="utf-8")
    more = [{**r, "id": f"b{n}"} for n, r in enumerate([*records(5, 1), *sharing()])]
    (folder / "b.jsonl").write_text("\n".join(json.dumps(r) for r in more) + "\n", encoding="utf-8")
    return [str(folder / "a.jsonl"), str(folder / "b.jsonl")]


def same(left: Path, right: Path) -> bool:
    return all((left / name).read_bytes() == (right / name).read_bytes() for name in WRITTEN)


def clusters_in(folder: Path) -> set[frozenset[str]]:
    """Clusters of two records and more."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in (folder / "clusters.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["cluster"] is not None:
            found[row["cluster"]].add(row["id"])
    return {frozenset(members) for members in found.values()}


def alike(paths: list[str], threshold: float) -> set[frozenset[str]]:
    """The oracle: components of all pairs whose sets of 5-grams are as similar as that, compared each with each."""
    texts: dict[str, set[str]] = {}
    for path in paths:
        rows = [r for r in map(json.loads, Path(path).read_text(encoding="utf-8").splitlines()) if isinstance(r, dict)]
        for number, row in enumerate(rows):
            name = row.get("id", str(number + (number >= 30 and path.endswith("a.jsonl"))))
            text = row["text"]
            letters = any(map(str.isalnum, text))
            texts[name] = {text[i : i + 5] for i in range(max(1, len(text) - 4))} if letters else set()
    graph = nx.Graph(
        (a, b) for a, b in combinations(texts, 2)
        if len(texts[a] & texts[b]) >= threshold * len(texts[a] | texts[b]) > 0
    )  # fmt: skip
    return {frozenset(part) for part in nx.connected_components(graph)}


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize(("partitions", "threshold"), [(1, None), (8, None), (3, 0.7)])
def test_both_engines_leave_the_same_bytes(
    session: SparkSession, corpus: list[str], tmp_path: Path, partitions: int, threshold: float | None
) -> None:
    options = Options(threshold=threshold, jobs=1 + partitions % 2, passages=40)
    here = dedup.dedup(corpus, tmp_path / "local", options)
    with cut(session, partitions):
        there = spark.dedup(corpus, tmp_path / "spark", options, spark=session)
    assert same(tmp_path / "local", tmp_path / "spark")
    assert {f.message for f in here.failures} == {f.message for f in there.failures}
    assert [f.path for f in there.failures] == [f"{corpus[0]}:31"]
    if threshold is not None:
        assert clusters_in(tmp_path / "spark") == alike(corpus, threshold)
    counted = ("records", "clusters", "duplicates", "reasons", "pairs", "skipped", "passages", "findings")
    assert [here.report[name] for name in counted] == [there.report[name] for name in counted]
    assert here.report["duplicates"] > 0
    assert here.report["passages"]["found"] >= 8


@pytest.mark.filterwarnings("default")
def test_a_run_that_is_killed_in_eight_stages_goes_on_behind_the_last_whole_one(
    session: SparkSession, corpus: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each kill leaves half of what its stage writes; no stage that was whole before is made again."""
    work, stage = tmp_path / "work", spark_run.Work.stage
    whole: dict[str, int] = {}

    class Killed(BaseException):
        pass

    for moment in ("copies", "proposals", "edges", "settled", "assigned", "landmarks", "places", "findings"):

        def killed(run: spark_run.Work, name: str, made: Callable[[], DataFrame], moment: str = moment) -> DataFrame:
            if name != moment:
                return stage(run, name, made)
            (work / name).mkdir()
            (work / name / "part-00000.snappy.parquet").write_bytes(b"PAR1 half")
            raise Killed

        monkeypatch.setattr(spark_run.Work, "stage", killed)
        with pytest.raises(Killed):
            spark.dedup(corpus, tmp_path / "spark", Options(passages=40), spark=session, work=str(work))
        now = {p.name: p.stat().st_mtime_ns for p in work.glob("*.told")}
        assert f"{moment}.told" not in now
        assert {name: now[name] for name in whole} == whole
        assert len(now) > len(whole)
        whole = now
    monkeypatch.undo()
    spark.dedup(corpus, tmp_path / "spark", Options(passages=40), spark=session, work=str(work))
    assert {name: (work / name).stat().st_mtime_ns for name in whole} == whole
    dedup.dedup(corpus, tmp_path / "local", Options(passages=40))
    assert same(tmp_path / "local", tmp_path / "spark")


@pytest.mark.filterwarnings("default")
def test_a_stage_of_other_options_or_with_rows_lost_is_made_again(session: SparkSession, tmp_path: Path) -> None:
    made: list[str] = []

    def rows() -> DataFrame:
        made.append("rows")
        return session.range(10)

    def run(key: str) -> int:
        return spark_run.Work(session, Options(), str(tmp_path), key).stage("rows", rows).count()

    assert [run("a"), run("a"), len(made)] == [10, 10, 1]
    assert [run("b"), len(made)] == [10, 2]
    session.range(9).write.mode("overwrite").parquet(str(tmp_path / "rows"))
    assert [run("b"), len(made)] == [10, 3]


def scattered(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Edges under numbers that say nothing of their place in the graph, the lesser first."""
    return [(min(e), max(e)) for e in ((a * 48271 % 65537, b * 48271 % 65537) for a, b in pairs)]


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("few", [0, 1 << 30], ids=["rounds", "one task"])
def test_components_are_those_of_the_graph(
    session: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """A chain of 300 links, a star of 5,000 and random edges, on partitions that are not put together."""
    monkeypatch.setattr(spark_components, "FEW_EDGES", few)
    kinds = [nx.path_graph(300), nx.star_graph(5000), nx.gnm_random_graph(1200, 900, seed=5)]
    edges = scattered(nx.disjoint_union_all(kinds).edges)
    run = spark_run.Work(session, Options(), str(tmp_path))
    table = session.createDataFrame(edges, "left long, right long").repartition(4)
    with cut(session, 3):
        found = {r["row"]: r["component"] for r in spark_components.connected(table, run.stage).collect()}
    parts = nx.connected_components(nx.Graph(edges))
    assert found == {node: min(part) for part in parts for node in part}
    assert (0 if few else 2) <= sum(name.startswith("components") for name in run.clock.seconds) <= (0 if few else 12)


@pytest.mark.filterwarnings("default")
def test_equal_ids_are_named(session: SparkSession, tmp_path: Path) -> None:
    name = str(tmp_path / "a.jsonl")
    Path(name).write_text('{"id": "x", "text": "春"}\n\n{"id": "x", "text": "夏"}\n', encoding="utf-8")
    with pytest.raises(InputError) as told:
        spark.dedup([name], tmp_path / "out", spark=session)
    assert str(told.value).startswith(f"{name}:3: has the id `x`, which stands in {name}:1 already")


@pytest.mark.filterwarnings("default")
def test_input_and_output_may_lie_on_any_path_that_hadoop_knows(
    session: SparkSession, corpus: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder of this machine, treated as one of another: through Hadoop's own libraries."""
    monkeypatch.setattr(spark_files, "local", lambda _: None)
    paths, far = [Path(p).as_uri() for p in corpus], tmp_path / "far"
    found = spark.dedup(paths, far.as_uri(), Options(passages=40), spark=session)
    assert [f.path for f in found.failures] == [f"{paths[0]}:31"]
    dedup.dedup(corpus, tmp_path / "local", Options(passages=40))
    told = (far / FINDINGS).read_text(encoding="utf-8")  # findings name files as they were given
    (far / FINDINGS).write_text(told.replace("file://", ""), encoding="utf-8")
    assert same(tmp_path / "local", far)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["far", "local"]
    (far / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="choose another folder"):
        spark.dedup(paths, far.as_uri(), spark=session)


def test_reports_name_files_by_the_path_that_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    name = spark_source._name
    uri = (tmp_path / "a b" / "c.jsonl").as_uri()
    assert name(uri, "a b") == name(uri, "a b/") == "a b/c.jsonl"
    assert name(uri, "a b/c.jsonl") == "a b/c.jsonl"
    assert name(uri, ".") == "./a b/c.jsonl"
    assert name(uri, str(tmp_path)) == f"{tmp_path}/a b/c.jsonl"
    assert name(uri, uri) == uri
    assert name("hdfs://host:9000/corpus/d/e.jsonl", "hdfs:///corpus/") == "hdfs:///corpus/d/e.jsonl"
    assert name("hdfs://host:9000/user/me/corpus/e.jsonl", "corpus") == "corpus/e.jsonl"


def test_what_is_missing_is_said_exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    if find_spec("pyspark") is None:
        with pytest.raises(ConfigError, match=r"corpus-quality\[spark\]"):
            spark_run.session(Options())
        return
    from pyspark.sql import SparkSession

    monkeypatch.setattr(SparkSession, "getActiveSession", classmethod(lambda _: None))
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(ConfigError, match="Java 17"):
        spark_run.session(Options())


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
