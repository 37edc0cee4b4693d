"""Where stories begin and end, and what each of their parts is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from quality.model import Role
from quality.segment.prose import ends_no_sentence
from quality.segment.roles import heading_roles, is_spaced
from quality.segment.shapes import (
    AUTHOR,
    BYLINE,
    DATELINE,
    FURNITURE,
    HEADING,
    LABEL,
    PHOTO,
    RUNNING,
    TEXT,
    ends_in_author,
    ends_in_name,
    ends_in_office,
    ends_in_photo,
    has_mark,
    is_name,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quality.segment.lines import Line
    from quality.segment.reflow import Part, Reflow
    from quality.segment.shapes import Kind

_PICTURE = re.compile(r"图[为中片①-⑳一二三四]|这是|上图|下图|左图|右图|资料图")
LONGEST_CAPTION = 90
"""Characters of a picture's text that nothing but its credit tells."""
NEAR = 4
"""Parts below a heading that it may speak of."""
LONGEST_STANDFIRST = 3, 240
"""Paragraphs, and their characters, between a headline and the byline."""
LONGEST_PHOTO_STORY = 3
"""Paragraphs under the headline of a picture."""

_PARAGRAPH, _CAPTION = Role.PARAGRAPH, Role.CAPTION
_SUBHEAD_OR_LABEL: dict[Kind, Role] = {HEADING: Role.SUBHEAD, LABEL: Role.LABEL}


@dataclass(slots=True)
class Story:
    """One story while it is put together; parts stand in reading order with their roles."""

    parts: list[tuple[Role, Part]] = field(default_factory=list)
    photo: bool = False
    """A headline with a picture's text."""
    closed: bool = False
    """An author's credit ended it."""
    boxed: bool = False
    """A label stands between its first headings and its text: slogans, not its headline."""
    under: Story | None = None
    """The headings of the round-up that it is an item of."""
    _looked: int = 0
    """Parts at the front that are no paragraphs."""

    def of(self, *roles: Role) -> list[Part]:
        """Its parts of these roles."""
        return [part for role, part in self.parts if role in roles]

    @property
    def is_box(self) -> bool:
        """True for a label and its text, above the headline of their story."""
        return bool(self.parts) and {role for role, _ in self.parts} == {Role.LABEL, Role.STANDFIRST}

    def reset(self) -> None:
        """Looks at its parts anew: the roles of some have changed."""
        self._looked = 0

    @property
    def has_text(self) -> bool:
        """True when a paragraph stands in it; looks at every part once."""
        while self._looked < len(self.parts) and self.parts[self._looked][0] is not _PARAGRAPH:
            self._looked += 1
        return self._looked < len(self.parts)


