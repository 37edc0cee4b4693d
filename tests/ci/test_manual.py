"""What the manual says to type can be typed, and what it says to write is accepted."""

from __future__ import annotations

import json
import re
import shlex
import sys
from typing import TYPE_CHECKING

import click
import pytest
import yaml

from quality.cli import group
from quality.config import load
from quality.engine.known.decisions import parse
from quality.model import Page
from tests.ci.test_integrations import ROOT, run

if TYPE_CHECKING:
    from pathlib import Path

PAGES = [ROOT / "site" / "how-to" / "ci.md", ROOT / "site" / "en" / "how-to" / "ci.md"]


def blocks(page: Path, kind: str) -> list[str]:
    found = re.findall(rf"^```{kind}\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert found
    return found


@pytest.mark.parametrize("page", PAGES, ids=["zh", "en"])
class TestManual:
    def test_commands_parse(self, page: Path) -> None:
        commands = [shlex.split(line, comments=True) for b in blocks(page, "sh") for line in b.splitlines()]
        ours = [c for c in commands if c[0] == "quality"]
        assert len(ours) > 8
        for words in ours:
            with click.Context(group) as context:
                name, command, rest = group.resolve_command(context, words[1:])
                assert name
                assert command
                command.make_context(name, rest, context)

    def test_configuration_is_accepted(self, page: Path, tmp_path: Path) -> None:
        for block in blocks(page, "toml"):
            path = tmp_path / "quality.toml"
            path.write_text(block, encoding="utf-8")
            assert load(str(path)).file

    def test_decisions_and_yaml_are_accepted(self, page: Path) -> None:
        [row] = blocks(page, "json")
        assert len(parse(Page("d.jsonl", row))) == 1
        assert all(yaml.safe_load(block) for block in blocks(page, "yaml"))
        assert json.loads(row)["reason"]


def test_the_pages_of_both_languages_show_the_same_commands() -> None:
    zh, en = ([re.sub(r"\s*#.*", "", b) for b in blocks(p, "sh")] for p in PAGES)
    assert zh == en


def test_the_shell_completes(tmp_path: Path) -> None:
    code = "from quality.cli import main; main()"
    asked = run(
        sys.executable, "-c", code, cwd=tmp_path,
        env={
            "_QUALITY_COMPLETE": "bash_complete", "COMP_WORDS": "quality ch", "COMP_CWORD": "1",
            "PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin",
        },
    )  # fmt: skip
    assert asked.stdout.split() == ["plain,check"]
