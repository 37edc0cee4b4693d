"""A bounded memory for what several rules ask of the same articles in turn."""

from __future__ import annotations

from functools import lru_cache, wraps
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")
LONG = 20_000
"""Characters of a text of which only one is remembered."""
MANY = 64
"""Articles of a page, as a rule fewer."""


def remembered(compute: Callable[[str], Result]) -> Callable[[str], Result]:
    """Keeps the results for the last 64 short texts and for the last long one."""
    short, long = lru_cache(maxsize=MANY)(compute), lru_cache(maxsize=1)(compute)

    @wraps(compute)
    def recalled(text: str) -> Result:
        return short(text) if len(text) <= LONG else long(text)

    return recalled
