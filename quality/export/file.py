"""A file that is replaced as a whole: whoever looks sees the old contents or the new ones, at any moment.

What no new file can have – a second name (hard link), an owner that we may not give – is kept by writing into the old one; its old
contents lie beside it meanwhile, so that they survive whatever happens.
"""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STREAMS = ("/dev/", "/proc/")
"""What is named below them is open somewhere already, and to be written to, not replaced."""
CHUNK = 1 << 20
SHOWN = 20
"""Characters of a file's name in that of its neighbour; with more, a long name would have none."""


def put_file(name: str | Path, pieces: Iterable[bytes]) -> None:
    """Gives a file these contents, bit by bit; it keeps its permissions, owner, extended attributes, and every name and link it has.

    Raises:
        OSError: it cannot be written; what stood there stands there still.
    """
    place = Path(os.path.realpath(name))
    status = place.stat() if place.exists() else None
    if os.path.abspath(name).startswith(STREAMS) or (status and not stat.S_ISREG(status.st_mode)):  # noqa: PTH100 - not where it leads to
        with Path(name).open("ab") as stream:
            stream.writelines(pieces)
        return
    if status is not None:
        place.open("ab").close()  # what may not be written is not replaced either
    with _beside(place, pieces) as fresh:
        if status is None:
            fresh.chmod(0o666 & ~umask())
        if status is None or (status.st_nlink == 1 and _made_alike(fresh, place, status)):
            fresh.replace(place)
        else:
            _rewrite(place, fresh)


def _made_alike(fresh: Path, place: Path, status: os.stat_result) -> bool:
    """Gives a new file owner, extended attributes (access lists among them) and permissions of the old one; False where we may not."""
    made = fresh.stat()
    try:
        if (made.st_uid, made.st_gid) != (status.st_uid, status.st_gid):
            os.chown(fresh, status.st_uid, status.st_gid)
        for name in os.listxattr(place) if hasattr(os, "listxattr") else ():
            os.setxattr(fresh, name, os.getxattr(place, name))
        fresh.chmod(stat.S_IMODE(status.st_mode))
    except OSError:
        return False
    return True


def _rewrite(place: Path, fresh: Path) -> None:
    """Writes what another file holds into one; where that fails its old contents are written back, or left beside it and told."""
    old = place.read_bytes()
    with _beside(place, (old,)) as copy, fresh.open("rb") as new:
        done = False
        try:
            _fill(place, iter(partial(new.read, CHUNK), b""))
            done = True
        finally:
            if not done:
                _write_back(place, old, copy)


def _write_back(place: Path, old: bytes, copy: Path) -> None:
    try:
        _fill(place, (old,))
    except OSError as error:
        kept = copy.rename(place.with_name(f"{place.name}.before"))
        raise OSError(error.errno, f"{error.strerror}; its old contents are in {kept}") from error


def _fill(place: Path, pieces: Iterable[bytes]) -> None:
    """Writes over a file, whose room is kept until then: it is enough for what it held."""
    with place.open("r+b") as file:
        _write(file, pieces)


@contextmanager
def _beside(place: Path, pieces: Iterable[bytes]) -> Iterator[Path]:
    """A file of these contents in the same folder, safe from a power cut; gone afterwards unless it took another name."""
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".quality-{place.name[:SHOWN]}-")
    try:
        with os.fdopen(handle, "wb") as file:
            _write(file, pieces)
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _write(file: BinaryIO, pieces: Iterable[bytes]) -> None:
    """Writes, cuts what is left behind it, and waits until that is on the disk."""
    file.writelines(pieces)
    file.truncate()
    file.flush()
    os.fsync(file.fileno())


def umask() -> int:
    """The permissions that new files do not get."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
