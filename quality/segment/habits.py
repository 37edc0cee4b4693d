"""How a paper writes what is no running text, where that is not as papers usually write it: patterns out of quality.toml."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """Regular expressions; each must match a whole line, `dateline` its beginning. They come before the usual patterns."""

    headline: tuple[str, ...] = ()
    """Lines that are headings."""
    byline: tuple[str, ...] = ()
    """Lines that name who wrote."""
    dateline: tuple[str, ...] = ()
    """Beginnings of a story's first paragraph."""
    caption: tuple[str, ...] = ()
    """Lines below a picture."""
    credit: tuple[str, ...] = ()
    """Lines that name a photographer."""
    furniture: tuple[str, ...] = ()
    """Lines that belong to no story: names of columns, of pages, of editors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout(Habits):
    """The habits of every page, and those of single papers."""

    papers: dict[str, Habits] = field(default_factory=dict)
    """Habits by glob pattern of a page's path; they come before those of every page."""

    def habits_of(self, path: str) -> Habits:
        """The habits of a page: of all papers whose pattern fits its path, in the order of the file, then of every page."""
        found = [paper for pattern, paper in self.papers.items() if fnmatchcase(path, pattern)]
        return Habits(**{f.name: sum((getattr(h, f.name) for h in (*found, self)), ()) for f in fields(Habits)})


def problems(layout: Layout) -> Iterator[str]:
    """What is wrong with the patterns, each named by its key."""
    for where, habits in (("", layout), *((f"papers.{glob}.", paper) for glob, paper in layout.papers.items())):
        for kind in fields(Habits):
            for pattern in getattr(habits, kind.name):
                if problem := _problem(pattern):
                    yield f"`layout.{where}{kind.name}`: {problem}"


def _problem(pattern: str) -> str | None:
    try:
        made = re.compile(pattern)
    except re.error as error:
        return f"‘{pattern}’ is no regular expression ({error}): mend it"
    return f"‘{pattern}’ fits the empty line, and so tells nothing: narrow it" if made.fullmatch("") else None


@lru_cache(maxsize=64)
def compiled(habits: Habits) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The kinds that have patterns, each with one expression for all of them."""
    return tuple(
        (kind.name, re.compile("|".join(f"(?:{p})" for p in patterns)))
        for kind in fields(Habits)
        if (patterns := getattr(habits, kind.name))
    )
