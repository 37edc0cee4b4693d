"""Segment's decisions in the words of the model: joins, displaced fragments, text that breaks off."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from quality.message import listing, say
from quality.model import Displaced, Join, Role, Span, Truncated
from quality.segment.hyphens import SOFT, Hyphen, Hyphens
from quality.segment.prose import ends_no_sentence, reads_like_caption
from quality.segment.seams import glue
from quality.segment.shapes import (
    BYLINE,
    DATELINE,
    HEADING,
    PHOTO,
    TEXT,
    ends_in_name,
    ends_in_office,
    ends_in_photo,
    is_item,
    names_reporter,
)
from quality.segment.signals import PROVEN, REGULAR
from quality.text.words import is_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from quality.segment.lines import Line
    from quality.segment.order import Moved
    from quality.segment.reflow import Part, Seam
    from quality.segment.stories import Story

_CAPTION = Role.CAPTION
TAIL = 20
"""Characters before the break that a cut shows."""
_STOP = re.compile(r"[。！？]|[.!?][\s”’\"']")
_SENTENCE = re.compile(r"(?:[。！？!?]|(?<=[a-z]{3})\.(?=[\s”’\"']))[”’」』）)\"']*")
"""The end of a sentence with what closes around it; most of English abbreviations are shorter."""
_SIGNED = re.compile(r"[。！？!?…][”’]?[ 　]?\w{1,3}$")
"""So few characters behind a sentence sign it more often than they begin another."""
_NAMES = re.compile(r"\S{1,12}(?:[ 　]+\S{1,12}){5,}")
"""A line of a list of names."""
_GOES_ON = frozenset("，,、；的")
"""What no sentence begins with, if it begins no word."""
REMAINDER = 12
"""Characters of the longest end of a paragraph that is told from a sentence of its own."""
_LOOSE = say("its word stands in one piece elsewhere on the page, so that the hyphen goes with the break")
_SOFT = say("its hyphen is a soft one, which no word has")
_DOUBTFUL = say("nothing on the page tells whether the hyphen stays")


def joins(lines: Sequence[Line], parts: Sequence[Part], text: str) -> tuple[Join, ...]:
    """Every seam of adjacent lines, in page order; `text` is the page's, whose words judge hyphens."""
    hyphens = Hyphens(text)
    return tuple(_join(lines, seam, hyphens) for part in parts for seam in part.seams if seam.right == seam.left + 1)


def _join(lines: Sequence[Line], seam: Seam, hyphens: Hyphens) -> Join:
    left, right = lines[seam.left], lines[seam.right]
    between = Span(left.end, right.start)
    confidence = min(0.7 + 0.05 * seam.score, 0.99)
    join = Join(
        between, glue(left.text, right.text), seam.score >= PROVEN, confidence, seam.evidence, seam.evidence == REGULAR
    )
    match hyphens.judge(left.text, right.text):
        case Hyphen.GOES:
            evidence = _SOFT if left.text[-1] == SOFT else _LOOSE
            return replace(join, evidence=evidence, regular=False, hyphenated=True)
        case Hyphen.UNKNOWN:
            return replace(join, evidence=listing((seam.evidence, _DOUBTFUL)))
    return join


def displaced(lines: Sequence[Line], stories: Sequence[Story], moves: Sequence[Moved]) -> tuple[Displaced, ...]:
    """Fragments inside foreign sentences, away from their story, or without any, in page order."""
    found = [d for story in stories for d in _inside_story(lines, story)]
    found += [_moved(lines, move) for move in moves]
    found += _pictures(lines, stories, found)
    found += _credits(lines, stories, found)
    found += _remainders(lines, stories)
    found += _without_beginning(lines, stories, {id(part) for move in moves for _, part in move.parts})
    return tuple(sorted(found, key=lambda d: d.span))


def _pictures(lines: Sequence[Line], stories: Sequence[Story], told: Sequence[Displaced]) -> Iterator[Displaced]:
    """Picture texts that stand alone: no headline, no credit, and not inside a sentence."""
    inside = {d.span for d in told}
    for story in stories:
        captions = [at for at, (role, _) in enumerate(story.parts) if role is _CAPTION] if not story.photo else []
        for number in captions:
            part = story.parts[number][1]
            span = Span(lines[part.first].start, lines[part.last].end)
            credited = number + 1 < len(story.parts) and story.parts[number + 1][1].kind is PHOTO
            if credited or span in inside or ends_in_photo(lines[part.last].text):
                continue
            yield Displaced(
                span, "orphan", None, 0.75, say("the text of a picture that has no headline and no credit here")
            )


