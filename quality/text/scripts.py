"""Which script a character belongs to, as far as the rules need to know."""

from __future__ import annotations

import re

HAN_CLASS = r"㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff〇々"
"""For use inside a regular expression's brackets."""

HAN = re.compile(f"[{HAN_CLASS}]")


def is_han(char: str) -> bool:
    """True for one Han character, 〇 and 々 included."""
    return HAN.match(char) is not None


def han_share(text: str) -> float:
    """Share of Han among all letters and digits, 0 to 1; 0 for text without any."""
    letters = sum(map(str.isalnum, text))
    return len(HAN.findall(text)) / letters if letters else 0.0
