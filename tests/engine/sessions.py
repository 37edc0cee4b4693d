"""How tests cut what a Spark session shuffles."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession


@contextmanager
def cut(session: SparkSession, partitions: int) -> Iterator[None]:
    """Exactly so many partitions in every shuffle."""
    session.conf.set("spark.sql.shuffle.partitions", str(partitions))
    session.conf.set("spark.sql.adaptive.coalescePartitions.enabled", "false")
    yield
    session.conf.unset("spark.sql.shuffle.partitions")
    session.conf.unset("spark.sql.adaptive.coalescePartitions.enabled")
