"""The folder in which a site is built before it takes the place of the old one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from quality.errors import OutputError
from quality.publish.standing import MARK
from quality.publish.workshop import Workshop

if TYPE_CHECKING:
    from pathlib import Path


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with (
        pytest.raises(OutputError, match=r"file/site: cannot be written .*: choose another folder"),
        Workshop(tmp_path / "file" / "site", "甲", ("zh",)),
    ):
        pass


def test_the_old_site_stays_where_the_new_one_cannot_take_its_place(tmp_path: Path) -> None:
    old = tmp_path / "site" / MARK
    old.parent.mkdir()
    old.write_text("{}", encoding="utf-8")
    with pytest.raises(FileNotFoundError), Workshop(tmp_path / "site", "甲", ("zh",)) as workshop:
        workshop.finish()  # nothing was built
    assert old.read_text(encoding="utf-8") == "{}"
    assert [p.name for p in tmp_path.iterdir()] == ["site"]
