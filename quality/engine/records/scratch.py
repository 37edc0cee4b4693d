"""Temporary files of a run: where they were asked for, gone when the run ends, and swept at the next start if it was killed."""

from __future__ import annotations

import fcntl
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIX = "quality-dedup-"
LOCK = ".lock"
"""Held by the run that owns the folder: the system lets go of it however the run ends."""


@contextmanager
def scratch(parent: Path | None = None) -> Iterator[Path]:
    """A folder below `parent` (the system's folder for such things without one), removed at the end."""
    place = Path(parent or tempfile.gettempdir())
    sweep(place)
    with tempfile.TemporaryDirectory(prefix=PREFIX, dir=place) as name, (Path(name) / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield Path(name)


def sweep(place: Path) -> None:
    """Removes what killed runs left; folders of running ones, and of other people, stay."""
    for left in place.glob(f"{PREFIX}*"):
        try:
            with (left / LOCK).open("r+") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(left, ignore_errors=True)
        except OSError:
            continue
