"""A folder that is replaced as a whole: whoever looks sees the old one or the new one, at any moment.

The new folder grows as a hidden sibling and changes places with the old one in a single step (Linux `renameat2` with
`RENAME_EXCHANGE`, macOS `renamex_np` with `RENAME_SWAP`). Elsewhere the old one steps aside first; a run that is killed between the
two steps is healed by the next.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import shutil
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from quality.errors import OutputError
from quality.export.file import umask

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MANIFEST = "manifest.json"
SCHEMA = "quality/manifest@1"
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_RENAME_SWAP = 2


@contextmanager
def replacing(target: Path, *, ours: Callable[[Path], bool]) -> Iterator[Path]:
    """Gives an empty folder that takes the target's place at the end; on an error nothing has changed.

    The target must not exist, or be empty, or be one of which `ours` says that it may go.

    Raises:
        OutputError: the target is not ours, or cannot be written.
    """
    target = Path(os.path.abspath(target))  # noqa: PTH100 - a link stays the link it is
    heal(target)
    _refuse(target, ours=ours)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}.new-", dir=target.parent))
    except OSError as error:
        raise OutputError(f"{target}: cannot be written ({error.strerror}): choose another folder") from error
    with _held(fresh):
        try:
            yield fresh
            fresh.chmod(0o777 & ~umask())
            _sync(fresh)
            _swap(fresh, target)
        except OSError as error:
            raise OutputError(f"{target}: cannot be written ({error.strerror}): nothing was changed") from error
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


def heal(target: Path) -> None:
    """Removes what killed runs left beside the target, and puts the target back where it had stepped aside."""
    for left in sorted(target.parent.glob(f".{_literal(target.name)}.old-*")):
        if not target.exists():
            left.rename(target)
        else:
            shutil.rmtree(left, ignore_errors=True)
    for left in target.parent.glob(f".{_literal(target.name)}.new-*"):
        if _abandoned(left):
            shutil.rmtree(left, ignore_errors=True)


def is_ours(folder: Path) -> bool:
    """True where the folder holds a manifest of ours."""
    try:
        found = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(found, dict) and found.get("schema") == SCHEMA


def nobodys(_folder: Path) -> bool:
    """For `replacing` where nothing may go."""
    return False


def _refuse(target: Path, *, ours: Callable[[Path], bool]) -> None:
    if not target.exists() and not target.is_symlink():
        return
    if not target.is_dir() or target.is_symlink():
        raise OutputError(f"{target}: is no folder: choose another place")
    if any(target.iterdir()) and not ours(target):
        what = "is not empty" if ours is nobodys else "holds something else than a result of ours"
        raise OutputError(f"{target}: {what}, and is left alone: choose another folder")


def _literal(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Locks a folder while its writer lives, so that healing can tell the living from the dead."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        _lock(handle)
        yield
    finally:
        os.close(handle)


def _abandoned(folder: Path) -> bool:
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return False
    try:
        return _lock(handle)
    finally:
        os.close(handle)


def _lock(handle: int) -> bool:
    """True where the lock was free; always so on systems without such locks."""
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _sync(folder: Path) -> None:
    """Flushes the new folder to the disk, so that a power cut cannot leave names without contents.

    Linux flushes its file system in one call; a call per file takes seconds for thousands of articles.
    """
    handle = os.open(folder, os.O_RDONLY)
    try:
        flush = getattr(ctypes.CDLL(None), "syncfs", None) if sys.platform == "linux" else None
        if flush is not None and flush(handle) == 0:
            return
    finally:
        os.close(handle)
    for base, _, files in os.walk(folder):
        for name in files:
            with Path(base, name).open("rb") as file, suppress(OSError):  # some file systems cannot
                os.fsync(file.fileno())


def _swap(fresh: Path, target: Path) -> None:
    """Puts `fresh` in the place of `target`; what stood there stands at `fresh` afterwards, if anywhere."""
    if not target.exists():
        fresh.rename(target)
        return
    if _exchange(fresh, target):
        return
    aside = fresh.with_name(fresh.name.replace(".new-", ".old-"))
    target.rename(aside)
    fresh.rename(target)
    shutil.rmtree(aside, ignore_errors=True)


def _exchange(left: Path, right: Path) -> bool:
    """Exchanges two folders in one step; False where the system cannot."""
    name = {"linux": "renameat2", "darwin": "renamex_np"}.get(sys.platform, "")
    libc = ctypes.CDLL(None, use_errno=True) if name else None
    call = getattr(libc, name, None) if libc else None
    if call is None:
        return False
    a, b = os.fsencode(left), os.fsencode(right)
    done = (
        call(_AT_FDCWD, ctypes.c_char_p(a), _AT_FDCWD, ctypes.c_char_p(b), ctypes.c_uint(_RENAME_EXCHANGE))
        if name == "renameat2"
        else call(ctypes.c_char_p(a), ctypes.c_char_p(b), ctypes.c_uint(_RENAME_SWAP))
    )
    if done == 0:
        return True
    code = ctypes.get_errno()
    if code in {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM}:
        return False
    raise OSError(code, os.strerror(code), str(right))
