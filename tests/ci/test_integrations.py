"""What other people's machines run: the pre-commit hooks, the GitHub action, the GitLab job, our own .ci/run."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
import yaml

from tests.requirements import missing

ROOT = Path(__file__).parent.parent.parent
CLEAN = "老师傅们说，这门手艺不能断在他们手里。\n"
FLAWED = CLEAN.replace("这", "這")


def run(*command: str | Path, **given: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(c) for c in command], capture_output=True, text=True, check=False, **given)  # type: ignore[call-overload, no-any-return]


@pytest.fixture
def shell(tmp_path: Path) -> dict[str, str]:
    """A bare environment in which `quality` and `python` are the ones under test."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, arguments in (("quality", "-m quality "), ("python", "")):
        script = folder / name
        script.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" {arguments}"$@"\n')
        script.chmod(0o755)
    return {"PATH": f"{folder}:/usr/bin:/bin", "HOME": str(tmp_path), "LANG": "C"}


@pytest.mark.parametrize(
    ("file", "schema"),
    [("action.yml", "vendor.github-actions"), (".ci/gitlab.yml", "vendor.gitlab-ci")],
)
def test_files_pass_the_schema_of_their_platform(file: str, schema: str) -> None:
    done = run(sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, ROOT / file)
    assert done.returncode == 0, done.stdout


def test_pre_commit_accepts_the_manifest_and_our_own_configuration() -> None:
    for command, file in (
        ("validate-manifest", ".pre-commit-hooks.yaml"),
        ("validate-config", ".pre-commit-config.yaml"),
    ):
        done = run(sys.executable, "-m", "pre_commit", command, ROOT / file)
        assert done.returncode == 0, done.stdout


def test_the_action_never_puts_an_input_into_its_script() -> None:
    [*_, step] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["runs"]["steps"]
    assert "${{" not in step["run"]
    assert all(value.startswith("${{ inputs.") for value in step["env"].values())


class TestPreCommit:
    @pytest.fixture
    def repository(self, tmp_path: Path, shell: dict[str, str]) -> Path:
        """A fresh repository that uses the hooks as they stand in the manifest, without building an environment for them."""
        folder = tmp_path / "repository"
        (folder / "pages").mkdir(parents=True)
        hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
        local = [{**hook, "language": "system"} for hook in hooks]
        (folder / ".pre-commit-config.yaml").write_text(
            yaml.safe_dump({"repos": [{"repo": "local", "hooks": local}]}, allow_unicode=True), encoding="utf-8"
        )
        (folder / "README.md").write_text(FLAWED, encoding="utf-8")
        run("git", "init", "-q", ".", cwd=folder, env=shell)
        return folder

    @pytest.mark.parametrize("hook", ["quality", "quality-files"])
    def test_runs_in_a_fresh_repository(self, hook: str, repository: Path, shell: dict[str, str]) -> None:
        page = repository / "pages" / "a b.txt"
        for text, code in ((FLAWED, 1), (CLEAN, 0)):
            page.write_text(text, encoding="utf-8")
            run("git", "add", "-A", cwd=repository, env=shell)
            done = run(sys.executable, "-m", "pre_commit", "run", hook, cwd=repository, env=shell)
            assert done.returncode == code, done.stdout
            assert ("GAR305" in done.stdout) == bool(code)
            assert "README" not in done.stdout

    def test_builds_its_own_environment(self, tmp_path: Path) -> None:
        """From a clone of this repository, as a user's first run does it; what we depend on is lent, or it would be 900 MB."""
        hooks, user, home = tmp_path / "hooks", tmp_path / "user", tmp_path / "home"
        assert run("git", "clone", "-q", ROOT, hooks).returncode == 0
        project = hooks / "pyproject.toml"
        alone = re.sub(r"(?ms)^dependencies = \[.*?^\]", "dependencies = []", project.read_text(encoding="utf-8"))
        project.write_text(alone, encoding="utf-8")
        author = ("-c", "user.name=test", "-c", "user.email=test@example.org")
        assert run("git", *author, "commit", "-qam", "Needs nothing", cwd=hooks).returncode == 0
        revision = run("git", "rev-parse", "HEAD", cwd=hooks).stdout.strip()
        used = {"repo": hooks.as_uri(), "rev": revision, "hooks": [{"id": "quality"}, {"id": "quality-files"}]}
        (user / "pages").mkdir(parents=True)
        (user / "pages" / "a.txt").write_text(FLAWED, encoding="utf-8")
        (user / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [used]}), encoding="utf-8")
        run("git", "init", "-q", ".", cwd=user)
        run("git", "add", "-A", cwd=user)
        shell = {**os.environ, "PRE_COMMIT_HOME": str(home)}
        done = run(sys.executable, "-m", "pre_commit", "install-hooks", cwd=user, env=shell)
        if "No matching distribution found for hatchling" in done.stdout:
            missing("pre-commit", "the build needs hatchling from a package index")
        assert done.returncode == 0, done.stdout
        assert [*home.glob("*/py_env-*/lib/python*/site-packages/quality/cli/check.py")] != []
        shell["PYTHONPATH"] = sysconfig.get_path("purelib")
        done = run(sys.executable, "-m", "pre_commit", "run", "--all-files", cwd=user, env=shell)
        assert (done.returncode, done.stdout.count("GAR305 mixed-script:")) == (1, 2), done.stdout


