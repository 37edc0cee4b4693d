"""Two texts by themselves, or one: what stands twice there, judged for both cases, that nobody else holds it and that many do.

`find_copies` has all pages before it and counts who holds a passage before it judges. An engine that brings texts together two at
a time counts afterwards: a pair is judged for either count, and the count then chooses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from quality.engine.copies.finder import MANY, SHORTEST, held, long_enough, places_of
from quality.engine.copies.pair import Pair
from quality.engine.copies.reading import Stretch
from quality.engine.copies.verdicts import Verdict, ends_of, kind_of, standing
from quality.match.passages import find_passages, laid_out, sensitivity_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from quality.engine.copies.reading import Reading

    Ints = NDArray[np.int64]


class Place(NamedTuple):
    """A passage of two texts as indices of their keys, and whether one of its two places is a copy of the other."""

    low: int
    high: int
    other_low: int
    other_high: int
    start: int
    """Reduced to what is alike, as are the next three."""
    end: int
    other_start: int
    other_end: int
    few: bool
    """Where no third place, or record, holds it."""
    many: bool
    """However many hold it."""


def judge(left: Reading, right: Reading) -> Iterator[Place]:
    """What both texts hold, or, of one text given twice, what it holds twice."""
    texts = [left] if left is right else [left, right]
    codes, bounds = laid_out([text.key for text in texts])
    search = find_passages(codes, bounds, shortest=SHORTEST, sensitivity=sensitivity_of(codes))
    places = places_of(search.boxes, texts, bounds)
    places = places[:, (places[0] == 0) & (places[1] == len(texts) - 1)]
    asked = long_enough(places)
    for ends in places[2:, ~asked].T.tolist():
        yield Place._make((*ends, *ends, False, False))
    found = places[2:, asked].T.tolist()
    pairs = [Pair.of(Stretch(left, a, b), Stretch(right, c, d)) for a, b, c, d in found]
    for ends, pair, *flags in zip(found, pairs, *(_standing(pairs, texts, n) for n in (2, MANY)), strict=True):
        yield Place._make((*ends, *ends_of(pair), *flags))


def _standing(pairs: Sequence[Pair], texts: Sequence[Reading], holders: int) -> list[bool]:
    numbers = 0, len(texts) - 1
    kinds = [kind_of(pair, copies=holders, pages=holders) for pair in pairs]
    return standing([Verdict(kind, texts, (*numbers, *ends_of(pair))) for kind, pair in zip(kinds, pairs, strict=True)])


def crowded(lows: Ints, highs: Ints) -> NDArray[np.bool_]:
    """Of ranges of one text, each held by one place or text more, those that so many hold that they are nobody's copy."""
    everyone = np.ones(len(lows), np.bool_)
    return np.asarray(1 + held(lows[None], highs[None], everyone)[0] >= MANY)
