"""`quality clean`, `verify` and `restore`: there and back for every kind of file."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Outcome

STORY = (
    "修路的人回来了\n\n本报讯 山里的人家盼着一条路，盼了三十年。去年秋天，路修到了村口，孩子们跑着去看，\n\n"
    "老人们坐在石头上笑。"
    "村里人说，今后卖果子不用再挑担子下山了。村里人说，今后卖果子不用再挑担子下山了。\n"
)
FILES: dict[str, bytes] = {
    "plain.txt": STORY.encode(),
    "crlf.txt": STORY.replace("\n", "\r\n").encode(),
    "cr.txt": STORY.replace("\n", "\r").encode(),
    "mixed.txt": "一行\r\n二行\n三行\r四行".encode(),
    "bom.txt": b"\xef\xbb\xbf" + STORY.encode(),
    "utf16.txt": STORY.encode("utf-16"),
    "gb18030.txt": (STORY * 3).encode("gb18030"),
    "broken.txt": STORY.encode()[:200] + b"\xff\xfe\x80" + STORY.encode()[200:],
    "empty.txt": b"",
    "blank.txt": b"\n\n \t\r\n",
    "nul.txt": b"one\x00two\nthree\n",
    "long.txt": ("很长的一行，" * 2_000).encode(),
    "copy.txt": ("另一版的开头。\n\n" + STORY * 2).encode(),
    "deep/name with \n newline.txt": STORY.encode(),
    "rows.jsonl": (json.dumps({"id": "甲", "text": STORY}) + "\n").encode()
    + b'{"text": "half \\ud83d pair"}\n\n  {"id": 7, "text": "seven\\nlines", "more": [1]}  \r\n',
    "rows.csv": '\ufeffid,text\r\n1,"一行\n两行"\r\n2,短\r\n'.encode(),
    "soiled.jsonl": b'{"id": 1, "text": "\xe4\xb8\x80\xff"}\n{"id": 2, "text": "\\udcff \xe4\xb8\x80"}\n',
    "soiled.csv": b"id,text\r\n1,\xe4\xb8\x80\xff\r\n2,\xe4\xb8\r\n",
    "none.jsonl": b"\n",
    "page.html": "<html><body><h1>修路</h1><p>路&amp;桥都通了。</p></body></html>".encode(),
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    import pyarrow as pa
    import pyarrow.parquet as pq

    for name, data in FILES.items():
        place = tmp_path / "in" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    pq.write_table(pa.table({"id": ["x", "y"], "text": [STORY, "短"]}), tmp_path / "in" / "rows.parquet")
    return tmp_path / "in"


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize("fixes", ["unsafe", "safe", "none"])
def test_everything_comes_back_byte_for_byte(
    quality: Callable[..., Outcome], corpus: Path, tmp_path: Path, fixes: str
) -> None:
    cleaned = quality("clean", "in", "-o", "out", "--fixes", fixes, "--format", "jsonl,parquet,markdown,csv")
    assert (cleaned.code, cleaned.err) == (0, "")
    assert quality("verify", "out").code == 0
    assert quality("restore", "out", "-o", "back").code == 0
    assert contents(tmp_path / "back" / "in") == contents(corpus)


def test_repairs_apply_by_confidence(quality: Callable[..., Outcome], corpus: Path, tmp_path: Path) -> None:
    texts = {}
    for fixes in ("unsafe", "safe", "none"):
        quality("clean", "in/plain.txt", "-o", fixes, "--fixes", fixes)
        texts[fixes] = json.loads((tmp_path / fixes / "articles.jsonl").read_bytes().splitlines()[0])["text"]
    assert [t.count("村里人说") for t in texts.values()] == [1, 2, 2]
    assert ["孩子们跑着去看，老人们" in t for t in texts.values()] == [True, True, False]
    assert texts["none"].replace("\n", "") == STORY.replace("\n", "")


def test_what_somebody_decided_to_leave_is_not_repaired(
    quality: Callable[..., Outcome], corpus: Path, tmp_path: Path
) -> None:
    quality("clean", "in/plain.txt", "-o", "out")
    found = [json.loads(line) for line in (tmp_path / "out" / "findings.jsonl").read_bytes().splitlines()]
    stutter = next(f for f in found if f["rule"].startswith("STU"))
    decision = {"rule": stutter["rule"], "place": stutter["fingerprint"], "reason": "a refrain"}
    (tmp_path / "left.jsonl").write_text(json.dumps(decision) + "\n", encoding="utf-8")
    (tmp_path / "quality.toml").write_text('decisions = "left.jsonl"\n', encoding="utf-8")
    assert quality("clean", "in/plain.txt", "-o", "out").code == 0
    assert "笑。村里人说，今后卖果子不用再挑担子下山了。村里人说" in (tmp_path / "out" / "articles.jsonl").read_text(
        "utf-8"
    )


def test_the_project_s_own_files_are_no_pages(quality: Callable[..., Outcome], tmp_path: Path) -> None:
    pages = tmp_path / "in"
    pages.mkdir()
    (pages / "a.txt").write_text(STORY, encoding="utf-8")
    (pages / "left.jsonl").write_text("", encoding="utf-8")
    (pages / "quality.toml").write_text('decisions = "left.jsonl"\n', encoding="utf-8")
    assert quality("clean", "in", "-o", "out", "--config", "in/quality.toml").code == 0
    assert quality("restore", "out", "-o", "back").code == 0
    assert list(contents(tmp_path / "back")) == ["in/a.txt"]


def test_one_changed_byte_fails_the_proof(quality: Callable[..., Outcome], corpus: Path, tmp_path: Path) -> None:
    assert quality("clean", "in", "-o", "out").code == 0
    for place in sorted(p for p in (tmp_path / "out").rglob("*") if p.is_file()):
        whole = place.read_bytes()
        for at in {0, len(whole) // 2, len(whole) - 1} if whole else ():
            place.write_bytes(whole[:at] + bytes((whole[at] ^ 4,)) + whole[at + 1 :])
            proof = quality("verify", "out")
            assert (proof.code, proof.err[:8]) == (1, "failed: "), place
        place.write_bytes(whole)
    assert quality("verify", "out").code == 0
    (tmp_path / "out" / "stray.txt").touch()
    assert "stray.txt: was not written by the export" in quality("verify", "out").err
    (tmp_path / "out" / "stray.txt").unlink()
    (tmp_path / "out" / "removed.jsonl").unlink()
    assert "removed.jsonl: is missing" in quality("verify", "out").err


def test_a_second_run_gives_the_same_bytes_and_does_not_read_the_first(
    quality: Callable[..., Outcome], corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert quality("clean", "in", "-o", "in/out").code == 0
    first = contents(corpus / "out")
    assert quality("clean", "in", "-o", "in/out").code == 0
    assert contents(corpus / "out") == first
    assert sorted(p.name for p in corpus.iterdir() if p.name.startswith(".")) == []


def test_the_cluster_of_an_article_stands_in_the_table_of_clusters(
    quality: Callable[..., Outcome], tmp_path: Path
) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"\n{STORY}", encoding="utf-8")
    assert quality("clean", "a.txt", "b.txt", "-o", "out", "--format", "jsonl").code == 0
    articles, clusters = (
        [json.loads(line) for line in (tmp_path / "out" / f"{table}.jsonl").read_bytes().splitlines()]
        for table in ("articles", "clusters")
    )
    assert {row["cluster"] for row in articles} == {row["cluster"] for row in clusters if row["kind"] == "record"}


def test_the_cache_changes_no_byte(
    quality: Callable[..., Outcome], corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert quality("clean", "in", "-o", "fresh", "--no-cache").code == 0
    assert not (tmp_path / ".quality-cache").exists()
    for name in ("first", "again"):
        assert quality("clean", "in", "-o", name).code == 0
    (corpus / "plain.txt").write_text(STORY + "又添了一行。\n", encoding="utf-8")
    for name, more in (("changed", ()), ("changed-fresh", ("--no-cache",))):
        assert quality("clean", "in", "-o", name, *more).code == 0
    data = {name: as_named(tmp_path / name) for name in ("fresh", "first", "again", "changed", "changed-fresh")}
    assert data["fresh"] == data["first"] == data["again"]
    assert data["changed"] == data["changed-fresh"] != data["fresh"]


def as_named(folder: Path) -> dict[str, bytes]:
    """All but what says the folder's own name, and its hashes."""
    return {
        n: d
        for n, d in contents(folder).items()
        if n not in {"README.md", "croissant.json", "datapackage.json", "manifest.json"}
    }


