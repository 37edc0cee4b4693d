"""Which whole records are one text: clusters for DUP103, by the judgement of `quality dedup`."""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from quality.engine.records.whole import SHORTEST, aligned
from quality.model import Cluster, Page
from quality.text.folding import encode, fold_codes
from quality.text.shingles import hashes32

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

SMALL = 400
"""Pages up to which a look at a few hashes says whether anything is alike, before compiled code is loaded."""
SKETCH = 128
ALIKE = 8
"""Of the `SKETCH` least hashes of two pages, how many must be common to both for a closer look."""


def find_clusters(pages: Sequence[Page]) -> tuple[Cluster, ...]:
    """Clusters of pages and records that hold one text, from verified pairs only; none for a single page."""
    if len(pages) < 2 or (len(pages) <= SMALL and not _any_alike(pages)):
        return ()
    members = defaultdict(list)
    for page, keeper, similarity, containment in _kept(pages):
        members[keeper].append(aligned(pages, page, keeper, similarity, containment))
    return tuple(Cluster(pages[keeper], tuple(members[keeper])) for keeper in sorted(members))


def _any_alike(pages: Sequence[Page]) -> bool:
    """True where two pages share some of their least shingle hashes (a bottom-k sketch, Broder 1997)."""
    holders: dict[int, list[int]] = defaultdict(list)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for number, page in enumerate(pages):
        sketch = _sketch(page.text)
        for value in sketch.tolist():
            for other in holders[value]:
                shared[other, number] += 1
                if shared[other, number] >= min(ALIKE, len(sketch)):
                    return True
            holders[value].append(number)
    return False


def _sketch(text: str) -> NDArray[np.uint32]:
    hashes = hashes32(fold_codes(encode(text))[0])
    mixed = np.sort((hashes ^ (hashes >> np.uint32(15))) * np.uint32(0x2C1B3C6D))
    return mixed[np.concatenate([[True], mixed[1:] != mixed[:-1]])][:SKETCH] if len(mixed) else mixed


def _kept(pages: Sequence[Page]) -> Iterator[tuple[int, int, float, float]]:
    """Every page that another one stays for, with that one and their similarity and containment."""
    from quality.engine.records.clustering import clustered
    from quality.engine.records.corpus import corpus_of
    from quality.engine.records.options import Options

    options = Options()
    with ThreadPoolExecutor(options.jobs) as pool:
        corpus = corpus_of([page.text for page in pages], options.scheme, pool)
        found = clustered(corpus, options, pool).assignment
    long_enough = corpus.lengths >= SHORTEST
    for page in np.flatnonzero((found.duplicate_of >= 0) & long_enough).tolist():
        yield page, int(found.duplicate_of[page]), float(found.similarity[page]), float(found.containment[page])
