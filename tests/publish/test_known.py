"""What governs a corpus is no page of it, and what somebody decided to leave stays as printed."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from quality.cli.check import command as check
from tests.publish.conftest import publish
from tests.publish.corpora import write_small

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that holds a page, the configuration, a baseline and decisions."""
    monkeypatch.chdir(tmp_path)
    write_small(tmp_path)
    done = CliRunner().invoke(check, [".", "--output-format", "json", "--isolated", "--no-cache"])
    found = json.loads(done.stdout)["findings"]
    stutter = next(f for f in found if f["rule"] == "STU201")
    row = {"rule": "STU201", "place": stutter["fingerprint"][:12], "reason": "号子就是这样喊的"}
    (tmp_path / "decisions.jsonl").write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    (tmp_path / "quality.toml").write_text('baseline = "known.json"\ndecisions = "decisions.jsonl"\n', encoding="utf-8")
    written = CliRunner().invoke(check, [".", "--write-baseline", "--no-cache"])
    assert written.exit_code == 0, written.output
    return tmp_path


def shown(site: Path, folder: str) -> list[str]:
    return [p.read_text(encoding="utf-8") for p in (site / "generated" / folder).glob("*.html") if p.stem != "index"]


def test_configuration_baseline_decisions_and_the_site_itself_are_no_pages(corpus: Path) -> None:
    for _ in range(2):
        publish(".", "-o", "site")
        assert len(shown(corpus / "site", "pages")) == 1
    assert not (corpus / ".quality-cache").exists()


def test_what_was_decided_is_neither_repaired_nor_on_the_work_list(corpus: Path) -> None:
    publish(".", "-o", "site")
    (page,) = shown(corpus / "site", "pages")
    assert "号子就是这样喊的" in page
    assert "已决定保留" in page
    articles = (corpus / "site/generated/downloads/articles.jsonl").read_text(encoding="utf-8")
    assert "往前走、往前走、往前走、往前走" in articles
    work = (corpus / "site/generated/worklist/index.html").read_text(encoding="utf-8")
    assert "stu201" not in work
    assert "dup101" in work


def test_what_a_baseline_knows_is_wrong_all_the_same(corpus: Path) -> None:
    publish(".", "-o", "site")
    front = (corpus / "site/index.html").read_text(encoding="utf-8")
    assert "generated/rules/dup101.html" in front
    articles = (corpus / "site/generated/downloads/articles.jsonl").read_text(encoding="utf-8")
    assert "两百百米" not in articles


def test_decisions_can_be_named_on_the_command_line(corpus: Path) -> None:
    publish("page.txt", "-o", "site", "--isolated")
    assert "号子就是这样喊的" not in shown(corpus / "site", "pages")[0]
    publish(".", "-o", "site", "--isolated", "--decisions", "decisions.jsonl")
    assert len(shown(corpus / "site", "pages")) == 3  # the page, and what nothing here says to be a configuration


def test_a_decision_about_nothing_breaks_no_link(corpus: Path) -> None:
    row = {"rule": "STU201", "place": "0123456789ab", "reason": "längst weg"}
    with (corpus / "decisions.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")
    publish(".", "-o", "site")
    told = json.loads((corpus / "site/generated/downloads/findings.json").read_text(encoding="utf-8"))
    assert "DEC801" in {f["rule"] for f in told["findings"]}
    manual = (corpus / "site/generated/rules/dec801.html").read_text(encoding="utf-8")
    assert re.findall(r"pages/[0-9a-f]{12}", manual) == []
