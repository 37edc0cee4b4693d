"""`quality check`: exit codes, options, and what goes to which stream."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from quality.cli.streams import watched
from quality.report import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Outcome

    Run = Callable[..., Outcome]

CLEAN = "老师傅们说，这门手艺不能断在他们手里。\n"
FLAWED = "老师傅们说，這门手艺不能断在他们手里。\n"
"""One traditional character in simplified text: a warning of GAR305, and nothing else."""


def put(name: str, text: str) -> str:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")
    return name


def found(outcome: Outcome) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(outcome.out)["findings"]
    return rows


@pytest.mark.parametrize("form", FORMATS)
class TestExitCodes:
    """The same for every format."""

    def check(self, quality: Run, form: str, *args: str) -> int:
        return quality("check", *args, "--output-format", form, "--report", f"{form}=out.txt").code

    def test_0_for_nothing_and_1_for_findings_at_the_gate(self, quality: Run, form: str) -> None:
        put("clean.txt", CLEAN)
        put("flawed.txt", FLAWED)
        assert self.check(quality, form, "clean.txt") == 0
        assert self.check(quality, form, "flawed.txt") == 1
        assert self.check(quality, form, "flawed.txt", "--fail-on", "error") == 0
        assert self.check(quality, form, "flawed.txt", "--fail-on", "never") == 0
        assert self.check(quality, form, "flawed.txt", "--exit-zero") == 0
        assert self.check(quality, form, "flawed.txt", "--ignore", "GAR305") == 0

    def test_2_when_some_input_could_not_be_read_whatever_was_found(self, quality: Run, form: str) -> None:
        put("flawed.txt", FLAWED)
        assert self.check(quality, form, "flawed.txt", "nowhere") == 2
        assert self.check(quality, form, "flawed.txt", "nowhere", "--exit-zero") == 2

    def test_2_for_an_unknown_rule(self, quality: Run, form: str) -> None:
        put("clean.txt", CLEAN)
        assert self.check(quality, form, "clean.txt", "--select", "XYZ999") == 2


TROUBLE = {
    "no path": ((), "nothing to examine"),
    "missing path": (("nowhere",), "nowhere: no such file or folder"),
    "empty folder": (("empty",), "empty: holds no page"),
    "unknown option": (("clean.txt", "--selekt", "STU"), "--select"),
    "bad choice": (("clean.txt", "--fail-on", "info"), "--fail-on"),
    "unknown rule": (("clean.txt", "--select", "mixed-scrip"), "did you mean `mixed-script`?"),
    "missing config": (("clean.txt", "--config", "none.toml"), "none.toml: cannot be read"),
    "bad config": (("clean.txt", "--config", "bad.toml"), "`selekt` is no option: did you mean `select`?"),
    "bad report": (("clean.txt", "--report", "sarif"), "write FORMAT=PATH"),
    "report into nowhere": (("clean.txt", "--report", "json=no/where.json"), "no/where.json: cannot be written"),
    "bad row": (("bad.jsonl",), "bad.jsonl:1: is no JSON object"),
}


@pytest.mark.parametrize(("args", "message"), TROUBLE.values(), ids=TROUBLE)
def test_every_trouble_is_one_clear_message_and_exit_2(quality: Run, args: tuple[str, ...], message: str) -> None:
    put("clean.txt", CLEAN)
    put("bad.toml", 'selekt = ["STU"]\n')
    put("bad.jsonl", "[1]\n")
    Path("empty").mkdir()
    outcome = quality("check", *args)
    assert outcome.code == 2
    assert message in outcome.err
    assert "Traceback" not in outcome.err


def test_a_report_is_the_old_one_or_the_new_one(quality: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    put("a.txt", FLAWED)
    put("report.json", "the old one")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    outcome = quality("check", "a.txt", "--report", "json=report.json", "--isolated")
    assert (outcome.code, "report.json: cannot be written (No space left on device)" in outcome.err) == (2, True)
    assert Path("report.json").read_text(encoding="utf-8") == "the old one"


def test_a_container_without_records_is_no_trouble(quality: Run) -> None:
    put("none.jsonl", "")
    put("none.csv", "id,text\n")
    outcome = quality("check", "none.jsonl", "none.csv", "--output-format", "json")
    assert (outcome.code, outcome.err) == (0, "")
    assert json.loads(outcome.out)["summary"] == {"pages": 0, "articles": 0, "findings": 0, "by_rule": {}}


def test_what_can_be_read_is_examined_and_the_rest_is_listed(quality: Run) -> None:
    put("pages/a.txt", FLAWED)
    put("pages/b.jsonl", '{"text": "' + FLAWED.strip() + '"}\n7\n')
    outcome = quality("check", "pages", "gone", "--output-format", "json")
    assert outcome.code == 2
    assert [(f["path"], f["record"]) for f in found(outcome)] == [("pages/a.txt", None), ("pages/b.jsonl", "0")]
    assert outcome.err.splitlines() == [
        "error: pages/b.jsonl:2: is no JSON object: write one object with a text in every line",
        "error: gone: no such file or folder: check the spelling",
    ]


def test_a_fault_of_ours_is_exit_2_without_a_traceback(quality: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    put("clean.txt", CLEAN)

    def broken(*_: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr("quality.cli.check.examine", broken)
    outcome = quality("check", "clean.txt")
    assert outcome.code == 2
    assert "internal error" in outcome.err
    assert "Traceback" not in outcome.err


def test_findings_go_by_page_in_input_order(quality: Run) -> None:
    for name in ("b.txt", "a.txt", "c/x.txt"):
        put(name, FLAWED)
    outcome = quality("check", "b.txt", "c", "a.txt", "--select", "GAR", "--output-format", "json")
    assert [f["path"] for f in found(outcome)] == ["b.txt", "c/x.txt", "a.txt"]


def test_select_and_ignore_take_codes_names_and_families_and_the_more_exact_wins(quality: Run) -> None:
    put("a.txt", FLAWED)
    for args in (["--select", "GAR"], ["--select", "mixed-script"], ["--select", "gar305,PUN", "--ignore", "PUN"],
                 ["--select", "GAR305", "--ignore", "GAR"], ["--ignore", "STU"]):  # fmt: skip
        assert quality("check", "a.txt", *args).code == 1, args
    for args in (["--ignore", "GAR"], ["--select", "STU"], ["--select", "GAR", "--ignore", "mixed-script"]):
        assert quality("check", "a.txt", *args).code == 0, args


def test_reports_stand_beside_the_console(quality: Run) -> None:
    put("a.txt", FLAWED)
    outcome = quality("check", "a.txt", "--report", "json=out.json", "--report", "jsonl=out.jsonl")
    assert "GAR305" in outcome.out
    [row] = json.loads(Path("out.json").read_text(encoding="utf-8"))["findings"]
    assert [json.loads(line) for line in Path("out.jsonl").read_text(encoding="utf-8").splitlines()] == [row]


def test_nobody_is_told_to_repair_stdin_in_place(quality: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for arguments in (("-",), ("--stdin-filename", "draft.txt")):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(FLAWED.encode())))
        out = quality("check", *arguments).out
        assert "GAR305" in out
        assert "--fix" not in out


def test_stdin_has_the_name_that_it_is_given(quality: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(FLAWED.encode())))
    [finding] = found(quality("check", "--stdin-filename", "draft.txt", "--output-format", "json"))
    assert finding["path"] == "draft.txt"


def test_quiet_says_nothing_of_clean_text_and_the_summary_says_what_was_examined(quality: Run) -> None:
    put("a.txt", CLEAN)
    assert quality("check", "a.txt", "-q").out == ""
    assert quality("check", "a.txt").out == "1 page, 1 article examined: nothing found.\n"


def test_statistics_count_in_place_of_findings(quality: Run) -> None:
    put("a.txt", FLAWED)
    out = quality("check", "a.txt", "--statistics", "-q").out
    assert out.splitlines()[1].split() == ["1", "1", "warning", "GAR305", "mixed-script"]


def test_colour_is_for_terminals_or_on_demand(quality: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    put("a.txt", FLAWED)
    assert "\x1b" not in quality("check", "a.txt").out
    assert "\x1b[" in quality("check", "a.txt", "--color", "always").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in quality("check", "a.txt").out


def test_budgets_take_the_place_of_the_gate_for_what_they_name(quality: Run) -> None:
    put("a.txt", FLAWED)
    put("quality.toml", "[budgets]\nmax-findings = { GAR = 1 }\n")
    assert quality("check", "a.txt").code == 0
    put("quality.toml", "[budgets]\nmax-findings = { GAR = 0 }\n")
    outcome = quality("check", "a.txt")
    assert outcome.code == 1
    assert outcome.err == "failed: new findings of GAR: 1; its budget allows 0\n"


def test_rules_can_be_ignored_for_some_files(quality: Run) -> None:
    put("quality.toml", '[per-file-ignores]\n"old/*" = ["mixed-script"]\n')
    put("old/a.txt", FLAWED)
    assert quality("check", "old").code == 0
    put("new/a.txt", FLAWED)
    assert quality("check", "old", "new").code == 1
    assert quality("check", "old", "--isolated").code == 1


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_goes_to_a_terminal_only_and_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    for stream in (io.StringIO(), Terminal()):
        monkeypatch.setattr(sys, "stderr", stream)
        assert list(watched(range(3), "reading page")) == [0, 1, 2]
        assert stream.getvalue() == ("\r\033[Kreading page 1 …\r\033[K" if stream.isatty() else "")


def test_the_console_speaks_chinese_where_it_is_told_to(quality: Run) -> None:
    put("a.txt", "我们要深入田间、深入地头、深入地头、深入地头，把技术送给果农。")
    told = quality("check", "a.txt", "--lang", "zh").out
    assert "错误 STU201 stuttered-phrase: “深入地头”接连出现 3 次" in told
    assert "检查了 1 个版面、1 篇文章：发现 1 处（错误 1）。" in told
    put("quality.toml", 'lang = "zh"\n')
    assert quality("check", "a.txt").out == told
    assert "stands 3 times in a row" in quality("check", "a.txt", "--output-format", "json").out
    assert "查出紧接着又说一遍的词语。" in quality("explain", "STU201").out
    assert "查出紧接着又说一遍的词语。" in quality("rules").out


def test_what_could_not_be_read_does_not_look_like_success(quality: Run) -> None:
    outcome = quality("check", "nowhere")
    assert (outcome.code, outcome.out) == (2, "Nothing was examined.\n")
