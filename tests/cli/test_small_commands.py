"""`quality`, `quality rules`, `quality init`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.shell_completion import ShellComplete

from quality.cli import group
from quality.config import load
from quality.detect import rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Outcome


def test_an_unknown_command_is_told_with_its_likely_spelling(quality: Callable[..., Outcome]) -> None:
    outcome = quality("chekc", "seeds")
    assert outcome.code == 2
    assert "did you mean `quality check`?" in outcome.err


def test_help_and_version(quality: Callable[..., Outcome]) -> None:
    assert "check" in quality("--help").out
    assert quality("--version").code == 0
    assert "--fail-on" in quality("check", "--help").out


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("quality che", ["check"]),
        ("quality explain STU20", ["STU201", "STU202", "STU203", "STU204"]),
        ("quality explain stuttered", ["stuttered-phrase"]),
        ("quality check --select GAR,STU", ["GAR,STU", "GAR,STU201", "GAR,STU202", "GAR,STU203", "GAR,STU204"]),
    ],
)
def test_a_shell_completes_commands_and_rules(words: str, offered: list[str]) -> None:
    *before, last = words.split()
    told = ShellComplete(group, {}, "quality", "_QUALITY_COMPLETE").get_completions(before[1:], last)
    assert [item.value for item in told if not item.value.startswith("GAR,stu")] == offered


def test_rules_lists_every_rule(quality: Callable[..., Outcome]) -> None:
    listed = json.loads(quality("rules", "--output-format", "json").out)
    assert [r["rule"] for r in listed] == list(rules())
    table = quality("rules").out
    assert all(rule.name in table for rule in rules().values())


def test_init_writes_a_file_that_loads_and_never_overwrites_one(quality: Callable[..., Outcome]) -> None:
    assert quality("init").code == 0
    assert load("quality.toml").config == load(isolated=True).config
    text = Path("quality.toml").read_text(encoding="utf-8")
    assert quality("init").code == 2
    assert Path("quality.toml").read_text(encoding="utf-8") == text
    assert quality("init", "no/where").code == 2


def test_what_init_suggests_can_be_switched_on(quality: Callable[..., Outcome]) -> None:
    quality("init")
    path = Path("quality.toml")
    lines = path.read_text(encoding="utf-8").splitlines()
    on = [line.removeprefix("# ") for line in lines if (line.startswith("# [") or " = " in line)]
    path.write_text("\n".join(line for line in on if "lexicon" not in line and "rules." not in line), encoding="utf-8")
    assert load().config.budgets.max_findings == {"STU": 0}
    assert load().config.ignore == ("ENC",)
