"""From a column of texts to match keys, content hashes and MinHash signatures, in one pass over the bytes.

A text column is one UTF-8 buffer with offsets; nothing here makes a Python object per text or shingle. Keys are kept as UTF-16
code units: two bytes for nearly every character there is, and no information lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

from quality.match.kernel import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Codes = NDArray[np.uint32]
    Units = NDArray[np.uint16]

Word = TypeVar("Word", np.uint32, np.uint64)
REPLACEMENT = 0xFFFD
UNKNOWN = np.uint32(0xFFFFFFFF)
MANY = np.uint32(0xFFFFFFFE)
EXPANSION = 5
"""Folding makes at most five code points of one byte (U+FDFA: fifteen of three)."""


SPAN = 16
"""Characters of three bytes that are decoded at a time: what nearly all Chinese text is."""


@kernel
def decode(data: NDArray[np.uint8], start: int, end: int, codes: Codes) -> int:
    """Decodes UTF-8 `data[start:end]` into `codes`; an undecodable byte is one U+FFFD. Returns how many."""
    n = 0
    i = again = start
    while i < end:
        lead = np.uint32(data[i])
        if lead >= 0xE1 and i >= again and i + 3 * SPAN <= end:
            if decode_span(data[i : i + 3 * SPAN], codes[n : n + SPAN]):
                i += 3 * SPAN
                n += SPAN
                continue
            again = i + SPAN
        if lead < 0x80:
            codes[n] = lead
            i += 1
        elif 0xE1 <= lead < 0xED and i + 2 < end and data[i + 1] & 0xC0 == 0x80 and data[i + 2] & 0xC0 == 0x80:
            middle, last = np.uint32(data[i + 1] & 0x3F), np.uint32(data[i + 2] & 0x3F)
            codes[n] = ((lead & np.uint32(0x0F)) << np.uint32(12)) | (middle << np.uint32(6)) | last
            i += 3
        else:
            codes[n], size = rare(data, i, end)
            i += size
        n += 1
    return n


@kernel
def decode_span(data: NDArray[np.uint8], codes: Codes) -> bool:
    """Decodes `SPAN` characters of three bytes without a branch; false where they are not all that."""
    wrong = np.uint32(0)
    for j in range(SPAN):
        lead, middle, last = np.uint32(data[3 * j]), np.uint32(data[3 * j + 1]), np.uint32(data[3 * j + 2])
        high = np.uint32((lead & np.uint32(0x0F)) << np.uint32(6)) | (middle & np.uint32(0x3F))
        codes[j] = np.uint32(high << np.uint32(6)) | (last & np.uint32(0x3F))
        heads = np.uint32((lead & np.uint32(0xF0)) ^ np.uint32(0xE0))
        tails = np.uint32(((middle & np.uint32(0xC0)) ^ np.uint32(0x80)) | ((last & np.uint32(0xC0)) ^ np.uint32(0x80)))
        unlawful = np.uint32((high < 0x20) | (np.uint32(high >> np.uint32(5)) == 0x1B))  # too long, or a surrogate
        wrong = np.uint32(wrong | heads | tails | unlawful)
    return bool(wrong == 0)


@kernel
def rare(data: NDArray[np.uint8], at: int, end: int) -> tuple[np.uint32, int]:
    """The code point at a place where not simply a byte or a usual three stand, and the bytes that it takes."""
    lead = np.uint32(data[at])
    size = 2 if 0xC2 <= lead < 0xE0 else 3 if 0xE0 <= lead < 0xF0 else 4 if 0xF0 <= lead < 0xF5 else 0
    code = lead & np.uint32(0xFF >> (size + 1))
    right = size if size > 0 and at + size <= end else -1
    for j in range(1, max(right, 1)):
        byte = np.uint32(data[at + j])
        right -= (byte & np.uint32(0xC0)) != 0x80
        code = np.uint32((code << np.uint32(6)) | (byte & np.uint32(0x3F)))
    if size == 3 and (code < 0x800 or 0xD800 <= code < 0xE000):
        right = -1
    if size == 4 and not 0x10000 <= code < 0x110000:
        right = -1
    if right != size:
        return np.uint32(REPLACEMENT), 1
    return code, size


@kernel
def fold_into(codes: Codes, n: int, table: Codes, keys: NDArray[np.int64], values: Codes, folded: Codes) -> int:
    """Folds `codes[:n]` by the table into `folded`; returns how many, or -1 where the table is not filled in.

    A character that becomes several is looked up in `keys` (code << 32 | start << 8 | length, ascending), its characters stand in `values`.
    """
    m = 0
    for i in range(n):
        code = table[codes[i]]
        if code < MANY:
            folded[m] = code
            m += code != 0
        elif code == MANY:
            entry = keys[np.searchsorted(keys, np.int64(codes[i]) << 32)]
            start = (entry >> 8) & 0xFFFFFF
            for j in range(start, start + (entry & 0xFF)):
                folded[m] = values[j]
                m += 1
        else:
            return -1
    return m


@kernel
def to_units(codes: Codes, n: int, units: Units, at: int) -> int:
    """Writes `codes[:n]` as UTF-16 code units from `units[at]` on; returns where it ended."""
    highest = np.uint32(0)
    for i in range(n):  # most texts are in the first plane, and then this is all
        highest |= codes[i]
        units[at + i] = codes[i]
    if highest < 0x10000:
        return at + n
    for i in range(n):
        code = codes[i]
        if code < 0x10000:
            units[at] = code
            at += 1
        else:
            code = np.uint32(code - np.uint32(0x10000))
            units[at] = np.uint32(0xD800) + (code >> np.uint32(10))
            units[at + 1] = np.uint32(0xDC00) + (code & np.uint32(0x3FF))
            at += 2
    return at


@kernel
def from_units(units: Units, start: int, end: int, codes: Codes) -> int:
    """Reads UTF-16 `units[start:end]` back into `codes`; returns how many."""
    n = 0
    i = start
    while i < end:
        unit = np.uint32(units[i])
        if 0xD800 <= unit < 0xDC00:
            low = np.uint32(units[i + 1])
            unit = np.uint32(
                ((unit - np.uint32(0xD800)) << np.uint32(10)) + low - np.uint32(0xDC00) + np.uint32(0x10000)
            )
            i += 1
        codes[n] = unit
        n += 1
        i += 1
    return n


@kernel
def hash_shingles(codes: Codes, n: int, factors: NDArray[Word], hashes: NDArray[Word]) -> int:
    """Hashes of the shingles of `codes[:n]`, of 32 bits (as `text.shingles.hashes32`) or 64; returns how many."""
    width = min(len(factors), n)
    count = n - width + 1 if n else 0
    for i in range(count):
        hashes[i] = 0
    for j in range(width):
        add_products(codes[j : j + count], factors[j], hashes)
    return count


@kernel
def add_products(codes: Codes, factor: Word, hashes: NDArray[Word]) -> None:
    """Adds one place of every shingle: a loop that processors do in parallel, unlike one over the places of a shingle."""
    for i in range(len(codes)):
        hashes[i] += (np.uint64(codes[i]) + np.uint64(1)) * factor


@kernel
def mix(hashes: Codes, count: int) -> None:
    """The finaliser of MurmurHash3 in place, as datasketch's scheme affine32 applies it before its permutations."""
    for i in range(count):
        h = hashes[i]
        h = np.uint32((h ^ (h >> np.uint32(16))) * np.uint32(0x85EBCA6B))
        h = np.uint32((h ^ (h >> np.uint32(13))) * np.uint32(0xC2B2AE35))
        hashes[i] = h ^ (h >> np.uint32(16))


