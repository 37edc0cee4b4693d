"""Connected components as operations on tables: no driver memory, rounds in the logarithm of the longest chain.

Alternating large-star and small-star: Kiveris, Lattanzi, Mirrokni, Rastogi, Vassilvitskii 2014, Connected Components in MapReduce
and Beyond. An edge (u, v) has u > v throughout. After each round every partition joins what its own
edges connect (union-find): rounds end as soon as what is left fits into one.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pyarrow as pa

from quality.engine.distributed.batches import LABELS, contracted, labelled
from quality.engine.distributed.run import whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pyspark.sql import DataFrame

FEW_EDGES = 10_000_000
"""Edges up to which one task finds the components in its memory (half a GB); more are joined by rounds of shuffles."""
ROUNDS = 100
"""More than any chain needs: their number grows with the square of the logarithm of its length at worst."""


def connected(
    edges: DataFrame, keep: Callable[[str, Callable[[], DataFrame]], DataFrame], name: str = "components"
) -> DataFrame:
    """(row, component) of every end of an edge (left, right); rounds, where there are any, are kept under `name`."""
    if edges.count() <= FEW_EDGES:
        return edges.select("left", "right").coalesce(1).mapInArrow(whole(labelled), LABELS)
    return components(edges, lambda step, made: keep(f"{name}-{step}", made))


def components(edges: DataFrame, keep: Callable[[str, Callable[[], DataFrame]], DataFrame]) -> DataFrame:
    """(row, component) of every end of the edges (left, right): the least row that it is connected with.

    `keep(name, made)` stores the edges of a round, so that plans stay short.
    """
    from pyspark.sql import functions as f

    edges = edges.where("left <> right").selectExpr("greatest(left, right) as u", "least(left, right) as v").distinct()
    before = None
    for step in range(1, ROUNDS):
        edges = keep(str(step), partial(_round, edges))
        now = edges.agg(f.count("*"), f.sum(f.xxhash64("u", "v").cast("decimal(38,0)"))).first()
        if now == before:
            break
        before = now
    roots = edges.selectExpr("v as row", "v as component")
    return edges.selectExpr("u as row", "v as component").union(roots).distinct()


def _round(edges: DataFrame) -> DataFrame:
    return _small_star(_large_star(edges)).mapInArrow(_joined, "u long, v long")


def _joined(parts: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """What the edges of one partition connect, as stars."""
    if held := [part for part in parts if len(part)]:
        yield from contracted(pa.Table.from_batches(held)).to_batches()


def _large_star(edges: DataFrame) -> DataFrame:
    """Joins every greater neighbour of a node to the least of its neighbourhood."""
    from pyspark.sql import functions as f

    both = edges.union(edges.selectExpr("v as u", "u as v"))
    least = both.groupBy("u").agg(f.min("v").alias("m")).selectExpr("u", "least(u, m) as m")
    return both.join(least, "u").where("v > u").selectExpr("v as u", "m as v").distinct()


def _small_star(edges: DataFrame) -> DataFrame:
    """Joins a node and its lesser neighbours to the least of them."""
    from pyspark.sql import functions as f

    least = edges.groupBy("u").agg(f.min("v").alias("m"))
    joined = edges.join(least, "u")
    return joined.where("v <> m").selectExpr("v as u", "m as v").union(least.selectExpr("u", "m as v")).distinct()
