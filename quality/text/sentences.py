"""How a text uses its marks."""

from __future__ import annotations

from quality.text.remembered import remembered

_PROSE = frozenset("的了是我他她你不之其而也矣乎曰又就都把被")


@remembered
def pauses_everywhere(text: str) -> bool:
    """True where 、 is the common comma, as in print before the 1930s: many of them, phrases of prose between, hardly any ，."""
    pauses = text.count("、")
    commas = text.count("，") + text.count(",")
    if pauses < 10 or commas * 20 >= pauses or len(text) <= 6 * pauses:
        return False
    phrases = text.split("、")
    return sum(not _PROSE.isdisjoint(p) for p in phrases) * 4 > len(phrases)
