"""Same text, or another event in the same mould? The question that overlap cannot answer, put to where two texts differ.

Noise and edits scatter; another event swaps names, numbers and dates in the slots of a mould. A pair's gaps (`gaps`) are weighed
by a logistic score whose features are rates, so that they mean the same in short and long texts:

- noise: edits in small gaps per character covered, the pair's own error rate.
- slots: how improbable the wide gaps are at that error rate, in nats against one replaced word in thirty characters, per 100 characters.
- numerals: how improbable it is that so many of the gaps hit numerals, given the numerals' share of the text, in nats per 100 characters.
- repeated: a replacement that comes again (a name swapped throughout); single characters, which a scan also repeats, count apart.
- missing: what neither blocks nor noise explain, as share of the shorter text.
- crossed: text missing on both sides in turn (lists filled with other names), per 100 characters.
- density: gaps with edits per 100 characters. Many small gaps are a scan's, few wide ones a mould's.

The weights were fitted by logistic regression to 6,500 pairs of different events from broadcast news and 9,000 pairs of one text
under twenty kinds of noise, rounded, and the cut laid where few of the former pass; `site/method/dedup.md` gives the figures.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from quality.match import gaps as g

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

WEIGHTS = {
    "noise": -24.3, "slots": -2.9, "numerals": -4.8, "repeated": -6.6, "singles": -16.0, "missing": -16.4, "crossed": -5.2, "density": 3.0,
}  # fmt: skip
INTERCEPT = 6.6
COPY = 0.8
"""Score from which a pair is a copy."""
TEMPLATE = -1.5
"""Score from which downward it is a template; between the two nobody knows."""
SHORT = 40
"""Units of a key below which any difference inside is too much: a sentence with one word changed says something else."""
WHOLE = 24
"""Units from which a short key that stands whole in one not half as long again is the same text with a lead-in."""
BRIEF = 100
"""Units below which a copy may have at most one edit in `RARE` units, nothing moved and nothing missing."""
RARE = 40
RELATED = 0.45
"""Share of the shorter key that must be found in the longer for the two to have anything to do with each other."""
WORD = 3.4
"""Nats of one replaced word in thirty characters: ln 30."""
LETTERS = 2.5
"""Letters that weigh as much as one Han character."""


class Judgement(IntEnum):
    """What a pair is; only copies are merged."""

    COPY = 0
    UNSURE = 1
    TEMPLATE = 2
    DIFFERENT = 3
    BELOW = 4


WHYS = (
    "equal", "scattered differences", "words replaced throughout", "numerals replaced", "the same word replaced again and again",
    "too much missing", "text missing on both sides", "too noisy to tell", "too short to tell", "one slot differs", "little in common",
    "similarity below the threshold",
)  # fmt: skip
"""Why a pair was judged so; `judge` gives the index."""
_EQUAL, _SCATTERED, _SLOTS, _NUMERALS, _REPEATED, _MISSING, _CROSSED, _NOISY, _SHORT, _ONE_SLOT, _LITTLE, BELOW_WHY = (
    range(12)
)


def rates(found: Floats) -> dict[str, Floats]:
    """The features of `gaps.measure` as rates, a value for each pair."""
    covered = np.maximum(found[:, g.CHAIN] + found[:, g.MOVED_UNITS], 1)
    shorter, gaps = np.maximum(found[:, g.SHORTER], 1), found[:, g.GAPS]
    noise = found[:, g.NOISE] / covered
    return {
        "cover": covered / shorter,
        "noise": np.minimum(noise, 0.3),
        "slots": np.log1p(_slot_surprise(found, covered)),
        "numerals": np.log1p(300 * _numeral_surprise(found) / covered),
        "repeated": np.minimum(found[:, g.REPEATS], 3),
        "singles": np.minimum(found[:, g.SINGLES], 3) / np.sqrt(1 + gaps),
        "missing": np.maximum(1 - covered / shorter - 1.4 * noise, 0),
        "crossed": np.minimum(100 * np.minimum(found[:, g.CUTS], found[:, g.ADDITIONS]) / covered, 2),
        "density": np.log1p(100 * found[:, g.HISTOGRAM + 1 : g.HISTOGRAM + g.WIDEST + 1].sum(axis=1) / covered),
    }


def _slot_surprise(found: Floats, covered: Floats) -> Floats:
    """Nats per 100 characters by which the wide gaps exceed what the pair's error rate explains."""
    error = np.maximum(0.005, (found[:, g.NOISE] + 1) / (covered + 20))
    scale = np.where(found[:, g.LATIN] > 0, LETTERS, 1.0)
    edits = np.arange(g.WIDEST + 1)[None, :] / scale[:, None]
    nats = np.maximum(0.0, edits * -np.log(error)[:, None] - WORD)
    nats[:, :2] = 0
    widths = found[:, g.HISTOGRAM : g.HISTOGRAM + g.WIDEST + 1]
    return np.asarray(100 * (widths * nats).sum(axis=1) / (covered + found[:, g.EDITS]))


