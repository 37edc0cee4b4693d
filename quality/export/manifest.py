"""The manifest: what an export holds, how it was made, and the SHA-256 of every file, its own included."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quality.errors import ProofError
from quality.export.folder import MANIFEST, SCHEMA
from quality.text.visible import dump

if TYPE_CHECKING:
    from collections.abc import Iterator


def write(folder: Path, about: dict[str, Any]) -> None:
    """Writes the manifest of everything that stands in the folder."""
    files = {
        name: {"bytes": (folder / name).stat().st_size, "sha256": digest(folder / name)} for name in files_of(folder)
    }
    (folder / MANIFEST).write_bytes(_render({"schema": SCHEMA} | about | {"files": files}))


def read(folder: Path) -> dict[str, Any]:
    """The manifest, proved against itself.

    Raises:
        ProofError: there is none, it is not ours, or a byte of it was changed.
    """
    try:
        data = (folder / MANIFEST).read_bytes()
        found = json.loads(data)
    except OSError as error:
        raise ProofError(f"{folder / MANIFEST}: {error.strerror}: name a folder that `quality clean` wrote") from error
    except ValueError as error:
        raise ProofError(f"{folder / MANIFEST}: is no JSON: it was changed") from error
    if not isinstance(found, dict) or found.get("schema") != SCHEMA:
        raise ProofError(f"{folder / MANIFEST}: is no manifest of an export")
    if data != _render({k: v for k, v in found.items() if k != "sha256"}):
        raise ProofError(f"{folder / MANIFEST}: was changed after it was written")
    return found


def check(folder: Path, manifest: dict[str, Any]) -> Iterator[str]:
    """What differs between the folder and its manifest, in words."""
    told = manifest["files"]
    present = set(files_of(folder))
    yield from (f"{name}: is missing" for name in told if name not in present)
    yield from (f"{name}: was not written by the export" for name in sorted(present - set(told)))
    for name, entry in told.items():
        if name in present and digest(folder / name) != entry["sha256"]:
            yield f"{name}: was changed after it was written"


def files_of(folder: Path) -> list[str]:
    """Names of all files below a folder but the manifest, sorted, `/` as separator."""
    found = (Path(base, name).relative_to(folder).as_posix() for base, _, names in os.walk(folder) for name in names)
    return sorted(name for name in found if name != MANIFEST)


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _render(about: dict[str, Any]) -> bytes:
    """The document with the SHA-256 of itself without that line."""
    own = hashlib.sha256(dump(about).encode()).hexdigest()
    return (dump(about | {"sha256": own}) + "\n").encode()
