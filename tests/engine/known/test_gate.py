"""Severities and budgets."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quality.engine.known.gate import Gate, duplicate_ratio
from quality.model import Examination, Finding, Hit, Page, Related, Segmentation, Severity, Span

PAGE = Page("a.txt", "字" * 100)


def finding(rule: str, severity: Severity, start: int = 0, end: int = 1, *, known: bool = False) -> Finding:
    hit = Hit(PAGE, (Span(start, end),), "…", 1.0)
    return Finding(rule, "some-name", severity, hit, Span(start, end), (), "0" * 32, known)


def examination(*found: Finding) -> Examination:
    return Examination((Segmentation(PAGE, ()), Segmentation(Page("b.txt", "字" * 100), ())), found)


@pytest.mark.parametrize(
    ("fail_on", "broken"),
    [(Severity.WARNING, [False, True, True]), (Severity.ERROR, [False, False, True]), (None, [False, False, False])],
)
def test_fail_on_is_a_least_severity_and_info_never_fails(fail_on: Severity | None, broken: list[bool]) -> None:
    told = [list(Gate(fail_on=fail_on).broken(examination(finding("STU201", s)))) for s in Severity]
    assert [bool(t) for t in told] == broken


def test_known_findings_do_not_count() -> None:
    assert list(Gate(max_findings={"STU": 0}).broken(examination(finding("STU201", Severity.ERROR, known=True)))) == []


def test_a_budget_takes_the_place_of_the_severity_for_what_it_names() -> None:
    two = examination(finding("STU201", Severity.ERROR), finding("STU202", Severity.ERROR))
    assert list(Gate(max_findings={"STU": 2}).broken(two)) == []
    assert list(Gate(max_findings={"STU": 1}).broken(two)) == ["new findings of STU: 2; its budget allows 1"]
    assert len(list(Gate(max_findings={"STU201": 1}).broken(two))) == 1
    assert list(Gate(fail_on=None, max_findings={"some-name": 0}).broken(two)) != []


def test_the_duplicate_ratio_counts_each_character_once_and_only_copies() -> None:
    further = replace(finding("DUP102", Severity.WARNING, 0, 10), related=(Related(PAGE, Span(50, 60), "continues"),))
    found = (further, finding("DUP101", Severity.ERROR, 5, 20), finding("DUP104", Severity.INFO, 30, 40))
    assert duplicate_ratio(examination(*found)) == pytest.approx(30 / 200)
    assert duplicate_ratio(Examination((), ())) == 0
    gate = Gate(fail_on=None, max_duplicate_ratio=0.1)
    assert list(gate.broken(examination(*found))) == ["15.00% of the text are copies where the budget allows 10.00%"]
    assert list(Gate(fail_on=None, max_duplicate_ratio=0.15).broken(examination(*found))) == []