def _numeral_surprise(found: Floats) -> Floats:
    """Nats by which the share of gaps that hit numerals exceeds the numerals' share of the text (a binomial bound by Chernoff)."""
    gaps = np.maximum(found[:, g.GAPS], 1)
    hit = np.clip(found[:, g.NUMERIC] / gaps, 1e-9, 1 - 1e-9)
    expected = np.minimum(0.9, 1.5 * found[:, g.NUMERALS] / np.maximum(found[:, g.SHORTER], 1) + 0.03)
    nats = hit * np.log(hit / expected) + (1 - hit) * np.log((1 - hit) / (1 - expected))
    return np.where(hit > expected, found[:, g.GAPS] * nats, 0.0)


def score(rate: dict[str, Floats]) -> Floats:
    """The logistic score of each pair: above 0 rather one text, below rather two."""
    return np.asarray(INTERCEPT + sum(weight * rate[name] for name, weight in WEIGHTS.items()))


def judge(found: Floats) -> tuple[NDArray[np.int8], NDArray[np.int8], Floats]:
    """Judgement, reason (index in `WHYS`) and score of each pair from its features."""
    rate = rates(found)
    points = score(rate)
    judgement = np.where(
        points >= COPY, Judgement.COPY, np.where(points <= TEMPLATE, Judgement.TEMPLATE, Judgement.UNSURE)
    )
    why = np.where(points >= COPY, _SCATTERED, _worst(rate))
    shorter = found[:, g.SHORTER]
    equal = (found[:, g.CHAIN] == shorter) & (shorter == found[:, g.LONGER])
    for applies, verdict, reason in (
        (_one_slot(found, rate), Judgement.UNSURE, _ONE_SLOT),
        (_too_short(found), np.maximum(judgement, Judgement.UNSURE), _SHORT),
        (rate["cover"] < RELATED, Judgement.DIFFERENT, _LITTLE),
        (equal, Judgement.COPY, _EQUAL),
    ):
        judgement, why = np.where(applies, verdict, judgement), np.where(applies, reason, why)
    return judgement.astype(np.int8), why.astype(np.int8), points


_NAMED = {
    "noise": _NOISY, "slots": _SLOTS, "numerals": _NUMERALS, "repeated": _REPEATED, "singles": _REPEATED, "missing": _MISSING,
    "crossed": _CROSSED,
}  # fmt: skip


def _worst(rate: dict[str, Floats]) -> NDArray[np.int64]:
    """For each pair the reason that takes most from its score."""
    losses = np.column_stack([WEIGHTS[name] * rate[name] for name in _NAMED])
    return np.asarray(np.array(list(_NAMED.values()))[losses.argmin(axis=1)])


def _too_short(found: Floats) -> NDArray[np.bool_]:
    """Too short for noise and meaning to be told apart."""
    shorter, edits = found[:, g.SHORTER], found[:, g.EDITS]
    inside = found[:, [g.MOVED_UNITS, g.CUTS, g.ADDITIONS]].sum(axis=1)
    changed = (edits * RARE > shorter) | (inside > 0) | (shorter - found[:, g.CHAIN] > edits + 1)
    whole = (found[:, g.CHAIN] == shorter) & (found[:, g.GAPS] == 0)
    led_in = whole & (shorter >= WHOLE) & (found[:, g.LONGER] <= 1.5 * shorter)
    return np.asarray(((shorter < SHORT) & ~led_in) | ((shorter < BRIEF) & changed))


def _one_slot(found: Floats, rate: dict[str, Floats]) -> NDArray[np.bool_]:
    """One or two places differ, all in numerals: a misread digit or another date, the text alone does not say."""
    few = (found[:, g.GAPS] <= 2) & (rate["cover"] >= 0.95)
    return np.asarray(few & (found[:, g.PURE] > 0) & (found[:, g.PURE] == found[:, g.GAPS]))
