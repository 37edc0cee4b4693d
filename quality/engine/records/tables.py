"""The one writer of `quality dedup`: rows in input order, fixed settings, so that every engine leaves the same bytes."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from quality.engine.records.arrays import booleans, chosen, numbers, scalar, strings
from quality.engine.records.assign import JUDGEMENTS, REASONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Future
    from pathlib import Path

    from numpy.typing import NDArray

    from quality.engine.records.assign import Assignment, Judged

    Index = NDArray[np.int64]

ROWS = 65536
"""Rows of a Parquet group."""
PASSAGES = "passages.jsonl"
FINDINGS = "findings.jsonl"
CLUSTERS = [
    ("id", pa.string()), ("cluster", pa.string()), ("keeper", pa.bool_()), ("duplicate_of", pa.string()),
    ("similarity", pa.float64()), ("containment", pa.float64()), ("reason", pa.string()),
]  # fmt: skip
"""Columns of `clusters.parquet`."""


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


def finished(part: pa.Table) -> pa.Table:
    """Rows (id, cluster_id, duplicate_of_id, similarity, containment, reason as a number) of another engine as `cluster_table` has them."""
    import pyarrow.compute as pc

    goes = pc.is_valid(part["duplicate_of_id"].combine_chunks()).to_numpy(zero_copy_only=False)
    return pa.table(
        {
            "id": part["id"],
            "cluster": part["cluster_id"],
            "keeper": booleans(~goes),
            "duplicate_of": part["duplicate_of_id"],
            "similarity": numbers(np.round(part["similarity"].to_numpy(), 6), missing=~goes),
            "containment": numbers(np.round(part["containment"].to_numpy(), 6), missing=~goes),
            "reason": chosen(REASONS, part["reason"].to_numpy()),
        }
    )


def write_clusters(folder: Path, parts: Iterable[pa.Table]) -> None:
    """Writes `clusters.parquet` and, beside it, `clusters.jsonl` from tables in input order; how they are cut does not show."""
    schema = pa.schema(CLUSTERS)
    with ThreadPoolExecutor(1) as beside, (folder / "clusters.jsonl").open("wb") as file:
        opened = beside.submit(_parquet, folder / "clusters.parquet", schema)
        try:
            for group in regrouped(parts):
                written = beside.submit(_write_group, opened, group.cast(schema))
                file.write(_json_lines(group))
                written.result()
        finally:
            opened.result().close()


def _parquet(path: Path, schema: pa.Schema) -> Any:
    from pyarrow.parquet import ParquetWriter

    settings: dict[str, Any] = {"compression": "zstd", "version": "2.6", "store_schema": False}
    return ParquetWriter(path, schema, **settings)


def _write_group(parquet: Future[Any], group: pa.Table) -> None:
    parquet.result().write_table(group, row_group_size=ROWS)


def pairs_table(ids: pa.StringArray, judged: Judged) -> pa.Table:
    """One row for every judged pair that was not merged."""
    columns: dict[str, Any] = {
        "left": ids.take(numbers(judged.left)),
        "right": ids.take(numbers(judged.right)),
        "judgement": chosen(JUDGEMENTS, judged.judgement),
        **{name: numbers(np.round(values, 6)) for name, values in judged.scores.items()},
        "why": chosen(judged.whys, judged.why),
    }
    return pa.table(columns)


def write_pairs(folder: Path, parts: Iterable[pa.Table]) -> None:
    """Writes `pairs.jsonl`."""
    _write_lines(folder / "pairs.jsonl", parts)


def _write_lines(path: Path, parts: Iterable[pa.Table]) -> None:
    with path.open("wb") as file:
        for group in regrouped(parts):
            file.write(_json_lines(group))


def passages_table(ids: pa.StringArray, found: pa.Table) -> pa.Table:
    """One row for every passage that stands at an earlier place, too: `found` with the names of its records, by row numbers."""
    return named_passages(
        found.append_column("id", ids.take(found["right"])).append_column("partner", ids.take(found["left"]))
    )


def named_passages(found: pa.Table) -> pa.Table:
    """Rows of `engine.passages.Passage` with their `id` and `partner` as they are written."""
    return pa.table(
        {
            "id": found["id"],
            "start": found["start"],
            "end": found["end"],
            "partner": found["partner"],
            "partner_start": found["left_start"],
            "partner_end": found["left_end"],
            **{name: found[name] for name in ("characters", "similarity", "differences", "numbers")},
        }
    )


def write_passages(folder: Path, parts: Iterable[pa.Table]) -> None:
    """Writes `passages.jsonl`."""
    _write_lines(folder / PASSAGES, parts)


def write_findings(folder: Path, lines: Iterable[str]) -> None:
    """Writes `findings.jsonl`."""
    with (folder / FINDINGS).open("w", encoding="utf-8", newline="") as file:
        file.writelines(lines)


def judged_rows(part: pa.Table, whys: tuple[str, ...]) -> pa.Table:
    """Rows of another engine's verdicts (ids and counts of both sides) as `pairs_table` has them."""
    left, right, common = (part[name].to_numpy() for name in ("left_shingles", "right_shingles", "common"))
    return pa.table(
        {
            "left": part["left_id"],
            "right": part["right_id"],
            "judgement": chosen(JUDGEMENTS, part["judgement"].to_numpy()),
            "similarity": numbers(np.round(common / np.maximum(left + right - common, 1), 6)),
            "containment": numbers(np.round(common / np.maximum(right, 1), 6)),
            "why": chosen(whys, part["why"].to_numpy()),
        }
    )


