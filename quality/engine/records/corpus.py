"""A corpus as columns: ids, match keys, content names and signatures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from quality.match.signatures import Scheme, digest_texts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import ThreadPoolExecutor

    import pyarrow as pa
    from numpy.typing import NDArray

    from quality.engine.records.stored import StoredColumn
    from quality.model import Failure


@dataclass(frozen=True, slots=True)
class Corpus:
    """Records in input order, row i of every column being record i."""

    ids: pa.StringArray
    units: NDArray[np.uint16] | StoredColumn
    """Keys end to end, UTF-16."""
    bounds: NDArray[np.int64]
    """Key i is `units[bounds[i]:bounds[i + 1]]`."""
    names: NDArray[np.uint64]
    rows: NDArray[np.uint32] | StoredColumn
    """Signatures."""
    failures: tuple[Failure, ...] = ()

    def __len__(self) -> int:
        return len(self.bounds) - 1

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Units of each key; 0 for a record without letters and digits."""
        return np.diff(self.bounds)


def corpus_of(texts: Sequence[str], scheme: Scheme, pool: ThreadPoolExecutor) -> Corpus:
    """Texts as a corpus; they have their row numbers for ids."""
    encoded = [text.encode("utf-8", "backslashreplace") for text in texts]
    offsets = np.cumsum([0, *map(len, encoded)])
    digest = digest_texts(np.frombuffer(b"".join(encoded), np.uint8), offsets, scheme, pool)
    return Corpus(np.arange(len(texts)), digest.units, np.cumsum([0, *digest.lengths]), digest.names, digest.rows)
