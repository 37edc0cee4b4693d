"""Every rule finds what its fixture says, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from quality.engine.known import decisions
from quality.engine.local import examine
from quality.engine.plan import Plan
from quality.model import Edit, Encoding, Examination, Page
from tests.detect.fixtures import FOLDER, Case, load

CASES = [
    pytest.param(case, id=f"{case.rule}-{case.title}") for path in sorted(FOLDER.rglob("*.md")) for case in load(path)
]


def run(case: Case) -> Examination:
    pages = [Page(name, text, None, case.encodings.get(name, Encoding())) for name, text in case.pages.items()]
    decided = [p for p in pages if p.path == "quality-decisions.jsonl"]
    examination = examine([p for p in pages if p not in decided], Plan())
    for page in decided:
        examination = decisions.apply(examination, page, Plan(), date(2026, 11, 20))
    return examination


def line(case: Case, finding: object) -> str:
    f = finding
    name = f"{f.page.path} " if len(case.pages) > 1 else ""
    text = f.text.replace("\n", "⏎")
    return f"{name}{f.span.start}-{f.span.end} {f.hit.fix.applicability if f.hit.fix else '-'} {text}".rstrip()


@pytest.mark.parametrize("case", CASES)
def test_findings(case: Case) -> None:
    found = [line(case, f) for f in run(case).findings if f.rule == case.rule]
    assert found == case.expected


@pytest.mark.parametrize("case", [c for c in CASES if c.values[0].repaired])
def test_repaired(case: Case) -> None:
    texts = dict(case.pages)
    edits = [(f.page.path, e) for f in run(case).findings if f.rule == case.rule and f.hit.fix for e in f.hit.fix.edits]
    for path, edit in sorted(edits, key=lambda pair: pair[1].span, reverse=True):
        assert isinstance(edit, Edit)
        texts[path] = texts[path][: edit.span.start] + edit.replacement + texts[path][edit.span.end :]
    for name, text in case.repaired.items():
        assert texts[name] == text