def _credits(lines: Sequence[Line], stories: Sequence[Story], told: Sequence[Displaced]) -> Iterator[Displaced]:
    """Photographers' credits below a reporter's text, where neither it nor its last paragraph has a picture's text."""
    for story in stories:
        if not story.has_text or story.photo or story.of(_CAPTION) or (last := story.parts[-1][1]).kind is not PHOTO:
            continue
        paragraphs = story.of(Role.PARAGRAPH)
        if story.parts[-2][1] is not paragraphs[-1]:
            continue
        credit, above = lines[last.first], lines[paragraphs[-1].first].text
        written = len(paragraphs) > 1 or names_reporter(above)
        moved = any(d.span.start <= credit.start < d.span.end for d in told)
        if written and not moved and not reads_like_caption(above) and credit.text.rstrip("）)。").endswith("摄"):
            yield Displaced(credit.span, "orphan", None, 0.75, say("the credit of a picture that has no text here"))


def _remainders(lines: Sequence[Line], stories: Sequence[Story]) -> Iterator[Displaced]:
    """Short lines that repeat how an earlier paragraph ends, cut in mid-sentence."""
    for story in stories:
        paragraphs = story.of(Role.PARAGRAPH)
        short = {n: lines[p.first].text for n, p in enumerate(paragraphs) if n and _is_remainder(lines, p)}
        if not short:
            continue
        lengths = {len(text) for text in short.values()}
        ends: dict[str, int] = {}
        for number, part in enumerate(paragraphs):
            last = lines[part.last].text
            text = short.get(number)
            if text is not None and text in ends:
                copy = Span(ends[text] - len(text), ends[text])
                evidence = say("it repeats the last characters of a paragraph above")
                yield Displaced(lines[part.first].span, "orphan", None, 0.9, evidence, copy=copy)
            ends |= {last[-n:]: lines[part.last].end for n in lengths if len(last) > n and last[-n - 1].isalnum()}


def _is_remainder(lines: Sequence[Line], part: Part) -> bool:
    last = lines[part.last]
    return 2 <= len(last.text) <= REMAINDER and last.closed and len(part.lines) == 1


def _without_beginning(lines: Sequence[Line], stories: Sequence[Story], moved: set[int]) -> Iterator[Displaced]:
    """First paragraphs of stories that no sentence begins with, and no other place was found for."""
    for story in stories:
        part = next((part for role, part in story.parts if role is Role.PARAGRAPH), None)
        if part is None or id(part) in moved:
            continue
        text = lines[part.first].text
        if text[0] in _GOES_ON and not is_word(text[:2]):
            evidence = say("it goes on with a sentence that begins nowhere on the page")
            yield Displaced(_run(lines, part, part.first), "orphan", None, 0.8, evidence)


def _moved(lines: Sequence[Line], move: Moved) -> Displaced:
    """A tail's decision; `to` is the end of the text that it follows. Rests that stand elsewhere have their own."""
    span = Span(lines[move.parts[0][1].first].start, max(_run(lines, p, p.first).end for _, p in move.parts))
    return Displaced(span, "tail", lines[move.after.last].end, move.confidence, move.evidence)


def _inside_story(lines: Sequence[Line], story: Story) -> Iterator[Displaced]:
    torn = [part for _, part in story.parts if part.seams and any(s.right != s.left + 1 for s in part.seams)]
    below = {id(part): after for (_, part), (_, after) in pairwise(story.parts)} if torn else {}
    for part in torn:
        yield from _inside(lines, below, part)


