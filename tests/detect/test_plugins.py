"""Rules of other packages: found by the entry point group `quality.rules`, wherever a package lies."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

RULE = '''"""Finds nothing.

## What it does

Nothing.
"""

from quality.detect.contract import SourceRule
from quality.model import Severity

RULE = SourceRule(code="ZZZ999", name="finds-nothing", severity=Severity.INFO, check=lambda page, options: iter(()))
'''
FILES = {
    "house_rules.py": RULE,
    "house-1.dist-info/METADATA": "Metadata-Version: 2.1\nName: house\nVersion: 1\n",
    "house-1.dist-info/entry_points.txt": "[quality.rules]\nnothing = house_rules\n",
}


@pytest.mark.parametrize("archive", [False, True])
def test_rules_of_an_installed_package_are_found(tmp_path: Path, archive: bool) -> None:  # noqa: FBT001
    place = tmp_path / ("house.zip" if archive else "house")
    if archive:
        with zipfile.ZipFile(place, "w") as made:
            for name, text in FILES.items():
                made.writestr(name, text)
    for name, text in FILES.items() if not archive else ():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text, encoding="utf-8")
    assert "ZZZ999" in _codes(str(place))
    assert "ZZZ999" not in _codes(str(tmp_path))


def _codes(place: str) -> str:
    paths = os.pathsep.join([place, *filter(None, sys.path)])
    done = subprocess.run(
        [sys.executable, "-c", "from quality.detect import rules; print(*rules())"],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout
