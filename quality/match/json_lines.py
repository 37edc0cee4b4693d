"""The loop that splits plain JSON Lines into texts and ids; `quality.read.flat` says what plain is.

A place below 0 means that nothing plain stands there; every step hands it on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from quality.match.kernel import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]

SPAN = 64
"""Bytes of a string that are looked at, and copied, at a time."""
QUOTE, SLASH, SPACE, NEWLINE, COLON, COMMA, OPEN, CLOSE = (np.uint8(ord(c)) for c in '"\\ \n:,{}')
MINUS, POINT, ZERO, NINE = (np.uint8(ord(c)) for c in "-.09")
TEXT, ID = 1, 2
WRONG = -1


@kernel
def split_rows(
    data: Bytes, text: Bytes, identity: Bytes, escapes: Bytes, texts: Bytes, ids: Bytes, ends: NDArray[np.int64]
) -> int:
    """Writes texts and ids end to end, with where each ends (`ends[:, row + 1]`); returns the rows, or a number below 0."""
    at, row = 0, 0
    while at < len(data):
        to, id_to, seen = ends[0, row], ends[1, row], 0
        at = expect(data, at, OPEN)
        while at >= 0:
            start = expect(data, at, QUOTE)
            end = skip_plain(data, start) if start >= 0 else WRONG
            at = skip_spaces(data, expect(data, skip_spaces(data, expect(data, end, QUOTE)), COLON))
            if at < 0 or at >= len(data):
                return WRONG
            column = TEXT if equal(data, start, end, text) else ID if equal(data, start, end, identity) else 0
            if seen & column:
                return WRONG
            seen |= column
            if column == TEXT:
                at, to = copy_string(data, at, escapes, texts, to)
            elif column == ID:
                at, id_to = copy_id(data, at, ids, id_to)
            else:
                at = skip_value(data, at, escapes)
            at = skip_spaces(data, at)
            if expect(data, at, COMMA) < 0:
                break
            at = skip_spaces(data, at + 1)
        at = end_of_line(data, at)
        if at < 0 or seen != TEXT | ID:
            return WRONG
        row += 1
        ends[0, row], ends[1, row] = to, id_to
    return row


@kernel
def end_of_line(data: Bytes, at: int) -> int:
    """The place behind the bracket that must stand here, and behind its newline unless the block ends."""
    at = expect(data, at, CLOSE)
    return expect(data, at, NEWLINE) if at < len(data) else at


@kernel
def expect(data: Bytes, at: int, byte: np.uint8) -> int:
    """The place behind a byte that must stand here."""
    return at + 1 if 0 <= at < len(data) and data[at] == byte else WRONG


@kernel
def skip_spaces(data: Bytes, at: int) -> int:
    """The next place that is no space."""
    while 0 <= at < len(data) and data[at] == SPACE:
        at += 1
    return at


@kernel
def skip_plain(data: Bytes, at: int) -> int:
    """The next quote, backslash or control character."""
    while at < len(data) and data[at] != QUOTE and data[at] != SLASH and data[at] >= SPACE:
        at += 1
    return at


@kernel
def equal(data: Bytes, start: int, end: int, word: Bytes) -> bool:
    """True where a word stands."""
    if end - start != len(word):
        return False
    same = 0
    for i in range(len(word)):
        same += data[start + i] == word[i]
    return same == len(word)


@kernel
def copy_span(data: Bytes, out: Bytes) -> bool:
    """Copies `SPAN` bytes; false where a quote, backslash or control character is among them."""
    special = np.uint8(0)
    for i in range(SPAN):
        byte = data[i]
        out[i] = byte
        special = np.uint8(special | np.uint8((byte == QUOTE) | (byte == SLASH) | (byte < SPACE)))
    return bool(special == 0)


@kernel
def copy_string(data: Bytes, at: int, escapes: Bytes, out: Bytes, to: int) -> tuple[int, int]:
    """Copies a string without its escapes; returns the places behind it and behind its copy."""
    at = expect(data, at, QUOTE)
    while 0 <= at < len(data):
        if at + SPAN <= len(data) and copy_span(data[at : at + SPAN], out[to : to + SPAN]):
            at, to = at + SPAN, to + SPAN
            continue
        end = skip_plain(data, at)
        for i in range(at, end):
            out[to] = data[i]
            to += 1
        if end >= len(data) or data[end] < SPACE:
            break
        if data[end] == QUOTE:
            return end + 1, to
        if end + 1 >= len(data) or escapes[data[end + 1]] == 0:
            break
        out[to] = escapes[data[end + 1]]
        at, to = end + 2, to + 1
    return WRONG, to


@kernel
def copy_id(data: Bytes, at: int, out: Bytes, to: int) -> tuple[int, int]:
    """Copies a string without escapes, or a whole number as it stands."""
    if data[at] == QUOTE:
        end = skip_plain(data, at + 1)
        start, behind = at + 1, expect(data, end, QUOTE)
    else:
        end = skip_number(data, at, 0)
        start, behind = at, end if end - at <= 18 and not (data[at] == MINUS and data[at + 1] == ZERO) else WRONG
    for i in range(start, end if behind >= 0 else start):
        out[to] = data[i]
        to += 1
    return behind, to


@kernel
def skip_value(data: Bytes, at: int, escapes: Bytes) -> int:
    """The place behind a string, a number or a literal."""
    if data[at] == QUOTE:
        at = skip_plain(data, at + 1)
        while at + 1 < len(data) and data[at] == SLASH and escapes[data[at + 1]] != 0:
            at = skip_plain(data, at + 2)
        return expect(data, at, QUOTE)
    for literal in (b"true", b"false", b"null"):
        if at + len(literal) <= len(data):
            same = 0
            for i in range(len(literal)):
                same += data[at + i] == literal[i]
            if same == len(literal):
                return at + len(literal)
    return skip_number(data, at, 1)


@kernel
def skip_number(data: Bytes, at: int, points: int) -> int:
    """The place behind a number without exponent, with a fraction only where one point is allowed."""
    at += 1 if data[at] == MINUS else 0
    start = at
    at = skip_digits(data, at)
    if at == start or (data[start] == ZERO and at - start > 1):
        return WRONG
    if points and at < len(data) and data[at] == POINT:
        start = at + 1
        at = skip_digits(data, start)
        return at if at > start else WRONG
    return at


@kernel
def skip_digits(data: Bytes, at: int) -> int:
    """The next place that is no digit."""
    while at < len(data) and ZERO <= data[at] <= NINE:
        at += 1
    return at
