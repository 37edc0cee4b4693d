"""Characters that stand in no word although a character that looks like them would complete one.

The evidence is counted in bits. `evidence` holds what the text alone says: how much more probable the words around
become, how alike the two characters look, and how common they are (scanners put the common character for the rare
one). What the corpus says is added by `context`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from quality.text.candidates import FLOOR, candidates
from quality.text.folding import encode
from quality.text.lexicon import UNKNOWN, lexicon
from quality.text.scripts import are_han
from quality.text.words import LONGEST, covered, frequencies, well_covered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    from quality.text.candidates import Candidate

AROUND = 4
"""Characters on either side whose words are weighed."""
UNREADABLE = 0.35
"""Share of Han outside words from which the dictionary does not know the text's language; modern prose has 0.1 to 0.2, dirty scans 0.25."""
ENOUGH = 60
"""Han from which that share is believed; a shorter text may have so many strays."""
WORD = 2.0
"""Bits that it takes to doubt a character of a word."""
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
    import numpy as np

    marks, frequent = (np.frombuffer(some, np.bool_) for some in (covered(text), well_covered(text)))
    codes, places = encode(text), (~frequent).nonzero()[0]
    if np.count_nonzero(~marks) > UNREADABLE * max(int(np.count_nonzero(are_han(codes))), ENOUGH) or not len(places):
        return []
    return list(_weighed(text, marks, candidates(text, codes, places, marks[places])))


def _weighed(text: str, marks: NDArray[np.bool_], found: Iterable[Candidate]) -> Iterator[Suspect]:
    """The suspicions that remain when the words around have been weighed."""
    for one in found:
        before = text[max(one.at - AROUND, 0) : one.at].rpartition("\n")[2]
        after = text[one.at + 1 : one.at + AROUND + 1].partition("\n")[0]
        gain = _probability(before + one.supposed + after) - _probability(before + text[one.at] + after)
        inside = bool(marks[one.at])
        evidence = one.evidence + gain - WORD * inside
        if evidence > FLOOR:
            yield Suspect(one.at, one.supposed, one.start, one.end, evidence, inside)


@lru_cache(maxsize=1 << 16)
def _probability(text: str) -> float:
    """Base-2 logarithm of the probability of the best division into words, each word by its frequency alone."""
    weight_of, total = frequencies().get, lexicon().total
    best = [0.0]
    for end, char in enumerate(text, 1):
        most = best[-1] + weight_of(char, UNKNOWN)
        for start in range(max(end - LONGEST, 0), end - 1):
            weight = weight_of(text[start:end])
            if weight is not None:
                weight += best[start]
                most = max(most, weight)
        best.append(most - total)
    return best[-1]


def context(printed: NDArray[np.int32], supposed: NDArray[np.int32]) -> NDArray[np.float64]:
    """Bits that the corpus adds: counts of the five pairs and triples with the supposed character against those with the printed one.

    A row for each suspicion. The place itself is not counted among the printed ones.
    """
    import numpy as np

    support = np.minimum(np.log2(1 + supposed), CAP).sum(axis=1)
    return np.asarray(support - np.log2(np.maximum(printed, 1)).sum(axis=1))
