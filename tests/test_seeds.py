"""The corpus is what its page says it is."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"


@pytest.mark.parametrize("page", ["site/corpus.md", "site/en/corpus.md"])
def test_the_seeds_are_unchanged(page: str) -> None:
    told = dict(re.findall(r"`(\S+\.txt)` \| \d+ \| `([0-9a-f]{64})`", (ROOT / page).read_text(encoding="utf-8")))
    found = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in SEEDS.iterdir()}
    assert found == told
    assert len(told) == 5


def test_no_rule_knows_the_seeds() -> None:
    """No six characters of the pages, Han among them, stand in the code: a rule must work on pages that nobody has seen."""
    pages = "\n".join(re.sub(r"\s+", "", p.read_text(encoding="utf-8")) for p in SEEDS.glob("*.txt"))
    known = {pages[i : i + 6] for i in range(len(pages) - 5)}
    found = [
        (path.relative_to(ROOT).as_posix(), run[i : i + 6])
        for path in sorted((ROOT / "quality").rglob("*.py"))
        for run in re.findall(r"[^\s\x00-\x7f]{6,}", path.read_text(encoding="utf-8"))
        for i in range(len(run) - 5)
        if run[i : i + 6] in known and re.search("[一-鿿]", run[i : i + 6])
    ]
    assert found == []
