"""Source text as HTML that neither Markdown nor a browser can read as anything but text.

A generated page hands Markdown one line of raw HTML: every newline, tab and control character of the text is a character reference or
a visible label, every character that Markdown could read is a reference, so no construct of either language can begin.
"""

from __future__ import annotations

import re
import unicodedata

from markupsafe import Markup

_SPECIAL = "&<>\"'`~*_#[]{}\\|!"
_TABLE = {ord(c): f"&#{ord(c)};" for c in _SPECIAL} | {ord(c): f"&#{ord(c)};" for c in "\n\r\t"}
_AMPERSAND = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"}
_TABLE |= _AMPERSAND
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f]"
)
"""Characters that a browser drops, reorders text by, or cannot hold: shown by their number."""
_EDGE_SPACE = re.compile(r"^ +| +$")


def escape(value: object) -> Markup:
    """The value's text as HTML on one line; what is Markup already stays."""
    if isinstance(value, Markup):
        return value
    text = str(value).translate(_TABLE)
    text = _EDGE_SPACE.sub(lambda m: "&#32;" * len(m[0]), text)
    return Markup(_HIDDEN.sub(_label, text) if _HIDDEN.search(text) else text)  # noqa: S704 - this is the escaping itself


def plain(value: str) -> str:
    """The value for an attribute, a title or a search entry: no markup, hidden characters by their number."""
    return _HIDDEN.sub(lambda m: f"[U+{ord(m[0]):04X}]", " ".join(value.split()))


def one_line(html: str) -> Markup:
    """A rendered template on one line: its own newlines and indentation go, those of the text are references."""
    return Markup(re.sub(r"[ \t]*\n[ \t]*", "", html))  # noqa: S704


def _label(match: re.Match[str]) -> str:
    code = f"{ord(match[0]):04X}"
    name = unicodedata.name(match[0], "control character").lower()
    return f'<span class="cq-hidden" data-code="{code}" title="U+{code} {name}">[U+{code}]</span>'