@kernel
def sketch(hashes: Codes, count: int, a: Codes, b: Codes, row: Codes) -> None:
    """The least value of each permutation a·h + b mod 2^32; four permutations at a time keep their state in registers."""
    p = 0
    while p + 4 <= len(a):
        a0, a1, a2, a3 = a[p], a[p + 1], a[p + 2], a[p + 3]
        b0, b1, b2, b3 = b[p], b[p + 1], b[p + 2], b[p + 3]
        m0 = m1 = m2 = m3 = UNKNOWN
        for i in range(count):
            h = hashes[i]
            m0 = min(m0, np.uint32(np.uint32(a0 * h) + b0))
            m1 = min(m1, np.uint32(np.uint32(a1 * h) + b1))
            m2 = min(m2, np.uint32(np.uint32(a2 * h) + b2))
            m3 = min(m3, np.uint32(np.uint32(a3 * h) + b3))
        row[p], row[p + 1], row[p + 2], row[p + 3] = m0, m1, m2, m3
        p += 4
    while p < len(a):
        least = UNKNOWN
        for i in range(count):
            least = min(least, np.uint32(np.uint32(a[p] * hashes[i]) + b[p]))
        row[p] = least
        p += 1


@kernel
def content_hash(units: Units, start: int, end: int, out: NDArray[np.uint64]) -> None:
    """128 bits that name UTF-16 `units[start:end]`, four at a time; equal sequences have equal names. Needs room for zeros behind."""
    for at in range(end, end + 3):
        units[at] = 0
    x = np.uint64(end - start + 1) * np.uint64(0x9E3779B97F4A7C15)
    y = np.uint64(end - start + 7) * np.uint64(0xC2B2AE3D27D4EB4F)
    for at in range(start, end, 4):
        low = np.uint64(units[at]) | (np.uint64(units[at + 1]) << np.uint64(16))
        high = np.uint64(units[at + 2]) | (np.uint64(units[at + 3]) << np.uint64(16))
        word = low | (high << np.uint64(32))
        x = (x ^ word) * np.uint64(0xBF58476D1CE4E5B9)
        x ^= x >> np.uint64(29)
        y = (y + word) * np.uint64(0x94D049BB133111EB)
        y ^= y >> np.uint64(31)
    out[0], out[1] = x, y


@kernel
def digest(  # noqa: PLR0913, PLR0917
    data: NDArray[np.uint8],
    offsets: NDArray[np.int64],
    table: Codes,
    keys: NDArray[np.int64],
    values: Codes,
    fold: bool,  # noqa: FBT001 - a kernel takes its arguments by position
    factors: Codes,
    a: Codes,
    b: Codes,
    units: Units,
    lengths: NDArray[np.int64],
    names: NDArray[np.uint64],
    rows: Codes,
    room: Codes,
) -> int:
    """Digests texts `data[offsets[i]:offsets[i + 1]]`; returns -1, or the index of a text that the table does not cover yet.

    Fills `units` (keys end to end), `lengths` (units of each key; 0 where the folded text is empty), `names` (content hashes)
    and `rows` (signatures). `room` holds three arrays of the longest text's bytes, `EXPANSION` times where they are folded.
    """
    codes, folded, hashes = room[0], room[1], room[2]
    at = 0
    for i in range(len(offsets) - 1):
        n = decode(data, offsets[i], offsets[i + 1], codes)
        m = fold_into(codes, n, table, keys, values, folded)
        if m < 0:
            return i
        key, length = (folded, m) if fold or m == 0 else (codes, n)
        end = to_units(key, length, units, at)
        lengths[i] = end - at
        content_hash(units, at, end, names[i])
        at = end
        count = hash_shingles(key, length, factors, hashes)
        mix(hashes, count)
        sketch(hashes, count, a, b, rows[i])
    return -1
