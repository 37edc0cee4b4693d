"""An article as Markdown that says what the text says: nothing in it is taken for markup, HTML, a link or a list."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from quality.model import Role
from quality.text.visible import visible

if TYPE_CHECKING:
    from quality.cleaned import CleanedArticle

_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~$&@]|(?<=www)\.|:(?=//)", re.IGNORECASE)
_SPACE = re.compile(r"[\t\r\n]+")
_LIST = re.compile(r"[+\-=:]|\d+(?=[.)])")
"""What begins a list, a rule or a definition at the start of a paragraph."""
_LEVEL = {Role.HEADLINE: "# ", Role.SUBHEAD: "## ", Role.KICKER: "", Role.LABEL: ""}
_WRAP = {
    Role.KICKER: "**",
    Role.LABEL: "**",
    Role.STANDFIRST: "**",
    Role.BYLINE: "*",
    Role.CAPTION: "*",
    Role.CREDIT: "*",
}


def escape(text: str) -> str:
    """Text on one line, every sign of Markdown escaped; control characters become pictures of themselves."""
    line = visible(_SPACE.sub(" ", text)).strip()
    begins = _LIST.match(line)
    escaped = _MARKUP.sub(lambda m: "\\" + m[0], line)
    if begins is None:
        return escaped
    return f"{begins[0]}\\{escaped[begins.end() :]}" if begins[0].isdigit() else f"\\{escaped}"


def render(article: CleanedArticle) -> str:
    """The article with its place as front matter; one paragraph for every part."""
    place = {
        "id": article.id,
        "page": article.page.path,
        "record": article.page.record,
        "position": article.article.position,
    }
    matter = [f"{key}: {json.dumps(value)}" for key, value in place.items()]
    parts = [_part(block.role, escape(block.text)) for block in article.blocks if block.text.strip()]
    return "\n".join(["---", *matter, "---", ""]) + "\n" + "\n\n".join(parts) + "\n"


def _part(role: Role, text: str) -> str:
    wrap = _WRAP.get(role, "")
    return f"{_LEVEL.get(role, '')}{wrap}{text}{wrap}"
