"""A run with the cache says what a run without it says, to the byte, whatever changed in between: for every rule."""

from __future__ import annotations

import random
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quality.detect import rules
from quality.detect.contract import DecisionRule
from quality.engine.cache.store import Cache
from quality.engine.local import examine
from quality.engine.plan import Plan
from quality.model import Encoding, Page
from quality.report import Report, render
from tests.detect.fixtures import Case, fixture_of, load
from tests.engine.cache.test_store import told

if TYPE_CHECKING:
    from collections.abc import Sequence

RULES = [rule for rule in rules().values() if not isinstance(rule, DecisionRule)]
CASES = [case for rule in RULES for case in load(fixture_of(str(rule.check.__module__)))]
"""Pages on which every rule finds something, or nearly does."""
CHANGES = ("edit", "paste", "cut", "add", "remove", "rename", "move")


def pages_of(case: Case, name: str) -> list[Page]:
    """The pages of one case, in a folder of their own."""
    return [
        Page(f"{name}/{path}", text, encoding=case.encodings.get(path, Encoding())) for path, text in case.pages.items()
    ]


def same(pages: Sequence[Page], folder: Path) -> set[str]:
    """Examines with the cache and without; gives the rules that found something."""
    remembered, fresh = examine(pages, Plan(), cache=Cache(folder=folder, plan=Plan())), examine(pages, Plan())
    assert told(remembered) == told(fresh)
    assert render("json", Report(examination=remembered)) == render("json", Report(examination=fresh))
    return {finding.rule for finding in fresh.findings}


def changed(pages: list[Page], change: str, dice: random.Random) -> list[Page]:
    """The corpus with one page edited, added, taken out, renamed or moved."""
    pages, at = list(pages), dice.randrange(len(pages))
    text, other = pages[at].text, dice.choice(pages).text
    low, high = sorted(dice.randrange(len(text) + 1) for _ in range(2))
    if change == "edit":
        pages[at] = replace(pages[at], text=f"{text[:low]}又改{dice.randrange(9)}处。{text[low:]}")
    elif change == "paste":
        pages[at] = replace(pages[at], text=f"{text[:low]}\n{other}\n{text[low:]}")
    elif change == "cut":
        pages[at] = replace(pages[at], text=text[:low] + text[high:])
    elif change == "add":
        pages[at:at] = pages_of(dice.choice(CASES), f"new{dice.random()}")
    elif change == "remove" and len(pages) > 1:
        del pages[at]
    elif change == "rename":
        pages[at] = replace(pages[at], path=f"renamed{dice.random()}.txt")
    else:
        pages.insert(dice.randrange(len(pages)), pages.pop(at))
    return pages


@settings(max_examples=12, deadline=None)
@given(
    st.lists(st.sampled_from(CASES), min_size=2, max_size=8),
    st.lists(st.sampled_from(CHANGES), min_size=1, max_size=4),
    st.randoms(use_true_random=False),
)
def test_whatever_changes_in_a_small_corpus(cases: list[Case], changes: list[str], dice: random.Random) -> None:
    pages = [page for number, case in enumerate(cases) for page in pages_of(case, str(number))]
    with tempfile.TemporaryDirectory() as folder:
        same(pages, Path(folder))
        for change in changes:
            pages = changed(pages, change, dice)
            same(pages, Path(folder))


@pytest.mark.parametrize("seed", range(2))
def test_of_every_rule_in_one_corpus(seed: int, tmp_path: Path) -> None:
    """All pages on which a rule finds something together, half of them changed between the runs."""
    dice = random.Random(seed)
    pages = [page for n, case in enumerate(CASES) if case.expected for page in pages_of(case, str(n))]
    found = same(pages, tmp_path)
    for _ in range(len(pages) // 4):
        pages = changed(pages, dice.choice(CHANGES), dice)
    found |= same(pages, tmp_path)
    assert {rule.code for rule in RULES} - found == set()
