"""The loop of `tandem` over long texts; its twin is `tandem.segments` on short ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quality.match.kernel import kernel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BLOCK = 8192
"""Places that all periods pass before the next ones: so many codes stay in the nearest cache, which makes the scan 5 times as fast."""


@kernel
def scan(
    codes: NDArray[np.uint32], needs: NDArray[np.int64], reached: NDArray[np.int64], out: NDArray[np.int64]
) -> int:
    """Writes (period, start, stop) of every segment of `needs[period]` and more, in blocks of places, there by period.

    Gives their number, also where `out` is too small for them. `reached` is room for two numbers for each period.
    """
    count = 0
    anchors, floors = reached[0], reached[1]  # before its floor nothing is looked at again
    for period in range(len(needs)):
        anchors[period], floors[period] = needs[period] - 1, 0
    for block in range(0, len(codes), BLOCK):
        for period in range(1, len(needs)):
            need = needs[period]
            end = len(codes) - period
            at = anchors[period]
            while at < end and at < block + BLOCK:
                if codes[at] != codes[at + period]:
                    at += need
                    continue
                start = at
                while start > floors[period] and codes[start - 1] == codes[start - 1 + period]:
                    start -= 1
                stop = at + 1
                while stop < end and codes[stop] == codes[stop + period]:
                    stop += 1
                if stop - start >= need:
                    if count < len(out):
                        out[count, 0] = period
                        out[count, 1] = start
                        out[count, 2] = stop
                    count += 1
                floors[period] = stop
                at += (stop - at + need - 1) // need * need
            anchors[period] = at
    return count