def regrouped(parts: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """The same rows in tables of `ROWS`, the last one shorter."""
    held: list[pa.Table] = []
    for part in parts:
        held.append(part)
        if sum(map(len, held)) >= ROWS:
            together = pa.concat_tables(held)
            whole = len(together) // ROWS * ROWS
            yield from (together.slice(at, ROWS).combine_chunks() for at in range(0, whole, ROWS))
            held = [together.slice(whole)]
    if rest := pa.concat_tables(held) if held else None:
        yield rest.combine_chunks()


def write_report(folder: Path, report: dict[str, Any]) -> None:
    """Writes `report.json`."""
    (folder / "report.json").write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _ids_at(ids: pa.StringArray, rows: Index) -> pa.StringArray:
    return ids.take(numbers(rows, missing=rows < 0))


def _json_lines(table: pa.Table) -> memoryview:
    """One object a line, as `json.dumps(row, ensure_ascii=False)` writes it, put together column by column."""
    import pyarrow.compute as pc

    parts: list[Any] = []
    for number, name in enumerate(table.schema.names):
        parts += [scalar(("{" if number == 0 else ", ") + json.dumps(name) + ": ")]
        parts += [_json_values(table[name].combine_chunks())]
    return _bytes_of(pc.binary_join_element_wise(*parts, scalar("}\n"), scalar("")))


def _json_values(column: pa.Array) -> pa.StringArray:
    import pyarrow.compute as pc

    if pa.types.is_string(column.type):
        return _json_strings(column)
    text = column.cast(pa.string())
    if pa.types.is_floating(column.type):
        # Not `to_numpy`, which loads pandas where there are nulls.
        values = np.frombuffer(column.buffers()[1] or b"", np.float64)[column.offset :][: len(column)]
        whole = booleans(np.floor(values) == values)  # similarities: 0 and 1, which Arrow writes without a point
        text = pc.if_else(whole, pc.binary_join_element_wise(text, scalar("0"), scalar(".")), text)
    return pc.coalesce(text, scalar("null"))


def _json_strings(column: pa.StringArray) -> pa.StringArray:
    import pyarrow.compute as pc

    if not _plain(column):
        return strings([json.dumps(v, ensure_ascii=False) for v in column.to_pylist()])
    quote = scalar('"')
    return pc.coalesce(pc.binary_join_element_wise(quote, column, quote, scalar("")), scalar("null"))


def _plain(column: pa.StringArray) -> bool:
    """True where JSON writes all strings as they are."""
    held = np.frombuffer(_bytes_of(column), np.uint8)
    return not ((held < ord(" ")) | (held == ord('"')) | (held == ord("\\"))).any()


def _bytes_of(strings: pa.StringArray) -> memoryview:
    """The bytes of all strings, end to end."""
    _, offsets, data = strings.buffers()
    if data is None or offsets is None:
        return memoryview(b"")
    places = np.frombuffer(offsets, np.int32)
    return memoryview(data)[places[strings.offset] : places[strings.offset + len(strings)]]
