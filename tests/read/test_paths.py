"""Which files are pages, how they are named, and what is said of those that are none."""

from __future__ import annotations

import os
import socket
import subprocess
from pathlib import Path

import pytest

from quality.model import Failure, Page
from quality.read import read_paths, special


@pytest.fixture(autouse=True)
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(name: str, text: str = "字") -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")


def names(*paths: str) -> list[str]:
    return [p.path for p in read_paths(paths) if isinstance(p, Page)]


def said(*paths: str) -> list[tuple[str, str]]:
    return [(p.path, p.message) for p in read_paths(paths) if isinstance(p, Failure)]


def test_a_path_is_the_argument_as_given_joined_with_what_is_below(in_folder: Path) -> None:
    write("pages/b.txt")
    write("pages/a/c.txt")
    assert names("pages") == names("pages/") == ["pages/a/c.txt", "pages/b.txt"]
    assert names("./pages") == ["./pages/a/c.txt", "./pages/b.txt"]
    assert names(f"{in_folder}/pages") == [f"{in_folder}/pages/a/c.txt", f"{in_folder}/pages/b.txt"]


def test_arguments_keep_their_order_and_a_file_named_twice_is_read_once() -> None:
    write("pages/a.txt")
    write("pages/b.txt")
    assert names("pages/b.txt", "pages", "./pages/a.txt") == ["pages/b.txt", "pages/a.txt"]


@pytest.mark.parametrize("name", ["README.md", "license", "CHANGELOG.txt", ".hidden", ".git/x"])
def test_what_is_no_page_becomes_one_when_it_is_named(name: str) -> None:
    write(f"pages/{name}")
    write("pages/page.txt")
    assert names("pages") == ["pages/page.txt"]
    assert names(f"pages/{name}") == [f"pages/{name}"]


def test_what_git_ignores_is_no_page_unless_its_folder_is_named() -> None:
    subprocess.run(["git", "init", "-q", "."], check=True)
    write(".gitignore", "out/\n*.tmp\n")
    for name in ("out/a.txt", "b.tmp", "c.txt"):
        write(name)
    assert names(".") == ["./c.txt"]
    assert names("out", "b.tmp") == ["out/a.txt", "b.tmp"]


def test_a_missing_path_a_file_used_as_a_folder_and_an_empty_folder_are_said() -> None:
    write("a.txt")
    Path("empty").mkdir()
    messages = dict(said("nowhere", "a.txt/b", "empty", "a.txt"))
    assert list(messages) == ["nowhere", "a.txt/b", "empty"]
    assert "check the spelling" in messages["nowhere"]
    assert "holds no page" in messages["empty"]


def test_a_folder_of_nothing_but_a_readme_is_said_to_hold_no_page() -> None:
    write("pages/README.md")
    [(path, message)] = said("pages")
    assert path == "pages"
    assert "README" in message


def test_broken_links_and_special_files_are_said_and_the_rest_is_read() -> None:
    write("pages/a.txt")
    Path("pages/link.txt").symlink_to("nowhere")
    Path("pages/round").symlink_to(".")
    os.mkfifo("pages/pipe")
    assert names("pages") == ["pages/a.txt"]
    assert dict(said("pages")) == {
        "pages/link.txt": "is a link to nothing: remove it or mend its target",
        "pages/pipe": "is a pipe, not a file: take it out of the folder",
    }


def test_a_pipe_is_read_where_it_is_named_and_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(special, "PATIENCE", 0.2)
    os.mkfifo("pipe")
    assert said("pipe") == [
        ("pipe", "is a pipe, which can be read only once: write what comes through it to a file, and name that")
    ]
    assert [p.message for p in read_paths(["pipe"], pipes=True) if isinstance(p, Failure)] == [
        "is a pipe through which nothing comes: start what writes to it, or name a file"
    ]
    monkeypatch.setattr(special, "PATIENCE", 20)
    with subprocess.Popen(["sh", "-c", "exec 1> pipe; sleep 0.3; echo 字; sleep 0.1; echo 句"]):
        assert [p.text for p in read_paths(["pipe"], pipes=True) if isinstance(p, Page)] == ["字\n句\n"]


def test_a_pipe_of_records_and_one_that_must_be_read_from_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(special, "PATIENCE", 20)
    os.mkfifo("pipe.jsonl")
    with subprocess.Popen(["sh", "-c", 'echo \'{"text": "字"}\' > pipe.jsonl']):
        assert [p.text for p in read_paths(["pipe.jsonl"], pipes=True) if isinstance(p, Page)] == ["字"]
    os.mkfifo("pipe.parquet")
    [told] = read_paths(["pipe.parquet"], pipes=True)
    assert isinstance(told, Failure)
    assert "Parquet is read from its end: write it to a file" in told.message


def test_a_device_and_a_socket_are_no_text_and_the_null_device_is_an_empty_one() -> None:
    with socket.socket(socket.AF_UNIX) as held:
        held.bind("socket")
    assert dict(said("/dev/zero", "socket", "/dev/null")) == {
        "/dev/zero": "is a device, not text: name a file",
        "socket": "is a socket, not text: name a file",
    }
    assert names("/dev/null") == ["/dev/null"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_and_folder_are_said() -> None:
    write("pages/a.txt")
    write("pages/shut/b.txt")
    write("pages/c.txt")
    Path("pages/a.txt").chmod(0)
    Path("pages/shut").chmod(0)
    assert names("pages") == ["pages/c.txt"]
    assert {path for path, _ in said("pages")} == {"pages/a.txt", "pages/shut"}


def test_names_with_newlines_and_bytes_that_are_no_utf8_are_kept() -> None:
    write("pages/a\nb.txt")
    Path(os.fsdecode(b"pages/\xff.txt")).write_text("x")
    assert names("pages") == ["pages/a\nb.txt", "pages/\udcff.txt"]


def test_what_this_tool_wrote_below_a_folder_is_no_page_unless_it_is_named() -> None:
    write("pages/a.txt")
    write("pages/clean/manifest.json", '{\n "schema": "quality/manifest@1"\n}')
    write("pages/clean/markdown/b.md")
    write("pages/copies/report.json", '{\n "schema": "quality/dedup@1"\n}')
    write("pages/copies/pairs.jsonl", "{}")
    write("pages/other/manifest.json", "{}")
    write("pages/told/report.json", '{\n "schema": "quality/findings@1"\n}')
    assert names("pages") == ["pages/a.txt", "pages/other/manifest.json", "pages/told/report.json"]
    assert names("pages/clean") == ["pages/clean/manifest.json", "pages/clean/markdown/b.md"]
