"""Which characters look alike: similarity of their pictures, for what a scanner mistakes for what.

The pictures are 10 x 10 points of sixteen greys, the mean of a serif and a sans-serif face, slightly blurred.
Similarity is the correlation of two pictures: 人 and 入 have 0.9, 千 and 干 0.95, two characters drawn at random 0.3.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from quality.data import table
from quality.text.folding import encode

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Codes = NDArray[np.uint32]

SIDE = 10
STEPS = 255
"""Into which similarity is cut where a first look is enough."""
OFTEN = 256
"""Questions about a character from which one look at all pictures costs less than further single ones."""
AT_ONCE = 1 << 13
"""Pairs of pictures that are compared singly together: few megabytes."""
FEW = 8
"""Pictures below which a plain loop beats the matrix product, which wakes threads."""


def similarity(left: Codes, right: Codes) -> NDArray[np.float64]:
    """How alike the characters of each pair look, at most 1; 0 where one has no picture."""
    import numpy as np

    album = _album()
    one, other = album.places.take(left), album.places.take(right)
    alike = np.einsum("ij,ij->i", album.pictures[one], album.pictures[other]).astype(np.float64)
    return np.where((one >= 0) & (other >= 0), alike, 0.0)


def similarity_at_most(left: Codes, right: Codes) -> NDArray[np.float64]:
    """A bound of `similarity` that is at most 1/255 too high, and much quicker for many pairs of few left characters."""
    import numpy as np

    album = _album()
    one, other = album.places.take(left), album.places.take(right)
    album.ask(one[~album.compared[one] & (one >= 0)])
    known = album.compared[one]
    steps = np.zeros(len(one), np.uint8)
    steps[known] = album.bounds[one[known], other[known]]
    rest = (~known).nonzero()[0]
    for start in range(0, len(rest), AT_ONCE):
        some = rest[start : start + AT_ONCE]
        steps[some] = _steps(similarity(left[some], right[some]))
    return np.where((one >= 0) & (other >= 0), steps / STEPS, 0.0)


def _steps(alike: NDArray[np.floating]) -> NDArray[np.uint8]:
    import numpy as np

    return np.asarray(np.ceil(np.clip(alike, 0, 1) * STEPS), np.uint8)


@dataclass(frozen=True, slots=True)
class _Album:
    """All pictures, and what came of comparing some with all: 45 megabytes at most, of which only what is asked is used."""

    places: NDArray[np.int16]
    """Place of the picture by code point, -1 without one."""
    pictures: NDArray[np.float32]
    """Unit vectors, one a row."""
    asked: NDArray[np.int64]
    """Questions about each picture that was not compared with all."""
    compared: NDArray[np.bool_]
    bounds: NDArray[np.uint8]

    def ask(self, some: NDArray[np.int16]) -> None:
        """Counts questions, and compares those with all that are asked about often."""
        import numpy as np

        if not len(some):
            return
        self.asked[:] += np.bincount(some, minlength=len(self.asked))
        new = ((self.asked > OFTEN) & ~self.compared).nonzero()[0].astype(np.int16)
        for start in range(0, len(new), 256):
            self.compare(new[start : start + 256])

    def compare(self, some: NDArray[np.int16]) -> None:
        """Fills in the rows of `bounds`."""
        import numpy as np

        rows = self.pictures[some]
        alike = np.einsum("ij,kj->ik", rows, self.pictures) if len(some) < FEW else rows @ self.pictures.T
        self.bounds[some] = _steps(alike)
        self.compared[some] = True


@cache
def _album() -> _Album:
    import numpy as np

    lines = encode(table("glyphs.tsv.xz")).reshape(-1, SIDE * SIDE + 3)  # character, tab, greys, newline
    digits = lines[:, 2:-1].astype(np.int16)
    pictures = np.where(digits > ord("9"), digits - (ord("a") - 10), digits - ord("0")).astype(np.float32)
    pictures -= pictures.mean(axis=1, keepdims=True)
    pictures /= np.linalg.norm(pictures, axis=1, keepdims=True) + 1e-9
    size = len(lines)
    places = np.full(0x110000, -1, np.int16)
    places[lines[:, 0]] = np.arange(size)
    asked, compared = np.zeros(size, np.int64), np.zeros(size, np.bool_)
    return _Album(places, pictures, asked, compared, np.zeros((size, size), np.uint8))
