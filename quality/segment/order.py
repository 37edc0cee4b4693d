"""Which fragments stand away from their story: tails printed with another story, credits of somebody else.

A tail is told by several signs at once: it shares rare names and terms with the other story and none with the one it is
printed in, no author's credit contradicts, the paragraph before it is complete.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import takewhile
from math import log
from typing import TYPE_CHECKING

import numpy as np

from quality.message import Message, listing, say
from quality.model import Role
from quality.segment.likeness import shared_words
from quality.segment.shapes import Kind, ends_in_author, ends_in_name, names_reporter, reads_like_lead
from quality.segment.signals import ENOUGH, strength, tie

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from quality.segment.cohesion import Bonds, Cohesion
    from quality.segment.grams import Floats, Grams
    from quality.segment.lines import Line
    from quality.segment.reflow import Part
    from quality.segment.stories import Story

TELLING = 1.0
"""Rare pairs that a tail must share with its story and no third has."""
SURE = 0.7
"""Probability that a tail belongs to another story, and begins just there, from which it is moved."""
UNSURE = log(SURE / (1 - SURE)) - 1e-6
"""Natural logarithm of odds that are less than `SURE`, if only just."""
TORN = 5.0
"""Natural logarithm of how much likelier a tail is where it goes on with the torn sentence that ends the other story."""
PHRASE = 4
"""Characters of the other story's headings that a whole story says which is the end of that one."""
WHOLE_NEAR, WHOLE_ALONE = 0.06, 1.5
"""What a whole story without any beginning must share with the one that it ends, for their sizes, and against the next one.

Of ends of clean news at the top of a page two in five do, and one in 150 of other stories without their headlines.
"""
NAMED = 3
"""Words that are told of what a tail and its story have in common."""
WEAK = 0.7
"""Share of the usual bond between beginning and end below which a signed end is another story."""
LONGEST_STORY = 100
"""Paragraphs beyond which a text is no newspaper story of one column more or less."""
_HEAD = (Role.KICKER, Role.HEADLINE)
_TEXT = (Role.PARAGRAPH, Role.SUBHEAD, Role.LABEL)
_BODY = (Role.PARAGRAPH, Role.SUBHEAD, Role.LABEL, Role.CREDIT)


@dataclass(frozen=True, slots=True)
class Moved:
    """Parts that belong to another story, in page order, and the part behind which they go on (None: unknown)."""

    parts: tuple[tuple[Role, Part], ...]
    source: int
    target: int
    after: Part
    confidence: float
    evidence: Message
    joined: bool = False
    """The first of them goes on with the torn sentence that ends the other story."""


@dataclass(frozen=True, slots=True)
class _Tail:
    """The end of a story from a part on, the story it belongs to, and how likely that is."""

    cut: int
    story: int
    chance: float


