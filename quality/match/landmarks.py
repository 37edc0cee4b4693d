"""Landmarks: few places of a text, chosen by its content alone, so that two texts that share a stretch share some of them.

Winnowing (Schleimer, Wilkerson, Aiken 2003): of every `WINDOW` neighbouring seeds the least one. A seed is as many characters as weigh
`WEIGHT`: eight of a script that writes syllables or words, or 24 letters of an alphabet, which say about as much.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from quality.match.kernel import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Codes = NDArray[np.uint32]
    Hashes = NDArray[np.uint64]
    Index = NDArray[np.int64]

WINDOW = 8
"""Two texts that share so many neighbouring seeds share a landmark."""
WEIGHT = 24
FIRST_HEAVY = 0x2E80
"""From here on characters say a word or a syllable each; before are alphabets."""
HEAVY = 3
SHORTEST = 25
"""The least length of a passage that may be asked for: shorter ones are formulae, and hold too few landmarks to be proposed."""
FREQUENT = 64
"""A landmark of more texts is counted as frequent: something that many say."""


def weight_of(codes: Codes) -> int:
    """How long a text is, in characters of which each says a word or a syllable; three letters count as one."""
    heavy = int((codes >= FIRST_HEAVY).sum())
    return heavy + (len(codes) - heavy) // HEAVY


def landmarks(codes: Codes, bounds: Index) -> tuple[Hashes, Index]:
    """The landmarks of texts laid end to end, text i being `codes[bounds[i]:bounds[i + 1]]`: hashes, and whose they are."""
    hashes, owners = np.empty(len(codes), np.uint64), np.empty(len(codes), np.int64)
    made = mark(codes, bounds, np.empty(WINDOW, np.uint64), hashes, owners)
    return hashes[:made].copy(), owners[:made].copy()


@kernel
def mark(codes: Codes, bounds: Index, recent: Hashes, hashes: Hashes, owners: Index) -> int:
    """Fills `hashes` and `owners`, text by text in order of place; returns how many landmarks there are."""
    made = 0
    for text in range(len(bounds) - 1):
        start, end = bounds[text], bounds[text + 1]
        weight = 0
        stop = start
        least = start
        for at in range(start, end):
            while stop < end and weight < WEIGHT:
                weight += HEAVY if codes[stop] >= FIRST_HEAVY else 1
                stop += 1
            if weight < WEIGHT:
                break
            weight -= HEAVY if codes[at] >= FIRST_HEAVY else 1
            recent[at % WINDOW] = seed_hash(codes, at, stop)
            chosen = least_of(recent, max(start, at - WINDOW + 1), at, least)
            if at - start >= WINDOW - 1 and (chosen != least or at - start == WINDOW - 1):
                hashes[made], owners[made] = recent[chosen % WINDOW], text
                made += 1
            least = chosen
    return made


@kernel
def least_of(recent: Hashes, first: int, last: int, known: int) -> int:
    """The earliest place of the least hash from `first` to `last`, where `known` was that one step before."""
    if known >= first:
        return last if recent[last % WINDOW] < recent[known % WINDOW] else known
    least = first
    for at in range(first + 1, last + 1):
        if recent[at % WINDOW] < recent[least % WINDOW]:
            least = at
    return least


@kernel
def seed_hash(codes: Codes, start: int, stop: int) -> np.uint64:
    """A hash of `codes[start:stop]` (wrapping)."""
    h = np.uint64(0)
    for at in range(start, stop):
        h = (h ^ np.uint64(codes[at])) * np.uint64(0x9E3779B97F4A7C15)
        h ^= h >> np.uint64(32)
    h *= np.uint64(0xBF58476D1CE4E5B9)
    return h ^ (h >> np.uint64(31))
