"""`quality diff OLD NEW`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.test_check import CLEAN, FLAWED, put

if TYPE_CHECKING:
    from tests.cli.test_check import Run

OTHER = CLEAN.replace("这", "這").replace("手艺", "老手艺")


def report(quality: Run, name: str, *paths: str) -> str:
    quality("check", *paths, "--report", f"json={name}")
    return name


def test_reports_are_compared_by_fingerprint(quality: Run) -> None:
    put("a.txt", FLAWED)
    put("b.txt", CLEAN)
    old = report(quality, "old.json", "a.txt", "b.txt")
    put("a.txt", CLEAN)
    put("b.txt", OTHER)
    new = report(quality, "new.json", "a.txt", "b.txt")
    outcome = quality("diff", old, new)
    assert outcome.code == 1
    assert [line[:7] for line in outcome.out.splitlines()] == ["+ b.txt", "- a.txt", "GAR305 ", "1 new f"]
    told = json.loads(quality("diff", old, new, "--output-format", "json").out)
    assert [len(told[k]) for k in ("new", "fixed", "unchanged")] == [1, 1, 0]
    same = quality("diff", old, old)
    assert (same.code, same.out) == (0, "0 new findings, 0 fixed, 1 unchanged\n")


def test_markdown_holds_what_is_new_and_fixed_as_dead_text(quality: Run) -> None:
    put("a|b`<i>.txt", FLAWED)
    put("c.txt", CLEAN)
    old, new = report(quality, "old.json", "c.txt"), report(quality, "new.json", "a|b`<i>.txt", "c.txt")
    out = quality("diff", old, new, "--output-format", "markdown").out
    assert "**New**" in out
    assert "<i>" not in out
    assert "**Fixed**" not in out


def test_chinese_where_it_is_asked(quality: Run) -> None:
    put("old/a.txt", CLEAN)
    put("new/a.txt", FLAWED)
    out = quality("diff", "old", "new", "--lang", "zh").out.splitlines()
    assert out[0].startswith("+ new/a.txt:1:7 警告 GAR305 mixed-script: “這”是")
    assert out[-1] == "新发现 1 处，消除 0 处，未变 0 处"
    out = quality("diff", "old", "new", "--lang", "zh", "--output-format", "markdown").out
    assert "### corpus-quality: 新发现 1 处，消除 0 处，未变 0 处\n\n**新出现**\n\n| 位置 | 规则 |" in out
    quality("check", "new", "--lang", "zh", "--report", "markdown=found.md")
    assert "### corpus-quality: 1 个版面，新发现 1 处" in Path("found.md").read_text(encoding="utf-8")


def test_records_are_read_as_the_configuration_says_and_it_is_no_page(quality: Run) -> None:
    put("quality.toml", 'text-column = "body"\nbaseline = "known.json"\n')
    put("known.json", '{"schema": "quality/baseline@1", "findings": []}')
    for folder in ("old", "new"):
        put(f"{folder}/a.jsonl", '{"id": 1, "body": "字"}\n')
    assert quality("diff", "old", "new").code == 0
    assert quality("diff", ".", "old/a.jsonl").code == 0


def test_text_is_examined(quality: Run) -> None:
    put("old/a.txt", CLEAN)
    put("new/a.txt", FLAWED)
    assert quality("diff", "old", "new").code == 1
    assert quality("diff", "old", "old").code == 0


def test_what_is_no_report_or_missing_is_exit_2(quality: Run) -> None:
    put("old.json", "{}")
    put("a.txt", CLEAN)
    assert quality("diff", "old.json", "a.txt").code == 2
    assert quality("diff", "nowhere", "a.txt").code == 2
    assert Path("a.txt").exists()


def test_what_cannot_be_read_is_neither_new_nor_fixed(quality: Run) -> None:
    put("a.txt", FLAWED)
    old = report(quality, "old.json", "a.txt")
    outcome = quality("diff", old, "nowhere")
    assert (outcome.code, outcome.out) == (2, "")
    assert "nowhere" in outcome.err
    put("new/a.txt", FLAWED)
    put("new/rows.jsonl", "[]\n")
    put("old/a.txt", FLAWED)
    put("old/rows.jsonl", json.dumps({"text": FLAWED}) + "\n")
    outcome = quality("diff", "old", "new")
    assert outcome.code == 2
    assert "rows.jsonl" in outcome.err


@pytest.mark.parametrize("rows", ["[{}]", "5", '[{"fingerprint": 1}]', "[null]"])
def test_a_report_whose_findings_are_none_is_exit_2(quality: Run, rows: str) -> None:
    put("a.txt", FLAWED)
    put("old.json", f'{{"schema": "quality/findings@1", "findings": {rows}}}')
    outcome = quality("diff", "old.json", "a.txt")
    assert outcome.code == 2
    assert "old.json: is no report of schema" in outcome.err