class TestAction:
    def step(self, folder: Path, shell: dict[str, str], **inputs: str) -> tuple[int, str, dict[str, str]]:
        """Runs the step's script as the runner does; gives exit code, log and outputs."""
        output = folder / "output"
        output.write_text("")
        done = run(
            "/usr/bin/env", "bash", ROOT / ".ci" / "action.sh", cwd=folder,
            env={**shell, "QUALITY_INSTALL": "no", "GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(folder / "summary"),
                 "RUNNER_TEMP": str(folder), **inputs},
        )  # fmt: skip
        pairs = (line.partition("=") for line in output.read_text(encoding="utf-8").splitlines())
        return done.returncode, done.stdout, {key: value for key, _, value in pairs}

    def test_annotates_summarises_and_gives_outputs(self, tmp_path: Path, shell: dict[str, str]) -> None:
        (tmp_path / "a.txt").write_text(FLAWED, encoding="utf-8")
        code, log, outputs = self.step(tmp_path, shell, QUALITY_PATHS="a.txt", QUALITY_SARIF="out.sarif")
        assert code == 1
        assert log.startswith("::warning title=GAR305 mixed-script,file=a.txt,line=1")
        assert outputs == {"exit-code": "1", "findings": "1", "new": "1", "report": str(tmp_path / "quality.json")}
        assert "| GAR305 mixed-script | warning | 1 | 1 |" in (tmp_path / "summary").read_text(encoding="utf-8")
        assert json.loads((tmp_path / "out.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"

    def test_inputs_are_never_evaluated(self, tmp_path: Path, shell: dict[str, str]) -> None:
        (tmp_path / "a.txt").write_text(CLEAN, encoding="utf-8")
        harm = "$(touch harmed); `touch harmed`; touch harmed #\n--exit-zero"
        for name in ("PATHS", "CONFIG", "BASELINE", "FAIL_ON", "SARIF", "ARGS"):
            self.step(tmp_path, shell, **{"QUALITY_PATHS": "a.txt", f"QUALITY_{name}": harm})
        assert not (tmp_path / "harmed").exists()

    def test_lines_are_arguments_and_trouble_is_exit_2(self, tmp_path: Path, shell: dict[str, str]) -> None:
        (tmp_path / "a b.txt").write_text(FLAWED, encoding="utf-8")
        (tmp_path / "-c.txt").write_text(CLEAN, encoding="utf-8")
        code, _, outputs = self.step(
            tmp_path, shell, QUALITY_PATHS="a b.txt\n-c.txt", QUALITY_ARGS="--select\nGAR\n--fail-on\nerror"
        )
        assert (code, outputs["new"]) == (0, "1")
        code, _, outputs = self.step(tmp_path, shell, QUALITY_PATHS="nowhere")
        assert (code, outputs["exit-code"], outputs["findings"]) == (2, "2", "0")


@pytest.mark.parametrize("script", [".ci/run", ".ci/action.sh"])
def test_scripts_are_sound_shell_and_can_be_run(script: str) -> None:
    path = ROOT / script
    assert os.access(path, os.X_OK)
    assert run("bash" if script.endswith(".sh") else "sh", "-n", path).returncode == 0
