"""The phrases of the interface, Chinese first, English second; they stand in `phrases.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from quality.message import tell

LANGUAGES = ("zh", "en")
Table = dict[str, tuple[str, str]]


@cache
def phrases() -> dict[str, Table]:
    """Tables `phrases` (by key) and `rules` (by code), each entry in the order of LANGUAGES."""
    text = (files("quality.publish") / "phrases.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


class Words:
    """The phrases of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._column = LANGUAGES.index(language)
        self._phrases = phrases()["phrases"]
        self._rules = phrases()["rules"]

    def __call__(self, key: str, **values: object) -> str:
        """A phrase, with its values set in."""
        phrase = self._phrases[key][self._column]
        return phrase.format(**values) if values else phrase

    def tell(self, message: str) -> str:
        """What a rule says; in English where its words are none of ours."""
        return tell(message, self.language)

    def __contains__(self, key: str) -> bool:
        return key in self._phrases

    def rule(self, code: str, name: str) -> str:
        """A rule's title; the kebab name where it is none of ours."""
        return self._rules[code][self._column] if code in self._rules else name.replace("-", " ")
