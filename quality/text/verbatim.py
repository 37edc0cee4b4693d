"""What Markdown sets as it stands: fenced code, and lines with a mark of their own (quotations, rows of tables)."""

from __future__ import annotations

import re
from functools import lru_cache

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})([^\r\n]*)$", re.MULTILINE)
_FRAMED = re.compile(r">(?:\s|$)|\|.*\|$", re.DOTALL)


@lru_cache(maxsize=4)
def fenced(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of every fenced block, its fences included; a fence that nothing closes is text like any other."""
    if "```" not in text and "~~~" not in text:
        return ()
    found: list[tuple[int, int]] = []
    opened, fence = -1, ""
    for match in _FENCE.finditer(text.replace("\r", "\n")):
        if opened < 0:
            opened, fence = match.start(), match[1]
        elif match[1].startswith(fence) and not match[2].strip():
            found.append((opened, match.end()))
            opened = -1
    return tuple(found)


def is_framed(line: str) -> bool:
    """True for a line of a quotation or a row of a table: what is joined to it would stand inside the frame."""
    return line[:1] in ">|" and _FRAMED.match(line) is not None
