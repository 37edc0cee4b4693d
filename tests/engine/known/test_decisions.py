"""Decisions: a reason for every row, every problem at once, and rows that decide nothing are reported."""

from __future__ import annotations

import json
from datetime import date

import pytest

from quality.engine.known import decisions
from quality.engine.known.baseline import anchor
from quality.engine.local import examine
from quality.engine.plan import Plan
from quality.errors import ConfigError
from quality.model import Examination, Page

TODAY = date(2026, 11, 20)
TEXT = Page("a.txt", "老师傅们说，這门手艺不能断在他们手里。")


def judged(*rows: dict[str, object]) -> Examination:
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return decisions.apply(examine([TEXT], Plan()), Page("d.jsonl", text), Plan(), TODAY)


def row(**changes: object) -> dict[str, object]:
    [finding] = examine([TEXT], Plan()).findings
    return {"rule": "GAR305", "place": finding.fingerprint, "reason": "a shop's name", "who": "Li"} | changes


def test_a_decided_finding_is_known_with_its_reason() -> None:
    [finding] = judged(row()).findings
    assert finding.known
    assert finding.reason == "a shop's name (Li)"


@pytest.mark.parametrize("word", ["GAR305", "mixed-script", "GAR"])
def test_rules_are_named_as_everywhere_and_places_by_fingerprint_or_anchor(word: str) -> None:
    [finding] = examine([TEXT], Plan()).findings
    for place in (finding.fingerprint, finding.fingerprint[:8], anchor(finding)):
        assert [f.known for f in judged(row(rule=word, place=place)).findings] == [True]


def test_a_decision_holds_up_to_its_last_day() -> None:
    assert [f.known for f in judged(row(until="2026-11-20")).findings] == [True]
    after = judged(row(until="2026-11-19")).findings
    assert [(f.rule, f.known) for f in after] == [("GAR305", False), ("DEC801", False)]
    assert "day has passed" in after[1].hit.message


def test_rows_that_decide_nothing_are_reported_each_at_its_place() -> None:
    found = judged(row(rule="STU"), row(), row(place="0" * 32)).findings
    assert [(f.rule, f.page.path) for f in found] == [("GAR305", "a.txt"), ("DEC801", "d.jsonl"), ("DEC801", "d.jsonl")]
    assert [json.loads(f.text)["rule"] for f in found[1:]] == ["STU", "GAR305"]
    assert len({f.fingerprint for f in found}) == 3


def test_every_problem_is_told_with_its_line() -> None:
    text = '\n{"rule": "GAR305", "place": "123", "resaon": "x", "until": "soon"}\n[]\n{\n'
    with pytest.raises(ConfigError) as error:
        decisions.parse(Page("d.jsonl", text))
    assert str(error.value).splitlines() == [
        "d.jsonl:2: `resaon` is no key of a decision: did you mean `reason`?",
        "d.jsonl:2: has no `reason`: every decision needs one",
        "d.jsonl:2: `place` shall have at least 8 digits of a fingerprint",
        "d.jsonl:2: `until` shall be a date like 2026-01-31",
        "d.jsonl:3: is no JSON object",
        "d.jsonl:4: is no JSON (Expecting property name enclosed in double quotes)",
    ]
