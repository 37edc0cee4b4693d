"""Which fragments stand away from their story: tails printed with another story, credits of somebody else.

A tail is told by several signs at once: it shares rare names and terms with the other story and none with the one it is
printed in, no author's credit contradicts, the paragraph before it is complete.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quality.message import Message, listing, say
from quality.model import Role
from quality.segment.cohesion import Cohesion, shared_words, weight
from quality.segment.shapes import Kind, ends_in_author, names_reporter
from quality.text.words import is_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quality.segment.cohesion import Bond
    from quality.segment.lines import Line
    from quality.segment.reflow import Part
    from quality.segment.stories import Story

TELLING = 6.0
"""Rare pairs that a tail must share with its story where they are neighbours on the page; elsewhere twice as many."""
CLEARLY, CLEARLY_FAR = 2.5, 5.0
"""How many times closer, by the size of the texts, it must be to its story than to the one it is printed in."""
EACH = 1.5
"""Rare pairs that each of its paragraphs is expected to share."""
RIVAL = 1.1
"""How many times more it must share with its story than with the next best."""
COPIED = 0.6
"""Share of a tail's pairs of characters from which it is a copy of the other story's text, and no tail of it."""
NAMED = 0.3
"""How telling a word of two characters must be to name another story's actor or place."""
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


def split_stories(lines: Sequence[Line], stories: list[Story]) -> None:
    """Parts what two authors signed: a story that begins with its reporters' names and ends with another author's.

    The cut is where the end shares least with the beginning; without a clear one the story stays whole.
    """
    order = Order(lines, stories)
    for story in list(stories):
        cut = order.second_beginning(story)
        if cut is not None:
            story.parts, rest = story.parts[:cut], story.parts[cut:]
            stories.insert(stories.index(story) + 1, replace(story, parts=rest, _looked=0))


