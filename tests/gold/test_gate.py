"""The accuracy that was reached on the annotated pages, held. Floors rise; none is lowered without a word in CHANGELOG."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quality.engine.local import examine
from quality.engine.plan import Plan
from quality.model import Examination, Page
from quality.read import read_paths
from tests.gold.gate import FINDS, fits, meets, repaired, rows, score

ROOT = Path(__file__).parent.parent.parent
FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))
FILES = ("000", "001", "002")


@pytest.fixture(scope="module")
def examination() -> Examination:
    """All five pages are examined together, as `quality check seeds` does; three are scored."""
    pages = [p for p in read_paths([str(ROOT / "seeds")]) if isinstance(p, Page)]
    result = examine(pages, Plan())
    scored = tuple(f for f in result.findings if Path(f.page.path).name.startswith(FILES))
    return Examination(result.segmentations, scored, result.copies, result.clusters, result.verified)


@pytest.mark.parametrize("name", FINDS)
def test_class(examination: Examination, name: str) -> None:
    floor, got = FLOORS[name], score(examination, name)
    assert got.recall >= floor["recall"], got.missed
    assert len(got.false) <= floor["false"], got.false
    assert len(got.bitten) <= floor["bitten"], got.bitten


def test_every_stutter_is_repaired_to_the_letter(examination: Examination) -> None:
    for row in [r for r in rows() if r["class"] == "STUTTER"]:
        assert row["fix"] in [repaired(f) for f in examination.findings if fits(f, row)], row["id"]


def test_of_two_stories_the_right_copy_stays(examination: Examination) -> None:
    for row in [r for r in rows() if r["class"] in {"DUP_STORY", "DUP_PASSAGE"} and r["confidence"] != "low"]:
        found = [f for f in examination.findings if fits(f, row)]
        assert any(meets(f.page.path, f.span, row, half=True) for f in found), row["id"]
