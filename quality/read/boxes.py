"""What the readers of scanned pages share: words with their places and the recogniser's confidence become a page's text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from quality.model import Page, Span, Word
from quality.read.reading_order import reading_order
from quality.text.scripts import is_han

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quality.read.reading_order import Box


@dataclass(frozen=True, slots=True)
class _Token:
    """A piece of a line as it was put down."""

    content: str
    word: bool = False
    glued: bool = False
    confidence: float | None = None
    box: Box | None = None


@dataclass(slots=True)
class Drawing:
    """A page while its words are put down: a line of the page is a line of the text, a blank line parts blocks.

    Blocks that all have places are read in the order of their places, others in that of the file.
    """

    _blocks: list[list[list[_Token]]] = field(default_factory=lambda: [[[]]])

    def word(self, content: str, confidence: float | None, box: Box | None) -> None:
        """Puts down a word; between two words of a script that sets words apart stands a space."""
        if content := content.strip():
            self._put(_Token(content, word=True, confidence=confidence, box=box))

    def run(self, content: str) -> None:
        """Puts down text whose words have no places."""
        if content:
            self._put(_Token(content))

    def glue(self, content: str) -> None:
        """Puts a mark down behind the word before it, as the hyphen at the end of a line."""
        if self._blocks[-1][-1]:
            self._put(_Token(content, glued=True))

    def _put(self, token: _Token) -> None:
        self._blocks[-1][-1].append(token)

    def line(self) -> None:
        """Ends a line."""
        self._blocks[-1].append([])

    def block(self) -> None:
        """Ends a block."""
        self._blocks.append([[]])

    def page(self, name: str, record: str) -> Page:
        """The page, as a record of its file."""
        text: list[str] = []
        words: list[Word] = []
        size = 0
        for token, gap in _in_order(self._blocks):
            text += (gap, token.content)
            start = size + len(gap)
            size = start + len(token.content)
            if token.word:
                words.append(Word(Span(start, size), token.confidence, token.box))
        return Page(name, "".join(text), record, words=tuple(words))


def _in_order(blocks: Sequence[Sequence[Sequence[_Token]]]) -> Iterator[tuple[_Token, str]]:
    """Every piece with what stands before it."""
    full = [[line for line in block if line] for block in blocks if any(block)]
    boxes = [box for block in full if (box := _around(block)) is not None]
    order = reading_order(boxes) if len(boxes) == len(full) else range(len(full))
    before = ""
    for number in order:
        for line in full[number]:
            for at, token in enumerate(line):
                yield token, before if not at else _between(line[at - 1], token)
            before = "\n"
        before = "\n\n"


def _between(left: _Token, right: _Token) -> str:
    apart = right.word and not (is_han(left.content[-1]) or is_han(right.content[0]))
    return " " if apart and not right.glued else ""


def _around(lines: Sequence[Sequence[_Token]]) -> Box | None:
    """The place of a block, None where a word has none."""
    boxes = [token.box for line in lines for token in line if not token.glued]
    known = [box for box in boxes if box is not None]
    if len(known) < len(boxes) or not known:
        return None
    left, top, right, bottom = zip(*known, strict=True)
    return min(left), min(top), max(right), max(bottom)
