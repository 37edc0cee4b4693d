"""Compiled loops: kept once, used again without Numba, made anew when anything changes."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from quality.data import kept
from quality.match import native
from quality.match.kernel import bound, kernel

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent.parent
STEP = 3
YES = True


@kernel
def doubled(number: np.uint32) -> np.uint32:
    return np.uint32(number * np.uint32(2))


@kernel
def summed(values: np.ndarray, grid: np.ndarray, out: np.ndarray, plus: int, negate: bool) -> tuple[int, bool]:  # noqa: FBT001
    total = 0
    for i in range(len(values)):
        out[i] = doubled(values[i])
        total += int(values[i])
    for row in range(grid.shape[0]):
        total += int(grid[row, grid.shape[1] - 1]) * STEP
    return (-total if negate else total) + plus, total > plus


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(kept, "folders", lambda: iter([tmp_path / "not" / "there", tmp_path]))
    (tmp_path / "not").touch()  # no folder can be made below a file
    return tmp_path


def fresh() -> object:
    """The kernel as a new process would have it."""
    return kernel(summed.py_func)


def told(compiled: object) -> tuple[object, list[int]]:
    out = np.zeros(5, np.uint32)
    return compiled(np.arange(5, dtype=np.uint32), np.ones((2, 3)), out, 7, YES), out.tolist()


def test_machine_code_does_what_the_loop_does(folder: Path) -> None:
    for size in (0, 1, 5, 100):
        values, grid = np.arange(size, dtype=np.uint32), np.ones((2, 3))
        mine, theirs = np.zeros(size, np.uint32), np.zeros(size, np.uint32)
        for negate in (True, False):
            assert fresh()(values, grid, mine, 7, negate) == summed.py_func(values, grid, theirs, 7, negate)
        assert mine.tolist() == theirs.tolist() == [2 * n for n in range(size)]
    assert {f.name.rpartition("-")[0] for f in folder.glob("*.native")} == {"test_native.summed", "test_native.doubled"}


def test_what_is_kept_is_loaded_and_what_is_damaged_made_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    compile_it = native.compiled
    monkeypatch.setattr(native, "compiled", lambda *a: made.append(a) or compile_it(*a))
    want = told(fresh())
    assert told(fresh()) == want
    assert len(made) == 1
    (file,) = folder.glob("*.native")
    whole = file.read_bytes()
    for damaged in (
        whole[:-9],
        whole[:40] + b"\xff" + whole[41:],
        b"",
        b"no line",
        whole[:-1] + bytes([whole[-1] ^ 1]),
    ):
        file.write_bytes(damaged)
        assert told(fresh()) == want
        assert file.read_bytes()[:64] == whole[:64]
    assert len(made) == 6


def test_another_constant_or_inner_loop_is_another_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    before = fresh().fingerprint()
    assert fresh().fingerprint() == before
    monkeypatch.setitem(globals(), "STEP", 4)
    assert fresh().fingerprint() != before
    monkeypatch.setitem(globals(), "STEP", 3)
    monkeypatch.setitem(globals(), "doubled", kernel(lambda number: np.uint32(number + number)))
    assert fresh().fingerprint() != before


def test_gaps_in_memory_are_refused(folder: Path) -> None:
    with pytest.raises(TypeError, match="without gaps"):
        fresh()(np.arange(9, dtype=np.uint32)[::2], np.ones((2, 3)), np.zeros(5, np.uint32), 7, YES)


def test_threads_share_one_compilation(folder: Path) -> None:
    compiled, found = fresh(), []
    threads = [threading.Thread(target=lambda: found.append(told(compiled))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [told(fresh())] * 4


def test_a_second_process_needs_no_numba() -> None:
    code = (
        "import sys, numpy as np; from quality.match.clusters import components;"
        "print(components(3, np.array([0]), np.array([2])).tolist(), 'numba' in sys.modules)"
    )
    told = [
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    ]
    assert told[1] == "[0, 1, 0] False\n"


def test_bound_arguments_come_last_and_stay(folder: Path) -> None:
    values, grid, out = np.arange(5, dtype=np.uint32), np.ones((2, 3)), np.zeros(5, np.uint32)
    call = bound(kernel(summed.py_func), np.zeros(5, np.uint32), 7, YES)
    assert call(values, grid) == summed(values, grid, out, 7, YES)
    assert out.tolist() == [0, 2, 4, 6, 8]
