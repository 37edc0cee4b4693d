"""Memory that a stage has freed goes back to the system: after work on large arrays the allocator would keep most of it."""

from __future__ import annotations

import ctypes
import sys


def give_back() -> None:
    """Does so where the system's library can (glibc); elsewhere nothing."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)
