"""What the readers of scanned pages share: words with their places and the recogniser's confidence become a page's text."""

from __future__ import annotations

from dataclasses import dataclass, field

from quality.model import Page, Span, Word
from quality.text.scripts import is_han


@dataclass(slots=True)
class Drawing:
    """A page while its words are put down: a line of the page is a line of the text, a blank line parts blocks."""

    text: list[str] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    size: int = 0
    _gap: str = ""

    def word(self, content: str, confidence: float | None, box: tuple[float, float, float, float] | None) -> None:
        """Puts down a word; between two words of a script that sets words apart stands a space."""
        content = content.strip()
        if not content:
            return
        gap = self._gap if self.size else ""
        if self.size and not gap and not (is_han(self.text[-1][-1]) or is_han(content[0])):
            gap = " "
        start = self.size + len(gap)
        self.text.append(gap + content)
        self.size = start + len(content)
        self.words.append(Word(Span(start, self.size), confidence, box))
        self._gap = ""

    def run(self, content: str) -> None:
        """Puts down text whose words have no places."""
        if content:
            gap = self._gap if self.size else ""
            self.text.append(gap + content)
            self.size += len(gap) + len(content)
            self._gap = ""

    def glue(self, content: str) -> None:
        """Puts a mark down behind the word before it, as the hyphen at the end of a line."""
        if self.size:
            self.text.append(content)
            self.size += len(content)

    def line(self) -> None:
        """Ends a line."""
        self._gap = self._gap or "\n"

    def block(self) -> None:
        """Ends a block."""
        self._gap = "\n\n"

    def page(self, name: str, record: str) -> Page:
        """The page, as a record of its file."""
        return Page(name, "".join(self.text), record, words=tuple(self.words))
