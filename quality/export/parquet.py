"""Parquet: typed columns with their meanings, zstd, written in batches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quality.export.tables import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import TracebackType

    import pyarrow as pa

    from quality.export.tables import Table

BATCH = 2_000
"""Rows that are held before they are written."""


def schema(table: Table) -> pa.Schema:
    """The table's columns as Arrow knows them."""
    import pyarrow as pa

    text, number = pa.string(), pa.int64()
    edit = pa.struct([("path", text), ("start", number), ("end", number), ("replacement", text), ("move_to", number)])
    place = pa.struct([("path", text), ("record", text), ("start", number), ("end", number), ("message", text)])
    types = {
        Kind.TEXT: text,
        Kind.INTEGER: number,
        Kind.NUMBER: pa.float64(),
        Kind.YES_NO: pa.bool_(),
        Kind.TEXTS: pa.list_(text),
        Kind.PLACES: pa.list_(place),
        Kind.FIX: pa.struct([("applicability", text), ("edits", pa.list_(edit))]),
    }
    return pa.schema(
        [
            pa.field(c.name, types[c.kind], nullable=not c.required, metadata={"description": c.meaning})
            for c in table.columns
        ],
        metadata={"description": table.meaning},
    )


class ParquetWriter:
    """Writes one table."""

    def __init__(self, path: Path, table: Table) -> None:
        import pyarrow.parquet as pq

        self._schema = schema(table)
        self._file = path.open("wb")  # Arrow opens no name that is not UTF-8
        self._writer = pq.ParquetWriter(self._file, self._schema, compression="zstd")
        self._rows: list[Mapping[str, Any]] = []

    def write(self, row: Mapping[str, Any]) -> None:
        """Adds a row."""
        self._rows.append(_storable(row))
        if len(self._rows) >= BATCH:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa

        self._writer.write_table(pa.Table.from_pylist(self._rows, schema=self._schema))
        self._rows.clear()

    def __enter__(self) -> ParquetWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None and self._rows:
            self._flush()
        self._writer.close()
        self._file.close()


def _storable(value: Any) -> Any:
    """The value with half surrogates, of file names that are no Unicode, as escapes: Arrow holds UTF-8 only."""
    if isinstance(value, str):
        broken = not value.isascii() and _broken(value)
        return value.encode("utf-8", "backslashreplace").decode() if broken else value
    if isinstance(value, dict):
        return {k: _storable(v) for k, v in value.items()}
    return [_storable(v) for v in value] if isinstance(value, list) else value


def _broken(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False
