"""What has a name and is no file: pipes, which can be read once, and devices and sockets, which are no text."""

from __future__ import annotations

import os
import stat
import time

from quality.errors import InputError

PIPE = "a pipe"
_KINDS = {
    stat.S_IFIFO: PIPE, stat.S_IFSOCK: "a socket", stat.S_IFCHR: "a device", stat.S_IFBLK: "a device",
}  # fmt: skip
PATIENCE = 2.0
"""Seconds in which whoever writes to a pipe must have opened it."""
CHUNK = 1 << 16


def kind_of(name: str) -> str | None:
    """What a name stands for that is no file; None for files, for nothing at all, and for the null device, which is empty text."""
    try:
        mode = os.stat(name).st_mode  # noqa: PTH116 - a `Path` for each of many files would take longer than the question
    except (OSError, ValueError):
        return None
    return None if name == os.devnull else _KINDS.get(stat.S_IFMT(mode))


def read_pipe(name: str) -> bytes:
    """All that comes through a pipe.

    Raises:
        InputError: nobody writes to it.
        OSError: it cannot be opened.
    """
    handle = os.open(name, os.O_RDONLY | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as pipe:
        first = _first(handle, name)
        os.set_blocking(handle, True)
        return first + pipe.read()


def _first(handle: int, name: str) -> bytes:
    """What comes first; empty where somebody writes, but has nothing to say yet."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            if first := os.read(handle, CHUNK):
                return first
        except BlockingIOError:
            return b""
        time.sleep(0.01)
    raise InputError(name, "is a pipe through which nothing comes: start what writes to it, or name a file")
