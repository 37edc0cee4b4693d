"""How much a pair of neighbouring characters tells of what a text is about: a rare word much, 我们 nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from quality.data.kept import arrays
from quality.text.lexicon import TABLE
from quality.text.words import frequencies, proper_nouns

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COMMON, RARE = 16.0, 10.0
"""Base-2 logarithms of counts: from the first on a word says nothing, up to the second it says all."""
BITS = 21
"""Of a code point, two of which are the key of a pair."""


@dataclass(frozen=True, slots=True)
class Telling:
    """The pairs that tell less than all, or are proper nouns, by their keys."""

    keys: NDArray[np.int64]
    tells: NDArray[np.float64]
    """How much, and 1 for proper nouns."""


def weight(pair: str) -> float:
    """How much a pair tells: 1 for what is no common word, 0 for 我们."""
    count = frequencies().get(pair, 0.0)
    return min(1.0, max(0.0, (COMMON - count) / (COMMON - RARE)))


@cache
def telling() -> Telling:
    """All of them, from the table of words."""
    return arrays(Telling, _telling, table=TABLE, code=__file__)


def _telling() -> Telling:
    import numpy as np

    words = {word: 0.0 for word, count in frequencies().items() if count > RARE and len(word) == 2}
    words |= {word: 1.0 for word in proper_nouns() if len(word) == 2}
    keys = {ord(word[0]) << BITS | ord(word[1]): (weight(word), name) for word, name in words.items()}
    tells = np.array([keys[key] for key in sorted(keys)])
    return Telling(np.array(sorted(keys), np.int64), np.ascontiguousarray(tells.T))