class Stories:
    """Groups the parts of one page."""

    def __init__(self, lines: Sequence[Line], parts: Sequence[Part], reflow: Reflow) -> None:
        self._lines, self._parts, self._reflow = lines, parts, reflow
        self._stories: list[Story] = []
        self._text: Story | None = None
        """The story whose text goes on when no heading begins another."""
        self._pending: list[Part] = []
        self._roundup: Story | None = None
        """The headings above the items that are put together."""
        self.furniture: list[Part] = []

    def group(self) -> list[Story]:
        """The stories in the order of their first part."""
        number = 0
        while number < len(self._parts):
            number = self._place(number)
        self._settle()
        return [story for story in self._stories if story.parts]

    def _place(self, number: int) -> int:
        """Puts one part (or a picture's parts) where it belongs; the number of the next."""
        part = self._parts[number]
        if part.kind in RUNNING:
            if (end := self._picture_end(number)) is not None:
                self._picture(number, end)
                return end
            self._paragraph(part)
        elif part.kind in (HEADING, LABEL):
            if not self._signs(number) and not self._ends_story(number):
                self._pending.append(part)
        elif part.kind is FURNITURE:
            self.furniture.append(part)
        elif part.kind is BYLINE:
            self._byline(number)
        else:
            self._credit(part)
        return number + 1

    def _signs(self, number: int) -> bool:
        """Takes a bare name for the byline below a headline, or for the author's credit below a text."""
        part, story = self._parts[number], self._text
        if part.kind is not HEADING or not is_name(self._text_of(part)):
            return False
        if self._pending and self._kind_at(number + 1) is TEXT:
            self._open([(Role.BYLINE, part)], lead=self._text_of(self._parts[number + 1]))
            return True
        if self._pending or story is None or not story.has_text or self._kind_at(number + 1) not in (HEADING, None):
            return False
        story.parts.append((Role.CREDIT, part))
        story.closed = True
        return True

    def _ends_story(self, number: int) -> bool:
        """Takes a line for the torn end of the text above: it reads so or speaks of that, and not of what stands below."""
        part, story = self._parts[number], self._text
        if part.kind is not HEADING or self._pending or story is None or not story.has_text:
            return False
        text = self._text_of(part)
        if not has_mark(text) or ends_no_sentence(text) or self._kind_at(number + 1) is not HEADING:
            return False
        below = "".join(self._text_of(p) for p in self._parts[number + 1 : number + 1 + NEAR])
        threes = {text[at : at + 3] for at in range(len(text) - 2)}
        if any(three in below for three in threes):
            return False
        above = "".join(self._text_of(p) for _, p in story.parts[:NEAR] + story.parts[-2 * NEAR :])
        if sum(three in above for three in threes) < 2 and not self._reflow.is_prose(part.last):
            return False
        story.parts.append((_PARAGRAPH, replace(part, kind=TEXT, torn=True)))
        return True

    def _text_of(self, part: Part) -> str:
        if len(part.lines) == 1:
            return self._lines[part.first].text
        return "".join([self._lines[n].text for n in part.lines])

    def _kind_at(self, number: int) -> Kind | None:
        return self._parts[number].kind if number < len(self._parts) else None

    def _open(self, first: list[tuple[Role, Part]], *, photo: bool = False, lead: str = "") -> Story:
        """Begins a story under the headings that wait."""
        heads, self._pending = self._pending, []
        texts = [self._text_of(p) for p in heads]
        item = bool(heads) and is_spaced(texts[-1])
        if len(heads) > 1 and item:
            self._roundup = Story(self._heads(heads[:-1], texts[:-1], ""))
            self._stories.append(self._roundup)
            heads, texts = heads[-1:], texts[-1:]
        elif not photo and not item:
            self._roundup = None
        story = Story(self._heads(heads, texts, lead) + first, photo, under=self._roundup if item else None)
        story.boxed = Role.LABEL in {role for role, _ in story.parts}
        if not photo and heads and self._stories and self._stories[-1].is_box:
            story.parts[len(heads) : len(heads)] = self._stories.pop().parts
        self._stories.append(story)
        if not photo:
            self._text = story
        return story

    def _heads(self, heads: Sequence[Part], texts: Sequence[str], lead: str) -> list[tuple[Role, Part]]:
        plain = [t for p, t in zip(heads, texts, strict=True) if p.kind is HEADING]
        roles = iter(heading_roles(plain, lead))
        return [(next(roles) if p.kind is HEADING else Role.LABEL, p) for p in heads]

    def _byline(self, number: int) -> None:
        part, story = self._parts[number], self._text
        goes_on = self._kind_at(number + 1) in (TEXT, DATELINE, BYLINE)
        if not self._pending and story is not None and goes_on and self._is_standfirst(story):
            story.parts = [(Role.STANDFIRST if role is _PARAGRAPH else role, p) for role, p in story.parts]
            story.parts.append((Role.BYLINE, part))
            story.reset()
        elif self._pending or story is None or (story.has_text and goes_on):
            lead = self._text_of(self._parts[number + 1]) if number + 1 < len(self._parts) else ""
            self._open([(Role.BYLINE, part)], lead=lead)
        elif story.has_text:
            story.parts.append((Role.CREDIT, part))
            story.closed = True
        else:
            story.parts.append((Role.BYLINE, part))

    def _is_standfirst(self, story: Story) -> bool:
        """True for a story of a headline and a few words, above the names of those who wrote it."""
        paragraphs = story.of(_PARAGRAPH)
        if story.closed or story.photo or not paragraphs or {r for r, _ in story.parts} & {Role.BYLINE, Role.SUBHEAD}:
            return False
        plain = all(p.kind is TEXT and not p.torn and not p.inside for p in paragraphs)
        size = sum(len(self._text_of(p)) for p in paragraphs[: LONGEST_STANDFIRST[0] + 1])
        short = len(paragraphs) <= LONGEST_STANDFIRST[0] and size <= LONGEST_STANDFIRST[1]
        return plain and short and bool(story.of(Role.HEADLINE))

    def _credit(self, part: Part) -> None:
        self._settle()
        story = self._stories[-1] if self._stories else self._open([])
        if self._text is not None and self._text.parts and self._text.parts[-1][1].last > story.parts[-1][1].last:
            story = self._text
        story.parts.append((Role.CREDIT, part))
        if part.kind is AUTHOR and not story.photo:
            story.closed = True

    def _settle(self) -> None:
        """Gives headings that nothing followed to the story before them, or to one of their own."""
        if not self._pending:
            return
        if self._text is None or len(self._pending) > 1:
            self._open([])
        else:
            self._text.parts += [(Role.SUBHEAD, p) for p in self._pending]
            self._pending = []

    def _picture_end(self, number: int) -> int | None:
        """The number behind the last part of a picture's text and credit that begin here; several only under a headline."""
        reach = LONGEST_PHOTO_STORY if self._pending else 1
        for end in range(number, min(number + reach, len(self._parts))):
            part = self._parts[end]
            if part.kind is not TEXT or part.inside:
                return None
            credited = end + 1 < len(self._parts) and self._parts[end + 1].kind is PHOTO
            if credited or ends_in_photo(self._lines[part.last].text):
                return end + 1 + credited if self._pending or self._shows(part) else None
        return None

    def _shows(self, part: Part) -> bool:
        """True where a paragraph between two of a story is the text of a picture."""
        text = self._text_of(part)
        picture = part.caption or self._reflow.is_picture_gap(part.first) or _PICTURE.search(text) is not None
        return picture or len(text) <= LONGEST_CAPTION

    def _picture(self, start: int, end: int) -> None:
        captions = [(Role.CREDIT if p.kind is PHOTO else _CAPTION, p) for p in self._parts[start:end]]
        if self._pending:
            self._open(captions, photo=True, lead=self._text_of(self._parts[start]))
        elif self._stories:
            self._stories[-1].parts += captions
        else:
            self._open(captions, photo=True)

    def _paragraph(self, part: Part) -> None:
        story = self._text
        if story is not None and not self._pending and (part.caption or self._follows_caption(story, part)):
            story.parts.append((_CAPTION, part))
            return
        if story is None or self._begins_story(story, part):
            story = self._open([], lead=self._text_of(part))
        elif self._pending:
            story.parts += [(_SUBHEAD_OR_LABEL[p.kind], p) for p in self._pending]
            self._pending = []
        boxed = story.parts and story.parts[-1][0] is Role.LABEL and not story.has_text
        story.parts.append((Role.STANDFIRST if boxed else _PARAGRAPH, part))
        if part.inside:
            self._insert(story, part)
        last = self._lines[part.last].text
        if ends_in_author(last) or ends_in_name(last) or ends_in_office(last):
            story.closed = True

    def _follows_caption(self, story: Story, part: Part) -> bool:
        """True for one more short sentence below the pictures at the end of the page, the last of which has no credit yet."""
        if part.last < len(self._lines) - 1 or not story.parts or story.parts[-1][0] is not _CAPTION:
            return False
        if ends_in_photo(self._lines[story.parts[-1][1].last].text):
            return False
        return part.first == part.last and self._reflow.looks_like_caption(part.first)

    def _begins_story(self, story: Story, part: Part) -> bool:
        if part.kind is DATELINE:
            return bool(self._pending) or story.has_text
        if not self._pending:
            return False
        headings = sum(p.kind is HEADING for p in self._pending)
        return headings > 1 or story.closed

    def _insert(self, story: Story, part: Part) -> None:
        """Gives the foreign parts inside a sentence their place: headings above, captions with the captions."""
        headings = [p for p in part.inside if p.kind is HEADING]
        if headings and (story.boxed or all(role is not Role.HEADLINE for role, _ in story.parts)):
            self._crown(story, headings)
            story.boxed = False
        else:
            story.parts += [(Role.SUBHEAD, p) for p in headings]
        for inner in part.inside:
            if inner.kind is FURNITURE:
                self.furniture.append(inner)
            elif inner.kind is not HEADING:
                role = Role.LABEL if inner.kind is LABEL else Role.CREDIT if inner.kind is PHOTO else _CAPTION
                story.parts.append((role, inner))

    def _crown(self, story: Story, headings: Sequence[Part]) -> None:
        """Sets headings that stood inside a sentence above the story; what stood there alone become kickers."""
        old = story.of(Role.KICKER, Role.HEADLINE)
        rest: list[tuple[Role, Part]] = [pair for pair in story.parts if pair[0] not in (Role.KICKER, Role.HEADLINE)]
        lead = "".join(self._text_of(p) for role, p in rest if role is _PARAGRAPH)
        texts = [self._text_of(p) for p in headings]
        kickers: list[tuple[Role, Part]] = [(Role.KICKER, p) for p in old]
        story.parts = kickers + self._heads(headings, texts, lead) + rest
