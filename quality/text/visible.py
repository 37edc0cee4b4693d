"""Hostile text made harmless for terminals and logs: what would act is shown as a picture of itself, or spelled in JSON."""

from __future__ import annotations

import json
import re
from typing import Any

# C0, DEL and C1 controls act on terminals; the others reorder, hide or join what is shown.
_ACTING = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)


def visible(text: str) -> str:
    """The text with every acting character replaced by one printable character, so that offsets stay."""
    return _ACTING.sub(lambda m: _picture(m[0]), text)


def one_line(text: str, longest: int = 0) -> str:
    """The text as one harmless line, cut to so many characters where that is asked."""
    shown = visible(text if not longest or len(text) <= longest else text[: longest - 1] + "…")
    return shown.replace("␍␊", "⏎").replace("␊", "⏎").replace("␍", "⏎")


def dump(value: Any, indent: int | None = 1, *, compact: bool = False) -> str:
    """JSON in which acting characters are spelled as escapes, so that it can be printed; everything else stands as it is."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, separators=(",", ":") if compact else None)
    return _ACTING.sub(lambda m: m[0] if m[0] == "\n" else _escaped(m[0]), text)


def _escaped(char: str) -> str:
    return json.dumps(char)[1:-1]


def _picture(char: str) -> str:
    if char <= " ":
        return chr(0x2400 + ord(char))
    return "␡" if char == "\x7f" else "�" if "\ud800" <= char <= "\udfff" else "␣" if char == "\u00ad" else "·"
