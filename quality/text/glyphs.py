"""Which characters look alike: similarity of their pictures, for what a scanner mistakes for what.

The pictures are 10 x 10 points of sixteen greys, the mean of a serif and a sans-serif face, slightly blurred.
Similarity is the correlation of two pictures: 人 and 入 have 0.9, 千 and 干 0.95, two characters drawn at random 0.3.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from quality.data import table
from quality.data.kept import arrays
from quality.text.folding import encode

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TABLE = "glyphs.tsv.xz"
SIDE = 10


@dataclass(frozen=True, slots=True)
class Album:
    """All pictures, one a row, and what correlation needs of each."""

    places: NDArray[np.int16]
    """Place of the picture by code point, -1 without one."""
    greys: NDArray[np.uint8]
    sums: NDArray[np.int64]
    norms: NDArray[np.float64]
    asked: NDArray[np.int64]
    """How often each was compared with another one."""
    most: NDArray[np.float64]
    """What the most similar other one brings, infinity until it is known: who compares them keeps it here."""


def similarity(left: str, right: str) -> float:
    """How alike two characters look, at most 1; 0 where one has no picture."""
    pictures = album()
    one, other = int(pictures.places[ord(left)]), int(pictures.places[ord(right)])
    if min(one, other) < 0:
        return 0.0
    product = int(pictures.greys[one].astype(int) @ pictures.greys[other])
    covariance = SIDE * SIDE * product - int(pictures.sums[one] * pictures.sums[other])
    return covariance / float(pictures.norms[one] * pictures.norms[other])


@cache
def album() -> Album:
    """All pictures, from the table."""
    return arrays(Album, _album, table=TABLE, code=__file__)


def _album() -> Album:
    import numpy as np

    lines = encode(table(TABLE)).reshape(-1, SIDE * SIDE + 3)  # character, tab, greys, newline
    digits = lines[:, 2:-1].astype(np.uint8)
    greys = np.where(digits > ord("9"), digits - (ord("a") - 10), digits - ord("0")).astype(np.uint8)
    sums, squares = greys.sum(axis=1, dtype=np.int64), np.square(greys, dtype=np.int64).sum(axis=1)
    places = np.full(0x110000, -1, np.int16)
    places[lines[:, 0]] = np.arange(len(lines))
    asked, most = np.zeros(len(lines), np.int64), np.full(len(lines), np.inf)
    return Album(places, greys, sums, np.sqrt(SIDE * SIDE * squares - sums**2), asked, most)
