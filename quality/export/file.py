"""A file that is replaced as a whole: whoever looks sees the old contents or the new ones, at any moment."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

STREAMS = ("/dev/", "/proc/")
"""What is named below them is open somewhere already, and to be written to, not replaced."""


def put_file(name: str | Path, data: bytes) -> None:
    """Gives a file these contents in one step; a link stays the link it is.

    Raises:
        OSError: it cannot be written; what stood there stands there still.
    """
    place = Path(os.path.realpath(name))
    status = place.stat() if place.exists() else None
    if os.path.abspath(name).startswith(STREAMS) or (status and not stat.S_ISREG(status.st_mode)):  # noqa: PTH100 - not where it leads to
        with Path(name).open("ab") as stream:
            stream.write(data)
        return
    with _beside(place, data) as fresh:
        fresh.chmod(0o666 & ~umask() if status is None else stat.S_IMODE(status.st_mode))
        fresh.replace(place)


@contextmanager
def _beside(place: Path, data: bytes) -> Iterator[Path]:
    """A file of these contents in the same folder, safe from a power cut; gone afterwards unless it took another name."""
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=".quality-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def umask() -> int:
    """The permissions that new files do not get."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
