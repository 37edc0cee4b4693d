"""Which encoding a file without declaration has: the one in which its text looks most like writing.

Every candidate decodes a sample; the sample's non-ASCII characters are weighed by how common they are in the script
that the encoding is for. What is left over (Cyrillic, Greek, …) goes to charset-normalizer.
"""

from __future__ import annotations

import re

from quality.text.plausible import KANA, NO_WRITING, commonness, is_hangul

SAMPLE = 1 << 15
"""Bytes that are looked at."""
WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
NARROW = ("utf-8", "gb18030", "cp950", "big5hkscs", "cp932", "euc_jp", "cp949", "cp1252")
SURE = 0.45
"""Score from which a candidate is taken without asking charset-normalizer."""

_WESTERN = re.compile("(?<=[A-Za-z])[\u00c0-\u017f]+|[\u00c0-\u017f]+(?=[A-Za-z])|[’“”‘–—…«»„€£§°](?![^\x00-\x7f])")


def detect(data: bytes, *, wide_only: bool = False) -> tuple[str, float] | None:
    """The encoding and the confidence of the guess, 0 to 1; None where the bytes are no text.

    With `wide_only` the bytes are full of control characters, as only UTF-16 and UTF-32 text may be.
    """
    scores = {name: _score(_sample(data, name), name) for name in (WIDE if wide_only else NARROW + WIDE)}
    ranked = sorted(scores, key=lambda name: -scores[name])
    best = ranked[0]
    if wide_only:
        return (best, _confidence(scores, ranked)) if scores[best] >= SURE else None
    if scores[best] < SURE:
        return _damaged_utf8(data) or _asked(data) or ("latin-1", 0.1)
    return best, _confidence(scores, ranked)


def _confidence(scores: dict[str, float], ranked: list[str]) -> float:
    family = {"big5hkscs": "cp950", "cp1252": "latin-1"}
    best = family.get(ranked[0], ranked[0])
    rival = next((scores[name] for name in ranked if family.get(name, name) != best), 0.0)
    return round(min(max(0.5 + scores[ranked[0]] - max(rival, 0.0), 0.1), 0.99), 2)


def _damaged_utf8(data: bytes) -> tuple[str, float] | None:
    """UTF-8 where whole sequences are no fewer than the bytes that belong to none: other encodings hardly ever make one."""
    text = data[:SAMPLE].decode("utf-8", "surrogateescape")
    whole, lost = (len(re.findall(kind, text)) for kind in ("[\u0080-\ud7ff\ue000-\U0010ffff]", "[\udc80-\udcff]"))
    return ("utf-8", 0.6) if 0 < lost <= whole else None


def _asked(data: bytes) -> tuple[str, float] | None:
    """What charset-normalizer says of an encoding with one byte for a character."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:SAMPLE]).best()
    if best is None or (best.multi_byte_usage and best.encoding in WIDE):
        return None
    return best.encoding, round(min(max(1 - best.chaos - 0.3, 0.1), 0.9), 2)


def _sample(data: bytes, name: str) -> str:
    """Decoded bytes from the first that is not ASCII on; for UTF-16 and UTF-32 from the first byte."""
    start = 0
    if name not in WIDE:
        high = re.search(rb"[\x80-\xff]", data)
        start = max(high.start() - 16, 0) if high else 0
    elif len(data) % (2 if "16" in name else 4):
        return "\ufffd"
    return data[start : start + SAMPLE].decode(name, "replace").removesuffix("\ufffd")


def _score(text: str, name: str) -> float:
    """Mean weight of the characters outside ASCII, from -1 to 1."""
    other = [char for char in text if char >= "\x80" or (name in WIDE and char > " ")]
    if not other:
        return -1.0
    bad = len(NO_WRITING.findall(text))
    if name == "cp1252":
        return sum(map(len, _WESTERN.findall(text))) / len(other) * 0.9 - bad / len(other)
    total = sum(map(commonness, other)) / len(other) - 2 * bad / len(other)
    joined = "".join(other)
    if name == "cp949":
        return total if sum(map(is_hangul, joined)) > 0.8 * len(joined) else total - 0.4
    if name in {"cp932", "euc_jp"}:
        return total + 0.15 if len(KANA.findall(joined)) / len(joined) > 0.2 else total - 0.3
    return total
