"""Whether a passage was pasted where it stands: what speaks for it and against it, weighed.

Who quotes keeps sentences whole and changes nothing, or words for words; formulae are terms between marks. What a program pastes is
cut anywhere, set anywhere, and read with slips. The weights are the coefficients, rounded, of a logistic regression: passages of 40
and 60 characters planted in clean news against all that 5.8 million characters of it, page by page and day by day, and 48 texts of
newspaper pages say twice by right. The slips weigh less than they would there: pages that are read badly have them in quotations, too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quality.engine.copies.reading import article_of, ends_sentence
from quality.engine.copies.seams import cut_line, cut_words, runs_over, unmarked
from quality.engine.copies.slips import other_words, reworded, slips

if TYPE_CHECKING:
    from quality.engine.copies.pair import Pair
    from quality.engine.copies.reading import Stretch

ENOUGH = 6
"""Points from which a passage was pasted: where three seams have no mark and one is inside, or a word is cut and two have none."""
UNMARKED, OVER_MARKS, CUT_WORD, CUT_LINE, RUNS_OVER, SLIP, VERBATIM = 1, 3, 4, 3, 2, 2, 5
"""Points for it: a seam without a mark, marks inside of both, a cut word, a cut line, a run over a border, a slip, several sentences."""
OTHER_WORD, REWORDED, SHORTENED = 3, 4, 3
"""Points against it, of how the two differ: a word for a word, other wording, what one of them lacks."""
SENTENCES, HEADING, DOUBTFUL, FORMULA, MOULD, SHORT = 2, 3, 4, 5, 6, 8
"""Points against it, of what they are: whole sentences, a heading, perhaps another event, in a third place, slots of a mould, short."""
SHORTEST = 31
"""Passages of 40 characters in print are about so many letters; shorter ones only the strongest evidence shows to be pasted."""
MOST_CUTS, MOST_SLIPS = 2, 3
QUOTED = 300
"""Characters before a passage in which the quotation that it belongs to may open."""
SENTENCE_END = re.compile(r"[。！？!?]")
INNER = re.compile(r"[，,。；;：:！!？?]")


def is_pasted(pair: Pair, copies: int) -> bool:
    """True where enough speaks for it; `copies` counts the places of the page that hold the passage."""
    return _of_seams(pair) + _of_wording(pair) - _of_kind(pair, copies) >= ENOUGH


def _of_seams(pair: Pair) -> int:
    lines = cut_line(*pair.seams)
    if pair.quiet and lines < 2 and not _over_marks(pair):
        lines = 0  # a heading is a line of its own, and may be words of its text
    return (
        UNMARKED * unmarked(*pair.seams)
        + CUT_WORD * min(cut_words(*pair.seams), MOST_CUTS)
        + CUT_LINE * lines
        + RUNS_OVER * runs_over(*pair.seams)
    )


def _of_wording(pair: Pair) -> int:
    """A term, without marks inside, may stand anywhere, and one slip in it tells nothing."""
    sides = pair.left.key, pair.right.key
    over_marks = _over_marks(pair)
    told = min(slips(*sides), MOST_SLIPS) - (not over_marks)
    changed = OTHER_WORD * other_words(*sides) + REWORDED * reworded(*sides) + SHORTENED * (pair.geometry.cuts > 0)
    return OVER_MARKS * over_marks + SLIP * max(told, 0) + VERBATIM * _is_verbatim(pair) - changed


def _is_verbatim(pair: Pair) -> bool:
    """True for more than one sentence, up to the end of one, letter for letter, inside two paragraphs of one story.

    A report says a formula, or what it quotes, twice: one sentence. Pull-quotes and decks are lines of their own. In 5.8 million
    characters of clean news nothing else stands so.
    """
    one_story = article_of(pair.left) == article_of(pair.right)
    return one_story and pair.left.key == pair.right.key and all(map(_more_than_a_sentence, pair.sides))


def _more_than_a_sentence(side: Stretch) -> bool:
    before = side.reading.text[max(side.first - QUOTED, 0) : side.first]
    quoted = before.rfind("“") > before.rfind("”")
    return SENTENCE_END.search(side.text) is not None and ends_sentence(side.after) and not (side.whole_lines or quoted)


def _of_kind(pair: Pair, copies: int) -> int:
    return (
        SENTENCES * pair.whole_sentences
        + HEADING * pair.quiet
        + DOUBTFUL * pair.geometry.doubtful
        + FORMULA * (copies > 2)
        + MOULD * pair.in_mould
        + SHORT * (pair.reach < SHORTEST)
    )


def _over_marks(pair: Pair) -> bool:
    return all(INNER.search(s.text) for s in pair.seams)
