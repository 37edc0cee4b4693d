"""A file is the old one or the new one, at any moment; what is no file of its own is written to."""

from __future__ import annotations

import itertools
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
        put_file(tmp_path / "a", (NEW,))
    finally:
        os.umask(before)
    assert (tmp_path / "a").read_bytes() == NEW
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640


def test_an_old_file_keeps_its_permissions_and_its_link(tmp_path: Path) -> None:
    put(tmp_path / "a").chmod(0o604)
    (tmp_path / "link").symlink_to("a")
    put_file(tmp_path / "link", (NEW,))
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "a").read_bytes() == NEW
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o604


def test_a_hard_link_goes_on_being_one(tmp_path: Path) -> None:
    os.link(put(tmp_path / "a", b"old and longer than the new" * 9), tmp_path / "b")
    put_file(tmp_path / "b", (NEW,))
    assert (tmp_path / "a").read_bytes() == NEW
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "b"]


def test_a_hard_link_holds_what_it_held_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.link(put(tmp_path / "a"), tmp_path / "b")
    failing(monkeypatch, 3)  # after the new contents and the old ones beside it
    with pytest.raises(OSError, match="No space left"):
        put_file(tmp_path / "b", (NEW * 9,))
    assert sorted((p.name, p.read_bytes()) for p in tmp_path.iterdir()) == [("a", b"old"), ("b", b"old")]


def test_what_cannot_even_be_written_back_lies_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.link(put(tmp_path / "a"), tmp_path / "b")
    failing(monkeypatch, 3, 4)
    with pytest.raises(OSError, match=r"its old contents are in .*b\.before"):
        put_file(tmp_path / "b", (NEW,))
    assert (tmp_path / "b.before").read_bytes() == b"old"


def failing(monkeypatch: pytest.MonkeyPatch, *calls: int) -> None:
    """Lets these calls of fsync fail, counted from 1."""
    numbers = itertools.count(1)

    def fsync(_: int) -> None:
        if next(numbers) in calls:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(module.os, "fsync", fsync)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_an_old_file_keeps_its_owner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.chown(put(tmp_path / "a"), 12, 34)
    put_file(tmp_path / "a", (NEW,))
    monkeypatch.setattr(module.os, "chown", refused)  # as it is for everybody else: the file is written into
    put_file(tmp_path / "a", (NEW * 2,))
    status = (tmp_path / "a").stat()
    assert (status.st_uid, status.st_gid, status.st_size) == (12, 34, 2 * len(NEW))


def refused(*_: object, **__: object) -> None:
    raise PermissionError(1, "Operation not permitted")


def test_an_old_file_keeps_its_attributes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "a")
    try:
        os.setxattr(tmp_path / "a", "user.note", b"mine")
    except (OSError, AttributeError):
        pytest.skip("no extended attributes here")
    put_file(tmp_path / "a", (NEW,))
    monkeypatch.setattr(module.os, "setxattr", refused)
    put_file(tmp_path / "a", (NEW * 2,))
    assert os.getxattr(tmp_path / "a", "user.note") == b"mine"
    assert (tmp_path / "a").read_bytes() == NEW * 2


def test_what_may_not_be_written_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "a")
    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(PermissionError):
        put_file(tmp_path / "a", (NEW,))
    monkeypatch.undo()
    assert (tmp_path / "a").read_bytes() == b"old"


def test_a_link_to_nothing_gets_its_target(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("a")
    put_file(tmp_path / "link", (NEW,))
    assert (tmp_path / "a").read_bytes() == NEW


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_an_error_leaves_everything_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    put(tmp_path / "a")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(*{"fsync": (module.os, "fsync"), "replace": (Path, "replace")}[step], full)
    with pytest.raises(OSError, match="No space left"):
        put_file(tmp_path / "a", (NEW,))
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a", b"old")]


def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append((tmp_path / "pipe").read_bytes()))
    reader.start()
    put_file(tmp_path / "pipe", (NEW,))
    reader.join(10)
    assert got == [NEW]


def test_the_file_behind_a_stream_goes_on(tmp_path: Path) -> None:
    """As `--report json=/dev/stdout > file` has it: the shell holds the file open."""
    with put(tmp_path / "a").open("ab") as held:
        put_file(f"/dev/fd/{held.fileno()}", (NEW,))
        held.write(b"more")
    assert (tmp_path / "a").read_bytes() == b"old" + NEW + b"more"
