"""How two keys differ: the gaps between the blocks that both hold, measured. What they mean is for `judge` to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from quality.match.blocks import HAN_SEED, best_chain, common_subsequence, find_blocks, index_seeds, seed_width, trim
from quality.match.chunks import by_chunks
from quality.match.kernel import kernel

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from numpy.typing import NDArray

    from quality.match.chunks import Stored

    Index = NDArray[np.int64]
    Places = NDArray[np.int32]
    Units = NDArray[np.uint16]

MOVED = 8
"""Units from which a block outside the chain counts as moved, in keys of up to `1 << ORDINARY` units."""
ORDINARY = 12
GROWTH = 2
"""Letters that a moved block must have more, for every doubling of the key beyond: half of that for Han, which tell more apart."""
WIDE = 300
"""Units of a gap beyond which it is not compared unit by unit but taken as a tenth alike."""
SMALL = 12
"""Units on either side below which a gap may be noise."""
FREE = 3
"""Units of a one-sided gap beyond which it is a cut or an addition."""
WIDEST = 8
"""Edits of a gap that are told apart; more count as so many."""
REMEMBERED = 256
"""Replacements of a pair that are compared with each other."""

(
    SHORTER,
    LONGER,
    CHAIN,
    MOVED_UNITS,
    GAPS,
    NOISE,
    EDITS,
    NUMERIC,
    REPEATS,
    SINGLES,
    CUTS,
    ADDITIONS,
    TWO_SIDED,
    NUMERALS,
    LATIN,
    PURE,
) = range(16)
"""Columns of features: lengths of both keys, units in the chain and moved, inner gaps, edits in small gaps, edits in all, gaps
whose numerals differ, replacements that come again (words; single characters), cuts, additions, gaps with text on both sides,
numerals in the shorter key, 1 for an alphabetic one, gaps of numerals only."""
HISTOGRAM = 16
"""First of the columns that count gaps by their edits, 0 to `WIDEST`."""
COLUMNS = HISTOGRAM + WIDEST + 1


def measure(
    units: Units | Stored, bounds: Index, left: Index, right: Index, pool: ThreadPoolExecutor | None = None
) -> NDArray[np.float64]:
    """A row of features for each pair of keys, the same whichever of the two stands left."""
    found = np.zeros((len(left), COLUMNS))
    lengths = np.diff(bounds)
    # Pairs with one longer key follow each other: its seeds are indexed once.
    order = np.argsort(np.where(lengths[left] > lengths[right], left, right), kind="stable")

    def run(keys: Units, ends: Index, some: Index, others: Index, longest: int, chunk: slice) -> None:
        seeds = np.empty((2, 1 << (2 * longest - 1).bit_length()), np.int32)
        most = longest // HAN_SEED + 1
        blocks, chains = np.empty((most, 3), np.int32), np.empty((4, most), np.int64)
        moved, row, seen = np.empty(longest, np.bool_), np.empty(WIDE + 2, np.int32), np.empty(REMEMBERED, np.uint64)
        room = (seeds, blocks, chains, moved, row, seen)
        measure_pairs(keys, ends, some, others, _NUMERALS, *room, found[chunk])

    by_chunks(run, units, bounds, left[order], right[order], pool)
    found[order] = found.copy()
    return found


def _numeral_table() -> NDArray[np.bool_]:
    table = np.zeros(1 << 16, np.bool_)
    table[[ord(c) for c in "0123456789〇零一二三四五六七八九十百千万亿两"]] = True
    return table


_NUMERALS = _numeral_table()


@kernel
def measure_pairs(  # noqa: PLR0913, PLR0917
    units: Units,
    bounds: Index,
    left: Index,
    right: Index,
    numerals: NDArray[np.bool_],
    seeds: Places,
    blocks: Places,
    chains: Index,
    moved: NDArray[np.bool_],
    row: Places,
    seen: NDArray[np.uint64],
    found: NDArray[np.float64],
) -> None:
    """Fills the features of a run of pairs; what stands between their keys and `found` is room for the longest of them."""
    heads, following = seeds[0], seeds[1]
    scores, ceilings, before, chained = chains[0], chains[1], chains[2], chains[3]
    indexed, indexed_width, size = -1, 0, 16
    for i in range(len(left)):
        short, long = left[i], right[i]
        x, y = units[bounds[short] : bounds[short + 1]], units[bounds[long] : bounds[long + 1]]
        if comes_first(y, x):
            x, y, long = y, x, short
        width = seed_width(x)
        if long != indexed or width != indexed_width:
            size = 16
            while size < 2 * len(y):
                size *= 2
            index_seeds(y, width, heads, following, size)
            indexed, indexed_width = long, width
        count = find_blocks(x, y, width, heads, following, size, blocks)
        n = best_chain(blocks, count, scores, ceilings, before, chained)
        out = found[i]
        out[SHORTER], out[LONGER], out[LATIN] = len(x), len(y), width > HAN_SEED
        for unit in x:
            out[NUMERALS] += numerals[unit]
        out[CHAIN] = trim(blocks, chained, n)
        least = least_moved(len(y), width > HAN_SEED)
        out[MOVED_UNITS] = mark_moved(blocks, count, chained, n, len(y), least, moved)
        judge_gaps(x, y, blocks, chained, n, least, moved, numerals, row, seen, out)


@kernel
def comes_first(x: Units, y: Units) -> bool:
    """The order of a pair: the shorter first, then by content."""
    if len(x) != len(y):
        return len(x) < len(y)
    for i in range(len(x)):
        if x[i] != y[i]:
            return bool(x[i] < y[i])
    return False


@kernel
def least_moved(length: int, latin: bool) -> int:  # noqa: FBT001
    """Units of a block that chance does not find in a key so long: they grow with the logarithm of its length."""
    doublings = 0
    while length >> (ORDINARY + doublings):
        doublings += 1
    return MOVED + (GROWTH * doublings if latin else GROWTH * doublings // 2)


@kernel
def mark_moved(
    blocks: Places, count: int, chained: Index, n: int, length: int, least: int, moved: NDArray[np.bool_]
) -> int:
    """Marks the units of y in long blocks outside the chain; returns how many units of x they are."""
    for at in range(length):
        moved[at] = False
    total = 0
    following = 0
    for k in range(count):
        if following < n and chained[following] == k:
            following += 1
        elif blocks[k, 2] >= least:
            total += blocks[k, 2]
            for at in range(blocks[k, 1], blocks[k, 1] + blocks[k, 2]):
                moved[at] = True
    return total


@kernel
def judge_gaps(  # noqa: PLR0913, PLR0917
    x: Units,
    y: Units,
    blocks: Places,
    chained: Index,
    n: int,
    least: int,
    moved: NDArray[np.bool_],
    numerals: NDArray[np.bool_],
    row: Places,
    seen: NDArray[np.uint64],
    out: NDArray[np.float64],
) -> None:
    """Adds up the gaps of a chain; what lies before its first and after its last block is no gap."""
    remembered = 0
    shuffled = out[MOVED_UNITS] > 0
    for i in range(1, n):
        j, k = chained[i - 1], chained[i]
        xa, ya = blocks[j, 0] + blocks[j, 2], blocks[j, 1] + blocks[j, 2]
        xb, yb = blocks[k, 0], blocks[k, 1]
        if (xa == xb and ya == yb) or (shuffled and (holds_moved(moved, ya, yb) or holds_block(blocks, j, k, least))):
            continue
        out[GAPS] += 1
        out[NUMERIC] += numerals_differ(x, xa, xb, y, ya, yb, numerals)
        out[PURE] += all_numerals(x, xa, xb, numerals) and all_numerals(y, ya, yb, numerals)
        edits = count_edits(x, xa, xb, y, ya, yb, row, out)
        out[HISTOGRAM + min(edits, WIDEST)] += 1
        out[EDITS] += edits
        if max(xb - xa, yb - ya) < SMALL:
            out[NOISE] += edits
        if xa < xb and ya < yb and remembered < REMEMBERED:
            remembered = remember(x, xa, xb, y, ya, yb, seen, remembered, out)


@kernel
def holds_moved(moved: NDArray[np.bool_], ya: int, yb: int) -> bool:
    """True where moved text lies in the gap on the side of y."""
    held = 0
    for at in range(ya, yb):
        held += moved[at]
    return held > 0


@kernel
def holds_block(blocks: Places, j: int, k: int, least: int) -> bool:
    """True where a long block outside the chain lies in the gap on the side of x."""
    longest = 0
    for between in range(j + 1, k):
        longest = max(longest, blocks[between, 2])
    return longest >= least


@kernel
def count_edits(x: Units, xa: int, xb: int, y: Units, ya: int, yb: int, row: Places, out: NDArray[np.float64]) -> int:
    """The edits of a gap; long cuts and additions are free."""
    less, more = min(xb - xa, yb - ya), max(xb - xa, yb - ya)
    if less == 0:
        if more <= FREE:
            return more
        out[CUTS if yb - ya > 0 else ADDITIONS] += 1
        return 0
    out[TWO_SIDED] += 1
    if more > WIDE:
        return less - less // 10
    same = common_subsequence(x, xa, xb, y, ya, yb, row)
    return more - same if more < SMALL else less - same


@kernel
def numerals_differ(x: Units, xa: int, xb: int, y: Units, ya: int, yb: int, numerals: NDArray[np.bool_]) -> int:
    """1 where both sides of a gap hold numerals, those that it touches included, and not the same ones."""
    while xa > 0 and ya > 0 and numerals[x[xa - 1]]:
        xa, ya = xa - 1, ya - 1  # before a gap both sides are equal, and after it
    while xb < len(x) and yb < len(y) and numerals[x[xb]] and x[xb] == y[yb]:
        xb, yb = xb + 1, yb + 1
    i, j, numbers, differing = xa, ya, 0, 0
    while True:
        while i < xb and not numerals[x[i]]:
            i += 1
        while j < yb and not numerals[y[j]]:
            j += 1
        if i >= xb or j >= yb:
            break
        numbers += 1
        differing += x[i] != y[j]
        i += 1
        j += 1
    left_over = i < xb or j < yb
    one_sided = numbers == 0 and (i >= xb or j >= yb)
    return 1 if not one_sided and (left_over or differing > 0) else 0


@kernel
def all_numerals(x: Units, start: int, end: int, numerals: NDArray[np.bool_]) -> bool:
    """True where a stretch holds nothing but numerals."""
    others = 0
    for at in range(start, end):
        others += not numerals[x[at]]
    return others == 0


@kernel
def remember(
    x: Units,
    xa: int,
    xb: int,
    y: Units,
    ya: int,
    yb: int,
    seen: NDArray[np.uint64],
    count: int,
    out: NDArray[np.float64],
) -> int:
    """Notes which Han replace which in a gap, without what both sides begin and end with; counts it if it comes again."""
    while xa < xb and ya < yb and x[xa] == y[ya]:
        xa, ya = xa + 1, ya + 1
    while xa < xb and ya < yb and x[xb - 1] == y[yb - 1]:
        xb, yb = xb - 1, yb - 1
    if xa == xb or ya == yb or max(xb - xa, yb - ya) > WIDEST:
        return count
    h = np.uint64(xb - xa)
    for at in range(xa, xb):
        if not 0x3400 <= x[at] < 0xA000:
            return count
        h = (h ^ np.uint64(x[at])) * np.uint64(0x9E3779B97F4A7C15)
    for at in range(ya, yb):
        if not 0x3400 <= y[at] < 0xA000:
            return count
        h = (h ^ np.uint64(y[at])) * np.uint64(0xBF58476D1CE4E5B9)
    for i in range(count):
        if seen[i] == h:
            out[SINGLES if xb - xa == 1 and yb - ya == 1 else REPEATS] += 1
            return count
    seen[count] = h
    return count + 1
