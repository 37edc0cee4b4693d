"""Segment's decisions in the words of the model: joins, displaced fragments, text that breaks off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quality.model import Displaced, Join, Role, Span, Truncated
from quality.segment.signals import PROVEN
from quality.segment.seams import glue
from quality.segment.shapes import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quality.segment.lines import Line
    from quality.segment.reflow import Part, Seam
    from quality.segment.stories import Story


def joins(lines: Sequence[Line], parts: Sequence[Part]) -> tuple[Join, ...]:
    """Every seam of adjacent lines, in page order."""
    return tuple(_join(lines, seam) for part in parts for seam in part.seams if seam.right == seam.left + 1)


def _join(lines: Sequence[Line], seam: Seam) -> Join:
    left, right = lines[seam.left], lines[seam.right]
    between = Span(left.end, right.start)
    confidence = min(0.7 + 0.05 * seam.score, 0.99)
    return Join(between, glue(left.text, right.text), seam.score >= PROVEN, confidence, seam.evidence)


def displaced(lines: Sequence[Line], stories: Sequence[Story]) -> tuple[Displaced, ...]:
    """Fragments inside foreign sentences, in page order."""
    found = [d for story in stories for role, part in story.parts for d in _inside(lines, story, part)]
    return tuple(sorted(found, key=lambda d: d.span))


def _inside(lines: Sequence[Line], story: Story, part: Part) -> Iterator[Displaced]:
    for seam in part.seams:
        if seam.right == seam.left + 1:
            continue
        torn = (
            Span(lines[seam.left].end, lines[seam.left].end),
            Span(lines[seam.right].start, lines[seam.right].start),
        )
        inner = [p for p in part.inside if seam.left < p.first < seam.right]
        heads = [p for p in inner if p.kind is Kind.HEADING]
        if heads:
            span = Span(lines[heads[0].first].start, lines[heads[-1].last].end)
            yield Displaced(span, "head", _top(lines, story, heads), 0.9, seam.evidence, torn)
        for p in inner:
            if p.kind is not Kind.HEADING:
                yield Displaced(
                    Span(lines[p.first].start, lines[p.last].end), "interrupting", None, 0.9, seam.evidence, torn
                )


def _top(lines: Sequence[Line], story: Story, heads: Sequence[Part]) -> int | None:
    """The offset of what follows the headings in their story."""
    numbers = [p for _, p in story.parts]
    at = max((numbers.index(p) for p in heads if p in numbers), default=-1)
    return lines[numbers[at + 1].first].start if 0 <= at < len(numbers) - 1 else None


def truncated(lines: Sequence[Line], stories: Sequence[Story]) -> tuple[Truncated, ...]:
    """Paragraphs that break off, and stories without a headline."""
    found: list[Truncated] = []
    for number, story in enumerate(stories):
        for role, part in story.parts:
            if role is Role.PARAGRAPH and part.torn:
                end = lines[part.last].end
                found.append(
                    Truncated(Span(max(end - 20, lines[part.last].start), end), "cut", 0.9, "the sentence breaks off")
                )
        if number and not story.of(Role.HEADLINE, Role.KICKER) and story.has_text:
            line = lines[story.parts[0][1].first]
            found.append(Truncated(line.span, "no-headline", 0.8, "the story begins without a headline"))
    return tuple(sorted(found, key=lambda t: t.span))
