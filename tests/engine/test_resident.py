"""Mapped files leave memory again; what stands in memory alone stays."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np
import pytest

from quality.engine.columns import Column
from quality.engine.resident import COUNTS, mapped, trimmed

if TYPE_CHECKING:
    from pathlib import Path

SIZE = 8 << 20


def column(path: Path | None) -> Column:
    made = Column(np.uint16)
    if path:
        made.spill(path)
    made.append(np.arange(SIZE, dtype=np.uint16))
    return made


@pytest.mark.skipif(not COUNTS.exists(), reason="counts are Linux's")
def test_pages_of_files_are_given_back_and_read_again(tmp_path: Path) -> None:
    rows, held = column(tmp_path / "c").rows(), column(None).rows()
    total = int(rows.sum(dtype=np.int64))
    assert int(held.sum(dtype=np.int64)) == total
    full = mapped()
    with trimmed(-SIZE, rows, held):
        deadline = time.monotonic() + 20
        while mapped() > full - SIZE and time.monotonic() < deadline:
            time.sleep(0.01)
        assert mapped() <= full - SIZE
        assert int(rows.sum(dtype=np.int64)) == total
        assert int(held.sum(dtype=np.int64)) == total


def test_columns_in_memory_are_left_alone() -> None:
    held = column(None).rows()
    with trimmed(-(1 << 40), held):
        time.sleep(0.2)
        assert int(held.sum(dtype=np.int64)) == int(np.arange(SIZE, dtype=np.uint16).sum(dtype=np.int64))
