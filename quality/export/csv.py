"""CSV for spreadsheets, which take a cell that begins with a sign for a formula: such a cell gets an apostrophe in front."""

from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING, Any

from quality.text.visible import visible

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import TracebackType

    from quality.export.tables import Table

_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠|%]|[\t\r\n]")
"""Also after space, full-width (some locales compute them), and what an import wizard splits cells at."""


def cell(value: Any) -> Any:
    """A value as a spreadsheet may hold it: numbers stay numbers, lists become JSON, text never computes."""
    if value is None or isinstance(value, bool | int | float):
        return value
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = "\n".join(map(visible, text.split("\n")))
    return f"'{text}" if _FORMULA.match(text) else text


class CsvWriter:
    """Writes one table, with a byte-order mark because spreadsheets take UTF-8 for something else without it."""

    def __init__(self, path: Path, table: Table) -> None:
        self._names = [c.name for c in table.columns]
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
        self._writer.writerow(self._names)

    def write(self, row: Mapping[str, Any]) -> None:
        """Adds a row."""
        self._writer.writerow([cell(row.get(name)) for name in self._names])

    def __enter__(self) -> CsvWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
