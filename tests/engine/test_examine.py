"""Texts on which the engine once fell over."""

from __future__ import annotations

import pytest

from quality.engine.local import examine
from quality.engine.look import look
from quality.engine.plan import Plan
from quality.model import Page

LONG = "The bread is very good, and can be had with butter or with honey. "
SHORT = "The bread is also very good, and can be had with butter or with honey. "


@pytest.mark.parametrize(
    "text",
    [
        " ".join((LONG + SHORT + LONG).split()) + "\n\n" + LONG + SHORT + "\n\n" + LONG + SHORT + LONG * 2 + LONG[:-30],
        (LONG + SHORT) * 7,
        (LONG + SHORT + LONG) * 4 + LONG[:40],
    ],
)
def test_runs_that_drift_stay_inside_the_text(text: str) -> None:
    found = examine([Page("a.txt", text)], Plan()).findings
    assert all(f.span.end <= len(text) for f in found)


def test_code_is_no_prose() -> None:
    code = "跟党走、跟党走、跟党走、跟党走\nx = [1, 2, (3}\n"
    for text in (f"# 甲\n\n```\n{code}```\n", "# 甲\n\n    " + code.strip().replace("\n", "\n    ") + "\n"):
        assert look(Page("a.md", text), Plan()).told == ()
    assert look(Page("a.md", f"# 甲\n\n{code}"), Plan()).told
