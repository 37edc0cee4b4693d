"""Letters of another script that look like what belongs there: ニ for 二, a Cyrillic С in a Latin word, l for 1 in a number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quality.text.scripts import LETTER

if TYPE_CHECKING:
    from collections.abc import Iterator

KANA = dict(zip("ニロカタエトハチオー", "二口力夕工卜八千才一", strict=True))
LATIN = dict(
    zip(
        "АВЕКМНОРСТХаеорсхуіΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
        "ABEKMHOPCTXaeopcxyiABEZHIKMNOPTYXo",
        strict=True,
    )
)
DIGITS = {"l": "1", "I": "1", "O": "0", "o": "0"}
_KANA = re.compile(f"[{''.join(KANA)}](?<={LETTER}.)(?={LETTER})")
_ANY_KANA = re.compile("[\u3041-\u30ff]")
_WORD = re.compile(r"[A-Za-z\u0370-\u04ff]{2,}")
_NUMBER = re.compile(r"[lIOo](?=\.?[0-9]{1,8}(?![A-Za-z0-9-]))")
_BEFORE = re.compile(rf"(?:(?<![A-Za-z0-9.-])[0-9][0-9.]{{0,8}}[lIOo]|(?<={LETTER})l)$")
NEAR = 16
"""Characters either side in which other kana make Japanese of one."""


def homoglyphs(text: str) -> Iterator[tuple[int, str]]:
    """Offset of every such letter, and what it should be."""
    for found in _KANA.finditer(text):
        near = text[max(found.start() - NEAR, 0) : found.end() + NEAR]
        if len(_ANY_KANA.findall(near)) == 1:
            yield found.start(), KANA[found[0]]
    for found in _WORD.finditer(text):
        strange = [n for n, char in enumerate(found[0]) if not char.isascii()]
        if 0 < len(strange) < len(found[0]) and all(found[0][n] in LATIN for n in strange):
            yield from ((found.start() + n, LATIN[found[0][n]]) for n in strange)
    for found in _NUMBER.finditer(text):
        if _BEFORE.search(text[max(found.start() - NEAR, 0) : found.end()]):
            yield found.start(), DIGITS[found[0]]
