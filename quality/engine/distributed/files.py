"""Folders on any path that Hadoop knows (`hdfs://`, `s3a://`, …): listed, filled and removed through the session's own libraries."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlparse

from quality.engine.records.outcome import FILES, is_outcome
from quality.engine.records.scratch import scratch
from quality.errors import ConfigError, OutputError
from quality.export.folder import replacing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession


@contextmanager
def output(spark: SparkSession, place: str, temp: Path | None) -> Iterator[Path]:
    """The local folder to write to; one elsewhere gets its files at the end.

    Raises:
        OutputError: the folder holds files that are not ours.
        ConfigError: the session gives no access to other file systems.
    """
    if (near := local(place)) is not None:
        with replacing(near, ours=is_outcome) as fresh:
            yield fresh
        return
    far = place.rstrip("/")
    if set(listing(spark, far)) - set(FILES):
        raise OutputError(f"{far}: holds files that are not a result of dedup: choose another folder with -o")
    with scratch(temp) as folder:
        made = folder / "out"
        made.mkdir()
        yield made
        remove(spark, far)
        for file in sorted(made.iterdir()):
            upload(spark, file, f"{far}/{file.name}")


def local(place: str) -> Path | None:
    """The path, where it is one of this machine."""
    url = urlparse(place) if "://" in place else None
    if url is None:
        return Path(place)
    return Path(unquote(url.path)) if url.scheme == "file" else None


def listing(spark: SparkSession, folder: str) -> list[str]:
    """The names in a folder; none where there is no such folder."""
    files, path = _opened(spark, folder)
    return [status.getPath().getName() for status in files.listStatus(path)] if files.exists(path) else []


def upload(spark: SparkSession, source: Path, target: str) -> None:
    """Copies a local file."""
    files, path = _opened(spark, target)
    files.copyFromLocalFile(_opened(spark, str(source))[1], path)


def remove(spark: SparkSession, folder: str) -> None:
    """Removes a folder with all that is in it, if it is there."""
    files, path = _opened(spark, folder)
    files.delete(path, True)  # noqa: FBT003 - Java knows no names


def _opened(spark: SparkSession, place: str) -> tuple[Any, Any]:
    """A file system of Hadoop and a path on it."""
    try:
        jvm: Any = spark._jvm
        configuration = spark._jsc.hadoopConfiguration()  # type: ignore[attr-defined, unused-ignore]
    except AttributeError as error:
        raise ConfigError(f"{place}: this Spark session (Connect) reaches no files: use a local folder") from error
    path = jvm.org.apache.hadoop.fs.Path(place)
    return path.getFileSystem(configuration), path
