"""`quality check --fix` and `--diff`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from quality.engine import inplace
from tests.cli.test_check import CLEAN, FLAWED, put

if TYPE_CHECKING:
    from tests.cli.test_check import Run

STORY = "　　山里的人家盼着一条路，盼了三十年。去年秋天，路修到了村口，孩子们跑着去看。村里人说，今后卖果子不用再挑担子了。\n"
HALF = "他说,这本书很好,大家都在读。\n"
"""Half-width marks: a safe repair."""


def test_fix_writes_safe_repairs_only_and_unsafe_ones_on_demand(quality: Run) -> None:
    put("a.txt", FLAWED)
    put("b.txt", HALF)
    assert quality("check", "a.txt", "b.txt", "--fix").code == 1
    assert Path("a.txt").read_text(encoding="utf-8") == FLAWED
    assert Path("b.txt").read_text(encoding="utf-8") == HALF.replace(",", "，")
    outcome = quality("check", "a.txt", "b.txt", "--fix", "--unsafe-fixes")
    assert outcome.code == 0
    assert outcome.err == "1 repair in 1 file\n"
    assert Path("a.txt").read_text(encoding="utf-8") == CLEAN


def test_diff_prints_and_changes_nothing(quality: Run) -> None:
    put("b.txt", HALF)
    outcome = quality("check", "b.txt", "--diff")
    assert outcome.out == f"--- a/b.txt\n+++ b/b.txt\n@@ -1 +1 @@\n-{HALF}+{HALF.replace(',', '，')}"
    assert Path("b.txt").read_text(encoding="utf-8") == HALF


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_encoding_mark_newlines_and_mode_stay(quality: Run, encoding: str) -> None:
    text = (HALF * 20).replace("\n", "\r\n")
    Path("b.txt").write_bytes(text.encode(encoding))
    Path("b.txt").chmod(0o640)
    quality("check", "b.txt", "--fix", "--select", "PUN502")
    assert Path("b.txt").read_bytes() == text.replace(",", "，").encode(encoding)
    assert Path("b.txt").stat().st_mode & 0o777 == 0o640


def test_undecodable_bytes_stay(quality: Run) -> None:
    data = HALF.encode() + b"\xff" + CLEAN.encode() + b"\xfe\n"
    Path("b.txt").write_bytes(data)
    quality("check", "b.txt", "--fix", "--select", "PUN502")
    assert Path("b.txt").read_bytes() == data.replace(b",", "，".encode())


def test_what_is_known_is_left(quality: Run) -> None:
    put("b.txt", HALF)
    quality("check", "b.txt", "--baseline", "known.json", "--write-baseline")
    quality("check", "b.txt", "--baseline", "known.json", "--fix")
    assert Path("b.txt").read_text(encoding="utf-8") == HALF


def test_records_and_stdin_are_not_repaired_in_place(quality: Run) -> None:
    put("r.jsonl", '{"text": "' + HALF.strip() + '"}\n')
    quality("check", "r.jsonl", "--fix")
    assert HALF.strip() in Path("r.jsonl").read_text(encoding="utf-8")
    assert quality("check", "-", "--fix").code == 2


def test_a_link_is_followed_not_replaced(quality: Run) -> None:
    put("target/b.txt", HALF)
    Path("link.txt").symlink_to("target/b.txt")
    quality("check", "link.txt", "--fix")
    assert Path("link.txt").is_symlink()
    assert Path("target/b.txt").read_text(encoding="utf-8") == HALF.replace(",", "，")


def test_a_file_under_two_names_is_no_copy_of_itself(quality: Run) -> None:
    """Taking out the copy under one name would take out the text under the other."""
    for link in (Path.symlink_to, Path.hardlink_to):
        put("pages/a.txt", STORY + HALF)
        link(Path("pages/b.txt"), Path("pages/a.txt").absolute())
        outcome = quality("check", "pages", "--fix", "--unsafe-fixes")
        assert outcome.err == "2 repairs in 2 files\n"
        for name in ("a.txt", "b.txt"):
            assert Path("pages", name).read_text(encoding="utf-8") == STORY + HALF.replace(",", "，")
        Path("pages/b.txt").unlink()


def test_a_file_that_cannot_be_written_is_told(quality: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    put("b.txt", HALF)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.mkstemp", full)
    outcome = quality("check", "b.txt", "--fix")
    assert outcome.code == 2
    assert "b.txt: was not repaired: it cannot be written (No space left on device)" in outcome.err
    assert Path("b.txt").read_text(encoding="utf-8") == HALF


def test_what_could_not_be_written_is_neither_counted_nor_called_mended(
    quality: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("a.txt", HALF)
    put("b.txt", HALF * 2)
    whole = inplace.put_file

    def only_a(name: str, data: bytes) -> None:
        if name == "b.txt":
            raise OSError(30, "Read-only file system")
        whole(name, data)

    monkeypatch.setattr(inplace, "put_file", only_a)
    outcome = quality("check", "a.txt", "b.txt", "--fix", "--select", "PUN502")
    assert outcome.code == 2
    assert outcome.err.splitlines() == [
        "2 repairs in 1 file",
        "error: b.txt: was not repaired: it cannot be written (Read-only file system)",
    ]
    assert "b.txt:1:3 info PUN502" in outcome.out
    assert "a.txt:1" not in outcome.out


def test_repairs_of_records_are_promised_in_a_copy_not_in_place(quality: Run) -> None:
    put("r.jsonl", '{"text": "' + FLAWED.strip() + '"}\n')
    told = quality("check", "r.jsonl").out
    assert "in place" not in told
    assert "1 in records can be repaired in a copy: `quality clean r.jsonl -o DIR`." in told
    assert "1 in records" in quality("check", "r.jsonl", "--fix", "--unsafe-fixes").out
    put("a.txt", FLAWED)
    assert "1 can be repaired in place" in quality("check", "a.txt", "r.jsonl").out
