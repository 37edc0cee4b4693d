"""Judges two stretches that are alike: a copy that should not be there, or what newspapers rightly say twice.

Within a page a passage set twice is a fault of the extraction; but decks and pull-quotes restate the body, formulae
return, lists follow one mould. Across pages a quotation, a resolution or a name returns by right, and only a whole
story or a very long passage is a fault.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from quality.engine.copies.reading import Stretch, article_of, ends_sentence
from quality.engine.copies.seams import is_cut, is_line, unmarked
from quality.engine.copies.slips import miscopied, other_words, reworded
from quality.match.align import Gap, core, gaps
from quality.match.geometry import CUT, Geometry, geometry
from quality.model import Role

NEAR = 8
"""Folded characters within which a border of lines is taken for the border of the copy."""
SENTENCE = 25
"""Shortest repeated line that is a sentence."""
SHORTEST = 31
"""Shortest repeated passage anywhere: 40 characters in print are about so many letters; and how many of them are equal."""
LEAST = 22
GOES_ON = 0.8
"""A core of less than this share of what is alike stands in a mould if the rest does."""
LINE = 45
"""Shorter passages are formulae more often than copies, slips or not."""
ACROSS = 200
"""Shortest passage of whole lines that two pages, or a heading and its text, may not share; other passages: twice as long."""
SLIPS = 0.02
"""A quotation is exact or reworded: with so many slips of the copyist per character it is a copy."""
STORY = 80
"""Shortest repeated article."""
STUTTER = 60
"""Up to here a repeat that follows at once is a stutter."""
WITHIN = 150
"""Longest passage that a page quotes, letter by letter."""
NOISE = 0.17
HAN = "\u2e80"
"""From here on characters say a word or a syllable each; before are alphabets."""
INNER = re.compile(r"[，,。；;：:！!？?]")
UNMARKED = 3
"""So many of the four seams without a mark of punctuation speak for a paste."""
PART = 6
"""A passage runs over a sentence's end if so many folded characters stand either side of it."""
BEYOND = 4
"""Fewer equal characters beyond a border of lines are chance."""
SENTENCE_INSIDE = re.compile(r"[。！!？?…][^”’」』）)\s]")
DATELINE = re.compile(
    r"本报(?:记者|通讯员|讯|评论员|.{1,6}\d+月\d+日[电讯])|新华社.{1,8}\d+月\d+日电|[（(]记者.{1,12}[）)]"
)
QUIET = frozenset({Role.KICKER, Role.HEADLINE, Role.SUBHEAD, Role.LABEL, Role.STANDFIRST, Role.BYLINE, Role.CREDIT})


