"""Traditional and simplified characters: which are only one or the other, and what each becomes.

A character is telling only where OpenCC changes it and no character set of the other script holds it: 乾 is in GB
2312 (乾隆) and 后 in Big5 (皇后), so that neither says anything about its text. Traditional print had many of today's
simplified forms as variants (决, 却, 册, 来); the Hong Kong supplement and JIS X 0208 hold most of these.
"""

from __future__ import annotations

from functools import cache

from quality.data import table


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
    pairs = (line.split("\t") for line in table(name).splitlines())
    return {
        old: new for old, new in pairs if _holds(into, new) and not any(_holds(charset, old) for charset in without)
    }


def _holds(charset: str, char: str) -> bool:
    try:
        char.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
