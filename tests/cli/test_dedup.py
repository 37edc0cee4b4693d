"""`quality dedup` as the shell sees it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.match.made import noisy, story

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def write(path: Path, texts: list[str]) -> str:
    lines = (json.dumps({"id": n, "text": t}, ensure_ascii=False) for n, t in enumerate(texts))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path.name


def test_writes_four_files_and_says_what_it_found(quality: Callable[..., Any], tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", [story(1, 300), noisy(story(1, 300), 0.03, 2), story(2, 300)])
    done = quality("dedup", source, "-o", "out")
    assert done.code == 0
    assert "1 can go: copies in 1 cluster (1 near)" in done.out
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "clusters.jsonl", "clusters.parquet", "pairs.jsonl", "report.json",
    ]  # fmt: skip
    again = quality("dedup", source, "-o", "out")
    assert again.code == 0


def test_passages_are_written_on_request(quality: Callable[..., Any], tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", [story(1, 300), story(2, 200) + story(1, 300)[:100], story(3, 300)])
    done = quality("dedup", source, "-o", "out", "--passages", "50")
    assert done.code == 0
    assert "1 passage of 50 characters and more in 1 record" in done.out
    row = json.loads((tmp_path / "out" / "passages.jsonl").read_text(encoding="utf-8"))
    assert (row["id"], row["partner"], row["partner_start"]) == ("1", "0", 0)


def test_unreadable_rows_are_named_and_the_code_is_two(quality: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"id": 1, "text": "甲"}\n[]\n', encoding="utf-8")
    done = quality("dedup", "in.jsonl", "-o", "out")
    assert done.code == 2
    assert "in.jsonl:2" in done.err
    assert len((tmp_path / "out" / "clusters.jsonl").read_text(encoding="utf-8").splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--threshold", "2"], "--threshold"),
        (["--memory", "much"], "512MiB"),
        (["--against", "nowhere"], "nowhere"),
        (["--engine", "spark", "--index", "datasketch"], "--engine local"),
        (["--passages", "10"], "at least 25"),
        (["-o", "hdfs:///out"], "--engine spark"),
    ],
)
def test_what_cannot_be_done_says_why(
    quality: Callable[..., Any], tmp_path: Path, arguments: list[str], told: str
) -> None:
    source = write(tmp_path / "in.jsonl", ["甲"])
    done = quality("dedup", source, "-o", "out", *arguments)
    assert done.code == 2
    assert told in done.err


def test_ids_that_stand_twice(quality: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"id": 7, "text": "甲"}\n{"id": 7, "text": "乙"}\n', encoding="utf-8")
    done = quality("dedup", "in.jsonl", "-o", "out")
    assert done.code == 2
    assert "`7`" in done.err
