"""Findings on copies across records, on Spark: the functions of `engine.records.findings` on Arrow batches."""

from __future__ import annotations

from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from quality.engine.copies.pairwise import Place
from quality.engine.distributed.batches import paired
from quality.engine.distributed.components import connected
from quality.engine.distributed.passages import PAIRS
from quality.engine.distributed.passages import paired as with_texts
from quality.engine.distributed.run import each, streamed, whole
from quality.engine.records.findings import (
    COPY,
    FLAGS,
    LEAST,
    NAME,
    common,
    gone,
    judged,
    packed,
    sides,
    stamped,
    told,
)
from quality.engine.records.tables import write_findings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyarrow as pa
    from pyspark.sql import DataFrame

    from quality.engine.distributed.run import Work
    from quality.engine.records.findings import Row
    from quality.engine.records.origins import Origins

NAMES = ", ".join(f"{name} long" for name in NAME)
PLACES = ", ".join(f"{name} {'boolean' if name in FLAGS else 'long'}" for name in (*NAME, *Place._fields))
SIDES = f"record long, {NAMES}, low long, high long"
ROWS = "row long, number long, rule string, identity string, line string"


def findings(run: Work, texts: DataFrame, compared: DataFrame, goes: DataFrame, origins: Origins) -> DataFrame:
    """The findings, as `ROWS`, on records (row, id, text): on those to compare, and on those that go (row, keeper, its scores)."""
    places = run.stage("places", lambda: with_texts(texts, compared, LEAST).mapInArrow(each(_judged, PAIRS), PLACES))
    copies = run.stage("repeated", lambda: _copies(places))
    labels = run.stage("connected", lambda: connected(copies, run.stage, "connected"))
    return run.stage("findings", lambda: _found(copies, labels, texts, origins).union(_gone(goes, texts, origins)))


def _judged(pairs: pa.Table) -> pa.Table:
    return judged(paired(pairs))


def _copies(places: DataFrame) -> DataFrame:
    """The places that are copies, as `COPY`, now that it is known how many hold each."""
    both = places.mapInArrow(each(sides), SIDES).repartition("record")
    many = both.mapInArrow(whole(common), NAMES).distinct()
    few = places.where("few").join(many, list(NAME), "left_anti")
    return few.unionByName(places.where("many").join(many, list(NAME), "left_semi")).select(*COPY)


def _found(copies: DataFrame, labels: DataFrame, records: DataFrame, origins: Origins) -> DataFrame:
    """Whole groups of connected records go to one task, with the copies that connect them."""
    nothing = [f"null as {name}" for name in COPY]
    members = labels.join(records, "row").selectExpr("component", "row", "id", "text", *nothing)
    pairs = copies.join(labels.withColumnRenamed("row", "left"), "left").selectExpr(
        "component", "null as row", "null as id", "null as text", *COPY
    )
    together = members.union(pairs).repartition("component")
    return together.mapInArrow(whole(partial(_told, origins=origins)), ROWS)


def _told(table: pa.Table, origins: Origins) -> pa.Table:
    """Whole components: members (row, id, text; left null) and copies (`COPY`) → `ROWS`."""
    table = table.sort_by([("component", "ascending"), ("row", "ascending")])
    found: list[Row] = []
    for _, rows in groupby(table.to_pylist(), key=itemgetter("component")):
        some = list(rows)
        pages = {r["row"]: origins.page(r["row"], r["id"], r["text"]) for r in some if r["left"] is None}
        found += told(pages, [tuple(r[name] for name in COPY) for r in some if r["left"] is not None])
    return packed(found)


def _gone(goes: DataFrame, texts: DataFrame, origins: Origins) -> DataFrame:
    for side in ("row", "keeper"):
        goes = goes.join(texts.toDF(side, f"{side}_id", f"{side}_text"), side)
    return goes.mapInArrow(each(partial(_told_of_records, origins=origins), PAIRS), ROWS)


def _told_of_records(table: pa.Table, origins: Origins) -> pa.Table:
    """Records that go, with texts and ids of both sides → `ROWS`."""
    found: list[Row] = []
    for r in table.to_pylist():
        sides = sorted((r[side], r[f"{side}_id"], r[f"{side}_text"]) for side in ("row", "keeper"))
        pages = {row: origins.page(row, name, text) for row, name, text in sides}
        found += gone(pages, r["row"], r["keeper"], r["similarity"], r["containment"])
    return packed(found)


def write(run: Work, found: DataFrame, output: Path) -> dict[str, int]:
    """Writes `findings.jsonl` in input order; how many there are of each rule."""
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    equals = Window.partitionBy("identity").orderBy("row", "number")
    counted = found.withColumn("ordinal", f.row_number().over(equals) - 1)
    with run.clock.stage("write findings"):
        write_findings(output, _lines(counted.orderBy("row", "number")))
    return {r["rule"]: r["count"] for r in found.groupBy("rule").count().orderBy("rule").collect()}


def _lines(rows: DataFrame) -> Iterator[str]:
    for part in streamed(rows.select("line", "identity", "ordinal")):
        yield from map(stamped, *(part[name].to_pylist() for name in ("line", "identity", "ordinal")))
