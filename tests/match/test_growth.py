"""Extensions against a plain twin: an alignment in a band that ends where it has lost too much."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from quality.match.growth import BAND, DROP, EXACT, GROWTH, NEARBY, PENALTY, extended
from quality.match.passages import laid_out

Box = tuple[int, int, int, int]
TEXT = st.text("天地玄黄", min_size=1, max_size=60)


def alike(left: str, right: str) -> int:
    """Equal characters at the beginning, up to EXACT."""
    pairs = list(zip(left, right, strict=False))[:EXACT]
    return next((at for at, (a, b) in enumerate(pairs) if a != b), len(pairs))


def grown(left: str, right: str) -> tuple[int, int]:
    """How much of both is alike from the beginning; in a column right of the row are additional characters of the right side."""
    best, ends = 0, (0, 0)
    before = {shift: -PENALTY * shift for shift in range(BAND + 1)}
    for row, char in enumerate(left[:GROWTH], start=1):
        now: dict[int, int] = {}
        for shift in range(-BAND, BAND + 1):
            at, ways = row - 1 + shift, []
            if 0 <= at < len(right) and shift in before:
                ways.append(before[shift] + (1 if right[at] == char else -PENALTY))
            if -1 <= at < len(right) and shift + 1 in before:
                ways.append(before[shift + 1] - PENALTY)
            if shift - 1 in now:
                ways.append(now[shift - 1] - PENALTY)
            if ways:
                now[shift] = max(ways)
        top = max(now.values(), default=-DROP - 1)
        if top > best:
            best, ends = top, (row, row + min(shift for shift, score in now.items() if score == top))
        if top < best - DROP:
            break
        before = now
    return ends


def twin(texts: list[str], holders: tuple[int, int], box: Box, covered: int) -> Box:
    """One box, its ends counted within the two texts that hold it."""
    left, left_end, right, right_end = box
    one, other = texts[holders[0]], texts[holders[1]]
    inside = holders[0] == holders[1]
    sizes = []
    for grow in (lambda a, b: (alike(a, b),) * 2, grown):
        floor = left_end if inside else 0
        back = grow(one[:left][::-1], other[floor:right][::-1])
        left, right = left - back[0], right - back[1]
        on = grow(one[left_end : right if inside else None], other[right_end:])
        left_end, right_end = left_end + on[0], right_end + on[1]
        sizes.append(covered + back[0] + on[0])
        if not (inside and right - left < NEARBY) and sizes[0] < EXACT:
            return box[0], box[0], box[2], box[2]
    return left, left_end, right, right_end


@settings(max_examples=300, deadline=None)
@given(
    common=TEXT,
    noise=TEXT,
    seed=st.text("天地玄黄", min_size=1, max_size=14),
    sides=st.lists(TEXT, min_size=4, max_size=4),
    inside=st.booleans(),
)
def test_the_same_as_the_plain_twin(*, common: str, noise: str, seed: str, sides: list[str], inside: bool) -> None:
    a, b = f"{sides[0]}{common}{seed}{noise}{sides[1]}", f"{sides[2]}{common}{seed}{noise[1:]}{sides[3]}"
    texts = [a + b] if inside else [noise, a, b]
    holders = (0, 0) if inside else (1, 2)
    left, right = len(sides[0] + common), len(sides[2] + common) + inside * len(a)
    box = left, left + len(seed), right, right + len(seed)
    codes, bounds = laid_out([np.frombuffer(t.encode("utf-32-le"), np.uint32) for t in texts])
    bases = bounds[[holders[0], holders[0], holders[1], holders[1]]]
    boxes = np.append(box + bases, len(seed))[:, None]
    found = extended(codes, bounds, boxes)[:, 0] - bases
    assert tuple(found.tolist()) == twin(texts, holders, box, len(seed))
