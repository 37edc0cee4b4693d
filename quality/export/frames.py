"""A cleaned corpus as pandas DataFrames."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quality.errors import InputError
from quality.export.folder import is_ours
from quality.export.jsonl import read
from quality.export.tables import ARTICLES, CLUSTERS, FINDINGS, REMOVED, Kind, Table

if TYPE_CHECKING:
    import os

    import pandas as pd

DTYPES = {Kind.TEXT: "string", Kind.INTEGER: "Int64", Kind.NUMBER: "Float64", Kind.YES_NO: "boolean"}
"""pandas' types that know a missing value; lists and objects stay Python's."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """The tables that `quality clean` wrote; the columns are explained in the folder's README."""

    articles: pd.DataFrame
    removed: pd.DataFrame
    findings: pd.DataFrame
    clusters: pd.DataFrame


def read_corpus(folder: str | os.PathLike[str]) -> Corpus:
    """Reads the tables of a folder that `quality clean` wrote.

    Raises:
        InputError: the folder is none of ours, or a table is missing.
    """
    place = Path(folder)
    if not is_ours(place):
        raise InputError(str(place), "is no cleaned corpus: name a folder that `quality clean` wrote")
    return Corpus(*(_frame(place, table) for table in (ARTICLES, REMOVED, FINDINGS, CLUSTERS)))


def _frame(folder: Path, table: Table) -> pd.DataFrame:
    import pandas as pd

    path = folder / f"{table.name}.jsonl"
    try:
        rows = list(read(path))
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror})") from error
    columns: dict[str, Any] = {c.name: [row.get(c.name) for row in rows] for c in table.columns}
    return pd.DataFrame({c.name: pd.Series(columns[c.name], dtype=DTYPES.get(c.kind, "object")) for c in table.columns})
