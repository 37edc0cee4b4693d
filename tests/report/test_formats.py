"""Every format, written from one hostile examination and read back by a parser."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib import import_module
from typing import Any
from urllib.parse import unquote

import pytest
from lxml import etree

from quality.model import Examination, Severity
from quality.report import FORMATS, render
from tests.report.readers import accept
from tests.report.sample import CLEAN, HOSTILE, PLAIN, examination, finding, report

ACTING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def parsed(form: str, of: Examination | None = None) -> Any:
    return accept(form, render(form, report(of)))


def test_the_json_document_keeps_its_contract() -> None:
    document = parsed("json")
    first, moved, *_, record = document["findings"]
    assert (first["text"], first["start"], first["line"], first["column"], first["end_column"]) == (
        "好好好",
        7,
        2,
        4,
        7,
    )
    assert moved["fix"]["edits"] == [{"path": PLAIN.path, "start": 0, "end": 3, "move_to": 18}]
    assert record["record"] == "id::warning::<\n>"
    assert document["summary"] == {"pages": 4, "articles": 4, "findings": 6, "by_rule": {"STU201": 6}}
    long = replace(PLAIN, text="长" * 300)
    [cut] = parsed("json", replace(examination(), findings=(finding(long, 0, 201, 1, Severity.INFO),)))["findings"]
    assert (len(cut["text"]), cut["truncated"]) == (200, True)


def test_jsonl_holds_the_findings_of_the_document_line_by_line() -> None:
    assert parsed("jsonl") == parsed("json")["findings"]


class TestSarif:
    def test_is_read_by_sarif_tools(self, tmp_path: Any) -> None:
        loader = pytest.importorskip("sarif.loader")
        path = tmp_path / "r.sarif"
        path.write_text(render("sarif", report()), encoding="utf-8")
        data = loader.load_sarif_file(str(path))
        assert data.get_distinct_tool_names() == ["corpus-quality"]
        assert [r["Severity"] for r in data.get_records()] == ["error", "warning", "note", "error", "error", "warning"]

    def test_known_findings_are_marked_not_dropped(self) -> None:
        results = parsed("sarif")["runs"][0]["results"]
        assert [r["baselineState"] for r in results] == ["new", "new", "new", "unchanged", "new", "new"]
        assert results[3]["suppressions"] == [{"kind": "external", "justification": "a name␛"}]
        none_known = parsed("sarif", replace(examination(), findings=examination().findings[:3]))["runs"][0]["results"]
        assert [r for r in none_known if "baselineState" in r] == []

    def test_rules_carry_help_and_measured_precision(self) -> None:
        measured, unmeasured = parsed("sarif")["runs"][0]["tool"]["driver"]["rules"]
        assert measured["properties"]["precision"] == "very-high"
        assert measured["help"]["markdown"] == "# Manual\n"
        assert "precision" not in unmeasured["properties"]

    def test_places_and_repairs(self) -> None:
        first, moved, *_, hostile, record = parsed("sarif")["runs"][0]["results"]
        place = first["locations"][0]["physicalLocation"]
        assert place["region"] == {"startLine": 2, "startColumn": 4, "endLine": 2, "endColumn": 7}
        assert unquote(place["artifactLocation"]["uri"]) == PLAIN.path.removeprefix("./")
        [change] = first["fixes"][0]["artifactChanges"]
        assert [r.get("insertedContent") for r in change["replacements"]] == [{"text": "好"}, None]
        [change] = moved["fixes"][0]["artifactChanges"]
        assert change["replacements"][1]["insertedContent"] == {"text": "第一行"}
        assert "fixes" not in hostile
        assert "fixes" not in record
        assert record["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "id::warning::<⏎>"


class TestGithub:
    def test_only_whole_escaped_commands_and_plain_words_stand_on_a_line(self) -> None:
        rows = render("github", report()).splitlines()
        command = re.compile(
            r"::(error|warning|notice) title=[^:,\n]*(,(file|line|endLine|col|endColumn)=[^:,\n]*)+::[^\r\n]*"
        )
        assert [r for r in rows if not command.fullmatch(r)] == []
        assert [r.split(" ")[0] for r in rows] == ["::error", "::error", "::warning", "::warning", "::notice"]

    def test_paths_come_back_unescaped_as_the_runner_does_it(self) -> None:
        [row] = [r for r in render("github", report()).splitlines() if "col=" not in r and "file=pages/%3A" in r]
        value = row.split("file=", 1)[1].split(",", 1)[0]
        for escaped, plain in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
            value = value.replace(escaped, plain)
        assert value == HOSTILE.path.replace("\x1b", "␛")

    def test_ten_of_a_level_are_printed_and_the_rest_is_counted(self) -> None:
        found = tuple(finding(PLAIN, 0, 1, n, Severity.WARNING) for n in range(25))
        rows = render("github", report(replace(examination(), findings=found))).splitlines()
        assert len(rows) == 11
        assert rows[-1] == "15 more of level warning are hidden; the step summary counts them."

    def test_columns_only_within_one_line(self) -> None:
        within, across = (
            render("github", report(replace(examination(), findings=(finding(PLAIN, a, b, 1, Severity.ERROR),))))
            for a, b in ((7, 10), (2, 6))
        )
        assert "line=2,endLine=2,col=4,endColumn=7::" in within
        assert "line=1,endLine=2::" in across


def test_gitlab() -> None:
    issues = parsed("gitlab")
    assert len({i["fingerprint"] for i in issues}) == len(issues)
    assert [i["severity"] for i in issues] == ["major", "minor", "info", "info", "major", "minor"]
    assert issues[0]["location"] == {"path": "pages/一页 (1).txt", "lines": {"begin": 2, "end": 2}}


def test_junit() -> None:
    tree = parsed("junit")
    assert dict(tree.attrib) == {"name": "corpus-quality", "tests": "8", "failures": "4", "errors": "1"}
    assert len(tree.findall(".//testcase")) == 8
    assert [len(tree.findall(f".//{kind}")) for kind in ("failure", "skipped", "error", "system-out")] == [4, 1, 1, 1]
    [clean] = [s for s in tree if s.get("name") == CLEAN.path]
    assert [c.get("name") for c in clean] == ["nothing found"]


def test_rdjson_counts_bytes() -> None:
    result = parsed("rdjson")
    first = result["diagnostics"][0]
    assert first["location"]["range"] == {"start": {"line": 2, "column": 10}, "end": {"line": 2, "column": 19}}
    assert [d["severity"] for d in result["diagnostics"]] == ["ERROR", "WARNING", "INFO", "ERROR", "WARNING"]


def test_nothing_in_markdown_acts() -> None:
    import markdown

    text = render("markdown", report())
    page = markdown.markdown(text, extensions=["tables"])
    tree = etree.fromstring(f"<div>{page}</div>".encode(), etree.HTMLParser())
    tags = {e.tag for e in tree.iter() if isinstance(e.tag, str)}
    assert tags <= {"html", "body", "div", "h3", "table", "thead", "tbody", "tr", "th", "td", "code", "ul", "li", "p"}
    shown = ["".join(c.itertext()) for c in tree.iter("code")]
    assert any("<script>alert(1)</script>" in words for words in shown)
    assert all(len(row.split("|")) == 6 for row in text.splitlines() if row.startswith("| <code>"))


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_holds_nothing_that_its_standard_and_its_readers_do_not_know(form: str) -> None:
    accept(form, render(form, report()))


@pytest.mark.parametrize("form", FORMATS)
def test_no_acting_character_leaves_any_format(form: str) -> None:
    """JSON spells them as escapes, which no terminal obeys."""
    assert ACTING.findall(render(form, report())) == []


@pytest.mark.parametrize("form", FORMATS)
def test_no_line_of_any_format_begins_a_workflow_command_of_the_text(form: str) -> None:
    rows = [r.lstrip() for r in render(form, report()).splitlines()]
    assert [
        r
        for r in rows
        if r.startswith(("::", "##[")) and not r.startswith(("::error title=", "::warning title=", "::notice title="))
    ] == []


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_writes_something_readable_for_nothing(form: str) -> None:
    text = render(form, report(Examination((), ())))
    accept(form, text)
    assert text == "" if form in {"jsonl", "github"} else text.endswith("\n")
    assert import_module(f"quality.report.{form}").__doc__