@dataclass(frozen=True)
class Pair:
    """Two stretches and how they differ; the one that is read earlier is left."""

    left: Stretch
    right: Stretch
    gaps: tuple[Gap, ...]
    in_mould: bool = False
    """True where they go on alike behind slots that are filled anew."""
    found: tuple[Stretch, Stretch] | None = None
    """What is alike, before its ends were moved to borders of lines."""

    @classmethod
    def of(cls, left: Stretch, right: Stretch) -> Pair:
        """Aligns two stretches, reduced to what is alike, with their ends moved to borders of lines that nearly coincide."""
        whole = gaps(left.key, right.key)
        a, a_end, b, b_end = core(left.key, right.key, whole)
        if a == a_end or b == b_end:
            return cls(left, right, whole)
        inner = left.moved(left.low + a, left.low + a_end), right.moved(right.low + b, right.low + b_end)
        beyond = sum(g.edits > CUT and not (a <= g.left and g.left_end <= a_end) for g in whole)
        short = len(inner[0]) < min(GOES_ON * len(left), STORY)
        in_mould = beyond > 1 and short and geometry(left.key, right.key, whole).mould
        left, right = _snapped(*inner)
        return cls(left, right, gaps(left.key, right.key), in_mould, inner)

    @cached_property
    def geometry(self) -> Geometry:
        """How the differences look."""
        return geometry(self.left.key, self.right.key, self.gaps)

    @cached_property
    def scale(self) -> int:
        """Letters that say as much as one Han character: three of an alphabet."""
        return 3 if 2 * sum(c < HAN for c in self.left.key) > len(self.left) else 1

    @property
    def size(self) -> int:
        """Equal characters, counted in Han characters."""
        return self.geometry.equal // self.scale

    @property
    def longest(self) -> int:
        """Length of the longer stretch, counted in Han characters."""
        return max(map(len, self.sides)) // self.scale

    @property
    def one_page(self) -> bool:
        """True where both stand on one page."""
        return self.left.reading.number == self.right.reading.number

    @property
    def quiet(self) -> bool:
        """True where one of the two is a heading, standfirst or credit: these restate."""
        return any(all(block.role in QUIET for _, block, _, _ in s.blocks) for s in self.sides)

    @property
    def adjacent(self) -> bool:
        """True where nothing but space and at most two marks stands between the copies."""
        if not self.one_page or self.left.high != self.right.low:
            return False
        return len(self.left.reading.text[self.left.last : self.right.first].split()) <= 2 and self._marks_between <= 2

    @property
    def _marks_between(self) -> int:
        return sum(not c.isspace() for c in self.left.reading.text[self.left.last : self.right.first])

    @cached_property
    def runs_over(self) -> bool:
        """True where both run over a sentence's end, and one of their four seams stands in the middle of a clause.

        What is quoted or restated begins or ends with a sentence; of a million characters of clean news none does this.
        """
        inside = all(any(PART <= at <= len(s) - PART for at in s.sentence_ends) for s in self.seams)
        same_words = not self.reworded and not self.other_words
        return inside and same_words and any(not seam for s in self.seams for seam in (s.before, s.after))

    @cached_property
    def over_marks(self) -> bool:
        """True where a mark of punctuation stands inside of both: they are more than a term."""
        return all(INNER.search(s.text) for s in self.seams)

    @cached_property
    def reworded(self) -> bool:
        """True where words stand for other words in one of them, or were left out."""
        return self.geometry.cuts > 0 or reworded(self.left.key, self.right.key)

    @cached_property
    def is_cut(self) -> bool:
        """True where a seam cuts a word that is whole in the other."""
        return is_cut(*self.seams)

    @cached_property
    def is_line(self) -> bool:
        """True where one of them is a line of its own, cut out of a clause."""
        return is_line(*self.seams)

    @cached_property
    def other_words(self) -> bool:
        """True where words differ by a character and stay words."""
        return other_words(self.left.key, self.right.key)

    @cached_property
    def miscopied(self) -> bool:
        """True where one of them, and one alone, has slips that break words of the other."""
        return miscopied(self.left.key, self.right.key, self.gaps)

    @cached_property
    def seams(self) -> tuple[Stretch, Stretch]:
        """Left and right as far as they are alike: where copying began and ended, before the ends were moved to borders of lines.

        A few equal characters beyond a border are chance (two sentences that begin with one name).
        """
        left, right = (_unmoved(f, s) for f, s in zip(self.found or self.sides, self.sides, strict=True))
        return left, right

    @property
    def sides(self) -> tuple[Stretch, Stretch]:
        """Left and right."""
        return self.left, self.right


def _snapped(left: Stretch, right: Stretch) -> tuple[Stretch, Stretch]:
    """Moves both starts, then both ends, to borders of lines within NEAR characters: outwards if the text agrees, else inwards."""
    back = (left.into_line, right.into_line)
    if any(back):
        if max(back) <= NEAR and _agree(left, right, back, at=-1):
            left, right = left.moved(left.low - back[0], left.high), right.moved(right.low - back[1], right.high)
        elif (step := _shared_border(left, right)) is not None:
            left, right = left.moved(left.low + step, left.high), right.moved(right.low + step, right.high)
    on = (left.short_of_line, right.short_of_line)
    if any(on):
        if max(on) <= NEAR and _agree(left, right, on, at=1):
            left, right = left.moved(left.low, left.high + on[0]), right.moved(right.low, right.high + on[1])
        elif (step := _shared_border(left, right, end=True)) is not None:
            left, right = left.moved(left.low, left.high - step), right.moved(right.low, right.high - step)
    return left, right


def _unmoved(found: Stretch, moved: Stretch) -> Stretch:
    low = moved.low if 0 < moved.low - found.low < BEYOND else found.low
    return found.moved(low, moved.high if 0 < found.high - moved.high < BEYOND else found.high)


def _agree(left: Stretch, right: Stretch, lengths: tuple[int, int], *, at: int) -> bool:
    """True where at least half of the characters right before (`at` -1) or after both stretches are equal, or there are only two."""
    if max(lengths) <= 2:
        return True
    sides = (left, right)
    if at < 0:
        pieces = [s.moved(s.low - n, s.low) for s, n in zip(sides, lengths, strict=True)]
    else:
        pieces = [s.moved(s.high, s.high + n) for s, n in zip(sides, lengths, strict=True)]
    edits = sum(g.edits for g in gaps(pieces[0].key, pieces[1].key, glue=1))
    return 2 * edits <= max(lengths)


def _shared_border(left: Stretch, right: Stretch, *, end: bool = False) -> int | None:
    """How far inside both have a border of lines, at most NEAR characters away."""
    for step in range(1, min(NEAR, len(left) - 1, len(right) - 1) + 1):
        if end:
            at = (left.moved(left.low, left.high - step), right.moved(right.low, right.high - step))
            if not any(s.short_of_line for s in at):
                return step
        elif not (
            left.moved(left.low + step, left.high).into_line or right.moved(right.low + step, right.high).into_line
        ):
            return step
    return None


