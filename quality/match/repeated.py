"""Which characters of a text lie in a stretch of `length` or more that stands elsewhere, too, letter by letter.

What a suffix array finds, without one. A window of `length` characters holds at least one minimizer of half its width, the same in every
copy, so that only windows with a minimizer that stands twice need a look: these are hashed (64 bits, polynomial), sorted, and marked where
equal. Exact up to a collision of 2^-64 a pair.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from quality.match.seeds import minimizers, standing_twice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

BLOCK = 1 << 18
FACTOR = 0x9E3779B97F4A7C15
_WORD = (1 << 64) - 1


def repeated(codes: NDArray[np.uint32], length: int) -> NDArray[np.bool_]:
    """True for every character inside a stretch of at least `length` that stands twice; a code of 0 ends a text.

    Raises:
        ValueError: `length` is below 2.
    """
    if length < 2:
        raise ValueError("a repeated stretch has at least two characters")
    starts = _candidates(codes, length)
    hashes = np.concatenate([np.empty(0, np.uint64), *_window_hashes(codes, starts, length)])
    order = np.argsort(hashes)
    hashes = hashes[order]
    same = hashes[1:] == hashes[:-1]
    del hashes
    twice = np.zeros(len(order), bool)
    twice[order[1:][same]] = True
    twice[order[:-1][same]] = True
    del order
    return _covered(len(codes), starts[twice], length)


def _candidates(codes: NDArray[np.uint32], length: int) -> NDArray[np.int64]:
    """Starts of the windows whose text may stand twice: every minimizer in them does."""
    width = max(length // 2, 1)
    seeds = minimizers(codes, width=width, window=length - width + 1)
    places = np.sort((standing_twice(seeds) & np.uint64(0xFFFFFFFF)).astype(np.int64))
    del seeds
    # Windows that hold the minimizer whole: they start at most length - width characters before it.
    lows = np.maximum(places - (length - width), 0)
    near = _spread(lows, np.minimum(places, len(codes) - length) + 1, len(codes))
    starts = np.flatnonzero(near)
    return _within_texts(codes, starts, length)


def _within_texts(codes: NDArray[np.uint32], starts: NDArray[np.int64], length: int) -> NDArray[np.int64]:
    """Those starts whose window holds no end of a text."""
    stops = np.append(np.flatnonzero(codes == 0), len(codes))
    return starts[stops[np.searchsorted(stops, starts)] >= starts + length]


def _spread(lows: NDArray[np.int64], highs: NDArray[np.int64], size: int) -> NDArray[np.bool_]:
    """True in every range."""
    good = highs > lows
    # No place lies in more ranges than a range is long: two bytes count them.
    most = int((highs - lows).max(initial=0))
    kind: type[np.signedinteger] = np.int16 if most < 1 << 15 else np.int32
    steps: NDArray[np.signedinteger] = np.zeros(size + 1, kind)
    np.add.at(steps, lows[good], 1)
    np.add.at(steps, highs[good], -1)
    np.cumsum(steps, out=steps, dtype=steps.dtype)
    return np.asarray(steps[:-1] > 0)


def _covered(size: int, starts: NDArray[np.int64], length: int) -> NDArray[np.bool_]:
    return _spread(starts, starts + length, size)


def _window_hashes(codes: NDArray[np.uint32], starts: NDArray[np.int64], length: int) -> Iterator[NDArray[np.uint64]]:
    """A polynomial hash of every chosen window, from prefix sums block by block."""
    inverse = np.uint64(pow(FACTOR, -1, 1 << 64))
    powers = np.cumprod(np.concatenate(([np.uint64(1)], np.full(BLOCK + length, FACTOR, np.uint64))))
    back = np.cumprod(np.concatenate(([np.uint64(1)], np.full(BLOCK, inverse, np.uint64))))
    for low in range(0, len(codes), BLOCK):
        first, last = np.searchsorted(starts, (low, low + BLOCK))
        if first == last:
            continue
        part = codes[low : low + BLOCK + length].astype(np.uint64)
        sums = np.concatenate(([np.uint64(0)], np.cumsum(part * powers[: len(part)])))
        at = starts[first:last] - low
        hashes = (sums[at + length] - sums[at]) * back[at]
        hashes ^= hashes >> np.uint64(31)
        hashes *= np.uint64(0xD6E8FEB86659FD93)
        hashes ^= hashes >> np.uint64(32)
        yield hashes
