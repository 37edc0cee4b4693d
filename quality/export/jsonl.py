"""JSON Lines: UTF-8, keys in a fixed order, nothing that a terminal would obey."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from quality.text.visible import dump

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from types import TracebackType


def encode(row: Mapping[str, Any]) -> bytes:
    """One line with its newline."""
    return (dump(row, indent=None, compact=True) + "\n").encode()


def read(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file."""
    with path.open("rb") as file:
        yield from map(json.loads, file)


class JsonlWriter:
    """Writes one table."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")

    def write(self, row: Mapping[str, Any]) -> None:
        """Adds a row."""
        self._file.write(encode(row))

    def __enter__(self) -> JsonlWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
