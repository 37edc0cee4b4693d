"""A corpus kept for later: new records against it, without its texts being read again; and candidates from datasketch's index."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import IO, TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

import numpy as np
import pyarrow as pa

from quality.engine.records.corpus import Corpus
from quality.errors import ConfigError, InputError, OutputError
from quality.match.bands import Bands, Candidates, agreements
from quality.match.signatures import Scheme, Signatures

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from quality.engine.records.stored import StoredColumn

SCHEMA = "quality/dedup-index@2"


def save(corpus: Corpus, scheme: Scheme, path: Path) -> None:
    """Writes a corpus to a file: ids, match keys, content names and signatures.

    Raises:
        OutputError: the file cannot be written.
    """
    _, offsets, data = pa.concat_arrays([corpus.ids]).buffers()
    columns: dict[str, NDArray[Any] | StoredColumn] = {
        "head": np.array(json.dumps({"schema": SCHEMA, **asdict(scheme)})),
        "units": corpus.units,
        "bounds": corpus.bounds,
        "names": corpus.names,
        "rows": corpus.rows,
        "id_offsets": np.frombuffer(offsets, np.int32)[: len(corpus) + 1] if len(corpus) else np.zeros(1, np.int32),
        "id_bytes": np.frombuffer(data, np.uint8) if data else np.zeros(0, np.uint8),
    }
    try:
        with ZipFile(path, "w") as archive:
            for name, column in columns.items():
                with archive.open(f"{name}.npy", "w", force_zip64=True) as member:
                    _write(member, column)
    except OSError as error:
        raise OutputError(
            f"{path}: cannot be written ({error.strerror}): choose another place for the index"
        ) from error


def _write(member: IO[bytes], column: NDArray[Any] | StoredColumn) -> None:
    """A column as `numpy.savez` writes it, from a file piece by piece."""
    if isinstance(column, np.ndarray):
        np.lib.format.write_array(member, column)
        return
    np.lib.format.write_array_header_1_0(member, column.header)
    for block in column.blocks():
        member.write(block.tobytes())


def load(path: Path, scheme: Scheme) -> Corpus:
    """Reads a corpus back.

    Raises:
        InputError: the file is no index.
        ConfigError: it was made by another version or with other options.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as held:
            head = json.loads(str(held["head"]))
            columns = {name: held[name] for name in ("units", "bounds", "names", "rows", "id_offsets", "id_bytes")}
    except OSError as error:
        raise InputError(
            str(path), f"cannot be read ({error.strerror or error}): name an index of --save-index"
        ) from error
    except (ValueError, KeyError, BadZipFile, EOFError) as error:
        raise InputError(str(path), "is no index: make one with --save-index") from error
    _agree(path, head, {"schema": SCHEMA, **asdict(scheme)})
    ids = pa.Array.from_buffers(
        pa.string(),
        len(columns["bounds"]) - 1,
        [None, pa.py_buffer(columns["id_offsets"]), pa.py_buffer(columns["id_bytes"])],
    )
    return Corpus(ids, columns["units"], columns["bounds"], columns["names"], columns["rows"])


def _agree(path: Path, head: dict[str, Any], wanted: dict[str, Any]) -> None:
    differing = [
        f"{name} {head.get(name)!r} instead of {value!r}" for name, value in wanted.items() if head.get(name) != value
    ]
    if differing:
        raise ConfigError(
            f"{path}: the index was made otherwise ({', '.join(differing)}): use the same options or make it anew"
        )


def joined(old: Corpus, new: Corpus) -> Corpus:
    """Two corpora one after the other."""
    return Corpus(
        pa.concat_arrays([old.ids, new.ids]), np.concatenate([old.units, new.units]),
        np.concatenate([old.bounds, new.bounds[1:] + old.bounds[-1]]), np.concatenate([old.names, new.names]),
        np.concatenate([old.rows, new.rows]), new.failures,
    )  # fmt: skip


def datasketch_candidates(corpus: Corpus, members: NDArray[np.int64], scheme: Scheme, bands: Bands) -> Candidates:
    """The pairs that `datasketch.MinHashLSH` proposes with the same bands: slower by far, for those who keep such an index."""
    from datasketch import MinHashLSH

    index = MinHashLSH(num_perm=scheme.num_perm, params=(bands.count, bands.rows))
    found: list[tuple[int, int]] = []
    for number, sketch in zip(
        members.tolist(), Signatures(np.asarray(corpus.rows)[members], scheme).to_datasketch(), strict=True
    ):
        found += [(other, number) for other in index.query(sketch)]
        index.insert(number, sketch, check_duplication=False)
    left, right = np.array(sorted(found), np.int64).reshape(-1, 2).T
    agreeing = agreements(corpus.rows, left, right)
    near = agreeing >= bands.least
    return Candidates(left[near], right[near], agreeing[near])
