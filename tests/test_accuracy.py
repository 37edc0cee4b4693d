"""The figures of `make accuracy` are the only ones that anything shows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from quality.cli.rules import command
from quality.data.accuracy import FILE, Accuracy, OnSet, accuracy
from quality.detect import rules
from quality.explain import cards, page
from quality.model import Examination
from quality.report import Report, render

BENCHMARK = Path(__file__).parent.parent / "benchmarks" / "accuracy.json"
DOCUMENT: dict[str, Any] = json.loads(BENCHMARK.read_text(encoding="utf-8"))


def test_what_ships_is_what_was_measured() -> None:
    assert FILE.read_bytes() == BENCHMARK.read_bytes()


def test_every_rule_and_set_in_it_exists_and_the_counts_are_possible() -> None:
    assert set(DOCUMENT["rules"]) <= set(rules())
    for rows in DOCUMENT["rules"].values():
        for row in rows:
            measured = DOCUMENT["sets"][row["name"]]
            assert (row["kind"], row["size"]) == (measured["kind"], measured["size"])
            assert (row["right"] or 0) <= row["found"]
            assert (row["recalled"] or 0) <= (row["expected"] or 0)
            assert (row["right"] is None) == (row["kind"] == "clean")


def by_hand(code: str) -> float | None:
    rows = [r for r in DOCUMENT["rules"].get(code, []) if r["kind"] == "labelled"]
    found = sum(r["found"] for r in rows)
    return sum(r["right"] for r in rows) / found if found else None


@pytest.mark.parametrize("code", list(rules()))
def test_sarif_manual_and_table_show_the_measured_precision(code: str) -> None:
    precision = by_hand(code)
    [run] = json.loads(render("sarif", Report(examination=Examination((), ()), cards=cards())))["runs"]
    [told] = [r["properties"] for r in run["tool"]["driver"]["rules"] if r["id"] == code]
    assert told.get("measuredPrecision") == precision
    listed = json.loads(CliRunner().invoke(command, ["--output-format", "json"]).output)
    [row] = [r for r in listed if r["rule"] == code]
    assert row["precision"] == precision
    words = accuracy()[code].words if code in accuracy() else ""
    assert row["measured"] == words
    assert (f"Measured: {words}." in page(rules()[code])) == bool(words)


def test_figures_add_up_over_sets() -> None:
    labelled = {"kind": "labelled", "size": 100}
    sets = (
        OnSet(name="a", found=10, right=9, expected=12, recalled=9, **labelled),
        OnSet(name="b", found=0, right=0, expected=8, recalled=1, **labelled),
        OnSet(name="c", kind="clean", size=1000, found=2),
    )
    figures = Accuracy(rule="STU201", sets=sets)
    assert figures.precision == pytest.approx(0.9)
    assert figures.recall == pytest.approx(0.5)
    assert figures.alarms == (2, 1000)
    assert figures.words == "9 of 10 findings right (a, b); 2 false alarms in 1,000 characters of clean text"
    assert Accuracy(rule="STU201", sets=()).precision is None
