"""Judges two stretches that are alike: a copy that should not be there, or what newspapers rightly say twice.

Within a page a passage set twice is a fault of the extraction; but decks and pull-quotes restate the body, formulae
return, lists follow one mould. Across pages a quotation, a resolution or a name returns by right, and only a whole
story or a very long passage is a fault.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quality.engine.copies.pasted import SHORTEST, is_pasted
from quality.engine.copies.reading import Stretch, article_of, ends_sentence
from quality.engine.copies.slips import filled_anew

if TYPE_CHECKING:
    from quality.engine.copies.pair import Pair

SENTENCE = 25
"""Shortest repeated line that is a sentence, and shortest passage that seams may show to be pasted."""
LEAST = 22
"""How many characters of a passage that was pasted are equal at least."""
ACROSS = 200
"""Shortest passage of whole lines that two pages, or a heading and its text, may not share; other passages: twice as long."""
STORY = 80
"""Shortest repeated article."""
HEADLINES, HEADLINE = 3, range(8, 41)
"""How many lines before a story may be its headlines, and how long they are; shorter ones head whole columns."""
STUTTER = 60
"""Up to here a repeat that follows at once is a stutter."""
WITHIN = 150
"""Longest passage that a page quotes, letter by letter."""
NOISE, ROUGH = 0.17, 0.25
"""Edits per equal character of a copy; and of what the seams show to be pasted."""
SENTENCE_INSIDE = re.compile(r"[。！!？?…][^”’」』）)\s]")
DATELINE = re.compile(
    r"本报(?:记者|通讯员|讯|评论员|.{1,6}\d+月\d+日[电讯])|新华社.{1,8}\d+月\d+日电|[（(]记者.{1,12}[）)]"
)
OPENING = re.compile(rf"[^，。：\s]{{2,6}}消息[（(：:]|{DATELINE.pattern}")
"""Begins a report; 央视网消息（…）：, too."""


def is_copy(pair: Pair, *, copies: int, pages: int) -> bool:
    """True where one of the two should not be there.

    `copies` counts the places of the page, `pages` the pages of the corpus that hold most of the passage.
    """
    found = pair.geometry
    if found.noise > ROUGH or found.mould or (found.cuts and found.cuts > found.equal):
        return False
    if _told_twice(pair):
        return True
    if _opens_alike(pair):
        return False
    if pair.one_page and not pair.adjacent and _may_be_pasted(pair):
        return is_pasted(pair, copies)
    if found.noise > NOISE or pair.in_mould:
        return False
    if pair.adjacent:
        return (
            pair.size > STUTTER
            and _is_primitive(pair.left.key)
            and not (pair.left.whole_sentences and not SENTENCE_INSIDE.search(pair.left.text))
        )
    if pair.one_page:
        return _on_one_page(pair)
    return not found.doubtful and (is_story(pair) or (pages == 2 and _shared_by_two(pair)))


def _may_be_pasted(pair: Pair) -> bool:
    """True for passages that neither their lines nor their length make a copy."""
    if pair.size < LEAST or pair.reach < SENTENCE:
        return False
    return pair.size < ACROSS if pair.quiet else pair.size < WITHIN and not _in_lines(pair)


def _on_one_page(pair: Pair) -> bool:
    """True for whole lines that are sentences, and for what is longer than any quotation."""
    if not pair.quiet and _in_lines(pair):
        if pair.size < ACROSS and filled_anew(pair.left.key, pair.right.key, pair.gaps):
            return False  # two reports in one mould
        return pair.size >= SENTENCE and (pair.size >= SHORTEST or all(ends_sentence(s.after) for s in pair.sides))
    return pair.size >= (ACROSS if pair.quiet else WITHIN) and _is_primitive(pair.left.key)


def _shared_by_two(pair: Pair) -> bool:
    """True for prose, not lists, longer than what two reports quote of one source."""
    found = pair.geometry
    least = ACROSS if _in_lines(pair) else 2 * ACROSS
    prose = all(len(SENTENCE_INSIDE.findall(s.text)) > 1 for s in pair.sides)
    return pair.size >= least and found.cuts <= found.equal // 4 and prose


def is_part(pair: Pair) -> bool:
    """True where a passage may be another part of a story that its two articles share."""
    found = pair.geometry
    return pair.size >= SHORTEST and found.noise <= NOISE and not (found.mould or pair.in_mould or pair.quiet)


def is_story(pair: Pair) -> bool:
    """True where the passage is the body of a story: nearly all of an article on a side, or a dateline at the head of both."""
    found = pair.geometry
    if pair.size < STORY or found.mould:
        return False
    if _told_twice(pair) or all(DATELINE.search(_head(s)) for s in pair.sides):
        return True
    return any(len(s) >= 0.8 * s.reading.lengths[article_of(s)] for s in pair.sides) and all(
        not s.into_line for s in pair.sides
    )


def _told_twice(pair: Pair) -> bool:
    """True for a passage as long as a story under one headline that stands on the page twice, whatever became of its dateline."""
    if not pair.one_page or pair.quiet or pair.in_mould or pair.size < STORY or pair.geometry.noise > NOISE:
        return False
    left, right = map(_headlines, pair.sides)
    return any(text in right and right[text] != number for text, number in left.items())


def _opens_alike(pair: Pair) -> bool:
    """True for stories that begin alike, less than a story, or for two that end alike with two behind them that begin alike."""
    if _in_lines(pair) and not pair.geometry.noise:
        return False
    heads = [_before_dateline(s) for s in pair.sides]
    if None in heads:
        return False
    return pair.size < STORY or (pair.size < ACROSS and all(ends_sentence(head or "") for head in heads))


def _before_dateline(stretch: Stretch) -> str | None:
    """What stands in a stretch before the first line that begins with a dateline; None where there is none."""
    begun = stretch.reading.text[max(stretch.first - 1, 0) : stretch.first] in {"", "\n"}
    head = ""
    for number, line in enumerate(stretch.text.split("\n")):
        if (number or begun) and OPENING.match(line):
            return head
        head += line
    return None


def _headlines(stretch: Stretch) -> dict[str, int]:
    """The lines before a stretch that may be its headlines, as letters, and their numbers."""
    reading, at = stretch.reading, stretch.reading.block_at(stretch.low)
    lines = {
        "".join(filter(str.isalnum, reading.text[start:end])): number
        for number, (_, _, start, end) in enumerate(reading.blocks[:at][-HEADLINES:])
    }
    return {text: number + max(at - HEADLINES, 0) for text, number in lines.items() if len(text) in HEADLINE}


def _head(stretch: Stretch) -> str:
    """The first lines, up to the second that is longer than a heading."""
    return stretch.reading.text[stretch.first : min(stretch.first + 80, stretch.last)]


def _in_lines(pair: Pair) -> bool:
    return all(s.whole_lines for s in pair.sides)


def _is_primitive(key: str) -> bool:
    """True where a text is not itself a shorter one several times over: then the shorter one is the copy."""
    return (key + key).find(key, 1) == len(key)
