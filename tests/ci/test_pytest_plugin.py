"""`pytest --quality PATH`."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import TYPE_CHECKING

import pytest

from tests.ci.test_integrations import CLEAN, FLAWED, ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytest_plugins = ["pytester"]


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


@pytest.fixture
def pages(pytester: pytest.Pytester) -> Path:
    folder = pytester.path / "pages"
    folder.mkdir()
    (folder / "clean.txt").write_text(CLEAN, encoding="utf-8")
    (folder / "flawed.txt").write_text(FLAWED, encoding="utf-8")
    return folder


def run(pytester: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    """In a process of its own: pytester would unload the modules that we share with the other tests."""
    installed = any(e.value == "quality.pytest_plugin" for e in entry_points(group="pytest11"))
    plugin = () if installed else ("-p", "quality.pytest_plugin")
    return pytester.runpytest_subprocess(*plugin, "-p", "no:cacheprovider", *arguments)


@pytest.mark.usefixtures("pages")
def test_every_page_is_a_test_beside_the_others(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_it(): pass")
    result = run(pytester, "--quality", "pages", "-v")
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(["*pages/clean.txt*PASSED*", "*pages/flawed.txt:1:7 warning GAR305*"])
    assert result.ret == 1


@pytest.mark.usefixtures("pages")
def test_without_the_option_nothing_happens(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_it(): pass")
    run(pytester).assert_outcomes(passed=1)


def test_the_configuration_counts(pytester: pytest.Pytester, pages: Path) -> None:
    (pytester.path / "quality.toml").write_text('ignore = ["GAR"]\n')
    run(pytester, "--quality", "pages").assert_outcomes(passed=2)
    (pytester.path / "quality.toml").write_text('lang = "zh"\n')
    run(pytester, "--quality", "pages", "-v").stdout.fnmatch_lines(["*pages/flawed.txt:1:7 警告 GAR305*"])
    (pytester.path / "quality.toml").write_text('ignroe = ["GAR"]\n')
    result = run(pytester, "--quality", str(pages))
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*did you mean `ignore`?*"])


@pytest.mark.usefixtures("pages")
def test_what_cannot_be_read_fails(pytester: pytest.Pytester) -> None:
    result = run(pytester, "--quality", "pages/clean.txt", "--quality", "nowhere")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["nowhere: no such file or folder: check the spelling"])
