"""Loops that drift, and how much of a text is said again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from quality.detect.stutters.repeats import key
from quality.text.folding import encode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

SHORTEST = 12
"""Folded characters of the shortest unit that may drift."""
COPIES = 4
"""Fewest copies of a loop."""
_SHINGLE = 10
_NUMBER = re.compile(r"\d+")


def drifting(text: str) -> Iterator[tuple[int, int, int, int]]:
    """Stretches (start, end, period, copies) of four and more copies that differ in single characters, exact ones left out.

    Matching segments of one period that lie close together are one stretch; it counts where at least four fifths of it match.
    """
    scanned, told = key(text), -1
    rows = scanned.segments[scanned.segments[:, 0] >= SHORTEST]
    for start, stop, period, matched in _chained(rows):
        length = stop - start
        if start > told and length >= (COPIES - 1) * period and 0.8 * length <= matched < length:
            told = stop + period
            yield int(scanned.offsets[start]), int(scanned.offsets[told - 1]) + 1, period, length // period + 1


def _chained(rows: NDArray[np.int64]) -> list[tuple[int, int, int, int]]:
    """(start, stop, period, matching codes) of segments of one period with gaps of at most a quarter of it, by place."""
    chains: list[tuple[int, int, int, int]] = []
    for period, start, stop in rows.tolist():
        last = chains[-1] if chains else None
        if last is not None and last[2] == period and start - last[1] <= period // 4:
            chains[-1] = (last[0], stop, period, last[3] + stop - start)
        else:
            chains.append((start, stop, period, stop - start))
    return sorted(chains)


def repetition(text: str) -> float:
    """Share of the text's 10-grams that stood in it before, 0 to 1: near 0 for prose, high for a loop.

    Case and the values of numbers do not count, marks do.
    """
    codes = encode(_NUMBER.sub("0", text.lower()))
    if len(codes) <= _SHINGLE:
        return 0.0
    windows = np.lib.stride_tricks.sliding_window_view(codes, _SHINGLE).astype(np.uint64)
    powers = np.array([pow(0x9E3779B97F4A7C15, i, 1 << 64) for i in range(_SHINGLE)], np.uint64)
    return 1 - len(np.unique((windows * powers).sum(axis=1))) / len(windows)
