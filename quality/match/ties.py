"""The pairs of neighbouring Han characters that stretches of a page have in common, counted in one pass over all of them.

A *unit* is a stretch of text, a *story* some units in a row, an *entry* a pair in a unit, a *group* the entries of a pair in one
story, a *cut* a place above a unit that is not the first of its story, its *end* what stands below. Four pairs in five stand in one
unit only: they bind nothing, and are no more than counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from quality.match.kernel import kernel
from quality.match.lattice import is_ideographic
from quality.text.telling import BITS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Codes = NDArray[np.uint32]
    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

FEW = 3
"""Stories of a page that may have what two neighbours share."""

ALONE, HOLDER = 0, 1
"""Rows of units: how many pairs only they have; their story."""
WORTH, NAME = 0, 1
"""Rows of what pairs tell: how much, and 1 for proper nouns."""
KEY, EDGE, WIDE = 0, 1, 2
"""Rows of pairs: both code points, the first entry, the number of stories."""
PAIR, STORY, ENTRY, SIZE, PARTNER, ORDER = 0, 1, 2, 3, 4, 5
"""Rows of groups: pair, story, first entry, number of entries, the only other story with the pair or -1; the groups by story."""
START, PLACE, PAIRS, TITLED, LAST, ROOM, LIKELY = 0, 1, 2, 3, 4, 5, 7
"""Rows of stories: first unit, first group by story, number of pairs, first unit below its headings, last paragraph; two that are no
result; from the last on the stories that share most with it."""
OWN, EARLIER, JOINT, BEGUN, REST, CELLS = 0, 1, 2, 3, 4, 5
"""Rows of what is counted for a cut: what binds its sides; the same one cut earlier; what the units on its sides share; the pairs
of the beginning but one; those of the end; from the last on three rows for each likely story."""
FIRST, BEFORE, TOLD, WAYS = 0, 1, 2, 3
"""What an end shares with another story alone: what begins in its first unit; what begins in the unit before that; all."""
HEADS, NAMES, COMMON, BEGINNING, NEXT = 0, 1, 2, 3, 4
"""Rows of what an end has in common with another story: what the headings say; names; all pairs; names of the beginning; what the
last paragraph has of the first unit. The first two are also counted for a story itself."""


@kernel
def gather(codes: Codes, sizes: Ints, bits: int, keys: Ints) -> int:
    """Writes pair and unit (of `bits`) of any two neighbouring Han characters; units stand one place apart. Gives their number."""
    count, start = 0, 0
    for unit in range(len(sizes)):
        goes_on = False
        for at in range(start, start + sizes[unit]):
            han = is_ideographic(codes[at])
            if han and goes_on:
                keys[count] = (np.int64(codes[at - 1]) << BITS | np.int64(codes[at])) << bits | unit
                count += 1
            goes_on = han
        start += sizes[unit] + 1
    return count


@kernel
def settle(
    keys: Ints, bits: int, alone: Ints, pairs: Ints, worth: Floats, units: Ints, known: Ints, tells: Floats
) -> int:
    """Makes sorted keys the pairs that stand in two units or more, and their entries; gives the number of pairs.

    The others are counted for the unit that alone has them. A pair that is not `known` tells all, and is no name.
    """
    count, entries, at, place = 0, 0, 0, 0
    while at < len(keys):
        pair, first = keys[at] >> bits, entries
        while at < len(keys) and keys[at] >> bits == pair:
            unit = keys[at] - (pair << bits)
            if entries == first or units[entries - 1] != unit:
                units[entries] = unit
                entries += 1
            at += 1
        if entries == first + 1:
            alone[units[first]] += 1
            entries = first
            continue
        while place < len(known) and known[place] < pair:
            place += 1
        found = place < len(known) and known[place] == pair
        worth[WORTH, count] = tells[WORTH, place] if found else 1.0
        worth[NAME, count] = tells[NAME, place] if found else 0.0
        pairs[KEY, count], pairs[EDGE, count] = pair, first
        count += 1
    pairs[EDGE, count] = entries
    return count


@kernel
def bind(
    pairs: Ints, count: int, worth: Floats, units: Ints, marks: Ints, stories: Ints, groups: Ints, counts: Floats,
    totals: Floats,
) -> None:  # fmt: skip
    """Counts what binds every two stories, and both sides of every cut, in arrays of zeros; `groups` are made.

    Of stories the first units, the first ones below headings and the last paragraphs are known. The last row of `totals`, of what is
    shared with each likely story, is no result.
    """
    last = stories.shape[1] - 1
    for story in range(last):
        for unit in range(stories[START, story], stories[START, story + 1]):
            marks[HOLDER, unit] = story
            stories[PAIRS, story] += marks[ALONE, unit]
    found = group(pairs, count, units, marks[HOLDER], groups)
    for at in range(found):
        stories[PLACE, groups[STORY, at] + 1] += 1
    for story in range(last):
        stories[PAIRS, story] += stories[PLACE, story + 1]
        stories[PLACE, story + 1] += stories[PLACE, story]
        stories[ROOM, story] = stories[PLACE, story]
    for at in range(found):
        groups[ORDER, stories[ROOM, groups[STORY, at]]] = at
        stories[ROOM, groups[STORY, at]] += 1
    rank(worth, groups, stories, stories[ROOM], stories[ROOM + 1], totals)
    count_entries(pairs, worth, units, groups, found, counts)
    count_shared(worth, units, groups, stories, found, counts)
    for story in range(last):
        add_up(stories[START, story], stories[START, story + 1], marks[ALONE], counts)


@kernel
def group(pairs: Ints, count: int, units: Ints, story: Ints, groups: Ints) -> int:
    """Makes the entries of every pair groups, by story; gives their number."""
    found = 0
    for pair in range(count):
        before = found
        for entry in range(pairs[EDGE, pair], pairs[EDGE, pair + 1]):
            here = story[units[entry]]
            if found == before or groups[STORY, found - 1] != here:
                groups[PAIR, found], groups[STORY, found], groups[ENTRY, found] = pair, here, entry
                groups[SIZE, found], groups[PARTNER, found] = 0, -1
                found += 1
            groups[SIZE, found - 1] += 1
        pairs[WIDE, pair] = found - before
        if found == before + 2:
            groups[PARTNER, before], groups[PARTNER, before + 1] = groups[STORY, before + 1], groups[STORY, before]
    return found


@kernel
def rank(worth: Floats, groups: Ints, stories: Ints, seen: Ints, met: Ints, totals: Floats) -> None:
    """Finds the stories that share most with each: of equal ones the earlier ones; -1 where there are no more."""
    told = totals[len(totals) - 1]
    for story in range(stories.shape[1] - 1):
        seen[story] = -1
    for story in range(stories.shape[1] - 1):
        count = 0
        for place in range(stories[PLACE, story], stories[PLACE, story + 1]):
            at = groups[ORDER, place]
            there = groups[PARTNER, at]
            if there >= 0 and seen[there] != story:
                seen[there], told[there], met[count] = story, 0.0, there
                count += 1
            if there >= 0:
                told[there] += worth[WORTH, groups[PAIR, at]]
        stories[LIKELY:, story] = -1
        for at in range(count):
            insert(met[at], told[met[at]], stories[LIKELY:, story], totals[:, story])


@kernel
def insert(story: int, told: float, likely: Ints, totals: Floats) -> None:
    """Puts a story among those that share most, if it is one of them."""
    at = len(likely)
    while at and (likely[at - 1] < 0 or told > totals[at - 1] or (told == totals[at - 1] and story < likely[at - 1])):
        at -= 1
        if at + 1 < len(likely):
            likely[at + 1], totals[at + 1] = likely[at], totals[at]
    if at < len(likely):
        likely[at], totals[at] = story, told


@kernel
def count_entries(pairs: Ints, worth: Floats, units: Ints, groups: Ints, found: int, counts: Floats) -> None:
    """Counts for `add_up` what stands again in one story: under `OWN` where it begins, under `EARLIER` wherever it comes again."""
    for at in range(found):
        entry, end = groups[ENTRY, at], groups[ENTRY, at] + groups[SIZE, at]
        wide, told = pairs[WIDE, groups[PAIR, at]], worth[WORTH, groups[PAIR, at]]
        counts[BEGUN, units[entry]] += 1
        counts[REST, units[end - 1]] += 1
        for other in range(entry + 1, end):
            if wide <= 2:
                counts[OWN, units[entry]] += told
                counts[EARLIER, units[other]] += told
            if wide <= FEW and units[other] == units[other - 1] + 1:
                counts[JOINT, units[other]] += told


@kernel
def count_shared(worth: Floats, units: Ints, groups: Ints, stories: Ints, found: int, counts: Floats) -> None:
    """Counts what every unit but the first of a story shares with each likely story alone."""
    for at in range(found):
        unit, story = units[groups[ENTRY, at]], groups[STORY, at]
        if groups[PARTNER, at] >= 0 and unit > stories[START, story]:
            for row in range(stories.shape[0] - LIKELY):
                if stories[LIKELY + row, story] == groups[PARTNER, at]:
                    told = groups[SIZE, at] * worth[WORTH, groups[PAIR, at]]
                    counts[CELLS + row * WAYS + FIRST, unit] += told


@kernel
def add_up(start: int, end: int, alone: Ints, counts: Floats) -> None:
    """Makes what was counted for the units of a story what is told of its cuts."""
    own, before, begun, rest = 0.0, 0.0, -1.0, 0.0
    for unit in range(start, end):
        step = counts[OWN, unit] - counts[EARLIER, unit]
        counts[OWN, unit], counts[EARLIER, unit] = own, own if unit == start + 1 else before
        own, before = own + step, own
        begins = counts[BEGUN, unit] + alone[unit]
        counts[BEGUN, unit] = begun
        begun += begins
    for unit in range(end - 1, start, -1):
        rest += counts[REST, unit] + alone[unit]
        counts[REST, unit] = rest
    for row in range(CELLS, len(counts), WAYS):
        told = 0.0
        for unit in range(end - 1, start, -1):
            told += counts[row + FIRST, unit]
            counts[row + TOLD, unit] = told
            counts[row + BEFORE, unit] = counts[row + FIRST, unit - 1]


@kernel
def compare(
    pairs: Ints, worth: Floats, units: Ints, groups: Ints, stories: Ints, number: int, others: Ints, mine: Floats,
    common: Floats,
) -> None:  # fmt: skip
    """Counts what every end of one story has in common with its beginning, and with some others, in arrays of zeros."""
    start, end = stories[START, number], stories[PLACE, number + 1]
    for place in range(stories[PLACE, number], end):
        at = groups[ORDER, place]
        first, last = units[groups[ENTRY, at]], units[groups[ENTRY, at] + groups[SIZE, at] - 1]
        if first < stories[TITLED, number]:
            mine[HEADS, last - start] += worth[WORTH, groups[PAIR, at]]
        mine[NAMES, last - start] += worth[NAME, groups[PAIR, at]]
        mine[NAMES, first - start] -= worth[NAME, groups[PAIR, at]]
    sum_up(mine)
    for row in range(len(others)):
        at, there = stories[PLACE, number], stories[PLACE, others[row]]
        while at < end and there < stories[PLACE, others[row] + 1]:
            left, right = groups[ORDER, at], groups[ORDER, there]
            ahead = groups[PAIR, left] - groups[PAIR, right]
            if ahead == 0:
                count_common(pairs, worth, units, groups, stories, left, right, common[row])
            at, there = at + (ahead <= 0), there + (ahead >= 0)
        sum_up(common[row])
        for cut in range(common.shape[2] - 1, -1, -1):
            common[row, BEGINNING, cut] = common[row, BEGINNING, 0] - common[row, BEGINNING, cut]


@kernel
def count_common(
    pairs: Ints, worth: Floats, units: Ints, groups: Ints, stories: Ints, left: int, right: int, common: Floats
) -> None:
    """Counts a pair of two stories, by its groups in both, for the first or the last unit that has it."""
    pair, start, other = groups[PAIR, left], stories[START, groups[STORY, left]], groups[STORY, right]
    entry, end = groups[ENTRY, left], groups[ENTRY, left] + groups[SIZE, left]
    told, theirs = worth[WORTH, pair], groups[ENTRY, right]
    common[HEADS, units[end - 1] - start] += told if units[theirs] < stories[TITLED, other] else 0.0
    common[NAMES, units[end - 1] - start] += worth[NAME, pair]
    common[BEGINNING, units[entry] - start] += worth[NAME, pair]
    common[COMMON, units[end - 1] - start] += 1
    follows = False
    for at in range(theirs, theirs + groups[SIZE, right] if pairs[WIDE, pair] <= FEW else theirs):
        follows |= units[at] == stories[LAST, other]
    for at in range(entry, end if follows else entry):
        common[NEXT, units[at] - start] += told


@kernel
def sum_up(counts: Floats) -> None:
    """Adds to every cut what stands further below, but for `NEXT`."""
    for row in range(min(len(counts), NEXT)):
        for cut in range(counts.shape[1] - 2, -1, -1):
            counts[row, cut] += counts[row, cut + 1]


@kernel
def hold(
    pairs: Ints, count: int, worth: Floats, units: Ints, alone: Ints, start: int, bound: Floats, room: Floats
) -> None:
    """Fills in for every cut of a story from one unit on how strongly its end holds to its beginning, by the smaller of both.

    `room` is four rows of zeros: pairs by their first unit, and by their last one; what those tell that stand again.
    """
    size = room.shape[1]
    begun, total = 0.0, 0.0
    for unit in range(size):
        room[0, unit], room[1, unit] = alone[start + unit], alone[start + unit]
    for pair in range(count):
        first, last = -1, -1
        for entry in range(pairs[EDGE, pair], pairs[EDGE, pair + 1]):
            if start <= units[entry] < start + size:
                last = units[entry] - start
                first = last if first < 0 else first
        if first >= 0:
            room[0, first] += 1
            room[1, last] += 1
        if first < last:
            room[2, first] += worth[WORTH, pair]
            room[3, last] += worth[WORTH, pair]
    for unit in range(size):
        total += room[0, unit]
    for unit in range(size - 1, 0, -1):
        begun += room[0, unit]
        for row in range(1, 4):
            room[row, unit - 1] += room[row, unit]
        bound[unit - 1] = (room[3, unit] - room[2, unit]) / max(min(total - begun, room[1, unit]), 1.0)
