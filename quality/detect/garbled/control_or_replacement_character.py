"""Finds characters that are no text: control codes, replacement characters, invisible and private ones.

## What it does

Reports control codes other than tab, line break and page break; U+FFFD, which some program wrote where it could not
read; byte-order marks and zero-width spaces inside the text; marks that turn the direction of writing where no
right-to-left script stands; unassigned and private-use characters. A run of one kind makes one finding.

## Why is this bad

One cannot see most of them, but they split words for every search and comparison, and some change what a terminal or
a browser shows.

## Example

```text
通知的第二行有一个看不见的\u200b字符。
```

## Repair safety

Safe for invisible characters, which are deleted: they carry no content. None for U+FFFD and private-use characters:
what stood there must be looked up.

## Known limits

Joiners in scripts and emoji that need them, variation selectors and non-breaking spaces are in order. Bytes that
could not be decoded are reported as `undecodable-bytes`, control codes that are wrongly decoded punctuation as
`mojibake`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quality.detect.contract import NoOptions, SourceRule
from quality.message import say
from quality.model import Applicability, Edit, Fix, Hit, Severity, Span
from quality.text.mojibake import mojibake

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.model import Page

KINDS = (
    ("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]+", say("control code"), True),
    ("\ufffd+", say("replacement character"), False),
    ("[\ufeff\u2060\u200b\u00ad]+", say("invisible character"), True),
    ("[\u200e\u200f\u202a-\u202e\u2066-\u2069]+", say("mark that turns the direction of writing"), True),
    ("[\u200c\u200d]+", say("invisible joiner"), True),
    ("[\ue000-\uf8ff\U000f0000-\U0010fffd]+", say("private-use character"), False),
    ("[\ufdd0-\ufdef\ufff9-\ufffc\ufffe\uffff]+", say("character that is no text"), False),
    ("[\ud800-\udfff]+", say("half of a character"), False),
)
"""(pattern, name, whether it may be deleted)"""
_SOME = re.compile("[" + "".join(pattern.strip("[]+") for pattern, _, _ in KINDS) + "]")
_ANY = re.compile("|".join(f"({pattern})" for pattern, _, _ in KINDS))
_PLAIN = re.compile("[\x20-\x7e\u2e80-\u9fff\uff00-\uffef。，、]?")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufefc]")


def check(page: Page, options: NoOptions) -> Iterator[Hit]:  # noqa: ARG001
    """Judges one decoded page."""
    if not _SOME.search(page.text):
        return
    found = list(_ANY.finditer(page.text))
    elsewhere = {at for at, _ in page.encoding.lost}
    for place in mojibake(page.text):
        elsewhere.update(range(place.start, place.end))
    right_to_left = _RIGHT_TO_LEFT.search(page.text) is not None
    for match in found:
        _, name, deletable = KINDS[(match.lastindex or 1) - 1]
        if elsewhere.isdisjoint(range(*match.span())) and not _belongs(
            page.text, match, name, right_to_left=right_to_left
        ):
            yield _hit(page, match, name, deletable=deletable)


def _belongs(text: str, match: re.Match[str], name: str, *, right_to_left: bool) -> bool:
    """Joiners outside plain Latin and Chinese, and marks of direction where something is written from right to left."""
    if name == "invisible joiner":
        around = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        return not all(map(_PLAIN.fullmatch, around))
    return name.startswith("mark") and right_to_left


def _hit(page: Page, match: re.Match[str], name: str, *, deletable: bool) -> Hit:
    span = Span(*match.span())
    codes = " ".join(f"U+{ord(char):04X}" for char in match[0][:4]) + (" …" if len(match[0]) > 4 else "")
    fix = Fix(Applicability.SAFE, (Edit(span, ""),)) if deletable else None
    message = say("A {name} stands here: {codes}.", name=name, codes=codes)
    if len(match[0]) > 1:
        message = say("{count} times a {name} stands here: {codes}.", count=len(match[0]), name=name, codes=codes)
    return Hit(page, (span,), message, 0.98, fix)


RULE = SourceRule(
    code="GAR303", name="control-or-replacement-character", severity=Severity.ERROR, version=2, check=check
)
