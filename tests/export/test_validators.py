"""What others' tools make of an export: each is skipped where it is missing, unless QUALITY_REQUIRE names it."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import quality
from quality.cleaned import Fixes
from quality.detect import rules
from quality.engine.cleaning import Order, clean_folder
from quality.engine.local import examine
from quality.engine.plan import Plan
from quality.errors import InputError
from quality.model import Page
from quality.read import read_paths
from tests.requirements import missing

SEEDS = Path(__file__).parent.parent.parent / "seeds"
STORY = (
    "修路的人回来了\n\n本报讯 山里的人家盼着一条路，盼了三十年。去年秋天，路修到了村口，孩子们跑着去看，\n\n"
    "老人们坐在石头上笑。村里人说，今后卖果子不用再挑担子下山了。村里人说，今后卖果子不用再挑担子下山了。\n"
)


def tool(name: str) -> Any:
    """An outside validator."""
    try:
        return import_module(name)
    except ImportError:
        missing(name, f"{name} is not installed")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small corpus with a repeated story, a doubled sentence and a torn line, in every format."""
    base = tmp_path_factory.mktemp("corpus")
    (base / "in").mkdir()
    (base / "in" / "a.txt").write_text(STORY, encoding="utf-8")
    (base / "in" / "b.txt").write_text("另一版\n\n" + STORY.replace("路修", "路，修"), encoding="utf-8")
    (base / "in" / "c.txt").write_text('"五星级"饭店,真好.\n', encoding="utf-8")
    return cleaned(base / "in", base / "out", "jsonl", "parquet", "markdown", "csv", "tei")


def cleaned(source: Path, folder: Path, *formats: str) -> Path:
    pages = [p for p in read_paths([str(source)]) if isinstance(p, Page)]
    known = rules()
    versions = {c: r.version for c, r in known.items()}
    order = Order(fixes=Fixes.UNSAFE, formats=frozenset(formats), date="2026-11-20", versions=versions)
    clean_folder(examine(pages, Plan(rules=tuple(known.values()))), folder, order)
    return folder


def test_empty_and_equal_texts_are_valid_and_have_ids_of_their_own(tmp_path: Path) -> None:
    """Nothing stands where a mark is missing, and a stutter may be taken out of two pages."""
    folder = cleaned(SEEDS, tmp_path / "out", "jsonl")
    tables = {
        name: [json.loads(line) for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
        for name in ("articles", "removed", "findings")
    }
    assert "" in {row["text"] for row in tables["findings"]}
    assert len({row["text"] for row in tables["removed"]}) < len(tables["removed"])
    for name in ("articles", "removed"):
        assert len({row["id"] for row in tables[name]}) == len(tables[name])
    frictionless = tool("frictionless")
    tool("jsonlines")
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["type", "message"])


def test_datasets_loads_every_config_offline(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    datasets = tool("datasets")
    for config, table in (
        ("clean", "articles"),
        ("removed", "removed"),
        ("findings", "findings"),
        ("clusters", "clusters"),
    ):
        loaded = datasets.load_dataset(str(folder), config, cache_dir=str(tmp_path / "cache"))["train"]
        told = [json.loads(line) for line in (folder / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()]
        assert len(loaded) == len(told)
        assert [row.get("text") for row in loaded] == [row.get("text") for row in told]
    assert datasets.load_dataset(str(folder), cache_dir=str(tmp_path / "cache"))["train"].column_names[0] == "id"


def test_frictionless_finds_the_data_package_valid(folder: Path) -> None:
    frictionless = tool("frictionless")
    tool("jsonlines")  # of frictionless[json]
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["type", "message"])
    names = {r["name"] for r in json.loads((folder / "datapackage.json").read_bytes())["resources"]}
    assert names == {"articles", "removed", "findings", "clusters"}


def test_the_descriptions_point_at_nothing_outside_the_folder(folder: Path) -> None:
    told = json.loads((folder / "croissant.json").read_bytes())
    assert (folder / told["url"]).is_file()
    assert "url" not in told["creator"]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of rdflib, inside mlcroissant
def test_mlcroissant_finds_croissant_valid_and_reads_records(folder: Path) -> None:
    mlcroissant = tool("mlcroissant")
    dataset = mlcroissant.Dataset(str(folder / "croissant.json"))
    assert dataset.metadata.ctx.issues.errors == set()
    assert dataset.metadata.ctx.issues.warnings == set()
    rows = list(dataset.records("clean"))
    assert len(rows) == len((folder / "articles.jsonl").read_bytes().splitlines())
    provenance = json.loads((folder / "croissant.json").read_bytes())
    assert [s["prov:label"][-5:] for s in provenance["prov:wasDerivedFrom"]] == ["a.txt", "b.txt", "c.txt"]


def test_pandas_reads_the_corpus(folder: Path) -> None:
    corpus = quality.read_corpus(folder)
    articles = corpus.articles
    assert list(articles.text.str.len()) == list(articles.characters)
    assert corpus.removed.partner.dropna().isin(articles.id).all()
    assert set(corpus.clusters.kind) <= {"record", "article", "passage"}
    assert (corpus.findings.start <= corpus.findings.end).all()
    with pytest.raises(InputError, match="is no cleaned corpus"):
        quality.read_corpus(folder.parent)


def test_parquet_columns_are_typed_and_explained(folder: Path) -> None:
    import pyarrow.parquet as pq

    table = pq.read_table(folder / "articles.parquet")
    assert str(table.schema.field("body").type).startswith("list")
    assert all(table.schema.field(name).metadata[b"description"] for name in table.column_names)
    assert pq.ParquetFile(folder / "articles.parquet").metadata.row_group(0).column(0).compression == "ZSTD"
    lines = [json.loads(line) for line in (folder / "articles.jsonl").read_text(encoding="utf-8").splitlines()]
    assert table.to_pylist() == lines
