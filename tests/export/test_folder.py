"""The output folder is the old one or the new one, at any moment, and never somebody else's."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from quality.errors import OutputError, ProofError
from quality.export import folder as module
from quality.export import manifest
from quality.export.folder import heal, is_ours, replacing

ROOT = Path(__file__).parents[2]


def export(target: Path, word: str) -> None:
    with replacing(target, ours=is_ours) as fresh:
        (fresh / "word.txt").write_text(word, encoding="utf-8")
        manifest.write(fresh, {})


def test_a_folder_is_replaced_as_a_whole(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "out"
    export(target, "old")
    (target / "stray.txt").write_text("of the old one", encoding="utf-8")
    export(target, "new")
    assert sorted(p.name for p in target.iterdir()) == ["manifest.json", "word.txt"]
    assert (target / "word.txt").read_text(encoding="utf-8") == "new"
    assert [p.name for p in target.parent.iterdir()] == ["out"]


def test_an_error_leaves_everything_as_it_was(tmp_path: Path) -> None:
    export(tmp_path / "out", "old")
    with pytest.raises(ZeroDivisionError), replacing(tmp_path / "out", ours=is_ours) as fresh:
        (fresh / "half").write_text(str(1 / 0), encoding="utf-8")
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
    assert (tmp_path / "out" / "word.txt").read_text(encoding="utf-8") == "old"


def test_a_full_disk_is_told_and_changes_nothing(tmp_path: Path) -> None:
    export(tmp_path / "out", "old")
    with pytest.raises(OutputError, match="No space left"), replacing(tmp_path / "out", ours=is_ours):
        raise OSError(28, "No space left on device")
    assert (tmp_path / "out" / "word.txt").read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("kind", ["file", "folder", "link", "other manifest"])
def test_what_is_not_ours_is_refused(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "out"
    if kind == "file":
        target.write_text("mine", encoding="utf-8")
    elif kind == "link":
        (tmp_path / "real").mkdir()
        target.symlink_to(tmp_path / "real")
    else:
        target.mkdir()
        (target / "manifest.json").write_text("{}" if kind == "other manifest" else "mine", encoding="utf-8")
    with pytest.raises(OutputError, match="choose another"), replacing(target, ours=is_ours):
        pass
    assert target.exists()


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    export(tmp_path / "out", "new")
    assert is_ours(tmp_path / "out")


def test_without_an_exchange_the_old_folder_steps_aside_and_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_exchange", lambda *_: False)
    target = tmp_path / "out"
    export(target, "old")
    export(target, "new")
    assert (target / "word.txt").read_text(encoding="utf-8") == "new"
    target.rename(tmp_path / ".out.old-killed")  # as a kill between the two steps leaves it
    heal(target)
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
    assert (target / "word.txt").read_text(encoding="utf-8") == "new"


def test_names_with_patterns_in_them_heal_only_themselves(tmp_path: Path) -> None:
    (tmp_path / ".ab.new-1").mkdir()
    heal(tmp_path / "a*")
    assert (tmp_path / ".ab.new-1").exists()
    heal(tmp_path / "ab")
    assert not (tmp_path / ".ab.new-1").exists()


def test_a_living_run_is_not_healed_away(tmp_path: Path) -> None:
    with replacing(tmp_path / "out", ours=is_ours) as fresh:
        code = "import sys, pathlib; from quality.export.folder import heal; heal(pathlib.Path(sys.argv[1]))"
        subprocess.run([sys.executable, "-c", code, str(tmp_path / "out")], check=True, cwd=ROOT)
        assert fresh.exists()
        manifest.write(fresh, {})


KILLS = """
import os, random, signal, sys, time
from pathlib import Path
from quality.cleaned import Fixes
from quality.engine.cleaning import Order, clean_folder
from quality.engine.restoring import verify_folder
from quality.export.folder import heal
from tests.export.corpus import examination

target, old, new = Path(sys.argv[1]), examination("old", 8), examination("new", 8)
order = Order(fixes=Fixes.UNSAFE, formats=frozenset({"markdown"}), versions={}, date="2026-11-20")
random.seed(7)
clean_folder(old, target, order)
begin = time.perf_counter()
clean_folder(old, target, order)
whole = time.perf_counter() - begin
seen = set()
for number in range(51):
    child = os.fork()
    if not child:
        clean_folder(new, target, order)
        os._exit(0)
    if number < 50:  # the last one lives: a busy machine may have killed all others too early
        time.sleep(random.uniform(0, 1.3 * whole))
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    heal(target)
    assert [p.name for p in target.parent.iterdir()] == [target.name], list(target.parent.iterdir())
    assert list(verify_folder(target)) == []
    word = "new" if "new" in (target / "articles.jsonl").read_text(encoding="utf-8") else "old"
    seen.add(word)
    if word == "new":
        clean_folder(old, target, order)
print(*sorted(seen))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_a_kill_at_any_of_fifty_moments_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    (tmp_path / "parent").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", KILLS, str(tmp_path / "parent" / "out")],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == ["new", "old"]


def test_every_changed_byte_of_a_manifest_shows(tmp_path: Path) -> None:
    export(tmp_path / "out", "word")
    place = tmp_path / "out" / "manifest.json"
    whole = place.read_bytes()
    assert manifest.read(tmp_path / "out")["files"]["word.txt"]["bytes"] == 4
    for at in range(len(whole)):
        place.write_bytes(whole[:at] + bytes((whole[at] ^ 1,)) + whole[at + 1 :])
        with pytest.raises(ProofError, match="manifest"):
            manifest.read(tmp_path / "out")
    assert json.loads(whole)["schema"] == "quality/manifest@1"
