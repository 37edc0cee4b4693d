"""Gives pages of mapped files back while they are worked on, so that a run's memory stays what it was told.

The system would keep them for as long as nobody else wants the memory; what goes back stays in its cache and is mapped again when it
is read.
"""

from __future__ import annotations

import mmap
import os
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

EVERY = 0.005
"""Seconds between two looks: what is in the cache of the system is mapped at gigabytes a second."""
COUNTS = Path("/proc/self/statm")
"""Pages of this process; the third number counts those that are mapped from files."""


class FileMap(mmap.mmap):
    """A file mapped for reading: its pages, unlike those of memory without a file, can be dropped at any time."""


@contextmanager
def trimmed(memory: int, *columns: NDArray[Any]) -> Iterator[None]:
    """Keeps the mapped pages of columns that lie in files near `memory` bytes while something runs; Linux only, elsewhere nothing."""
    files = [held for column in columns if (held := _file_of(column)) is not None]
    if not files or not COUNTS.exists() or not hasattr(mmap, "MADV_DONTNEED"):
        yield
        return
    done = Event()
    watch = Thread(target=_watch, args=(files, mapped() + memory, done), daemon=True)
    watch.start()
    try:
        yield
    finally:
        done.set()
        watch.join()


def mapped() -> int:
    """Bytes of files that this process has in its memory."""
    return int(COUNTS.read_text().split()[2]) * os.sysconf("SC_PAGE_SIZE")


def _watch(files: Sequence[FileMap], limit: int, done: Event) -> None:
    while not done.wait(EVERY):
        if mapped() > limit:
            for file in files:
                file.madvise(mmap.MADV_DONTNEED)


def _file_of(column: Any) -> FileMap | None:
    """The file that an array is a view of."""
    while isinstance(column, np.ndarray | memoryview):
        column = column.base if isinstance(column, np.ndarray) else column.obj
    return column if isinstance(column, FileMap) else None
