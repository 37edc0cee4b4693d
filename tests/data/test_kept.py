"""Arrays that are kept are those that were made; a file that does not fit is made again."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from quality.data import kept

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True)
class Numbers:
    some: np.ndarray
    none: np.ndarray
    flags: np.ndarray
    square: np.ndarray
    total: float


class Maker:
    """Makes the same numbers each time, and counts how often."""

    times = 0

    def __call__(self) -> Numbers:
        self.times += 1
        square = np.arange(6, dtype=np.uint16).reshape(2, 3)
        return Numbers(np.arange(5), np.zeros(0), np.array([True, False]), square, 2.5)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    (tmp_path / "table").write_text("some words\n")
    (tmp_path / "code.py").write_text("")
    (tmp_path / "not").touch()  # no folder can be made below a file
    monkeypatch.setattr(kept, "folders", lambda: iter([tmp_path / "not" / "there", tmp_path / "kept"]))
    return tmp_path


def asked(folder: Path, make: Maker) -> list[Any]:
    found = kept.arrays(Numbers, make, table=str(folder / "table"), code=str(folder / "code.py"))
    arrays = [found.some, found.none, found.flags, found.square]
    return [*((a.dtype, a.shape, a.tolist()) for a in arrays), found.total]


def test_what_was_made_comes_back_and_is_made_once(folder: Path) -> None:
    make = Maker()
    first = asked(folder, make)
    assert asked(folder, make) == first
    assert first[4] == 2.5
    assert make.times == 1
    assert [path.name for path in (folder / "kept").iterdir()] == ["code-numbers.arrays"]


def test_what_is_written_to_an_array_stays_in_the_process(folder: Path) -> None:
    make = Maker()
    first = asked(folder, make)
    mine = kept.arrays(Numbers, make, table=str(folder / "table"), code=str(folder / "code.py"))
    mine.some[:] = 7
    assert asked(folder, make) == first
    assert make.times == 1


@pytest.mark.parametrize("changed", ["table", "code.py"])
def test_another_table_or_other_code_makes_it_again(folder: Path, changed: str) -> None:
    make = Maker()
    asked(folder, make)
    os.utime(folder / changed, ns=(1, 1))
    assert asked(folder, make)[4] == 2.5
    assert make.times == 2


@pytest.mark.parametrize("damage", [lambda data: data[:0], lambda data: data[:-1], lambda data: b"no JSON" + data])
def test_a_file_that_is_damaged_is_made_again(folder: Path, damage: Any) -> None:
    make = Maker()
    first = asked(folder, make)
    file = folder / "kept" / "code-numbers.arrays"
    file.write_bytes(damage(file.read_bytes()))
    assert asked(folder, make) == first
    assert make.times == 2


def test_where_nothing_can_be_written_all_is_made(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "folders", lambda: iter([folder / "not" / "there"]))
    make = Maker()
    assert asked(folder, make) == asked(folder, make)
    assert make.times == 2
