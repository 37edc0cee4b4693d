"""A page as a woven thread: its articles' texts in one stream, and in source order what of it stands where.

`runs` is a list that one can read. A positive number keeps so many characters of the stream, where a newline stands for the page's
`gap` and every edit that begins at the source place is taken back on the way; 0 is the text that the edit at this place replaced; a
string is layout space that stands nowhere else; `{"furniture": "…"}` is furniture; `[n]` moves n characters on (or back) in the stream.
A page that was printed in reading order without a fault is one number.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quality.cleaned import Fate, Status
from quality.model import Edit, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from quality.cleaned import CleanedArticle, CleanedPage, Repair, Run

_KEPT_PARTS = re.compile(r"\n|[^\n]+")
_BLANKS = re.compile(r"\s+|\S+(?:\s+\S+)*")


@dataclass(frozen=True, slots=True)
class Thread:
    """A stretch of the source from `start` to `end` and what became of it."""

    start: int
    end: int
    fate: Fate
    at: int | None = None
    """Where it (kept text), or what replaced it (an edit), stands in the stream."""
    repair: Repair | None = None
    """The edit that changed it; None for everything that was not edited."""


@dataclass(frozen=True, slots=True)
class Change:
    """One edit as the ledger knows it: `length` source characters that became `after` characters."""

    start: int
    length: int
    after: int


def stream_of(articles: Iterable[CleanedArticle]) -> str:
    """The texts of the articles that survive, one newline between two."""
    return "\n".join(a.text for a in articles if a.survives)


def threads(cleaned: CleanedPage) -> list[Thread]:
    """The whole page in source order: every character in exactly one thread."""
    text = cleaned.page.text
    rest = _Rest(cleaned)
    found: list[Thread] = []
    at = 0
    for thread in sorted(_placed(cleaned), key=lambda t: (t.start, t.end)):
        found += rest.between(at, thread.start)
        found += _trimmed(text, thread, at)
        at = max(at, thread.end)
    found += rest.between(at, len(text))
    return found


class _Rest:
    """What is neither kept nor edited: furniture and layout space; asked in source order."""

    def __init__(self, cleaned: CleanedPage) -> None:
        self._text = cleaned.page.text
        self._furniture = sorted(p.span for b in cleaned.segmentation.furniture for p in b.pieces)
        self._next = 0

    def between(self, start: int, end: int) -> Iterator[Thread]:
        """The stretch without a gap; a character that nothing covers and that is no space counts as furniture."""
        while start < end:
            span = self._furniture[self._next] if self._next < len(self._furniture) else Span(end, end)
            if span.end <= start:
                self._next += 1
                continue
            for match in _BLANKS.finditer(self._text, start, min(span.start, end)):
                yield Thread(match.start(), match.end(), Fate.LAYOUT if match[0].isspace() else Fate.FURNITURE)
            start = max(start, span.start)
            if start < min(span.end, end):
                yield Thread(start, min(span.end, end), Fate.FURNITURE)
                start = min(span.end, end)


def _placed(cleaned: CleanedPage) -> Iterator[Thread]:
    """Kept text and edits."""
    put: dict[int, int] = {}
    for run, at in _runs(cleaned):
        if run.kept and run.text:
            fate = Fate.MOVED if run.repair is not None else Fate.ARTICLE
            yield Thread(run.span.start, run.span.end, fate, at)
        elif run.repair is not None and run.text == run.repair.after:
            put.setdefault(id(run.repair), at)
    edits = [r for r in cleaned.repairs if r.status is Status.APPLIED and isinstance(r.edit, Edit)]
    for repair in edits:
        yield Thread(repair.span.start, repair.span.end, repair.fate, put.get(id(repair)), repair)


def _runs(cleaned: CleanedPage) -> Iterator[tuple[Run, int]]:
    """Every run of the surviving blocks with its place in the stream."""
    at = 0
    for article in cleaned.survivors:
        for block in article.blocks:
            if not block.text:
                continue
            for run in block.runs:
                yield run, at
                at += len(run.text)
            at += 1


def _trimmed(text: str, thread: Thread, at: int) -> Iterator[Thread]:
    """The thread without what an earlier one covered, kept text cut at newlines (they are layout)."""
    start = max(thread.start, at)
    if thread.repair is not None:
        yield thread
    elif thread.at is not None and start < thread.end:
        shift = thread.at - thread.start
        for match in _KEPT_PARTS.finditer(text, start, thread.end):
            fate = Fate.LAYOUT if match[0] == "\n" else thread.fate
            yield Thread(match.start(), match.end(), fate, None if match[0] == "\n" else match.start() + shift)


def gap_of(found: Sequence[Thread], text: str, stream: str) -> str:
    """The layout space that most often stands where the stream has a newline."""
    seen: Counter[str] = Counter()
    place = 0
    for thread in found:
        if thread.at is not None:
            place = thread.at + (len(thread.repair.after) if thread.repair else thread.end - thread.start)
        elif thread.fate is Fate.LAYOUT and stream[place : place + 1] == "\n":
            seen[text[thread.start : thread.end]] += 1
    return min(seen, key=lambda s: (-seen[s], s), default="\n")


class _Weaver:
    """Writes runs; knows what a reader of them knows: the place in the stream and the edits not yet taken back."""

    def __init__(self, stream: str, gap: str) -> None:
        self.runs: list[Any] = []
        self._stream = stream
        self._gap = gap
        self._place = 0
        self._open = 0
        self._edits = 0
        self._ahead = 0
        """Where the stream goes on after what the edits not yet taken back put in."""

    def keep(self, at: int, length: int) -> None:
        if at != self._ahead:
            self.close()
            self.runs.append([at - self._place])
            self._place = self._ahead = at
        self._take(length)

    def layout(self, space: str) -> None:
        if space == self._gap and self._stream[self._ahead : self._ahead + 1] == "\n":
            self._take(1)
        else:
            self.close()
            self.runs.append(space)

    def edit(self, thread: Thread) -> None:
        after = len(thread.repair.after) if thread.repair else 0
        if after and thread.at != self._ahead:
            self.close()
            self.runs.append(0)
        else:
            self._edits += 1
            self._ahead += after

    def furniture(self, text: str) -> None:
        self.close()
        self.runs.append({"furniture": text})

    def close(self) -> None:
        """Ends the open number; edits after its last character must be named."""
        if self._open:
            self.runs.append(self._open)
        self.runs += [0] * self._edits
        self._open, self._edits, self._ahead = 0, 0, self._place

    def _take(self, length: int) -> None:
        self._place = self._ahead = self._ahead + length
        self._open += length
        self._edits = 0


def weave(found: Sequence[Thread], text: str, stream: str, gap: str) -> list[Any]:
    """The runs of a page."""
    weaver = _Weaver(stream, gap)
    for thread in found:
        if thread.repair is not None:
            weaver.edit(thread)
        elif thread.at is not None:
            weaver.keep(thread.at, thread.end - thread.start)
        elif thread.fate is Fate.LAYOUT:
            weaver.layout(text[thread.start : thread.end])
        else:
            weaver.furniture(text[thread.start : thread.end])
    weaver.close()
    return weaver.runs


def whole(stream: str) -> list[Any]:
    """The runs of a page that stands in its stream as it was printed; its row need not name them."""
    return [len(stream)] if stream else []


@dataclass(frozen=True, slots=True)
class Strand:
    """What a reader finds at one source place: kept text of the stream, an edit (by number), or text of its own."""

    start: int
    length: int
    at: int | None = None
    edit: int | None = None
    own: str = ""
    furniture: bool = False


def unweave(runs: Iterable[Any], stream: str, gap: str, changes: Sequence[Change]) -> Iterator[Strand]:
    """The page in source order; `changes` stand in source order, insertions before what begins at their place.

    Raises:
        ValueError: the runs do not fit the stream or the changes.
    """
    return _Reader(stream, gap, changes).strands(runs)


class _Reader:
    def __init__(self, stream: str, gap: str, changes: Sequence[Change]) -> None:
        self._stream = stream
        self._gap = gap
        self._changes = changes
        self._source = 0
        self._place = 0
        self._next = 0

    def strands(self, runs: Iterable[Any]) -> Iterator[Strand]:
        for run in runs:
            if isinstance(run, list):
                self._place += run[0]
            elif isinstance(run, str):
                yield self._own(run)
            elif isinstance(run, dict):
                yield self._own(run["furniture"], furniture=True)
            elif run:
                yield from self._kept(self._place + run)
            else:
                yield self._edit()
        if self._next != len(self._changes):
            raise ValueError("an edit has no place in the page's runs")

    def _own(self, text: str, *, furniture: bool = False) -> Strand:
        self._source += len(text)
        return Strand(self._source - len(text), len(text), own=text, furniture=furniture)

    def _edit(self) -> Strand:
        if self._next >= len(self._changes) or self._changes[self._next].start != self._source:
            raise ValueError(f"no edit begins at {self._source}")
        change = self._changes[self._next]
        self._next += 1
        self._source += change.length
        return Strand(change.start, change.length, edit=self._next - 1)

    def _kept(self, end: int) -> Iterator[Strand]:
        """Stream up to `end` plus what the edits on the way put in, which is passed over."""
        while self._place < end:
            while self._next < len(self._changes) and self._changes[self._next].start == self._source:
                strand = self._edit()
                after = self._changes[self._next - 1].after
                self._place, end = self._place + after, end + after
                yield strand
            yield self._stretch(end)

    def _stretch(self, end: int) -> Strand:
        """Kept text up to the next newline, the next edit, or the end."""
        if end > len(self._stream):
            raise ValueError("the runs go beyond the articles' texts")
        if self._stream[self._place] == "\n":
            self._place += 1
            return self._own(self._gap)
        if self._next < len(self._changes):
            end = min(end, self._place + self._changes[self._next].start - self._source)
        stop = self._stream.find("\n", self._place, end)
        length = (end if stop < 0 else stop) - self._place
        if length <= 0:
            raise ValueError(f"an edit before {self._source} has no place in the page's runs")
        strand = Strand(self._source, length, at=self._place)
        self._place, self._source = self._place + length, self._source + length
        return strand
