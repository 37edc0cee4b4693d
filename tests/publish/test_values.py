"""What the pages say: scores, tallies, notes, charts, changes, reference."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from quality.cleaned import Fixes
from quality.cli.publish import command
from quality.cli.reference import references
from quality.engine.local import examine
from quality.engine.plan import Plan
from quality.model import Applicability, Edit, Finding, Fix, Hit, Move, Page, Severity, Span
from quality.publish.cards import evidence, shorten, swaps
from quality.publish.charts import Bar, bars
from quality.publish.corpus import Change, Corpus, Manual
from quality.publish.names import asset, link, page_address
from quality.publish.press import Press
from quality.publish.site import documents
from quality.publish.summary import Score, by_day, by_rule, day_of, score, total_score, worst
from quality.repair.apply import clean
from tests.publish.corpora import PAGE, write_small

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "他们往前走、往前走、往前走。\n第二行"
RUN = Span(2, 13)


def finding(*edits: Edit | Move, span: Span = RUN, severity: Severity = Severity.ERROR, text: str = TEXT) -> Finding:
    fix = Fix(Applicability.UNSAFE, edits) if edits else None
    hit = Hit(Page("a.txt", text), (span,), "a sentence", 0.9, fix)
    return Finding("STU201", "stuttered-phrase", severity, hit, span, (), "f" * 32)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    examination = examine([Page("20210508.txt", PAGE), Page("b.txt", "没有日期的一页。\n")], Plan())
    pages = tuple(clean(examination.segmentations, examination.findings, Fixes.UNSAFE))
    return Corpus(
        "小", examination, pages, {"STU201": Manual("STU201", "stuttered-phrase", "error", "article", "## Example\n")}
    )


def test_a_note_shows_an_edit_in_its_phrase() -> None:
    (swap,) = swaps(finding(Edit(Span(5, 13), "")))
    assert swap.runs == (("kept", "往前走"), ("gone", "、往前走、往前走"))


def test_a_note_tells_equal_edits_once_with_their_number() -> None:
    text = "一,二,三" + "长" * 200
    given = finding(Edit(Span(1, 2), "，"), Edit(Span(3, 4), "，"), span=Span(0, 205), text=text)
    (swap,) = swaps(given)
    assert (swap.runs, swap.times) == ((("gone", ","), ("new", "，")), 2)


def test_a_note_says_nothing_of_a_break_and_names_what_moved() -> None:
    assert list(swaps(finding(Edit(Span(14, 15), ""), span=Span(10, 17)))) == []
    (swap,) = swaps(finding(Move(Span(2, 5), 0)))
    assert swap.runs == (("moved", "往前走"),)


def test_evidence_is_one_line_with_its_breaks_shown() -> None:
    before, text, after = evidence(finding())
    assert (before, text, after) == ("他们", "往前走、往前走、往前走", "。⏎第二行")
    assert shorten("一" * 50 + "二" * 50, 21) == "一" * 10 + "…" + "二" * 10
    assert shorten("甲\u2028 乙\x1c") == "甲\u2028 乙\x1c"  # space by the book, but the very thing that was found


def test_the_score_counts_a_character_once_and_leaves_notes_out() -> None:
    page = Page("a", "零一二三四五六七八九")
    rows = [
        finding(span=Span(0, 4)), finding(span=Span(2, 5)), finding(span=Span(4, 7), severity=Severity.WARNING),
        finding(span=Span(8, 10), severity=Severity.INFO),
    ]  # fmt: skip
    got = score(page, rows)
    assert (got.characters, got.errors, got.warnings) == (10, 5, 2)
    assert got.value == pytest.approx(30)
    assert Score(0, 0, 0).value == 100


def test_repairs_raise_the_score(corpus: Corpus) -> None:
    assert total_score(corpus).value < total_score(corpus, repaired=True).value <= 100


def test_tallies_add_up(corpus: Corpus) -> None:
    tallies = by_rule(corpus)
    assert sum(t.findings for t in tallies.values()) == len(corpus.examination.findings)
    assert all(t.open == t.findings - t.done for t in tallies.values())
    assert tallies["STU201"].done == 1


def test_days_come_from_names_and_ids(corpus: Corpus) -> None:
    assert list(by_day(corpus)) == ["2021-05-08"]
    assert day_of(Page("x", "", "1998年3月")) is None
    assert day_of(Page("x", "", "1998-03-04/7")) == "1998-03-04"
    assert day_of(Page("x", "", "120210508")) is None


def test_the_worst_come_first_and_no_rule_fills_the_list(corpus: Corpus) -> None:
    chosen = worst(corpus)
    assert [f.severity.rank for f in chosen] == sorted((f.severity.rank for f in chosen), reverse=True)
    assert max(sum(f.rule == g.rule for g in chosen) for f in chosen) <= 3


def test_a_chart_holds_every_label_escaped_and_no_style() -> None:
    svg = bars([Bar("<b>甲</b>", (("done", 3), ("open", 1))), Bar("乙", (("done", 0), ("open", 0)))])
    assert "<b>" not in svg
    assert "style=" not in svg
    assert len(re.findall("<rect", svg)) == 2
    assert ">4</text>" in svg


def test_links_are_relative() -> None:
    assert link("generated/pages/a", "generated/articles/b", "f3") == "../articles/b.html#f3"
    assert link("generated/pages/a", "index") == "../../index.html"
    assert link("index", "generated/pages/a") == "generated/pages/a.html"
    assert asset("generated/downloads/index", "generated/downloads/x.json") == "x.json"


def test_names_hold_nothing_of_the_corpus() -> None:
    assert re.fullmatch(r"generated/pages/[0-9a-f]{12}", page_address(Page("../../x", "", "<script>")))


def test_pages_of_one_corpus_are_made_the_same_again(corpus: Corpus) -> None:
    first, again = ([d.text for d in documents(Press(corpus, "zh"))] for _ in range(2))
    assert first == again


def test_a_changed_finding_changes_the_keys_of_its_pages_only(corpus: Corpus) -> None:
    def keys(given: Corpus) -> dict[str, str]:
        return {d.address: d.key for d in documents(Press(given, "zh")) if d.key}

    rows = corpus.examination.findings
    other = replace(rows[0], hit=replace(rows[0].hit, message="another sentence"))
    changed = replace(corpus, examination=replace(corpus.examination, findings=(other, *rows[1:])))
    before, after = keys(corpus), keys(changed)
    differing = {a for a in before if before[a] != after.get(a)}
    assert page_address(rows[0].page) in differing
    assert page_address(Page("b.txt", "")) not in differing


def test_changes_are_told(corpus: Corpus) -> None:
    mark = corpus.examination.findings[0].fingerprint
    gone = {"rule": "PUN501", "name": "unbalanced-pair", "path": "old.txt", "line": 7, "text": "《<b>"}
    changed = replace(corpus, change=Change(frozenset({mark}), (gone,), 5))
    (page,) = [d for d in documents(Press(changed, "zh")) if d.address == "generated/changes/index"]
    assert "标点不成对" in page.text
    assert "old.txt 第 7 行" in page.text
    assert "<b>" not in page.text.replace("<b>理由</b>", "")
    assert [d for d in documents(Press(corpus, "zh")) if "changes" in d.address] == []


def test_compare_wants_a_report(tmp_path: Path) -> None:
    write_small(tmp_path / "in")
    (tmp_path / "old.json").write_text(json.dumps({"schema": "else"}), encoding="utf-8")
    given = [str(tmp_path / "in"), "-o", str(tmp_path / "site"), "--isolated", "--compare", str(tmp_path / "old.json")]
    result = CliRunner().invoke(command, given)
    assert "quality check --output-format json" in str(result.exception)
    assert not (tmp_path / "site").exists()


def test_the_reference_names_every_command_and_option() -> None:
    told = {r.name: r.markdown for r in references()}
    assert "## quality publish" in told["commands"]
    assert all(f"--{name}" in told["commands"] for name in ("output", "lang", "compare", "search-all"))
    assert "`fail-on`" in told["configuration"]
    assert "`fingerprint`" in told["findings"]
    rows = [line for r in told.values() for line in r.split("\n") if line.startswith("| ")]
    assert {line.count("|") for line in rows} <= {3, 4}


def test_a_huge_page_is_cut_and_says_so() -> None:
    examination = examine([Page("a.txt", "甲乙丙丁" * 100_000)], Plan(rules=()))
    huge = Corpus("大", examination, tuple(clean(examination.segmentations, ())))
    pages = {
        d.address.split("/")[1]: d.text
        for d in documents(Press(huge, "zh"))
        if re.search("(pages|articles)/[0-9a-f]{12}", d.address)
    }
    for text in pages.values():
        assert 300_000 <= text.count("甲") * 4 <= 301_000
        assert "只显示前 300,000 字；全部 400,000 字" in text
    assert set(pages) == {"pages", "articles"}
