"""For characters that stand in no word: which look-alikes would complete one.

Evidence is counted in bits: how alike the two characters look, how common they are (scanners put the common character
for the rare one), and how much more frequent the word is than its printed characters one by one. What has too little of
all three is dropped here. Pairs recur in every text, so what came of a pair is remembered; words of three and four
characters are looked up for all places of a text at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from quality.text.folding import encode
from quality.text.glyphs import similarity, similarity_at_most
from quality.text.lexicon import AROUND, BITS, PATTERN, SHAPES, around, completions, lexicon, pattern, shapers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from quality.text.lexicon import Keys

    Codes = NDArray[np.uint32]
    Places = NDArray[np.int64]
    Bits = NDArray[np.float64]
    Pairs = dict[str, tuple[tuple[str, float, float], ...]]

ALIKE = 0.72
"""Least similarity that counts; 1 character in 15 is as similar to a given one."""
LOOK = 60.0
"""Bits for each unit of similarity short of 1."""
VERY_ALIKE, VERY_LOOK = 0.85, 100.0
"""Bits for each unit of similarity beyond this: 人 and 入 are confused much more often than 已 and 巴."""
COMMON = 0.5
"""Bits for each doubling of the frequency of the printed character over the supposed one."""
FLOOR = -4.0
"""Evidence below which no context can make a suspicion credible."""
REMEMBERED = 1 << 18
"""Pairs; beyond, all are forgotten."""


class Candidate(NamedTuple):
    """A look-alike and a word that it completes at `start`."""

    at: int
    supposed: str
    start: int
    end: int
    weight: float
    """Of the word."""
    evidence: float
    """Look and frequency."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """Words that a look-alike completes, one a row."""

    question: Places
    """Index of the question that the row answers."""
    supposed: Codes
    weights: Bits
    evidence: Bits


def candidates(text: str, codes: Codes, places: Places) -> list[Candidate]:
    """Look-alikes that complete a word, no name, at one of the places, each once, with the most frequent such word.

    `codes` are the code points of `text`, `places` ascend.
    """
    best: dict[tuple[int, str], Candidate] = {}
    for found in (*_pairs(text, places.tolist()), *_longer(codes, places)):
        known = best.get(found[:2])
        if known is None or found.weight > known.weight:
            best[found[:2]] = found
    return sorted(best.values())


def _pairs(text: str, places: Sequence[int]) -> Iterator[Candidate]:
    before = [text[at - 1 : at + 1] if at else "" for at in places]
    after = [text[at : at + 2] for at in places]
    known_before, known_after = known = _known()
    if len(known_before) + len(known_after) > REMEMBERED:
        known_before.clear()
        known_after.clear()
    new = {pair for pair in before if pair not in known_before}, {pair for pair in after if pair not in known_after}
    if new[0] or new[1]:
        _learn(known, new)
    for at, left, right in zip(places, before, after, strict=True):
        for char, weight, evidence in known_before[left]:
            yield Candidate(at, char, at - 1, at + 1, weight, evidence)
        for char, weight, evidence in known_after[right]:
            yield Candidate(at, char, at, at + 2, weight, evidence)


@cache
def _known() -> tuple[Pairs, Pairs]:
    """What came of pairs of which the second, and of which the first character is doubted: (supposed, weight, evidence)."""
    return {}, {}


def _learn(known: tuple[Pairs, Pairs], new: tuple[set[str], set[str]]) -> None:
    """Answers pairs that were not met before."""
    import numpy as np

    whole = []
    for side in (0, 1):
        known[side].update(dict.fromkeys(new[side], ()))
        whole.append(sorted(pair for pair in new[side] if len(pair) == 2))
    pairs, sides = whole[0] + whole[1], np.repeat([0, 1], [len(whole[0]), len(whole[1])])
    if not pairs:
        return
    codes = encode("".join(pairs)).reshape(-1, 2)
    numbers = lexicon().numbers.take(codes).astype(np.int64)
    patterns = np.where(sides == 0, numbers[:, 0] << BITS, numbers[:, 1])
    printed = codes[np.arange(len(codes)), 1 - sides]
    rows = _answered(pattern(patterns, 2), printed, lexicon().alone[numbers].sum(axis=1))
    supposed, weights, evidence = map(chr, rows.supposed.tolist()), rows.weights.tolist(), rows.evidence.tolist()
    for number, *found in zip(rows.question.tolist(), supposed, weights, evidence, strict=True):
        known[sides[number]][pairs[number]] += ((found[0], found[1], found[2]),)


def _longer(codes: Codes, places: Places) -> Iterator[Candidate]:
    """Words of three and four characters."""
    import numpy as np

    numbers = lexicon().numbers.take(codes).astype(np.int64)
    window = around(numbers, places)
    alone = lexicon().alone[window]
    window[AROUND] = 0
    keys = pattern(shapers() @ window, np.array([length for _, length in SHAPES])[:, None])
    lacking = (shapers() > 0) @ (window == 0).astype(np.int64)
    shape, place = ((lacking == 1) & lexicon().may_be(keys, PATTERN)).nonzero()
    if not len(shape):
        return
    gain = ((shapers() > 0).astype(np.float64) @ alone)[shape, place]
    rows = _answered(keys[shape, place], codes[places[place]], gain)
    where = places[place][rows.question].tolist()
    supposed, weights, evidence = map(chr, rows.supposed.tolist()), rows.weights.tolist(), rows.evidence.tolist()
    for at, number, *found in zip(where, shape[rows.question].tolist(), supposed, weights, evidence, strict=True):
        start = at - SHAPES[number][0]
        yield Candidate(at, found[0], start, start + SHAPES[number][1], found[1], found[2])


def _answered(patterns: Keys, printed: Codes, singly: Bits) -> _Rows:
    """The credible answers; `singly` is the logarithm of the probability of the printed word character by character."""

    question, row = completions().rows(patterns)
    supposed, weights = completions().characters[row], completions().weights[row]
    need = FLOOR - weights + lexicon().total + singly[question]
    single, numbers = lexicon().single, lexicon().numbers
    rarer = COMMON * (single[numbers[printed]][question] - single[numbers[supposed]])
    passing = (_look(similarity_at_most(printed[question], supposed)) + rarer > need).nonzero()[0]
    question, supposed = question[passing], supposed[passing]
    evidence = _look(similarity(printed[question], supposed)) + rarer[passing]
    sure = ((evidence > need[passing]) & (supposed != printed[question])).nonzero()[0]
    return _Rows(question[sure], supposed[sure], weights[passing[sure]], evidence[sure])


def _look(alike: Bits) -> Bits:
    import numpy as np

    bits = LOOK * (alike - 1) + VERY_LOOK * np.maximum(alike - VERY_ALIKE, 0)
    return np.where(alike < ALIKE, -np.inf, bits)
