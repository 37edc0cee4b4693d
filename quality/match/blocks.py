"""Blocks that two keys share: seeds of a few units, greedily extended, and the best chain of them.

Seed and extend (Altschul et al. 1990); chaining with a bounded look-back (Abouelhoda and Ohlebusch 2005). Nothing here is
quadratic: a seed tries a bounded number of places, and what it matches is not looked at again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from quality.match.kernel import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Index = NDArray[np.int64]
    Units = NDArray[np.uint16]
    Places = NDArray[np.int32]

HAN_SEED, LATIN_SEED = 4, 5
"""Units of a seed: what is rare enough by itself."""
TRIED = 24
"""Places of one seed that are tried."""
BACK = 200
"""Blocks that the chain looks back."""
NEAR = 8
"""Units of drift within which a place counts as the continuation of the last block."""


@kernel
def seed_width(x: Units) -> int:
    """The width of a seed for a key: short for Han, longer for alphabets."""
    han = 0
    for unit in x:
        han += unit >= 0x2E80
    return HAN_SEED if 2 * han >= len(x) else LATIN_SEED


@kernel
def seed_hash(x: Units, at: int, width: int) -> np.uint64:
    """A hash of the seed at a place: four units are one word, further ones are mixed in."""
    word = np.uint64(0)
    for j in range(HAN_SEED):
        word = (word << np.uint64(16)) | np.uint64(x[at + j])
    return mixed_seed(word, x, at, width)


@kernel
def mixed_seed(word: np.uint64, x: Units, at: int, width: int) -> np.uint64:
    """The hash of the seed at a place whose first four units are a word."""
    for j in range(HAN_SEED, width):
        word ^= np.uint64(x[at + j]) * np.uint64(0xC2B2AE3D27D4EB4F)
    return (word * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(32)


@kernel
def index_seeds(y: Units, width: int, heads: Places, following: Places, size: int) -> None:
    """Fills the first `size` heads (a power of two) with the first place of each seed, `following` with the next one."""
    for i in range(size):
        heads[i] = -1
    mask = np.uint64(size - 1)
    word = np.uint64(0)
    for at in range(len(y) - 1, len(y) - width, -1):
        word = (word >> np.uint64(16)) | (np.uint64(y[at]) << np.uint64(48))
    for at in range(len(y) - width, -1, -1):
        word = (word >> np.uint64(16)) | (np.uint64(y[at]) << np.uint64(48))
        slot = np.int64(mixed_seed(word, y, at, width) & mask)
        following[at] = heads[slot]
        heads[slot] = at


@kernel
def equal_from(x: Units, y: Units) -> int:
    """Units that both begin with."""
    limit = min(len(x), len(y))
    for n in range(limit):
        if x[n] != y[n]:
            return n
    return limit


@kernel
def longest_at(
    x: Units, y: Units, at: int, width: int, drift: int, heads: Places, following: Places, size: int
) -> tuple[int, int]:
    """The best place in `y` for `x[at:]` and the units that match there; 0 units where no seed does.

    Longest wins; within `NEAR` of the last block's drift a few units less will do.
    """
    place = int(heads[np.int64(seed_hash(x, at, width) & np.uint64(size - 1))])
    best, best_length, best_score = 0, 0, 0
    tried = 0
    while place >= 0 and tried < TRIED:
        n = equal_from(x[at:], y[place:])
        score = n + (4 if abs(place - at - drift) <= NEAR else 0)
        if n >= width and score > best_score:
            best, best_length, best_score = place, n, score
        tried += 1
        place = int(following[place])
    return best, best_length


@kernel
def find_blocks(x: Units, y: Units, width: int, heads: Places, following: Places, size: int, blocks: Places) -> int:
    """Writes blocks (place in x, place in y, length), which do not overlap in x, and returns how many."""
    found = 0
    drift = 0
    at = 0
    while at + width <= len(x):
        place, length = longest_at(x, y, at, width, drift, heads, following, size)
        if length == 0:
            at += 1
            continue
        blocks[found, 0], blocks[found, 1], blocks[found, 2] = at, place, length
        found += 1
        drift = place - at
        at += length
    return found


@kernel
def best_chain(blocks: Places, found: int, scores: Index, ceilings: Index, before: Index, chained: Index) -> int:
    """Writes the blocks of the chain that covers most, in order, and returns how many; both places ascend.

    A block may overlap its predecessor in y; `trim` cuts it. `ceilings` holds the best score up to each block.
    """
    best = -1
    for k in range(found):
        scores[k], before[k] = blocks[k, 2], -1
        for j in range(k - 1, max(k - BACK, 0) - 1, -1):
            if ceilings[j] + blocks[k, 2] <= scores[k]:
                break  # nothing before j can do better
            overlap = max(blocks[j, 1] + blocks[j, 2] - blocks[k, 1], 0)
            gain = blocks[k, 2] - overlap
            if blocks[j, 1] < blocks[k, 1] and gain >= 2 and scores[j] + gain > scores[k]:
                scores[k], before[k] = scores[j] + gain, j
        if best < 0 or scores[k] > scores[best]:
            best = k
        ceilings[k] = scores[best]
    n = 0
    k = best
    while k >= 0:
        chained[n] = k
        n += 1
        k = before[k]
    for i in range(n // 2):
        chained[i], chained[n - 1 - i] = chained[n - 1 - i], chained[i]
    return n


@kernel
def trim(blocks: Places, chained: Index, n: int) -> int:
    """Cuts what chained blocks overlap in y off the later one; returns the units that the chain covers."""
    covered = int(blocks[chained[0], 2]) if n else 0
    for i in range(1, n):
        j, k = chained[i - 1], chained[i]
        overlap = max(blocks[j, 1] + blocks[j, 2] - blocks[k, 1], 0)
        blocks[k, 0] += overlap
        blocks[k, 1] += overlap
        blocks[k, 2] -= overlap
        covered += int(blocks[k, 2])
    return covered


@kernel
def common_subsequence(x: Units, xa: int, xb: int, y: Units, ya: int, yb: int, row: Places) -> int:
    """Length of the longest common subsequence of `x[xa:xb]` and `y[ya:yb]`."""
    for j in range(yb - ya + 1):
        row[j] = 0
    for i in range(xa, xb):
        diagonal = 0
        for j in range(ya, yb):
            above = row[j - ya + 1]
            if x[i] == y[j]:
                row[j - ya + 1] = diagonal + 1
            elif row[j - ya] > above:
                row[j - ya + 1] = row[j - ya]
            diagonal = above
    return int(row[yb - ya])