def is_copy(pair: Pair, *, copies: int, pages: int) -> bool:
    """True where one of the two should not be there.

    `copies` counts the places of the page, `pages` the pages of the corpus that hold most of the passage.
    """
    found = pair.geometry
    if found.noise > NOISE or found.mould or pair.in_mould or (found.cuts and found.cuts > found.equal):
        return False
    if pair.adjacent:
        return (
            pair.size > STUTTER
            and _is_primitive(pair.left.key)
            and not (_sentences(pair.left) and not SENTENCE_INSIDE.search(pair.left.text))
        )
    if pair.one_page:
        return _on_one_page(pair, copies)
    return not found.doubtful and (is_story(pair) or (pages == 2 and _shared_by_two(pair)))


def _shared_by_two(pair: Pair) -> bool:
    """True for prose, not lists, longer than what two reports quote of one source."""
    found = pair.geometry
    least = ACROSS if _in_lines(pair) else 2 * ACROSS
    prose = all(len(SENTENCE_INSIDE.findall(s.text)) > 1 for s in pair.sides)
    return pair.size >= least and found.cuts <= found.equal // 4 and prose


def _sentences(side: Stretch) -> bool:
    """True for one or more whole sentences."""
    return (not side.into_line or ends_sentence(side.before)) and ends_sentence(side.after)


def is_part(pair: Pair) -> bool:
    """True where a passage may be another part of a story that its two articles share."""
    found = pair.geometry
    return pair.size >= SHORTEST and found.noise <= NOISE and not (found.mould or pair.in_mould or pair.quiet)


def _on_one_page(pair: Pair, copies: int) -> bool:
    found = pair.geometry
    if not pair.quiet and _in_lines(pair):
        return pair.size >= SENTENCE and (pair.size >= SHORTEST or all(ends_sentence(s.after) for s in pair.sides))
    if pair.size >= (ACROSS if pair.quiet else WITHIN):
        return _is_primitive(pair.left.key)
    reach = max(map(len, pair.seams)) // pair.scale
    if reach < SHORTEST or pair.size < LEAST or (copies > 2 and not (pair.miscopied and pair.is_cut)):
        return False
    slips = pair.miscopied and pair.over_marks and not pair.reworded and not all(map(_sentences, pair.sides))
    if found.numbers < 2 and (pair.runs_over or slips):
        return not pair.quiet or _is_torn(pair, 2)
    varied = pair.reworded or found.numbers or found.doubtful
    return _slipped(pair) or (not varied and _is_torn(pair, UNMARKED))


def _slipped(pair: Pair) -> bool:
    """True for slips of a copyist; in headings, which reword, and in short passages the seams must look pasted, too."""
    found = pair.geometry
    least = max(2, 2 * SLIPS * found.equal) if all(map(_sentences, pair.sides)) else max(1, int(SLIPS * found.equal))
    long = pair.longest >= LINE
    if found.slips - found.numbers < least or found.numbers > long or pair.reworded:
        return False
    return (long and not pair.quiet) or _is_torn(pair, 2)


def _is_torn(pair: Pair, least: int) -> bool:
    """True where the seams look pasted: a line or a word is cut, or so many of the four seams have no mark.

    Terms may stand anywhere: one tells only with slips, by a word that is cut or by two slips and hardly a mark.
    """
    slips = pair.geometry.slips
    if pair.is_line or ((pair.over_marks or slips) and pair.is_cut):
        return True
    least = least if pair.over_marks else UNMARKED
    return (
        (pair.over_marks or (slips > 1 and pair.miscopied)) and not pair.other_words and unmarked(*pair.seams) >= least
    )


def _is_primitive(key: str) -> bool:
    """True where a text is not itself a shorter one several times over: then the shorter one is the copy."""
    return (key + key).find(key, 1) == len(key)


def _in_lines(pair: Pair) -> bool:
    return all(s.whole_lines for s in pair.sides)


def is_story(pair: Pair) -> bool:
    """True where the passage is the body of a story: nearly all of an article on a side, or a dateline at the head of both."""
    found = pair.geometry
    if pair.size < STORY or found.mould:
        return False
    if all(DATELINE.search(_head(s)) for s in pair.sides):
        return True
    return any(len(s) >= 0.8 * s.reading.lengths[article_of(s)] for s in pair.sides) and all(
        not s.into_line for s in pair.sides
    )


def _head(stretch: Stretch) -> str:
    """The first lines, up to the second that is longer than a heading."""
    return stretch.reading.text[stretch.first : min(stretch.first + 80, stretch.last)]
