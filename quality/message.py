"""Messages for people: English sentences that remember how they were made, so that they can be told in another language.

Whatever reads a message as a string reads English: the formats for machines and for CI are contracts. The site, and where it is
asked the terminal and Markdown, tell it anew from its template; `data/messages.LANGUAGE.toml` has one for each English one. Errors
stay English: they are what one searches for, and what goes wrong may be the configuration that names the language.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FOLDER = Path(__file__).parent / "data"
LANGUAGES = ("en", "zh")
_QUOTES = frozenset("“”")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Message(str):
    """An English sentence, or a part of one, with its template and the values that are set in; a value may be a message itself."""

    template: str
    values: tuple[tuple[str, str | int], ...] = ()

    def __new__(cls, template: str, values: tuple[tuple[str, str | int], ...] = ()) -> Message:
        """The sentence; braces inside values mean nothing."""
        return str.__new__(cls, template.format_map(dict(values)))

    def __reduce__(self) -> tuple[type[Message], tuple[object, ...]]:
        return Message, (self.template, self.values)


def say(template: str, /, **values: str | int) -> Message:
    """A message; the template is a literal, by which tests find it and catalogues know it."""
    return Message(template, tuple(values.items())) if values else _fixed(template)


def listing(parts: Iterable[Message], template: str = "{left}, {right}") -> Message:
    """Several parts as one; empty without any."""
    told, *rest = [*parts] or [_fixed("")]
    for part in rest:
        told = Message(template, (("left", told), ("right", part)))
    return told


def tell(text: str, language: str) -> str:
    """A message in a language of `LANGUAGES`; in English where the catalogue lacks it, and as it is where it is a plain string."""
    if language == "en" or not isinstance(text, Message):
        return str(text)
    values = {name: tell(value, language) if isinstance(value, str) else value for name, value in text.values}
    template = catalogue(language).get(text.template, text.template)
    for name, value in values.items():
        if not _QUOTES.isdisjoint(str(value)):  # “““” would say nothing
            template = template.replace(f"“{{{name}}}”", _requoted(name, str(value)))
    return template.format_map(values)


def _requoted(name: str, value: str) -> str:
    """The place of a value that holds quotation marks itself: without further ones where it is one quotation, else with others."""
    one = len(value) > 2 and value[0] == "“" and value[-1] == "”" and _QUOTES.isdisjoint(value[1:-1])
    return f"{{{name}}}" if one else f"「{{{name}}}」"


def counted(number: int, noun: str) -> str:
    """`1 page`, `2 pages`: English, for what is told in no other language."""
    return f"{number:,} {noun}{'s' * (number != 1)}"


def translate(text: str, language: str) -> str:
    """What the code itself says of an option, a field or a key, from the catalogue; in English where that lacks it."""
    return text if language == "en" else catalogue(language).get(text, text)


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Templates of a language by the English ones."""
    tables = tomllib.loads((FOLDER / f"messages.{language}.toml").read_text(encoding="utf-8"))
    return {english: other for table in tables.values() for english, other in table.items()}


@cache
def _fixed(template: str) -> Message:
    return Message(template)
