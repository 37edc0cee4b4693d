"""The pages of this repository on GitHub and GitLab: their scripts, run as they stand, under a sub-path; and another builder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent.parent
PARTS = (
    "quality",
    "seeds",
    "site",
    "Makefile",
    "pyproject.toml",
    "mkdocs.yml",
    "mkdocs.en.yml",
    "README.md",
    "LICENSE",
)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository without anything generated, whose environment counts as installed."""
    folder = tmp_path_factory.mktemp("checkout")
    leave = shutil.ignore_patterns("generated", "__pycache__", "*.nbi", "*.nbc")
    for name in PARTS:
        source = ROOT / name
        shutil.copytree(source, folder / name, ignore=leave) if source.is_dir() else shutil.copy2(source, folder / name)
    (folder / ".venv/bin").mkdir(parents=True)
    (folder / ".venv/bin/python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    (folder / ".venv/bin/python").chmod(0o755)
    (folder / ".venv/installed").touch()
    return folder


def run(script: str, folder: Path, **more: str) -> None:
    done = subprocess.run(
        ["sh", "-ec", script], cwd=folder, env={**os.environ, **more}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def load(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def test_the_github_workflow_builds_what_it_uploads(checkout: Path) -> None:
    steps = load(".github/workflows/pages.yml")["jobs"]["build"]["steps"]
    (script,) = [s["run"] for s in steps if "run" in s]
    (artefact,) = [s["with"]["path"] for s in steps if "upload-pages-artifact" in s.get("uses", "")]
    run(script, checkout, SITE_URL="https://example.org/project/")
    built = checkout / artefact
    assert (built / "index.html").is_file()
    assert (built / "en/index.html").is_file()
    assert "尤溪" in "".join(p.read_text(encoding="utf-8") for p in (built / "generated/articles").glob("*.html"))
    # The page for missing addresses is the only one that cannot use relative links: it must know the sub-path.
    assert 'href="/project/assets/' in (built / "404.html").read_text(encoding="utf-8")


def test_the_gitlab_job_leaves_the_site_in_public(checkout: Path) -> None:
    job = load(".gitlab-ci.yml")["pages"]
    shutil.rmtree(checkout / "public", ignore_errors=True)
    run("\n".join(job["script"]), checkout, SITE_URL="https://example.org/project/")
    assert job["artifacts"]["paths"] == ["public"]
    assert (checkout / "public/index.html").is_file()


def test_plain_mkdocs_builds_the_rendered_project_strictly(checkout: Path, tmp_path: Path) -> None:
    run(f'"{sys.executable}" -m quality publish seeds', checkout)
    for config in ("mkdocs.yml", "mkdocs.en.yml"):
        done = build("mkdocs", checkout / config, tmp_path / config)
        assert done.returncode == 0, done.stderr
        assert "WARNING" not in done.stderr


def test_properdocs_builds_the_same_project(checkout: Path, tmp_path: Path) -> None:
    pytest.importorskip("properdocs")
    done = build("properdocs", checkout / "mkdocs.yml", tmp_path / "site")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site/corpus.html").is_file()


def build(builder: str, config: Path, site: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", builder, "build", "--strict", "-q", "-f", str(config), "-d", str(site)],
        cwd=config.parent, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
