"""Back from articles and ledger to the pages as they were read."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from quality.cleaned import Fate
from quality.errors import ProofError
from quality.repair.weave import Change, Strand, unweave, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One page of the ledger: its row, the rows of its edits, and the stream of its articles' texts."""

    page: Row
    edits: tuple[Row, ...]
    stream: str

    @property
    def number(self) -> int:
        """The page's number in the run."""
        return int(self.page["page"])


@dataclass(frozen=True, slots=True)
class Restored:
    """A page as it was read, and the fates that its rows tell."""

    text: str
    fates: dict[Fate, int]


class _Edits:
    """The applied edits of a page, in source order, with what stood there."""

    def __init__(self, rows: Sequence[Row]) -> None:
        applied = [row for row in rows if "status" not in row]
        self.moves = [(row["start"], row["end"]) for row in applied if "to" in row]
        found = sorted(
            (start, end, number) for number, row in enumerate(applied) if "to" not in row for start, end in _places(row)
        )
        self.rows = [applied[number] for _, _, number in found]
        self.changes = [Change(s, e - s, len(row["after"])) for (s, e, _), row in zip(found, self.rows, strict=True)]


def _places(row: Row) -> Iterator[tuple[int, int]]:
    if "starts" in row:
        yield from ((start, start + len(row["before"])) for start in accumulate(row["starts"]))
    else:
        yield row["start"], row["end"]


def restore(entry: Entry, fetch: Callable[[int], Entry]) -> Restored:
    """The page of an entry; `fetch` gives the entry of another page by its number.

    Raises:
        ProofError: rows and articles do not fit together.
    """
    try:
        return _Restorer(entry, fetch).restored()
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise ProofError(f"page {entry.page.get('page')}: ledger and articles do not fit together ({error})") from error


class _Restorer:
    def __init__(self, entry: Entry, fetch: Callable[[int], Entry]) -> None:
        self._entry = entry
        self._fetch = fetch
        self._edits = _Edits(entry.edits)
        self._near: dict[int, Stretches] = {}

    def restored(self) -> Restored:
        parts: list[str] = []
        fates: Counter[Fate] = Counter()
        for strand in strands(self._entry, self._edits):
            text = self._text(strand)
            if len(text) != strand.length:
                raise ValueError(f"{len(text)} characters where {strand.length} went at {strand.start}")
            parts.append(text)
            for fate, count in self._fates(strand, text):
                fates[fate] += count
        return Restored("".join(parts), {f: fates[f] for f in Fate if fates[f]})

    def _text(self, strand: Strand) -> str:
        if strand.at is not None:
            return self._entry.stream[strand.at : strand.at + strand.length]
        return strand.own if strand.edit is None else self._before(self._edits.rows[strand.edit])

    def _before(self, row: Row) -> str:
        if "same" not in row:
            return str(row["before"])
        witness = self._witness(row["partner"][0])
        parts: list[str] = []
        place = 0
        for part in row["same"]:
            if isinstance(part, str):
                parts.append(part)
            else:
                parts.append(witness.text(place + part[0], part[1]))
                place += part[0] + part[1]
        return "".join(parts)

    def _witness(self, number: int) -> Stretches:
        if number not in self._near:
            self._near[number] = Stretches(self._entry if number == self._entry.number else self._fetch(number))
        return self._near[number]

    def _fates(self, strand: Strand, text: str) -> Iterator[tuple[Fate, int]]:
        if strand.furniture:
            yield Fate.FURNITURE, strand.length
        elif strand.edit is not None:
            after = self._edits.changes[strand.edit].after
            yield (Fate.LAYOUT if not text.strip() else Fate.REPLACED if after else Fate.REMOVED), strand.length
        elif strand.at is None:
            yield Fate.LAYOUT, strand.length
        else:
            end = strand.start + strand.length
            moved = sum(max(min(e, end) - max(s, strand.start), 0) for s, e in self._edits.moves)
            yield from ((Fate.MOVED, moved), (Fate.ARTICLE, strand.length - moved))


class Stretches:
    """The source text of one page by its places, as far as one look-up gives it: all but what is itself told by another."""

    def __init__(self, entry: Entry) -> None:
        self._stream = entry.stream
        edits = _Edits(entry.edits)
        self._rows = edits.rows
        self._strands = [s for s in strands(entry, edits) if s.length]
        self._starts = [s.start for s in self._strands]

    def text(self, start: int, length: int) -> str:
        """`length` characters of the source from `start`.

        Raises:
            ValueError: some of them are told by another page, or lie outside.
        """
        parts: list[str] = []
        i = bisect_right(self._starts, start) - 1
        end = start + length
        while start < end:
            strand = self._strands[i]
            low, high = start - strand.start, min(end - strand.start, strand.length)
            if low < 0 or high <= low:
                raise ValueError(f"no character stands at {start}")
            parts.append(self._of(strand)[low:high])
            start, i = strand.start + high, i + 1
        return "".join(parts)

    def _of(self, strand: Strand) -> str:
        if strand.at is not None:
            return self._stream[strand.at : strand.at + strand.length]
        if strand.edit is None:
            return strand.own
        row = self._rows[strand.edit]
        if "same" in row:
            raise ValueError(f"the text at {strand.start} is told by another one")
        return str(row["before"])


def strands(entry: Entry, edits: _Edits) -> Iterator[Strand]:
    """The page's source order."""
    return unweave(
        entry.page.get("runs", whole(entry.stream)), entry.stream, entry.page.get("gap", "\n"), edits.changes
    )