class Order:
    """Finds what is out of place among the stories of one page."""

    def __init__(self, lines: Sequence[Line], stories: list[Story], grams: Grams | None = None) -> None:
        """`grams` are those of all parts, where they are known."""
        self._lines, self._stories, self._known = lines, stories, grams
        self._texts: dict[int, str] = {}
        """By the first line of a part."""

    def split(self) -> None:
        """Parts what two authors signed: a story that begins with its reporters' names and ends with another author's.

        The cut is where the end shares least with the beginning; without a clear one the story stays whole.
        """
        for story in list(self._stories):
            cut = self.second_beginning(story)
            if cut is not None:
                story.parts, rest = story.parts[:cut], story.parts[cut:]
                self._stories.insert(self._stories.index(story) + 1, replace(story, parts=rest, _looked=0))

    def moves(self) -> list[Moved]:
        """Every displaced tail and credit; empty for a page of one story."""
        if sum(story.has_text for story in self._stories) < 2:
            return []
        tails = list(self._tails())
        found = list(_compatible([*self._credits(tails), *tails]))
        taken = {number for move in found for number in (move.source, move.target)}
        return [part for move in found for part in self._apart(move, taken)]

    def _apart(self, move: Moved, taken: set[int]) -> Iterator[Moved]:
        """A move, and another where the ends of two stories stand together: both places are judged again without it and with it.

        Only where a third story is likely at all.
        """
        if set(self._cohesion.bonds(move.source).stories) <= {move.target}:
            yield move
            return
        gone = {id(part) for _, part in move.parts}
        order = self._after(move, gone)
        if order is None:
            yield move
            return
        second = order.tail_of(move.target) if len(move.parts) > 1 else None
        inside = second is not None and {id(part) for _, part in second.parts} < gone
        if second is not None and inside and second.target not in taken:
            taken.add(second.target)
            yield replace(move, parts=move.parts[: -len(second.parts)])
            yield replace(second, source=move.source)
        else:
            yield move
        above = order.tail_of(move.source)
        if above is not None and above.target not in taken:
            taken.add(above.target)
            yield above

    def _after(self, move: Moved, gone: set[int]) -> Order | None:
        """The page after a move; None where nothing is left of a story."""
        stories = list(self._stories)
        source, target = stories[move.source], stories[move.target]
        kept = [pair for pair in source.parts if id(pair[1]) not in gone]
        if not kept:
            return None
        stories[move.source] = replace(source, parts=kept, _looked=0)
        stories[move.target] = replace(target, parts=[*target.parts, *move.parts], _looked=0)
        units = {id(part): unit for unit, part in enumerate(_parts(self._stories))}
        return Order(self._lines, stories, self._grams.moved([units[id(part)] for part in _parts(stories)]))

    def tail_of(self, number: int) -> Moved | None:
        """The displaced tail at the end of one story."""
        found = self._tail(number, self._cohesion.bonds(number))
        return self._move(number, found) if found is not None else None

    def second_beginning(self, story: Story) -> int | None:
        """The number of the part where another author's story begins."""
        paragraphs = story.of(Role.PARAGRAPH)
        if (
            not 4 <= len(paragraphs) <= LONGEST_STORY
            or not ends_in_author(self._lines[paragraphs[-1].last].text)
            or not self._names(story)
        ):
            return None
        above = takewhile(lambda other: other is not story, self._stories)
        bound = self._grams.conductances(sum(len(other.parts) for other in above), len(story.parts))
        first = story.parts.index((Role.PARAGRAPH, paragraphs[0]))
        cuts = {n: bound[n - 1] for n in range(first + 2, len(story.parts))}
        cuts = {n: c for n, c in cuts.items() if story.parts[n][0] is Role.PARAGRAPH and not story.parts[n - 1][1].torn}
        best = min(cuts, key=lambda n: cuts[n], default=None)
        usual = sorted(cuts.values())[len(cuts) // 2] if cuts else 0.0
        return best if best is not None and cuts[best] < WEAK * usual else None

    def _credits(self, tails: Sequence[Moved]) -> Iterator[Moved]:
        """An author's credit below a story that has its reporters: of the only story without any."""
        signed = [
            number
            for number, story in enumerate(self._stories)
            if story.parts and story.parts[-1][1].kind is Kind.AUTHOR and self._names(story)
        ]
        completed = {tail.target for tail in tails}
        nameless = [
            number
            for number, story in enumerate(self._stories if signed else ())
            if story.has_text and number not in completed and not self._names(story) and not self._signed(story)
        ]
        for number in signed if len(nameless) == 1 else ():
            last, after = self._stories[number].parts[-1], _end_of(self._stories[nameless[0]])
            yield Moved((last,), number, nameless[0], after, 0.8, say("the only story without a reporter's name"))

    def _names(self, story: Story) -> bool:
        """True where a byline or dateline names the reporters."""
        if story.of(Role.BYLINE):
            return True
        paragraphs = story.of(Role.PARAGRAPH)
        return bool(paragraphs) and names_reporter(self._lines[paragraphs[0].first].text)

    def _signed(self, story: Story) -> bool:
        """True where its end names its author."""
        paragraphs = story.of(Role.PARAGRAPH)
        return any(p.kind is not Kind.PHOTO for p in story.of(Role.CREDIT)) or (
            bool(paragraphs) and ends_in_author(self._lines[paragraphs[-1].last].text)
        )

    def _tails(self) -> Iterator[Moved]:
        for number, story in enumerate(self._stories):
            if not story.photo and story.has_text and self._cohesion.closest(number) >= TELLING:
                found = self._whole(number) or self.tail_of(number)
                if found is not None:
                    yield found

    def _whole(self, number: int) -> Moved | None:
        """The move of a story that has neither headline nor lead, and is the end of another one."""
        story = self._stories[number]
        if any(role not in _BODY or part.kind is Kind.DATELINE for role, part in story.parts):
            return None
        if reads_like_lead(self._text(story.parts[0][1])) or (near := self._cohesion.nearest(number)) is None:
            return None
        other, share, alone = near
        tail = _Tail(0, other, min(10 * share, 1.0))
        close = share >= WHOLE_NEAR and alone >= WHOLE_ALONE and self._takes(other) and self._says(story, other)
        return self._move(number, tail) if close and not self._contradicts(story, tail) else None

    def _says(self, story: Story, other: int) -> bool:
        """True where a story says a longer phrase of another one's headings."""
        text = "\n".join(self._text(part) for _, part in story.parts)
        heads = (self._text(part) for part in self._stories[other].of(*_HEAD))
        return any(len(words) >= PHRASE for head in heads for words in shared_words(head, text))

    @cached_property
    def _cohesion(self) -> Cohesion:
        from quality.segment.cohesion import Cohesion  # compiled code loads only for a page of several stories

        roles = [[role for role, _ in story.parts] for story in self._stories]
        heads = [sum(map(some.count, _HEAD)) for some in roles]
        lasts = [next((n for n in range(len(some) - 1, 0, -1) if some[n] is Role.PARAGRAPH), 0) for some in roles]
        return Cohesion(self._grams, [*map(len, roles)], heads, lasts)

    @cached_property
    def _grams(self) -> Grams:
        """Of all parts, which stay in this order when a story is split."""
        from quality.segment.grams import Grams

        return self._known or Grams([self._text(part) for part in _parts(self._stories)])

    def _tail(self, number: int, bonds: Bonds) -> _Tail | None:
        """The end of a story that most likely belongs to another one, if any does more likely than not."""
        story, odds = self._stories[number], self._odds(number, bonds)
        if odds is None:
            return None
        stays = max(float(odds.max()), 0.0)
        chances = np.exp(odds - stays)
        chances /= chances.sum() + np.exp(-stays)
        row, at = divmod(int(odds.argmax()), odds.shape[1])
        cut = at + 1 - (story.parts[at][0] is Role.SUBHEAD)  # that stands above what it heads
        found = _Tail(cut, bonds.stories[row], float(chances[row, at]))
        sure = found.chance >= SURE and not bonds.alien[row, at]
        return found if sure and not self._contradicts(story, found) else None

    def _odds(self, number: int, bonds: Bonds) -> Floats | None:
        """What is in favour of every other place of an end that may begin there; None where no end can be sure to stand elsewhere."""
        if not bonds.stories:
            return None
        story, likeness = self._stories[number], self._cohesion.likeness
        odds = np.where(self._cuts(story) & (bonds.other >= TELLING), bonds.odds, -np.inf)
        for row, other in enumerate(bonds.stories):
            if not self._takes(other):
                odds[row] = -np.inf
                continue
            for at in filter(None, self._torn(story, other)):
                odds[row, at - 1] += TORN
        most = zip(odds.max(axis=1).tolist(), bonds.stories, strict=True)
        if all(best == -np.inf or best + likeness.most(number, other) < UNSURE for best, other in most):
            return None
        for row, other in enumerate(bonds.stories):
            some = np.flatnonzero(odds[row] > -np.inf)
            odds[row, some] += likeness.odds(number, other, (some + 1).tolist())
        return odds

    def _takes(self, other: int) -> bool:
        """True for a story with text that may go on."""
        return not self._stories[other].photo and self._stories[other].has_text

    def _torn(self, story: Story, other: int) -> list[int]:
        """The parts that go on with the torn sentence at the end of another story."""
        last = _end_of(self._stories[other])
        above = self._lines[last.last].text
        if not last.torn or ends_in_name(above):
            return []
        texts = [self._lines[part.first].text for _, part in story.parts]
        return [at for at, text in enumerate(texts) if strength(tie(above, text)) >= ENOUGH]

    def _cuts(self, story: Story) -> NDArray[np.bool_]:
        """Where a tail may begin: at a paragraph below another one, with no reporter's name or dateline at it or behind it."""
        may = np.array([role is Role.PARAGRAPH for role, _ in story.parts])
        named = [at for at, (r, p) in enumerate(story.parts) if r is Role.BYLINE or p.kind is Kind.DATELINE]
        may[: max(int(may.argmax()), *named, 0) + 1] = False
        return may[1:]

    def _contradicts(self, story: Story, tail: _Tail) -> bool:
        """True where an author signed the tail, and the other story names another one."""
        signed = any(
            ends_in_author(self._lines[p.last].text) for r, p in story.parts[tail.cut :] if r is Role.PARAGRAPH
        )
        target = self._stories[tail.story]
        return signed and (self._names(target) or self._signed(target))

    def _text(self, part: Part) -> str:
        lines = part.lines
        if len(lines) == 1:
            return self._lines[lines[0]].text
        if lines[0] not in self._texts:
            self._texts[lines[0]] = "".join(self._lines[n].text for n in lines)
        return self._texts[lines[0]]

    def _move(self, number: int, tail: _Tail) -> Moved:
        parts = tuple(pair for pair in self._stories[number].parts[tail.cut :] if pair[0] in _BODY)
        after = _end_of(self._stories[tail.story])
        confidence = round(min(0.95, tail.chance), 2)
        evidence = self._evidence(parts, tail.story, number)
        joined = tail.cut in self._torn(self._stories[number], tail.story)
        return Moved(parts, number, tail.story, after, confidence, evidence, joined)

    def _evidence(self, parts: Sequence[tuple[Role, Part]], target: int, number: int) -> Message:
        """The words of the other story's headlines that the tail names, else what both share around their rare pairs."""
        text = "".join(self._text(part) for _, part in parts)
        heads = [self._text(part) for part in self._stories[target].of(*_HEAD)]
        words = sorted({w for head in heads for w in shared_words(head, text)}, key=lambda w: (-len(w), text.find(w)))
        named = (say("‘{word}’", word=word) for word in words[:NAMED] or self._phrases(text, target, number))
        return say("it names {words} as that story does", words=listing(named))

    def _phrases(self, text: str, target: int, number: int) -> list[str]:
        """For a reader no pair that cuts through words, but all that stands around it in both stories."""
        own = {id(part) for _, part in self._stories[number].parts}
        others = [self._text(p) for _, p in self._stories[target].parts if id(p) not in own]
        found: dict[str, None] = {}
        for pair in self._cohesion.shared(number, target):
            saying = [other for other in others if pair in other and pair in text]
            runs = [run for other in saying for run in shared_words(other, text) if pair in run]
            found[min(runs, key=len, default=pair)] = None
            if len(found) == NAMED:
                break
        return list(found)


def _parts(stories: Sequence[Story]) -> Iterator[Part]:
    return (part for story in stories for _, part in story.parts)


def _end_of(story: Story) -> Part:
    """Where the text of a story with text ends."""
    return next(part for role, part in reversed(story.parts) if role in _TEXT)


def _compatible(moves: Sequence[Moved]) -> Iterator[Moved]:
    """The surest moves first; a story that gives a tail takes none."""
    givers: set[int] = set()
    takers: set[int] = set()
    for move in sorted(moves, key=lambda m: (-m.confidence, m.source)):
        if move.target in givers or move.source in takers:
            continue
        givers.add(move.source)
        takers.add(move.target)
        yield move


def apply_moves(stories: Sequence[Story], moves: Sequence[Moved]) -> None:
    """Sets moved parts into their stories, behind the text that they follow."""
    for move in moves:
        source, target = stories[move.source], stories[move.target]
        gone = {id(part) for _, part in move.parts}
        source.parts = [pair for pair in source.parts if id(pair[1]) not in gone]
        at = next(n for n, (_, part) in enumerate(target.parts, 1) if part.first == move.after.first)
        target.parts[at:at] = move.parts
        if move.joined:
            (role, above), (_, below) = target.parts[at - 1 : at + 1]
            target.parts[at - 1 : at + 1] = [(role, above.joined(below, move.evidence))]
