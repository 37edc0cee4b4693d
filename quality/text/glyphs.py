"""Which characters look alike: similarity of their pictures, for what a scanner mistakes for what.

The pictures are 10 x 10 points of sixteen greys, the mean of a serif and a sans-serif face, slightly blurred.
Similarity is the correlation of two pictures: 人 and 入 have 0.9, 千 and 干 0.95, two characters drawn at random 0.3.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from quality.data import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy as np
    import numpy.typing as npt

SIDE = 10
ALIKE = 0.72
"""Least similarity that counts; 1 character in 150 is as similar to a given one."""


def lookalikes(characters: Iterable[str]) -> Mapping[str, Mapping[str, float]]:
    """For each character those that look like it, with their similarity; itself is none of them.

    Many at once cost a tenth of one by one; what was asked before is kept (at most 6,763 characters).
    """
    known = _known()
    new = [char for char in dict.fromkeys(characters) if char not in known]
    if not new:
        return known
    everything, places, pictures = _pictures()
    for start in range(0, len(new), 256):
        known.update((char, {}) for char in new[start : start + 256])
        some = [char for char in new[start : start + 256] if char in places]
        rows = pictures[[places[char] for char in some]] @ pictures.T
        for char, row in zip(some, rows, strict=True):
            near = (row >= ALIKE).nonzero()[0]
            known[char] = dict(zip(map(everything.__getitem__, near.tolist()), row[near].tolist(), strict=True))
            del known[char][char]
    return known


@cache
def _known() -> dict[str, dict[str, float]]:
    """What was asked so far."""
    return {}


@cache
def _pictures() -> tuple[str, dict[str, int], npt.NDArray[np.float32]]:
    """Characters, the place of each, and their pictures as unit vectors, one a row."""
    import numpy as np

    rows = [line.split("\t") for line in table("glyphs.tsv.xz").splitlines()]
    digits = np.frombuffer("".join(greys for _, greys in rows).encode(), dtype=np.uint8)
    pictures = (
        np.where(digits > ord("9"), digits - (ord("a") - 10), digits - ord("0"))
        .astype(np.float32)
        .reshape(len(rows), -1)
    )
    pictures -= pictures.mean(axis=1, keepdims=True)
    pictures /= np.linalg.norm(pictures, axis=1, keepdims=True) + 1e-9
    characters = "".join(char for char, _ in rows)
    return characters, {char: at for at, char in enumerate(characters)}, pictures
