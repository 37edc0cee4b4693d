"""Lists in running text: items that 、 divides, or quotations side by side; brackets and quotations are whole."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from quality.text.grammar import ENDS_A_LIST
from quality.text.remembered import remembered
from quality.text.sentences import pauses_everywhere

if TYPE_CHECKING:
    from collections.abc import Iterator

BRACKET = r"（[^（）\n]{1,60}）|\([^()\n]{1,60}\)"
QUOTED = r"“[^“”\n]{1,60}”|《[^《》\n]{1,60}》"
_TOKEN = re.compile(
    rf"(?P<quoted>{QUOTED})|(?P<bracket>{BRACKET})|(?P<comma>、)"
    r"|(?P<mark>[，,。；;：:！!？?\n…—](?!(?<=\d,)\d{3}))|(?P<word>[^“”《》（）()、，,。；;：:！!？?\n…—]+|.)"
)
_BRACKET = re.compile(BRACKET)
AND = re.compile(r"以及|和|及|与")
_LAST = re.compile(r"等|以及|和|及|与")


@dataclass(frozen=True, slots=True)
class Chunk:
    """What stands between two commas: an item, perhaps with a lead-in or a tail; `quotes` are its quotations' places."""

    start: int
    end: int
    text: str
    quotes: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list; exact where both its borders are known."""

    start: int
    end: int
    text: str
    exact: bool


@dataclass(frozen=True, slots=True)
class Chain:
    """Chunks with 、 between them, in order, and the marks around them."""

    chunks: tuple[Chunk, ...]
    before: str
    after: str

    @property
    def start(self) -> int:
        """Offset of the first chunk."""
        return self.chunks[0].start

    @property
    def end(self) -> int:
        """Offset behind the last chunk."""
        return self.chunks[-1].end

    @property
    def items(self) -> tuple[Item, ...]:
        """Quotations where a chunk is made of them, else the chunk; the first and the last chunk may hold more than their item."""
        found: list[Item] = []
        for number, chunk in enumerate(self.chunks):
            first, last = number == 0, number == len(self.chunks) - 1
            quotes = _whole_quotes(chunk, led=first, tailed=last)
            found += [Item(a, b, chunk.text[a - chunk.start : b - chunk.start], exact=True) for a, b in quotes]
            if not quotes:
                found.append(Item(chunk.start, chunk.end, chunk.text, exact=not first and not last))
        return tuple(found)


@remembered
def chains(text: str) -> tuple[Chain, ...]:
    """All chains of two or more items, by place, then those in brackets; none where 、 is the common comma."""
    if pauses_everywhere(text):
        return ()
    inside = ((m.start() + 1, m.end() - 1) for m in _BRACKET.finditer(text) if "、" in m[0])
    found = (c for low, high in ((0, len(text)), *inside) for c in _all_chains(text, low, high))
    return tuple(c for c in found if len(c.chunks) > 1 or len(c.chunks[0].quotes) > 1)


def _all_chains(text: str, low: int, high: int) -> Iterator[Chain]:
    chunks: list[Chunk] = []
    quotes: list[tuple[int, int]] = []
    start, before = low, ""
    for token in [*_TOKEN.finditer(text, low, high), None]:
        kind = token.lastgroup if token else "mark"
        at = token.start() if token else high
        if kind == "quoted" and token:
            quotes.append(token.span())
        if kind not in {"comma", "mark"}:
            continue
        if at > start:
            chunks.append(Chunk(start, at, text[start:at], tuple(quotes)))
        mark = token[0] if token else ""
        if kind == "mark" or at == start:
            if chunks:
                yield Chain(tuple(chunks), before, mark)
            chunks, before = [], mark
        quotes, start = [], token.end() if token else at


def _whole_quotes(chunk: Chunk, *, led: bool, tailed: bool) -> tuple[tuple[int, int], ...]:
    """The chunk's quotations where nothing but 和 stands between them, words before them only in a first, behind them in a last chunk."""
    if not chunk.quotes:
        return ()
    low, high = chunk.quotes[0][0] - chunk.start, chunk.quotes[-1][1] - chunk.start
    gaps = (chunk.text[a[1] - chunk.start : b[0] - chunk.start] for a, b in pairwise(chunk.quotes))
    whole = (led or not low) and (tailed or high == len(chunk.text)) and all(AND.fullmatch(g) or not g for g in gaps)
    return chunk.quotes if whole else ()


def first_of(chain: Chain) -> Iterator[Item]:
    """The chain's items, of the last chunk what stands before the word that ends a list or joins a further item."""
    for item in chain.items:
        if item.exact and item.end > chain.chunks[-1].start and not _ended(chain, item.end):
            return
        if item.exact or item.start == chain.start:
            yield item
        else:
            text = _LAST.split(item.text, maxsplit=1)[0]
            yield Item(item.start, item.start + len(text), text, exact=len(text) < len(item.text) or chain.after != "")


def _ended(chain: Chain, end: int) -> bool:
    """True where what follows a quotation of the last chunk belongs to the list no more, or to a further quotation."""
    text, at = chain.chunks[-1].text, end - chain.chunks[-1].start
    return at == len(text) or (text.startswith(("“", "《", *ENDS_A_LIST), at) and not AND.match(text, at))
