"""One Spark session for all tests of the engines."""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from quality.engine.distributed import run
from quality.engine.records.options import Options
from tests.requirements import missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession


@pytest.fixture(scope="session")
def session() -> Iterator[SparkSession]:
    if find_spec("pyspark") is None:
        missing("spark", "PySpark is not installed")
    if shutil.which("java") is None:
        missing("java", "there is no Java")
    made = run.session(Options(jobs=2))
    yield made
    made.stop()
