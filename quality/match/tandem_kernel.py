"""The loop of `tandem` over long texts; its twin is `tandem.segments` on short ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quality.match.kernel import kernel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@kernel
def scan(codes: NDArray[np.uint32], longest: int, tolerant: int, out: NDArray[np.int64]) -> int:
    """Writes (period, start, stop) of every segment that is long enough; gives their number, also where `out` is too small."""
    count = 0
    for period in range(1, longest + 1):
        need = (period + 1) // 2 if period >= tolerant else period
        end = len(codes) - period
        floor = 0  # nothing before it is looked at twice
        at = need - 1
        while at < end:
            if codes[at] != codes[at + period]:
                at += need
                continue
            start = at
            while start > floor and codes[start - 1] == codes[start - 1 + period]:
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
            floor = stop
            at += (stop - at + need - 1) // need * need
    return count
