"""Characters that stand in no word although a character that looks like them would complete one.

The evidence is counted in bits. `evidence` holds what the text alone says; what the corpus says is added by `context`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from quality.match.lattice import coverage
from quality.match.lookalikes import EVIDENCE, lookalikes
from quality.text.folding import encode

if TYPE_CHECKING:
    from numpy.typing import NDArray

UNREADABLE = 0.35
"""Share of Han outside words from which the dictionary does not know the text's language; modern prose has 0.1 to 0.2, dirty scans 0.25."""
ENOUGH = 60
"""Han from which that share is believed; a shorter text may have so many strays."""
CAP = 5.0
"""Most bits that one pair or triple in favour of the supposed character brings: in a large corpus every common pair occurs."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A character, the one that it may stand for, and the word that this one completes."""

    at: int
    supposed: str
    start: int
    end: int
    evidence: float
    inside: bool = False
    """The printed character stands in another word."""


def suspects(text: str) -> list[Suspect]:
    """Every suspicion that context could make credible, in order of place; linear in the text."""
    best = coverage(text)
    strays, han = int(np.count_nonzero(best == -np.inf)), int(np.count_nonzero(best < np.inf))
    if strays > UNREADABLE * max(han, ENOUGH):
        return []
    found, bits = lookalikes(encode(text), best)
    inside = (best[found[:, 0]] > -np.inf).tolist()
    return sorted(
        [
            Suspect(at, chr(supposed), start, end, evidence, within)
            for (at, supposed, start, end), evidence, within in zip(
                found.tolist(), bits[:, EVIDENCE].tolist(), inside, strict=True
            )
        ],
        key=lambda one: (one.at, one.supposed),
    )


def context(printed: NDArray[np.int32], supposed: NDArray[np.int32]) -> NDArray[np.float64]:
    """Bits that the corpus adds: counts of the five pairs and triples with the supposed character against those with the printed one.

    A row for each suspicion. The place itself is not counted among the printed ones.
    """
    support = np.minimum(np.log2(1 + supposed), CAP).sum(axis=1)
    return np.asarray(support - np.log2(np.maximum(printed, 1)).sum(axis=1))
