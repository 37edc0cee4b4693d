"""Passages on Spark: the functions of `engine.passages` on Arrow batches, landmarks and pairs brought together by shuffles."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from quality.engine.distributed import batches
from quality.engine.distributed import source as spark_source
from quality.engine.distributed.run import PARTITION_BYTES, each, partitions, streamed, whole
from quality.engine.records.outcome import passages_report
from quality.engine.records.passages import LEAST
from quality.engine.records.tables import named_passages, write_passages
from quality.match.landmarks import SHORTEST

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pyspark.sql import DataFrame

    from quality.engine.distributed.run import Work

PAIRS = 1024
"""Pairs whose texts one call of the judge is given."""


def compared(
    run: Work, sources: Sequence[spark_source.Source], starts: Sequence[tuple[Any, ...]], stays: DataFrame
) -> tuple[DataFrame, DataFrame]:
    """All records (row, id, text), and which of those that stay (row) to compare, as `SHARED`."""
    texts = run.stage("texts", lambda: _texts(run, sources, starts))
    return texts, run.stage("landmarks", lambda: _compared(run, texts.join(stays, "row")))


def passages(run: Work, texts: DataFrame, compared: DataFrame) -> DataFrame:
    """All passages of these records."""
    return run.stage(f"passages-{run.options.passages}", lambda: _found(run, texts, compared))


def _texts(run: Work, sources: Sequence[spark_source.Source], starts: Sequence[tuple[Any, ...]]) -> DataFrame:
    placed = spark_source.placed(sources, run.options.columns, batches.texts, batches.TEXT)
    return spark_source.numbered(run.spark, placed, starts).select("row", "id", "text")


def _compared(run: Work, texts: DataFrame) -> DataFrame:
    """Pairs of records that share `LEAST` landmarks and more; rows without a pair say what was spared."""
    from pyspark.sql import functions as f

    size = texts.agg(f.sum(f.length("text"))).first()
    marks = ((size and size[0]) or 0) // 4 * batches.LANDMARK.itemsize
    parts = max(marks // PARTITION_BYTES, partitions(run.spark))
    dealt = texts.mapInArrow(each(partial(batches.landmarked, slices=parts * 8)), batches.BUCKETS)
    shared = dealt.repartition(parts, "slice").mapInArrow(whole(batches.shared), batches.SHARED)
    names = ("shared", "spared", "frequent")
    together = shared.groupBy("left", "right").agg(*(f.sum(name).alias(name) for name in names))
    return together.where(f"left < 0 or {_enough(LEAST)}")


def _found(run: Work, texts: DataFrame, compared: DataFrame) -> DataFrame:
    shortest = run.options.passages or SHORTEST
    alike = paired(texts, compared).mapInArrow(
        each(partial(batches.passages, shortest=shortest), PAIRS), batches.PASSAGES
    )
    return alike.repartition("right").mapInArrow(whole(partial(batches.chosen, shortest=shortest)), batches.PASSAGES)


def _enough(least: int) -> str:
    """As `Proposed.of` says it."""
    return f"(shared >= {least} or left = right)"


def paired(texts: DataFrame, compared: DataFrame, least: int = LEAST) -> DataFrame:
    """(left, right, left_text, right_text) of the pairs that share so many landmarks."""
    pairs = compared.where(f"left >= 0 and {_enough(least)}").select("left", "right")
    for side in ("left", "right"):
        pairs = pairs.join(texts.select("row", "text").toDF(side, f"{side}_text"), side)
    return pairs.select("left", "right", "left_text", "right_text")


def write(run: Work, found: DataFrame, compared: DataFrame, names: DataFrame, output: Path) -> dict[str, Any]:
    """Writes `passages.jsonl` in input order by the local engine's writer; what the report says. `names` are (row, id)."""
    table = found
    for side, name in (("right", "id"), ("left", "partner")):
        table = table.join(names.toDF(side, name), side)
    write_passages(output, map(named_passages, streamed(table.orderBy("right", "start", "end"))))
    totals = found.selectExpr("count(*)", "count(distinct right)", "coalesce(sum(characters), 0)").first()
    counts = compared.selectExpr(
        "count_if(left >= 0)", "coalesce(sum(spared), 0)", "coalesce(sum(frequent), 0)"
    ).first()
    told = dict(zip(("found", "records", "characters"), totals or (0, 0, 0), strict=True))
    told |= zip(("compared", "spared", "frequent"), counts or (0, 0, 0), strict=True)
    return passages_report(run.options.passages or SHORTEST, **told)
