"""A dictionary of Chinese words with their frequencies: which characters stand in a word, and what would complete one."""

from __future__ import annotations

from functools import cache, lru_cache
from operator import add

from quality.data import table
from quality.text.scripts import HAN

LONGEST = 4
"""Characters of the longest word in the table."""


@cache
def frequencies() -> dict[str, float]:
    """Every word of one to four Han characters with the base-2 logarithm of its count; about 0.05 s when first called."""
    return {word: weight for words, weight, _ in _rows() for word in words}


@cache
def proper_nouns() -> frozenset[str]:
    """Words that name a person, a place, an organisation or a brand."""
    return frozenset(word for words, _, proper in _rows() if proper for word in words)


@cache
def completions() -> dict[str, str]:
    """What completes a word that is no name: the word with one character replaced by `*` → the replaced ones."""
    found: dict[str, str] = {}
    for words, _, proper in _rows():
        if not proper and len(words[0]) > 1:
            for at in range(len(words[0])):
                for word in words:
                    pattern = word[:at] + "*" + word[at + 1 :]
                    found[pattern] = found.get(pattern, "") + word[at]  # lists would wake the garbage collector
    return found


@cache
def _rows() -> tuple[tuple[list[str], float, bool], ...]:
    rows = []
    for line in table("words.txt.xz").splitlines():
        quarter, kind, length, words = line.split("\t")
        step = int(length)
        rows.append(([words[i : i + step] for i in range(0, len(words), step)], int(quarter) / 4, kind == "proper"))
    return tuple(rows)


def is_word(text: str) -> bool:
    """True for a word of the dictionary, single characters included."""
    return text in frequencies()


def word_around(text: str, at: int) -> tuple[int, int] | None:
    """The longest dictionary word of two or more characters that covers `text[at]`; of equal ones the most frequent."""
    known = frequencies()
    found: list[tuple[int, float, int, int]] = []
    for length in range(2, LONGEST + 1):
        for start in range(max(at - length + 1, 0), min(at, len(text) - length) + 1):
            weight = known.get(text[start : start + length])
            if weight is not None:
                found.append((length, weight, start, start + length))
    return max(found)[2:] if found else None


@lru_cache(maxsize=256)
def covered(text: str) -> bytes:
    """One byte for each character: 1 where a dictionary word of two or more characters covers it, or where it is no Han."""
    if not text:
        return b""
    pairs = bytes(map(frequencies().__contains__, map(add, text, text[1:])))
    either = int.from_bytes(pairs + b"\0") | int.from_bytes(b"\0" + pairs)  # a pair covers both of its characters
    marks = bytearray(either.to_bytes(len(text)))
    at = marks.find(0)
    while at >= 0:
        if not HAN.match(text[at]) or _in_longer_word(text, at):
            marks[at] = 1
        at = marks.find(0, at + 1)
    return bytes(marks)


def _in_longer_word(text: str, at: int) -> bool:
    known, around = frequencies(), text[max(at - LONGEST + 1, 0) : at + LONGEST]
    place = min(at, LONGEST - 1)
    for length in range(3, LONGEST + 1):
        for start in range(max(place - length + 1, 0), min(place, len(around) - length) + 1):
            if around[start : start + length] in known:
                return True
    return False


def split(text: str) -> list[str]:
    """Cuts a short text into the words that are together the most probable, each for itself."""
    known, all_words = frequencies(), 26.0  # log2 of the table's total count
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(text) + 1):
        starts = range(max(end - LONGEST, 0), end)
        weights = ((best[s][0] + known.get(text[s:end], -all_words * (end - s - 1)) - all_words, s) for s in starts)
        best.append(max(weights))
    words: list[str] = []
    end = len(text)
    while end:
        start = best[end][1]
        words.append(text[start:end])
        end = start
    return words[::-1]
