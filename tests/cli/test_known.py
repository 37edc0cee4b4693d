"""`quality check` with a baseline and with decisions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from tests.cli.test_check import FLAWED, found, put

if TYPE_CHECKING:
    from tests.cli.test_check import Run

SECOND = "他们说，這条路修了十年，现在終于通车了。\n"


def test_write_check_mend_prune(quality: Run) -> None:
    put("pages/a.txt", FLAWED)
    args = ("check", "pages", "--baseline", "known.json")
    missing = quality(*args)
    assert missing.code == 2
    assert "write it with --write-baseline" in missing.err
    assert quality(*args, "--write-baseline").code == 0
    outcome = quality(*args, "--output-format", "json")
    assert outcome.code == 0
    assert [f["status"] for f in found(outcome)] == ["known"]
    assert "1 known" in quality(*args).out

    put("pages/b.txt", FLAWED.replace("手艺", "老手艺"))
    outcome = quality(*args, "--output-format", "json")
    assert outcome.code == 1
    assert [(f["path"], f["status"]) for f in found(outcome)] == [("pages/a.txt", "known"), ("pages/b.txt", "new")]

    put("pages/a.txt", FLAWED.replace("這", "这"))
    Path("pages/b.txt").unlink()
    outcome = quality(*args)
    assert outcome.code == 0
    assert outcome.err == (
        "known.json: 1 entry matches nothing any more; take it out: quality check pages --prune-baseline --baseline known.json\n"
    )
    assert quality(*args, "--prune-baseline").code == 0
    assert json.loads(Path("known.json").read_text(encoding="utf-8"))["findings"] == []
    assert quality(*args).err == ""


def test_writing_for_some_pages_keeps_the_entries_of_the_others(quality: Run) -> None:
    put("a.txt", FLAWED)
    put("b.txt", FLAWED.replace("手艺", "老手艺"))
    quality("check", "a.txt", "b.txt", "--baseline", "known.json", "--write-baseline")
    quality("check", "a.txt", "--baseline", "known.json", "--write-baseline")
    assert quality("check", "a.txt", "b.txt", "--baseline", "known.json").code == 0


def test_a_baseline_needs_a_name_and_the_configuration_can_give_it(quality: Run) -> None:
    put("a.txt", FLAWED)
    assert quality("check", "a.txt", "--write-baseline").code == 2
    put("quality.toml", 'baseline = "known.json"\n')
    assert quality("check", "a.txt", "--write-baseline").code == 0
    assert quality("check", "a.txt").code == 0
    assert quality("check", "a.txt", "--isolated").code == 1


def test_decisions_leave_findings_and_unused_ones_are_findings(quality: Run) -> None:
    put("a.txt", FLAWED)
    [finding] = found(quality("check", "a.txt", "--output-format", "json"))
    row = {"rule": finding["rule"], "place": finding["fingerprint"], "reason": "a name"}
    put("decided.jsonl", json.dumps(row) + "\n")
    assert quality("check", "a.txt", "--decisions", "decided.jsonl").code == 0
    put("a.txt", FLAWED.replace("這", "这"))
    outcome = quality("check", "a.txt", "--decisions", "decided.jsonl", "--output-format", "json")
    assert outcome.code == 1
    assert [(f["rule"], f["path"]) for f in found(outcome)] == [("DEC801", "decided.jsonl")]
    assert quality("check", "a.txt", "--decisions", "decided.jsonl", "--ignore", "DEC").code == 0
    put("decided.jsonl", "{}\n")
    outcome = quality("check", "a.txt", "--decisions", "decided.jsonl")
    assert outcome.code == 2
    assert "decided.jsonl:1: has no `reason`" in outcome.err


def test_what_is_decided_is_not_written_into_the_baseline(quality: Run) -> None:
    put("a.txt", FLAWED)
    [finding] = found(quality("check", "a.txt", "--output-format", "json"))
    put("decided.jsonl", json.dumps({"rule": "GAR", "place": finding["fingerprint"], "reason": "a name"}) + "\n")
    quality("check", "a.txt", "--decisions", "decided.jsonl", "--baseline", "known.json", "--write-baseline")
    assert json.loads(Path("known.json").read_text(encoding="utf-8"))["findings"] == []


def test_the_baseline_may_stand_right_behind_the_option_and_a_path_there_stays_a_path(quality: Run) -> None:
    put("pages/a.txt", FLAWED)
    assert quality("check", "pages", "--write-baseline", "known.json").code == 0
    assert Path("known.json").exists()
    for order in (
        ("--write-baseline", "pages", "--baseline", "k2.json"),
        ("--baseline", "k2.json", "--write-baseline", "pages"),
    ):
        assert quality("check", *order).code == 0
    assert Path("k2.json").read_bytes() == Path("known.json").read_bytes()
    assert quality("check", "pages", "--prune-baseline", "known.json").code == 0


def test_a_baseline_that_is_not_named_or_not_there_is_told_with_what_to_type(quality: Run) -> None:
    put("a.txt", FLAWED)
    for option in ("--write-baseline", "--prune-baseline"):
        outcome = quality("check", "a.txt", option)
        assert outcome.code == 2
        assert f"`{option} quality-baseline.json`" in outcome.err
    outcome = quality("check", "a.txt", "--prune-baseline", "known.json")
    assert (outcome.code, Path("known.json").exists()) == (2, False)
    assert "no baseline yet" in outcome.err


def test_a_page_is_never_taken_for_a_baseline_and_written_over(quality: Run) -> None:
    put("a.txt", FLAWED)
    assert quality("check", "--write-baseline", "a.txt").code == 2
    assert quality("check", "a.txt", "--write-baseline", "a.txt").code == 2
    assert Path("a.txt").read_text(encoding="utf-8") == FLAWED


def test_the_files_of_the_check_are_no_pages_unless_they_are_named(quality: Run) -> None:
    put("a.txt", FLAWED)
    put("quality.toml", 'baseline = "known.json"\nlexicon = ["words.txt"]\n')
    put("words.txt", FLAWED)
    put("decided.jsonl", "")
    quality("check", ".", "--write-baseline")
    outcome = quality("check", ".", "--decisions", "decided.jsonl", "--output-format", "json")
    assert (outcome.code, json.loads(outcome.out)["summary"]["pages"]) == (0, 1)
    assert [f["path"] for f in found(quality("check", "words.txt", "--output-format", "json"))] == ["words.txt"]