def _inside(lines: Sequence[Line], below: Mapping[int, Part], part: Part) -> Iterator[Displaced]:
    for seam in part.seams:
        if seam.right == seam.left + 1:
            continue
        torn = (
            Span(lines[seam.left].end, lines[seam.left].end),
            Span(lines[seam.right].start, lines[seam.right].start),
        )
        if seam.far:
            yield Displaced(_run(lines, part, seam.right), "rest", lines[seam.left].end, 0.9, seam.evidence, torn)
            continue
        inner = [p for p in part.inside if seam.left < p.first < seam.right]
        heads = [p for p in inner if p.kind is HEADING]
        if heads:
            span = Span(lines[heads[0].first].start, lines[heads[-1].last].end)
            yield Displaced(span, "head", _top(lines, below, heads), 0.9, seam.evidence, torn)
        for p in inner:
            if p.kind is not HEADING and any(map(str.isalnum, lines[p.first].text)):
                yield Displaced(
                    Span(lines[p.first].start, lines[p.last].end), "interrupting", None, 0.9, seam.evidence, torn
                )


def _run(lines: Sequence[Line], part: Part, first: int) -> Span:
    """The lines of a part from one of them on that stand together on the page."""
    last = first
    for number in part.lines[part.lines.index(first) + 1 :]:
        if number != last + 1:
            break
        last = number
    return Span(lines[first].start, lines[last].end)


def _top(lines: Sequence[Line], below: Mapping[int, Part], heads: Sequence[Part]) -> int | None:
    """The offset of what follows the headings in their story."""
    after = below.get(id(heads[-1]))
    return lines[after.first].start if after is not None else None


def truncated(lines: Sequence[Line], stories: Sequence[Story], moves: Sequence[Moved]) -> tuple[Truncated, ...]:
    """Paragraphs that break off and no displaced tail goes on with, and stories without a headline, in page order."""
    found = [t for story in stories for t in _cuts(lines, story)] if _ends_sentences(lines) else []
    mended = {lines[move.after.last].end for move in moves if move.joined}
    found = [t for t in found if t.span.end not in mended]
    moved = {id(part) for move in moves for _, part in move.parts}
    found += _headless(lines, [story for story in stories if any(id(part) not in moved for _, part in story.parts)])
    return tuple(sorted(found, key=lambda t: t.span))


def _ends_sentences(lines: Sequence[Line]) -> bool:
    """False for titles, entries and queries: where no sentence ends and no reporter writes, none can be said to break off."""
    signed = (DATELINE, BYLINE)
    return any(line.closed or line.kind in signed or _STOP.search(line.text) for line in lines)


def _cuts(lines: Sequence[Line], story: Story) -> Iterator[Truncated]:
    for role, part in story.parts:
        if part.torn and role is Role.PARAGRAPH and _is_cut(lines, part.last):
            end = lines[part.last].end
            sure = 0.9 if part.last < len(lines) - 1 else 0.8
            yield Truncated(
                Span(max(end - TAIL, lines[part.last].start), end),
                "cut",
                sure,
                say("nothing on the page goes on with it"),
            )


def _is_cut(lines: Sequence[Line], last: int) -> bool:
    """False where only the final mark may be lost: a paragraph goes on below, a name signs the text, or it is no prose."""
    after = lines[last + 1] if last + 1 < len(lines) else None
    text = lines[last].text
    if ends_in_name(text) or ends_in_office(text) or _SIGNED.search(text[-TAIL:]):
        return False
    if _NAMES.fullmatch(text) or ends_no_sentence(text):
        return False
    return after is None or after.kind is not TEXT or after.blanks > lines[last].blanks


def _headless(lines: Sequence[Line], stories: Sequence[Story]) -> Iterator[Truncated]:
    """Stories of a page whose other stories have headlines."""
    headed = sum(bool(story.of(Role.HEADLINE)) for story in stories)
    for number, story in enumerate(stories):
        needed = 1 if number else 2
        if story.has_text and headed >= needed and not story.of(Role.HEADLINE, Role.KICKER):
            first = lines[story.parts[0][1].first]
            if first.kind is TEXT and is_item(first.text):
                continue  # items of a round-up have none
            yield Truncated(_first_sentence(first), "no-headline", 0.8, say("other stories of the page have one"))


def _first_sentence(line: Line) -> Span:
    """The line as far as its first sentence goes: a paragraph may be long, and its beginning shows the story."""
    end = _SENTENCE.search(line.text)
    return Span(line.start, line.start + end.end()) if end else line.span
