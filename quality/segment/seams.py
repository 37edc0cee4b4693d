"""What stands at a seam when two lines are joined."""

from __future__ import annotations


def glue(left: str, right: str) -> str:
    """One space between two words of a script that sets words apart, else nothing; a hyphen at the end keeps its word."""
    before, after = left[-1], right[0]
    spaced = _is_spaced(before, opening=False) and _is_spaced(after, opening=True)
    return " " if spaced and not (before == "-" and after.islower()) else ""


def _is_spaced(char: str, *, opening: bool) -> bool:
    """True for letters, digits and marks of alphabets that part words by spaces: everything below the CJK blocks."""
    return char < "\u2e80" and char not in ("“‘—…·" if opening else "”’—…·")
