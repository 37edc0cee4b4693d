"""What becomes of the streams: closed, full, or a terminal that obeys no escapes."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from quality.cli.streams import wants_colour, watched
from tests.cli.test_check import FLAWED, put

if TYPE_CHECKING:
    from tests.cli.test_check import Run

COMMAND = f"{sys.executable} -m quality"


def shell(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["sh", "-c", line], cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("closed", "code"), [(">&-", 1), ("2>&-", 1), ("<&-", 1), ("<&- >&- 2>&-", 1)])
def test_a_closed_stream_is_nobody_and_the_code_is_the_same(tmp_path: Path, closed: str, code: int) -> None:
    (tmp_path / "a.txt").write_text(FLAWED, encoding="utf-8")
    assert shell(f"{COMMAND} check a.txt --isolated --no-cache {closed}", tmp_path).returncode == code


def test_closed_stdin_is_empty(tmp_path: Path) -> None:
    done = shell(f"{COMMAND} check - --isolated --no-cache <&-", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
@pytest.mark.parametrize("command", ["check a.txt --isolated --no-cache", "rules", "explain STU201"])
def test_a_full_disk_behind_stdout_is_no_fault_of_ours(tmp_path: Path, command: str) -> None:
    (tmp_path / "a.txt").write_text(FLAWED, encoding="utf-8")
    done = shell(f"{COMMAND} {command} > /dev/full", tmp_path)
    assert done.returncode == 2
    assert "cannot be written (No space left on device)" in done.stderr
    assert "internal error" not in done.stderr


@pytest.mark.parametrize(
    "command",
    [
        "clean pipe -o out --isolated",
        "dedup pipe -o out",
        "publish pipe -o out --isolated",
        "check pipe --fix --isolated",
    ],
)
def test_what_must_be_read_twice_is_no_pipe(tmp_path: Path, command: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    done = shell(f"echo 字 > pipe & {COMMAND} {command}; cat pipe", tmp_path)
    assert "pipe: is a pipe, which can be read only once: write what comes through it to a file" in done.stderr
    assert done.stdout.endswith("字\n")  # nothing has been taken out of it


def test_a_pipe_is_examined_and_no_repair_is_promised(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "p.jsonl")
    row = f'{{"text": "{FLAWED.strip()}"}}'
    done = shell(f"echo '{row}' > p.jsonl & {COMMAND} check p.jsonl --isolated --no-cache", tmp_path)
    assert (done.returncode, "1 finding" in done.stdout, " can be repaired" in done.stdout) == (1, True, False)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_dumb_terminal_gets_neither_colours_nor_a_progress_line(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdout", "stderr"):
        monkeypatch.setattr(sys, name, Terminal())
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "dumb")
    assert list(watched([1], "reading page")) == [1]
    assert (wants_colour("auto"), sys.stderr.getvalue()) == (False, "")  # type: ignore[attr-defined]
    monkeypatch.setenv("TERM", "xterm")
    assert wants_colour("auto")


def test_what_dedup_could_not_read_has_no_effect_on_a_terminal(quality: Run) -> None:
    put("pages/a.jsonl", '{"id": "a", "text": "甲乙丙丁"}\n')
    Path("pages/\x1b[31m\n::error::x.txt").symlink_to("nowhere")
    outcome = quality("dedup", "pages", "-o", "out")
    assert outcome.code == 2
    assert [line for line in outcome.err.splitlines() if "\x1b" in line or line.startswith("::")] == []


def test_a_folder_with_any_name_is_told(quality: Run) -> None:
    put("a.txt", FLAWED)
    name = os.fsdecode(b"out\xff\x1b[31m")
    assert quality("clean", "a.txt", "-o", name, "--isolated").code == 0
    outcome = quality("verify", name)
    assert outcome.code == 0
    assert "\x1b" not in outcome.out
