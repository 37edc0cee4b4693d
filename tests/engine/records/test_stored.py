"""What is read from a file is what stood in memory, and leaves no page of it behind."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality.engine.records import stored
from quality.engine.records.columns import Column
from quality.engine.records.stored import StoredColumn
from quality.match.bands import Bands, candidates
from quality.match.gaps import measure
from quality.match.overlap import overlaps

COUNTS = Path("/proc/self/statm")


def in_file(values: np.ndarray, path: Path) -> StoredColumn:
    column = Column(values.dtype.type, values.shape[1] if values.ndim > 1 else 1)
    column.append(values[:1])
    column.spill(path)
    column.append(values[1:])
    rows = column.rows()
    assert isinstance(rows, StoredColumn)
    return rows


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=8), st.sampled_from([1, 3]))
def test_ranges_are_copied_end_to_end(ends: list[tuple[int, int]], width: int) -> None:
    values = np.arange(50 * width, dtype=np.uint32).reshape(50, width) if width > 1 else np.arange(50, dtype=np.uint32)
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        patch.setattr(stored, "COPIED", 40)
        rows = in_file(values, Path(folder) / "column")
        starts = np.array([min(e) for e in ends], np.int64)
        stops = np.array([max(e) for e in ends], np.int64)
        wanted = [values[a:b] for a, b in zip(starts, stops, strict=True)]
        assert np.array_equal(rows.spans(starts, stops), np.concatenate([values[:0], *wanted]))
        assert np.array_equal(np.concatenate(list(rows.blocks())), values)
        assert np.array_equal(np.asarray(rows), values)
        assert np.array_equal(rows[7:19], values[7:19])


@pytest.mark.skipif(not COUNTS.exists(), reason="counts are Linux's")
def test_no_page_of_the_file_stays_in_memory(tmp_path: Path) -> None:
    def mapped() -> int:
        return int(COUNTS.read_text().split()[2]) * 4096

    size = 64 << 20
    rows = in_file(np.arange(size // 8, dtype=np.int64), tmp_path / "c")
    before, most, total = mapped(), 0, 0
    for block in rows.blocks():
        total += int(block.sum())
        most = max(most, mapped())
    assert total == (size // 8) * (size // 8 - 1) // 2
    assert most - before < size // 4


def made(count: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Signatures, half of them much like one before, and keys with their bounds; 80 records are equal."""
    draw = np.random.default_rng(seed)
    rows = draw.integers(0, 1 << 32, (count, 32), np.uint32)
    like = draw.integers(0, count, count)
    rows = np.where((draw.random((count, 32)) < 0.6) & (np.arange(count) % 2 == 1)[:, None], rows[like], rows)
    rows[count // 2 : count // 2 + 80] = rows[0]
    lengths = draw.integers(0, 200, count)
    bounds = np.append(0, np.cumsum(lengths))
    return rows, draw.integers(0x4E00, 0x4E20, int(bounds[-1])).astype(np.uint16), bounds


@pytest.mark.parametrize("depth", [1, 2, 3])
@pytest.mark.parametrize("held", [0, 1 << 17])
def test_candidates_from_a_file_are_those_from_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, depth: int, held: int
) -> None:
    """Among them a giant bucket that does not split, and one that does by values further on."""
    monkeypatch.setattr("quality.match.bands.HELD", held)
    rows, _, _ = made(400, depth)
    rows[100:190, :3] = 7
    members = np.flatnonzero(np.arange(400) % 7 != 3)
    bands = Bands(count=32 // depth, rows=depth, least=9)
    here, there = candidates(rows, members, bands), candidates(in_file(rows, tmp_path / "rows"), members, bands)
    assert len(here.left) > 100
    for name in ("left", "right", "agreeing", "skipped"):
        assert np.array_equal(getattr(here, name), getattr(there, name))


def test_pairs_of_keys_from_a_file_are_measured_as_from_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quality.match.chunks.GATHERED", 2000)
    _, units, bounds = made(300, 5)
    left, right = np.random.default_rng(1).integers(0, 300, (2, 500))
    held = in_file(units, tmp_path / "units")
    assert np.array_equal(measure(units, bounds, left, right), measure(held, bounds, left, right))
    assert np.array_equal(overlaps(units, bounds, left, right, 5), overlaps(held, bounds, left, right, 5))
