"""Paths as other tools want them: relative without `./`, or as a URI."""

from __future__ import annotations

import os
from urllib.parse import quote


def plain(path: str) -> str:
    """The path without `./` at its beginning."""
    while path.startswith("./"):
        path = path[2:].lstrip("/")
    return path


def uri(path: str) -> str:
    """A relative reference, or `file://` for an absolute path; bytes that are no UTF-8 are kept as they are on disk."""
    quoted = quote(os.fsencode(plain(path)), safe="/-._~!$&'()*+,;=@")
    return f"file://{quoted}" if path.startswith("/") else quoted
