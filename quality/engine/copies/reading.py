"""A page as it is read: its articles' joined text, folded, with the way back to the source."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

import numpy as np

from quality.match.passages import laid_out
from quality.model import Span
from quality.text.folding import encode, fold_codes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from quality.model import Article, Block, Page, Segmentation

    Key = tuple[str, str | None]

NEAR = 64
"""Pages of which the reading is held."""
TOGETHER = 1 << 18
"""Characters that are folded at once."""
SENTENCE_ENDS = frozenset("。！？!?….")
_SENTENCE_INSIDE = re.compile("[。！？!?]")


@dataclass(frozen=True)
class Reading:
    """All articles of a page, one newline between two; offsets of `text` are places, those of `key` are indices."""

    number: int
    """Its place in input order."""
    segmentation: Segmentation
    text: str
    key: NDArray[np.uint32]
    offsets: NDArray[np.int64]
    """The place of every folded character."""

    @classmethod
    def of(cls, number: int, segmentation: Segmentation) -> Reading:
        """Reads a segmented page."""
        text = _text(segmentation)
        return cls(number, segmentation, text, *fold_codes(encode(text)))

    @property
    def page(self) -> Page:
        """The page that is read."""
        return self.segmentation.page

    @cached_property
    def bases(self) -> tuple[int, ...]:
        """Where each article starts in `text`."""
        return tuple(accumulate((len(a.text) + 1 for a in self.segmentation.articles[:-1]), initial=0))

    @cached_property
    def blocks(self) -> tuple[tuple[Article, Block, int, int], ...]:
        """Every block with its article, first and last (exclusive) place."""
        articles = zip(self.segmentation.articles, self.bases, strict=False)
        return tuple((a, b, base + s.start, base + s.end) for a, base in articles for b, s in a.parts())

    @cached_property
    def borders(self) -> tuple[int, ...]:
        """Index of each block's first folded character, and the length of the key."""
        starts = np.searchsorted(self.offsets, [start for _, _, start, _ in self.blocks])
        return (*starts.tolist(), len(self.key))

    @cached_property
    def lengths(self) -> tuple[int, ...]:
        """Folded characters of each article."""
        bounds = [*np.searchsorted(self.offsets, self.bases).tolist(), len(self.key)]
        return tuple(b - a for a, b in pairwise(bounds))

    def block_at(self, index: int) -> int:
        """Number of the block that holds a folded character."""
        return bisect_right(self.borders, index, hi=len(self.blocks)) - 1

    def article_at(self, place: int) -> int:
        """Number of the article that holds a place."""
        return bisect_right(self.bases, place) - 1

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """Source spans of `text[start:end]` in reading order; a gap of only layout space does not split."""
        found: list[Span] = []
        for number in range(self.article_at(start), len(self.bases)):
            base, article = self.bases[number], self.segmentation.articles[number]
            if base >= end > start:
                break
            low, high = max(start - base, 0), min(end - base, len(article.text))
            if low < high or start == end:
                for span in article.view.spans(low, high):
                    self._append(found, span)
            if start == end:
                break
        return tuple(found)

    def _append(self, found: list[Span], span: Span) -> None:
        last = found[-1] if found else span
        if found and last.end <= span.start and not self.page.text[last.end : span.start].strip():
            found[-1] = Span(last.start, span.end)
        else:
            found.append(span)

    def breaks(self, index: int) -> bool:
        """True where the page has a line break, or the reading jumps, right before a folded character."""
        if not 0 < index < len(self.key):
            return True
        before, after = self.source(int(self.offsets[index - 1])), self.source(int(self.offsets[index]))
        return after < before or "\n" in self.page.text[before:after]

    def source(self, place: int) -> int:
        """Source offset of one place."""
        number = self.article_at(place)
        return self.segmentation.articles[number].view.source(place - self.bases[number])


