"""Regular expressions that are compiled when they are first asked.

To compile a set of Chinese characters takes `re` up to two milliseconds, and a short run asks half of the patterns that the rules
have.
"""

from __future__ import annotations

import re
from typing import Any, cast

_ASKED = ("match", "fullmatch", "search", "findall", "finditer", "split", "sub")


class _Pattern:
    def __init__(self, given: str) -> None:
        self._given = given

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self._given)
        self.__dict__.update(
            {method: getattr(compiled, method) for method in _ASKED}
        )  # found without this call from now on
        return getattr(compiled, name)


def pattern(given: str) -> re.Pattern[str]:
    """As `re.compile`, but later; for patterns that many texts need not be asked for.

    Raises:
        re.error: it is no regular expression, which shows only when it is asked.
    """
    return cast("re.Pattern[str]", _Pattern(given))