class Order:
    """Finds what is out of place among the stories of one page."""

    def __init__(self, lines: Sequence[Line], stories: Sequence[Story]) -> None:
        self._lines, self._stories = lines, stories

    def moves(self) -> list[Moved]:
        """Every displaced tail and credit; empty for a page of one story."""
        if sum(story.has_text for story in self._stories) < 2:
            return []
        tails = list(self._tails())
        return list(_compatible([*self._credits(tails), *tails]))

    def second_beginning(self, story: Story) -> int | None:
        """The number of the part where another author's story begins."""
        paragraphs = story.of(Role.PARAGRAPH)
        if (
            not 4 <= len(paragraphs) <= LONGEST_STORY
            or not self._names(story)
            or not ends_in_author(self._lines[paragraphs[-1].last].text)
        ):
            return None
        cohesion = Cohesion([[self._text(part) for _, part in story.parts]])
        first = story.parts.index((Role.PARAGRAPH, paragraphs[0]))
        cuts = {n: cohesion.conductance(0, n) for n in range(first + 2, len(story.parts))}
        cuts = {n: c for n, c in cuts.items() if story.parts[n][0] is Role.PARAGRAPH and not story.parts[n - 1][1].torn}
        best = min(cuts, key=lambda n: cuts[n], default=None)
        usual = sorted(cuts.values())[len(cuts) // 2] if cuts else 0.0
        return best if best is not None and cuts[best] < WEAK * usual else None

    def _credits(self, tails: Sequence[Moved]) -> Iterator[Moved]:
        """An author's credit below a story that has its reporters: of the only story without any."""
        completed = {tail.target for tail in tails}
        nameless = [
            number
            for number, story in enumerate(self._stories)
            if story.has_text and number not in completed and not self._names(story) and not self._signed(story)
        ]
        for number, story in enumerate(self._stories):
            last = story.parts[-1] if story.parts else None
            if last is None or last[1].kind is not Kind.AUTHOR or not self._names(story):
                continue
            if len(nameless) == 1 and nameless[0] != number:
                after = self._stories[nameless[0]].of(*_TEXT)[-1]
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
        units = [[self._text(part) for _, part in story.parts] for story in self._stories]
        cohesion = Cohesion(units)
        for number, story in enumerate(self._stories):
            if story.photo or not story.has_text or cohesion.closest(number) < TELLING:
                continue
            bonds = [bond for bond in cohesion.bonds(number) if self._may_begin(story, bond.cut)]
            best = max(bonds, key=lambda bond: _clearness(bond, len(story.parts)), default=None)
            if best is not None and self._may_move(number, best) and self._belongs(number, best, cohesion):
                yield self._move(number, best, cohesion)

    def _may_begin(self, story: Story, cut: int) -> bool:
        """True where a tail may begin: at text below at least one paragraph of the story it is printed in."""
        role, part = story.parts[cut]
        return (
            role in _TEXT and part.kind is not Kind.DATELINE and any(r is Role.PARAGRAPH for r, _ in story.parts[:cut])
        )

    def _belongs(self, number: int, bond: Bond, cohesion: Cohesion) -> bool:
        """True where the end is far closer to the other story, speaks of its headline, and is no copy of its text."""
        heads = [sum(role in _HEAD for role, _ in self._stories[n].parts) for n in (number, bond.story)]
        weights = cohesion.weigh(number, bond.cut, bond.story, (heads[0], heads[1]))
        own = (bond.own + 1) / (weights.own_size or 1) ** 0.5
        other = bond.other / (weights.other_size or 1) ** 0.5
        clearly = CLEARLY if abs(bond.story - number) == 1 else CLEARLY_FAR
        named = self._names_headline(number, bond) and weights.named_other >= 2 * weights.named_own
        return named and other >= clearly * own and weights.copied < COPIED

    def _names_headline(self, number: int, bond: Bond) -> bool:
        """True where the end, and not the beginning, has a rare word or a longer run of the other story's headlines."""
        parts = [self._text(part) for _, part in self._stories[number].parts]
        begin, end = "\n".join(parts[: bond.cut]), "\n".join(parts[bond.cut :])
        words = {w for head in self._stories[bond.story].of(*_HEAD) for w in shared_words(self._text(head), end)}
        return any(w not in begin and (len(w) > 2 or (is_word(w) and weight(w) >= NAMED)) for w in words)

    def _text(self, part: Part) -> str:
        return "".join(self._lines[n].text for n in part.lines)

    def _may_move(self, number: int, bond: Bond) -> bool:
        """True where everything from the cut on speaks for the other story, and nothing against."""
        story, target = self._stories[number], self._stories[bond.story]
        telling = TELLING if abs(bond.story - number) == 1 else 2 * TELLING
        if bond.other < max(telling, RIVAL * bond.rival) or target.photo or not target.has_text:
            return False
        signed = any(
            ends_in_author(self._lines[p.last].text) for r, p in story.parts[bond.cut :] if r is Role.PARAGRAPH
        )
        return not (signed and (self._names(target) or self._signed(target)))

    def _move(self, number: int, bond: Bond, cohesion: Cohesion) -> Moved:
        parts = tuple(pair for pair in self._stories[number].parts[bond.cut :] if pair[0] in _BODY)
        after = self._stories[bond.story].of(*_TEXT)[-1]
        confidence = min(0.95, 0.7 + 0.005 * bond.other)
        return Moved(parts, number, bond.story, after, confidence, self._evidence(parts, bond.story, cohesion, number))

    def _evidence(self, parts: Sequence[tuple[Role, Part]], target: int, cohesion: Cohesion, number: int) -> Message:
        """The words of the other story's headlines that the tail names, else rare pairs that both share."""
        text = "".join(self._text(part) for _, part in parts)
        heads = [self._text(part) for part in self._stories[target].of(*_HEAD)]
        words = sorted({w for head in heads for w in shared_words(head, text)}, key=lambda w: (-len(w), text.find(w)))
        named = (say("‘{word}’", word=word) for word in (words or cohesion.shared(number, target))[:3])
        return say("it names {words} as that story does", words=listing(named))


def _clearness(bond: Bond, units: int) -> tuple[float, int]:
    """How clearly a story falls apart at a cut: what its end shares elsewhere, against what binds it to its beginning."""
    return (bond.other - EACH * (units - bond.cut)) / (bond.own + 2), -bond.cut


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
        at = next(n for n, (_, part) in enumerate(target.parts, 1) if part is move.after)
        target.parts[at:at] = move.parts