def test_a_folder_that_is_not_ours_is_left_alone(quality: Callable[..., Outcome], corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work", encoding="utf-8")
    for command in (
        ("clean", "in", "-o", "mine"), ("restore", "out", "-o", "mine"), ("restore", "out", "-o", "out/mine"), ("verify", "mine"),
    ):  # fmt: skip
        quality("clean", "in/plain.txt", "-o", "out")
        refused = quality(*command)
        assert refused.code == (1 if command[0] == "verify" else 2)
        assert "mine" in refused.err
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["thesis.txt"]


def test_what_cannot_be_read_is_told_and_the_rest_is_done(quality: Callable[..., Outcome], tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "in" / "picture.txt").write_bytes(b"\x89PNG\r\n" + bytes(100))
    (tmp_path / "in" / "rows.jsonl").write_text('{"text": "gut"}\nno json\n', encoding="utf-8")
    done = quality("clean", "in", "missing", "-o", "out")
    assert done.code == 2
    assert all(word in done.err for word in ("picture.txt", "rows.jsonl:2", "missing"))
    assert quality("verify", "out").code == 0
    assert quality("restore", "out", "-o", "back").code == 0
    assert sorted(contents(tmp_path / "back")) == ["in/good.txt", "in/rows.jsonl"]


@pytest.mark.parametrize("paths", [["missing"], ["empty"]])
def test_without_a_page_nothing_is_written(quality: Callable[..., Outcome], tmp_path: Path, paths: list[str]) -> None:
    (tmp_path / "empty").mkdir()
    assert quality("clean", *paths, "-o", "out").code == 2
    assert not (tmp_path / "out").exists()


def test_sources_outside_the_working_folder_stay_below_out(
    quality: Callable[..., Outcome], corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    before = contents(corpus)
    assert quality("clean", "../in/plain.txt", str(corpus / "rows.jsonl"), "-o", "out").code == 0
    assert quality("restore", "out", "-o", "back").code == 0
    inside = contents(tmp_path / "here" / "back")
    assert sorted(inside.values()) == sorted((before["plain.txt"], before["rows.jsonl"]))
    assert contents(corpus) == before
    assert not any(".." in name for name in inside)


def test_formats_may_be_named_one_by_one(quality: Callable[..., Outcome], corpus: Path) -> None:
    out = corpus.parent / "out"
    assert quality("clean", "in", "-o", "out", "--format", "csv", "--format", "tei").code == 0
    assert (out / "articles.csv").exists()
    assert (out / "tei").is_dir()
    assert not (out / "articles.parquet").exists()


def test_an_unknown_format_is_an_error(quality: Callable[..., Outcome], corpus: Path) -> None:
    refused = quality("clean", "in", "-o", "out", "--format", "jsonl,xlsx")
    assert refused.code == 2
    assert "xlsx" in refused.err


def test_a_moved_export_still_proves_itself(quality: Callable[..., Outcome], corpus: Path, tmp_path: Path) -> None:
    quality("clean", "in", "-o", "out")
    shutil.move(tmp_path / "out", tmp_path / "elsewhere")
    shutil.rmtree(corpus)
    assert quality("verify", "elsewhere").code == 0


def test_a_forged_ledger_reads_nothing_outside_its_folder(
    quality: Callable[..., Outcome], corpus: Path, tmp_path: Path
) -> None:
    quality("clean", "in/rows.jsonl", "-o", "out")
    place = tmp_path / "out" / "ledger.jsonl"
    place.write_bytes(place.read_bytes().replace(b'"originals/in/rows.jsonl"', b'"../in/rows.jsonl"'))
    refused = quality("restore", "out", "-o", "back")
    assert (refused.code, (tmp_path / "back").exists()) == (2, False)
    assert "points outside" in refused.err
