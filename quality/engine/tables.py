"""The one writer of `quality dedup`: rows in input order, fixed settings, so that every engine leaves the same bytes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from quality.engine.arrays import booleans, chosen, numbers, scalar, strings

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Index = NDArray[np.int64]

ROWS = 65536
"""Rows of a Parquet group."""
REASONS = ("alone", "keeper", "identical", "near", "contained", "template", "unsure", "empty")
JUDGEMENTS = ("copy", "unsure", "template", "different", "below threshold")
_PLAIN = r'^[^"\\\x00-\x1f]*$'
"""Strings that JSON writes as they are."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """What became of every record, by row numbers; -1 where there is none."""

    cluster: Index
    """First member of the record's cluster."""
    duplicate_of: Index
    similarity: NDArray[np.float64]
    containment: NDArray[np.float64]
    reason: NDArray[np.int8]
    """Index in `REASONS`."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Pairs that were judged and not merged, by row numbers, ascending."""

    left: Index
    right: Index
    judgement: NDArray[np.int8]
    """Index in `JUDGEMENTS`."""
    scores: dict[str, NDArray[np.float64]]
    why: NDArray[np.int8]
    """Index in `whys`."""
    whys: tuple[str, ...]


def cluster_table(ids: pa.StringArray, found: Assignment) -> pa.Table:
    """One row for every record in input order."""
    goes = found.duplicate_of >= 0
    return pa.table(
        {
            "id": ids,
            "cluster": _ids_at(ids, found.cluster),
            "keeper": booleans(~goes),
            "duplicate_of": _ids_at(ids, found.duplicate_of),
            "similarity": numbers(np.round(found.similarity, 6), missing=~goes),
            "containment": numbers(np.round(found.containment, 6), missing=~goes),
            "reason": chosen(REASONS, found.reason),
        }
    )


def write_clusters(folder: Path, table: pa.Table) -> None:
    """Writes `clusters.parquet` and `clusters.jsonl`."""
    import pyarrow.parquet as pq

    pq.write_table(
        table, folder / "clusters.parquet", row_group_size=ROWS, compression="zstd", version="2.6", store_schema=False
    )
    _write_jsonl(folder / "clusters.jsonl", table)


def write_pairs(folder: Path, ids: pa.StringArray, judged: Judged) -> None:
    """Writes `pairs.jsonl`."""
    columns: dict[str, Any] = {
        "left": ids.take(numbers(judged.left)),
        "right": ids.take(numbers(judged.right)),
        "judgement": chosen(JUDGEMENTS, judged.judgement),
        **{name: numbers(np.round(values, 6)) for name, values in judged.scores.items()},
        "why": chosen(judged.whys, judged.why),
    }
    _write_jsonl(folder / "pairs.jsonl", pa.table(columns))


def write_report(folder: Path, report: dict[str, Any]) -> None:
    """Writes `report.json`."""
    (folder / "report.json").write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _ids_at(ids: pa.StringArray, rows: Index) -> pa.StringArray:
    return ids.take(numbers(rows, missing=rows < 0))


def _write_jsonl(path: Path, table: pa.Table) -> None:
    """One object a line, as `json.dumps(row, ensure_ascii=False)` writes it, put together column by column."""
    with path.open("wb") as file:
        for batch in table.to_batches(max_chunksize=ROWS):
            parts: list[Any] = []
            for number, name in enumerate(batch.schema.names):
                parts += [
                    scalar(("{" if number == 0 else ", ") + json.dumps(name) + ": "),
                    _json_values(batch.column(name)),
                ]
            lines = pc.binary_join_element_wise(*parts, scalar("}\n"), scalar(""))
            file.write(_bytes_of(lines))


def _json_values(column: pa.Array) -> pa.StringArray:
    if pa.types.is_string(column.type):
        return _json_strings(column)
    text = column.cast(pa.string())
    if pa.types.is_floating(column.type):
        text = pc.if_else(
            pc.match_substring_regex(text, "^[0-9]+$"),
            pc.binary_join_element_wise(text, scalar("0"), scalar(".")),
            text,
        )
    return pc.coalesce(text, scalar("null"))


def _json_strings(column: pa.StringArray) -> pa.StringArray:
    plain = pc.match_substring_regex(column, _PLAIN)
    if not pc.all(plain).as_py():
        return strings([json.dumps(v, ensure_ascii=False) for v in column.to_pylist()])
    quote = scalar('"')
    return pc.coalesce(pc.binary_join_element_wise(quote, column, quote, scalar("")), scalar("null"))


def _bytes_of(strings: pa.StringArray) -> memoryview:
    """The bytes of all strings, end to end."""
    _, offsets, data = strings.buffers()
    places = np.frombuffer(offsets, np.int32)
    return memoryview(data)[places[strings.offset] : places[strings.offset + len(strings)]]