@dataclass(frozen=True)
class Stretch:
    """A part of a reading, as indices of its folded key."""

    reading: Reading
    low: int
    high: int

    def __len__(self) -> int:
        return self.high - self.low

    @cached_property
    def key(self) -> str:
        """Its folded characters."""
        return self.reading.key[self.low : self.high].tobytes().decode("utf-32-le")

    @property
    def first(self) -> int:
        """Place of its first character."""
        return int(self.reading.offsets[self.low])

    @property
    def last(self) -> int:
        """Place behind its last character."""
        return int(self.reading.offsets[self.high - 1]) + 1

    @property
    def text(self) -> str:
        """The text between, marks and breaks included."""
        return self.reading.text[self.first : self.last]

    @cached_property
    def before(self) -> str:
        """What stands between the folded character before it and its own first."""
        start = int(self.reading.offsets[self.low - 1]) + 1 if self.low else 0
        return self.reading.text[start : self.first]

    @cached_property
    def after(self) -> str:
        """What stands between its last folded character and the next one."""
        end = int(self.reading.offsets[self.high]) if self.high < len(self.reading.key) else len(self.reading.text)
        return self.reading.text[self.last : end]

    @cached_property
    def borders(self) -> tuple[int, ...]:
        """How many of its folded characters stand before each end of a sentence or of a line inside it."""
        marks = [m.start() + self.first for m in _SENTENCE_INSIDE.finditer(self.text)]
        sentences = np.searchsorted(self.reading.offsets, marks).tolist()
        lines = self.reading.borders
        inside = lines[bisect_right(lines, self.low) : bisect_right(lines, self.high - 1)]
        return tuple(at - self.low for at in (*sentences, *inside))

    @property
    def blocks(self) -> tuple[tuple[Article, Block, int, int], ...]:
        """The blocks that it touches, as in `Reading.blocks`."""
        return self.reading.blocks[self.reading.block_at(self.low) : self.reading.block_at(self.high - 1) + 1]

    @property
    def into_line(self) -> int:
        """Folded characters of its first block that stand before it."""
        return self.low - self.reading.borders[self.reading.block_at(self.low)]

    @property
    def short_of_line(self) -> int:
        """Folded characters of its last block that stand after it."""
        return self.reading.borders[self.reading.block_at(self.high - 1) + 1] - self.high

    @property
    def whole_lines(self) -> bool:
        """True where it begins and ends with blocks."""
        return not self.into_line and not self.short_of_line

    @property
    def whole_sentences(self) -> bool:
        """True for one or more whole sentences."""
        return (not self.into_line or ends_sentence(self.before)) and ends_sentence(self.after)

    def overlap(self, other: Stretch) -> int:
        """Folded characters that both hold."""
        if self.reading.page is not other.reading.page:
            return 0
        return max(min(self.high, other.high) - max(self.low, other.low), 0)

    def moved(self, low: int, high: int) -> Stretch:
        """The same place with other ends."""
        return Stretch(self.reading, low, high)


def article_of(stretch: Stretch) -> int:
    """Number of the article that holds most of a stretch's beginning."""
    return stretch.reading.article_at(stretch.first)


def ends_sentence(text: str) -> bool:
    """True where marks after a stretch end a sentence."""
    return any(c in SENTENCE_ENDS for c in text)


class Readings:
    """Pages as they are read: of all the folded text, end to end; the rest is read anew when it is asked for."""

    def __init__(self, segmentations: Sequence[Segmentation], leaving: Collection[Key]) -> None:
        """Of all pages but some that go."""
        self.pages: list[Page] = []
        self._segmentations = segmentations
        self._numbers = array("q")
        self.codes, self.bounds = laid_out(_folded(self._texts(leaving)))
        self._made = lru_cache(NEAR)(self._make)

    def __len__(self) -> int:
        return len(self.pages)

    def __getitem__(self, number: int) -> Reading:
        return self._made(number)

    def _texts(self, leaving: Collection[Key]) -> Iterator[str]:
        for number, segmentation in enumerate(self._segmentations):
            if segmentation.page.key not in leaving:
                self._numbers.append(number)
                self.pages.append(segmentation.page)
                yield _text(segmentation)

    def _make(self, number: int) -> Reading:
        return Reading.of(number, self._segmentations[self._numbers[number]])


def _folded(texts: Iterable[str]) -> Iterator[NDArray[np.uint32]]:
    """The folded key of every text; many are folded as one, for they are many and short."""
    waiting: list[str] = []
    length = 0
    for text in texts:
        waiting.append(text)
        length += len(text)
        if length >= TOGETHER:
            yield from _folded_as_one(waiting)
            waiting, length = [], 0
    yield from _folded_as_one(waiting)


def _folded_as_one(texts: Sequence[str]) -> Iterator[NDArray[np.uint32]]:
    key, offsets = fold_codes(encode("".join(texts)))
    cuts = np.searchsorted(offsets, [0, *accumulate(map(len, texts))])
    yield from (key[low:high] for low, high in pairwise(cuts.tolist()))


def _text(segmentation: Segmentation) -> str:
    return "\n".join(a.text for a in segmentation.articles)
