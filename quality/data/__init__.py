"""Tables: line 1 of each names its source and licence; a test canonicalises them. Read when first needed, never at import."""

from __future__ import annotations

import lzma
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@cache
def table(name: str) -> str:
    """The text of a table without its first line; `NAME.xz` is unpacked.

    Raises:
        FileNotFoundError: there is no such table.
    """
    return _whole(name).partition("\n")[2]


def source(name: str) -> str:
    """Line 1 of a table: where it comes from and under which licence."""
    return _whole(name).partition("\n")[0]


@cache
def names() -> tuple[str, ...]:
    """Every table, sorted."""
    return tuple(sorted(p.name for p in FOLDER.iterdir() if p.suffix in {".txt", ".tsv", ".xz"}))


def _whole(name: str) -> str:
    data = (FOLDER / name).read_bytes()
    return (lzma.decompress(data) if name.endswith(".xz") else data).decode("utf-8")
