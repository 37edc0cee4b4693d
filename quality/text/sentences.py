"""How a text uses its marks."""

from __future__ import annotations

from quality.text.remembered import remembered


@remembered
def pauses_everywhere(text: str) -> bool:
    """True where 、 is the common comma, as in print before the 1930s: many of them, long phrases between, hardly any ，."""
    pauses = text.count("、")
    commas = text.count("，") + text.count(",")
    return pauses >= 10 and commas * 20 < pauses and len(text) > 6 * pauses
