"""Numbers as Chinese text writes them: 15, 1,200, 2.5万, 十五, 两百零三, 五星's 五."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation

DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "○": 0}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
HAN_DIGITS = "〇零一二两三四五六七八九十百千万亿"
NUMBER = r"(?:[0-9０-９]+(?:[,，][0-9０-９]{3})*(?:[.．][0-9０-９]+)?[百千万亿]*|[〇零一二两三四五六七八九十百千万亿]+)"
"""A number in digits or in Han characters, for use inside a regular expression."""
_ARABIC = re.compile(r"([0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)([百千万亿]*)")
ORDINALS = ("一二三四五六七八九十", "甲乙丙丁戊己庚辛壬癸", "①②③④⑤⑥⑦⑧⑨⑩", "ABCDEFGHIJ")
"""Series whose members are ranks by their place."""


def value(text: str) -> Decimal | None:
    """The number that a text writes; None where it is none. Approximations (几十, 余, 多) are none."""
    plain = unicodedata.normalize("NFKC", text).replace("，", ",")
    arabic = _ARABIC.fullmatch(plain)
    if arabic is None:
        return _han(plain)
    try:
        number = Decimal(arabic[1].replace(",", ""))
    except InvalidOperation:
        return None
    for unit in arabic[2]:
        number *= (_SMALL | _LARGE)[unit]
    return number


def _han(text: str) -> Decimal | None:
    if not text or any(c not in DIGITS and c not in _SMALL and c not in _LARGE for c in text):
        return None
    if len(text) > 1 and all(c in DIGITS for c in text):  # a year or a code, read digit by digit
        return Decimal("".join(str(DIGITS[c]) for c in text))
    total = section = digit = 0
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
        elif char in _SMALL:
            section, digit = section + (digit or 1) * _SMALL[char], 0
        else:
            section, digit = section + digit, 0
            if char == "亿":
                total, section = (total + (section or 1)) * _LARGE[char], 0
            else:
                total, section = total + (section or 1) * _LARGE[char], 0
    return Decimal(total + section + digit)


def whole(text: str) -> int | None:
    """The number as an integer; None where it is none or has decimals."""
    number = value(text)
    return int(number) if number is not None and number == number.to_integral_value() else None


def rank(text: str) -> int | None:
    """The rank that an ordinal's text stands for, 1 and up: 三, 丙, ③, 3."""
    for series in ORDINALS:
        if len(text) == 1 and text in series:
            return series.index(text) + 1
    number = whole(text)
    return number if number else None


def han(number: int) -> str:
    """Writes 0 to 99 in Han characters."""
    tens, ones = divmod(number, 10)
    digits = "〇一二三四五六七八九"
    if not tens:
        return digits[ones]
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")


def in_manner(written: str, number: int) -> str:
    """Writes a rank as another one is written: 丙 for 3 beside 甲."""
    series = next((s for s in ORDINALS[1:] if written in s), "")
    return series[number - 1 : number] or (str(number) if written.isascii() else han(number))
