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
