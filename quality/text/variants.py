"""Traditional and simplified characters: which are only one or the other, and what each becomes.

A character is telling only where OpenCC changes it and no character set of the other script holds it: 乾 is in GB
2312 (乾隆) and 后 in Big5 (皇后), so that neither says anything about its text. Traditional print had many of today's
simplified forms as variants (决, 却, 册, 来); the Hong Kong supplement and JIS X 0208 hold most of these.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from quality.data import table

if TYPE_CHECKING:
    from collections.abc import Iterable


@cache
def simplified_forms() -> dict[str, str]:
    """Characters that no simplified text has, with what they are there."""
    return _telling("traditional.tsv", "gb2312", ("gb2312",))


@cache
def traditional_forms() -> dict[str, str]:
    """Characters that no traditional text has, with what they mostly are there."""
    found = _telling("simplified.tsv", "big5", ("big5", "big5hkscs", "shift_jis"))
    return {old: new for old, new in found.items() if old not in simplified_forms()}


def _telling(name: str, into: str, without: tuple[str, ...]) -> dict[str, str]:
    pairs = dict(line.split("\t") for line in table(name).splitlines())
    news = _held(into, pairs.values())
    olds = frozenset().union(*(_held(charset, pairs) for charset in without))
    return {old: new for old, new in pairs.items() if new in news and old not in olds}


def _held(charset: str, characters: Iterable[str]) -> frozenset[str]:
    """Those that a character set holds; tried all at once, for an exception takes longer than a character."""
    return frozenset("".join(characters).encode(charset, "ignore").decode(charset))
