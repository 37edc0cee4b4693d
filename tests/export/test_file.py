"""A file is the old one or the new one, at any moment; what is no file of its own is written to."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from quality.export import file as module
from quality.export.file import put_file

NEW = "新的内容\n".encode()


def put(path: Path, data: bytes = b"old") -> Path:
    path.write_bytes(data)
    return path


def test_a_new_file_has_the_permissions_of_any(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        put_file(tmp_path / "a", NEW)
    finally:
        os.umask(before)
    assert (tmp_path / "a").read_bytes() == NEW
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640


def test_an_old_file_keeps_its_permissions_and_its_link(tmp_path: Path) -> None:
    put(tmp_path / "a").chmod(0o604)
    (tmp_path / "link").symlink_to("a")
    put_file(tmp_path / "link", NEW)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "a").read_bytes() == NEW
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o604


def test_a_link_to_nothing_gets_its_target(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("a")
    put_file(tmp_path / "link", NEW)
    assert (tmp_path / "a").read_bytes() == NEW


@pytest.mark.parametrize("step", ["fsync", "chmod", "replace"])
def test_an_error_leaves_everything_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    put(tmp_path / "a")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(
        *{"fsync": (module.os, "fsync"), "chmod": (Path, "chmod"), "replace": (Path, "replace")}[step], full
    )
    with pytest.raises(OSError, match="No space left"):
        put_file(tmp_path / "a", NEW)
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a", b"old")]


def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append((tmp_path / "pipe").read_bytes()))
    reader.start()
    put_file(tmp_path / "pipe", NEW)
    reader.join(10)
    assert got == [NEW]


def test_the_file_behind_a_stream_goes_on(tmp_path: Path) -> None:
    """As `--report json=/dev/stdout > file` has it: the shell holds the file open."""
    with put(tmp_path / "a").open("ab") as held:
        put_file(f"/dev/fd/{held.fileno()}", NEW)
        held.write(b"more")
    assert (tmp_path / "a").read_bytes() == b"old" + NEW + b"more"
