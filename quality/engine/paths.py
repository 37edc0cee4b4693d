"""Names of files inside an output folder: whatever a source is called, its name stays below."""

from __future__ import annotations

import re

_DRIVE = re.compile(r"^[A-Za-z]:")


def below(path: str) -> str:
    """The path as a relative one that never leads out of its folder: no root, no drive, `..` as `_`."""
    parts = _DRIVE.sub("", path).replace("\\", "/" if _DRIVE.match(path) else "\\").split("/")
    return "/".join("_" if part == ".." else part for part in parts if part not in {"", "."}) or "_"
