"""Tandem repeats: every place where a sequence goes on with what it has just said, in one scan.

A *segment* of period p is a maximal range where `codes[i] == codes[i + p]`. A repeat of period p needs p of them in a row (or, with
wrong characters in between, a segment of p/2), so it is enough to look at every p-th (or p/2-th) place and to extend where it
matches: n/p looks per period, n·ln(longest) for all, and never more than n steps per period (Main and Lorentz 1984 find repetitions
from such anchors, too). The loop over places is a Numba kernel for long texts and four NumPy operations for short ones.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    Codes = NDArray[np.uint32]
    Segments = NDArray[np.int64]

LONGEST = 1024
"""Longest period that is looked for; longer repeats are passages."""
TOLERANT = 12
"""Shortest period that may hold a wrong character, and the number of right ones that pay for each."""
SHORT = 1 << 16
"""Up to so many codes NumPy scans faster than Numba loads."""
_FIRM = 4
"""Codes that must match again after a wrong one, unless the copy is whole with fewer."""


@dataclass(frozen=True, slots=True)
class Run:
    """A unit and its copies: `codes[start:end]` has period `period`, but for `wrong` codes."""

    start: int
    end: int
    period: int
    wrong: int = 0

    @property
    def copies(self) -> int:
        """Whole copies, 2 or more."""
        return (self.end - self.start) // self.period


def tandem_runs(codes: Codes, rows: Segments | None = None) -> list[Run]:
    """Finds all maximal runs of two or more copies, by start, then period; `rows` are the codes' segments where they are known.

    Every exact run with a period of 2 up to `LONGEST` is found, of period 1 those of four copies and more; of nested ones with
    periods p and kp only that of p. Runs of period 12 and more may hold a wrong code per 12, each followed by four that match.
    """
    found: dict[int, list[Run]] = defaultdict(list)
    for period, start, stop in (segments(codes) if rows is None else rows).tolist():
        last = found[period][-1] if found[period] else None
        if last is not None and stop + period <= last.end:
            continue
        run = _bridged(codes, period, start, stop) if period >= TOLERANT else Run(start, stop + period, period)
        if run.end - run.start >= 2 * period and (last is None or run.start > last.start):
            found[period].append(run)
    return sorted(_primitive(found), key=lambda r: (r.start, r.period))


def needed(period: int) -> int:
    """Shortest segment that a repeat of this period must hold; a code alone must stand four times (a doubled letter is language)."""
    if period == 1:
        return 3
    return period // 2 if period >= TOLERANT else period


def segments(codes: Codes, longest: int = LONGEST) -> Segments:
    """Maximal segments of at least `needed(period)` for all periods up to `longest`, as rows (period, start, stop), sorted."""
    longest = min(longest, len(codes) // 2)
    if longest < 1:
        return np.empty((0, 3), np.int64)
    if len(codes) <= SHORT:
        period, place = _matching_anchors(codes, longest)
        if len(place) <= len(codes):
            return _extended(codes, period, place)
    from quality.match.tandem_kernel import scan  # compiled code loads only for what is long, or degenerate

    needs = np.array([0, *map(needed, range(1, longest + 1))], np.int64)
    room = np.empty((1024 + len(codes) // 16, 3), np.int64)
    reached = np.empty((2, len(needs)), np.int64)
    count = scan(codes, needs, reached, room)
    if count > len(room):
        room = np.empty((count, 3), np.int64)
        scan(codes, needs, reached, room)
    return room[:count][np.lexsort((room[:count, 1], room[:count, 0]))]


def _matching_anchors(codes: Codes, longest: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Anchors (period, place) where the code and one neighbour match those a period later, by period, then place."""
    size = 1 << (len(codes) - 1).bit_length()
    period, place = _anchors(size, min(LONGEST, size // 2))
    if longest < LONGEST:
        period = period[: int(np.searchsorted(period, longest, "right"))]
        place = place[: len(period)]
    # Behind the end stand values that equal nothing, one before the start serves as left neighbour.
    padded = np.arange(1 << 31, (1 << 31) + size + LONGEST + 2, dtype=np.uint32)
    padded[1 : len(codes) + 1] = codes
    hit = np.flatnonzero(padded[place + 1] == padded[place + period + 1])
    period, place = period[hit], place[hit]
    near = (padded[place] == padded[place + period]) | (padded[place + 2] == padded[place + period + 2])
    return period[near], place[near]


@lru_cache(maxsize=17)
def _anchors(size: int, longest: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """For every period each `needed(period)`-th place of `size`."""
    steps = [np.arange(needed(p) - 1, size - p, needed(p), dtype=np.int32) for p in range(1, longest + 1)]
    return np.repeat(np.arange(1, longest + 1, dtype=np.int32), [len(s) for s in steps]), np.concatenate(steps)


def _extended(codes: Codes, periods: NDArray[np.int32], places: NDArray[np.int32]) -> Segments:
    rows: list[tuple[int, int, int]] = []
    last, stop = 0, 0
    for period, place in zip(periods.tolist(), places.tolist(), strict=True):
        if period == last and place < stop:
            continue
        start, stop = _start(codes, place, period), _stop(codes, place, period)
        last = period
        if stop - start >= needed(period):
            rows.append((period, start, stop))
    return np.array(rows, np.int64).reshape(-1, 3)


def _stop(codes: Codes, at: int, period: int) -> int:
    """First place from `at` on that does not match the code a period later."""
    step = 8
    while at + period < len(codes):
        width = min(step, len(codes) - period - at)
        differs = codes[at : at + width] != codes[at + period : at + period + width]
        if differs.any():
            return at + int(differs.argmax())
        at, step = at + width, step * 2
    return at


def _start(codes: Codes, at: int, period: int) -> int:
    """Smallest place from which all up to `at` match the code a period later."""
    step = 8
    while at > 0:
        low = max(at - step, 0)
        differs = codes[low:at] != codes[low + period : at + period]
        if differs.any():
            return at - int(differs[::-1].argmax())
        at, step = low, step * 2
    return 0


def _bridged(codes: Codes, period: int, start: int, stop: int) -> Run:
    """Extends a segment that is no whole copy over wrong codes, as many as its period pays for."""
    allowance, wrong = period // TOLERANT, 0
    while stop - start < period and wrong < allowance and stop + 1 + period < len(codes):
        further = _stop(codes, stop + 1, period)
        if further - stop - 1 < min(_FIRM, start + period - stop - 1):
            break
        stop, wrong = further, wrong + 1
    while stop - start < period and wrong < allowance and start > 1:
        further = _start(codes, start - 1, period)
        if start - 1 - further < min(_FIRM, period - (stop - start) - 1):
            break
        start, wrong = further, wrong + 1
    return Run(start, stop + period, period, wrong)


def _primitive(found: dict[int, list[Run]]) -> Iterator[Run]:
    """Runs that no run of a divisor of their period covers."""
    for period, runs in found.items():
        shorter = [found[d] for d in _divisors(period) if found.get(d)]
        yield from (run for run in runs if not any(_covered(run, others) for others in shorter))


def _divisors(number: int) -> Iterable[int]:
    return (d for d in range(1, number // 2 + 1) if number % d == 0)


def _covered(run: Run, others: list[Run]) -> bool:
    at = bisect_right(others, run.start, key=lambda r: r.start) - 1
    return at >= 0 and others[at].end >= run.end
