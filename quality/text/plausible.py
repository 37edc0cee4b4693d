"""How much text looks like writing: the mean commonness of its characters."""

from __future__ import annotations

from functools import lru_cache

from quality.text.lexicon import lexicon
from quality.text.patterns import pattern
from quality.text.variants import simplified_forms

KANA = pattern("[\u3041-\u30ff]")
MARK = pattern("[\u3001-\u3015\uff01-\uff5e“”‘’…—–·×℃\u3000\xa0]")
NO_WRITING = pattern("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff\ufdd0-\ufdef\uffff]")


def is_ideograph(char: str) -> bool:
    """True for the ideographs that encodings before Unicode knew; a pattern of so wide a range is slow to compile."""
    return "\u4e00" <= char <= "\u9fff"


def is_hangul(char: str) -> bool:
    """True for a Korean syllable."""
    return "\uac00" <= char <= "\ud7a3"


@lru_cache(maxsize=1 << 15)
def commonness(char: str) -> float:
    """From 0 for a character that one never sees to 1 for 的; for Han from the dictionary's counts, in either script."""
    if is_ideograph(char):
        return min(max(lexicon().weight(simplified_forms().get(char, char)), 0.0), 16.0) / 16
    if KANA.match(char) or MARK.match(char) or char < "\x80":
        return 0.8
    if is_hangul(char):
        return 0.75
    return 0.3 if char.isalpha() and char < "\u0590" else 0.0


class _Shares(dict[str, float]):
    """Commonness of the characters met so far, 0 for ASCII: to ask a dictionary takes half the time of a call."""

    def __missing__(self, char: str) -> float:
        share = self[char] = 0.0 if char < "\x80" else commonness(char)
        return share


_SHARES = _Shares()


def likeness(text: str) -> float:
    """Mean commonness of the characters beyond ASCII; 0 for text without any, ordinary Chinese has 0.6 to 0.8."""
    others = len(text) - len(text.encode("ascii", "ignore"))
    return sum(map(_SHARES.__getitem__, text)) / others if others else 0.0
