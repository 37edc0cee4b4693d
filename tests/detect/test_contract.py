"""What holds for every rule, whoever wrote it."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quality.cleaned import Fixes
from quality.detect import rules
from quality.detect.contract import HEADINGS, Rule
from quality.detect.options import notes
from quality.engine.inplace import mend
from quality.engine.known import decisions
from quality.engine.local import examine
from quality.engine.plan import Plan
from quality.explain import example
from quality.model import Edit, Encoding, Examination, Finding, Move, Page
from tests.detect.fixtures import fixture_of, load

CATALOGUE = Path(__file__).parent / "rules.json"
ALL = list(rules().values())
HARD = st.text(
    st.sampled_from(
        "的了一二三十星级五、,，。！!?()（）“”《》‘’:;\n\r \t\ufffd\x00\ud800ab19工人会礪體é\u200b\U00020000"
    ),
    max_size=120,
)


def module_of(rule: Rule) -> str:
    return str((rule.check).__module__)


def test_the_catalogue_is_pinned() -> None:
    """A lost, renamed or re-graded rule shows in review: rewrite the table with the command in CONTRIBUTING."""
    table = [[r.code, r.name, str(r.severity), r.scope] for r in ALL]
    assert json.loads(CATALOGUE.read_text(encoding="utf-8")) == table


@pytest.mark.parametrize("rule", ALL, ids=lambda r: r.code)
class TestEveryRule:
    def test_is_called_by_the_rules_of_naming(self, rule: Rule) -> None:
        assert re.fullmatch(r"[A-Z]{3}\d{3}", rule.code)
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)

    def test_has_a_manual_page(self, rule: Rule) -> None:
        assert [h for h in HEADINGS if f"\n## {h}\n" not in rule.doc] == []

    def test_has_a_fixture_with_a_case_to_find_and_one_to_leave(self, rule: Rule) -> None:
        cases = load(fixture_of(module_of(rule)))
        assert {bool(c.expected) for c in cases} == {True, False}
        assert {c.rule for c in cases} == {rule.code}

    def test_says_first_how_safe_its_repair_is(self, rule: Rule) -> None:
        first = re.search(r"^## Repair safety\n\n(\w+)", rule.doc, re.MULTILINE)
        assert first
        assert first[1] in {"Safe", "Unsafe", "Display", "None"}

    def test_documents_its_options(self, rule: Rule) -> None:
        assert [f.name for f in fields(rule.options) if not notes(rule.options).get(f.name)] == []
        assert rule.options.__dataclass_params__.frozen

    def test_flags_the_example_of_its_manual(self, rule: Rule) -> None:
        if rule.scope == "source":
            pytest.skip("the example is bytes: its fixture has them")
        pages = example_of(rule)
        assert rule.code in {f.rule for f in examined(pages).findings}

    def test_keeps_its_edits_inside_the_finding_or_a_place_that_it_names(self, rule: Rule) -> None:
        for pages in cases_of(rule):
            for f in (f for f in examined(pages).findings if f.rule == rule.code):
                assert edits_outside(f) == []

    def test_finds_the_same_whatever_comes_first(self, rule: Rule) -> None:
        if rule.scope not in {"source", "page", "article"}:
            pytest.skip("which copy goes may depend on the order")
        for pages in cases_of(rule):
            found, turned = (
                {f.fingerprint for f in examined(p).findings if f.rule == rule.code} for p in (pages, pages[::-1])
            )
            assert found == turned

    def test_repairs_come_to_rest(self, rule: Rule) -> None:
        for pages in cases_of(rule):
            once = mend(pages, Plan(), (), Fixes.UNSAFE, lambda e: e)
            rest = [new for _, new in once.changed]
            assert mend(rest, Plan(), (), Fixes.UNSAFE, lambda e: e).repairs == 0


def cases_of(rule: Rule) -> list[list[Page]]:
    """The pages of every case of its fixture, and its example."""
    cases = load(fixture_of(module_of(rule)))
    pages = [[Page(n, t, None, c.encodings.get(n, Encoding())) for n, t in c.pages.items()] for c in cases]
    return [*pages, example_of(rule)]


def example_of(rule: Rule) -> list[Page]:
    """The manual's example: one page, or records where it is lines of JSON."""
    text = example(rule)
    if rule.scope != "cluster":
        return [Page("quality-decisions.jsonl" if rule.scope == "decisions" else "example.txt", text)]
    rows = map(json.loads, text.splitlines())
    return [Page("example.jsonl", row["text"], row["id"]) for row in rows]


def examined(pages: list[Page]) -> Examination:
    decided = [p for p in pages if p.path == "quality-decisions.jsonl"]
    examination = examine([p for p in pages if p not in decided], Plan())
    for page in decided:
        examination = decisions.apply(examination, page, Plan(), date(2026, 11, 20))
    return examination


def edits_outside(finding: Finding) -> list[Edit | Move]:
    places = [finding.span, *(r.span for r in finding.related if r.page.key == finding.page.key)]
    edits = finding.hit.fix.edits if finding.hit.fix else ()
    return [e for e in edits if not any(place.contains(e.span) for place in places)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts=st.lists(HARD, min_size=1, max_size=3))
def test_rules_are_total_deterministic_and_stay_in_the_page(texts: list[str]) -> None:
    pages = [Page(f"{i}.txt", t) for i, t in enumerate(texts)]
    found = examine(pages, Plan()).findings
    assert found == examine(pages, Plan()).findings
    assert len({f.fingerprint for f in found}) == len(found)
    for f in found:
        assert 0 <= f.span.start <= f.span.end <= len(f.page.text)
        assert edits_outside(f) == []
        for edit in f.hit.fix.edits if f.hit.fix else ():
            if isinstance(edit, Edit):
                assert f.page.slice(edit.span) != edit.replacement


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts=st.lists(HARD, min_size=2, max_size=3, unique=True))
def test_page_and_article_rules_do_not_depend_on_order(texts: list[str]) -> None:
    pages = [Page(f"{i}.txt", t) for i, t in enumerate(texts)]
    alone = {f.fingerprint for p in (pages, pages[::-1]) for f in examine(p, Plan()).findings}
    assert {f.fingerprint for f in examine(pages, Plan()).findings} == alone


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts=st.lists(HARD, min_size=1, max_size=2))
def test_repairs_of_any_text_come_to_rest(texts: list[str]) -> None:
    pages = [Page(f"{i}.txt", t) for i, t in enumerate(texts)]
    rest = [new for _, new in mend(pages, Plan(), (), Fixes.UNSAFE, lambda e: e).changed]
    assert mend(rest, Plan(), (), Fixes.UNSAFE, lambda e: e).repairs == 0
