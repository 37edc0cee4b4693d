"""What holds for every rule, whoever wrote it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quality.detect import rules
from quality.detect.contract import HEADINGS, Rule
from quality.engine.local import examine
from quality.engine.plan import Plan
from quality.model import Edit, Page
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


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts=st.lists(HARD, min_size=1, max_size=3))
def test_rules_are_total_deterministic_and_stay_in_the_page(texts: list[str]) -> None:
    pages = [Page(f"{i}.txt", t) for i, t in enumerate(texts)]
    found = examine(pages, Plan()).findings
    assert found == examine(pages, Plan()).findings
    assert len({f.fingerprint for f in found}) == len(found)
    for f in found:
        assert 0 <= f.span.start <= f.span.end <= len(f.page.text)
        places = [f.span, *(r.span for r in f.related if r.page.key == f.page.key)]
        for edit in f.hit.fix.edits if f.hit.fix else ():
            spans = [*places, *f.hit.spans]
            low, high = min(s.start for s in spans), max(s.end for s in spans)
            assert low <= edit.span.start <= edit.span.end <= high
            if isinstance(edit, Edit):
                assert f.page.slice(edit.span) != edit.replacement


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts=st.lists(HARD, min_size=2, max_size=3, unique=True))
def test_page_and_article_rules_do_not_depend_on_order(texts: list[str]) -> None:
    pages = [Page(f"{i}.txt", t) for i, t in enumerate(texts)]
    alone = {f.fingerprint for p in (pages, pages[::-1]) for f in examine(p, Plan()).findings}
    assert {f.fingerprint for f in examine(pages, Plan()).findings} == alone
