"""A rule's docstring as its manual page: for the command line, the site and SARIF help."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TYPE_CHECKING

from quality.data.accuracy import accuracy
from quality.detect import rules
from quality.detect.options import notes
from quality.errors import ConfigError
from quality.message import say, tell, translate
from quality.model import Severity
from quality.report.cards import Card

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.detect.contract import Rule

SEVERITIES = {Severity.ERROR: say("error"), Severity.WARNING: say("warning"), Severity.INFO: say("info")}
SCOPES = {
    "source": say("source"),
    "page": say("page"),
    "article": say("article"),
    "alignment": say("alignment"),
    "cluster": say("cluster"),
    "corpus": say("corpus"),
    "decisions": say("decisions"),
}


def find(word: str) -> Rule:
    """The rule of a code or name.

    Raises:
        ConfigError: there is none; the likely one is named.
    """
    import difflib

    for rule in rules().values():
        if word.upper() == rule.code or word.lower() == rule.name:
            return rule
    names = [n for r in rules().values() for n in (r.code, r.name)]
    close = difflib.get_close_matches(word, names, n=1, cutoff=0.5)
    close = close or difflib.get_close_matches(word.upper(), names, n=1, cutoff=0.5)
    hint = f": did you mean `{close[0]}`?" if close else ""
    raise ConfigError(f"no rule is called `{word}`{hint} (`quality rules` lists them)")


def page(rule: Rule, language: str = "en") -> str:
    """The whole manual page, Markdown: title, manual, options, figures."""
    return "\n".join((f"# {rule.name} ({rule.code})", "", *_facts(rule, language), "", body(rule, language))) + "\n"


def body(rule: Rule, language: str = "en") -> str:
    """The manual without title and figures: its text and the options."""
    return "\n".join((_manual(rule, language), *_options(rule, language)))


def summary(rule: Rule, language: str = "en") -> str:
    """The first line of the manual."""
    return _manual(rule, language).split("\n", 1)[0]


def _manual(rule: Rule, language: str) -> str:
    """The docstring; in another language the text beside the module, where there is one."""
    file = rule.file.with_suffix(f".{language}.md") if rule.file and language != "en" else None
    return (file.read_text(encoding="utf-8") if file and file.is_file() else rule.doc).strip()


def example(rule: Rule) -> str:
    """The text of the manual's example, which the rule flags."""
    found = re.search(r"^## Example\n.*?^```text\n(.*?)\n```$", rule.doc, re.MULTILINE | re.DOTALL)
    return found[1] if found else ""


def repair(rule: Rule) -> str:
    """The first word of *Repair safety*: `safe`, `unsafe`, `display`, or `none`."""
    found = re.search(r"^## Repair safety\n\s*(\w+)", rule.doc, re.MULTILINE)
    word = found[1].lower() if found else ""
    return word if word in {"safe", "unsafe", "display"} else "none"


def cards() -> dict[str, Card]:
    """What reports say of every rule."""
    return {rule.code: _card(rule) for rule in rules().values()}


def _card(rule: Rule) -> Card:
    figures = accuracy().get(rule.code)
    return Card(
        code=rule.code, name=rule.name, severity=rule.severity, summary=rule.summary, help=page(rule),
        precision=figures.precision if figures else None, measured=figures.words if figures else "",
    )  # fmt: skip


def _facts(rule: Rule, language: str) -> Iterator[str]:
    severity, scope = SEVERITIES[rule.severity], SCOPES[rule.scope]
    yield tell(say("Severity {severity}, judged by {scope}.", severity=severity, scope=scope), language)
    figures = accuracy().get(rule.code)
    if figures and figures.words:
        yield tell(say("Measured: {figures}.", figures=figures.words), language)


def _options(rule: Rule, language: str) -> Iterator[str]:
    if not fields(rule.options):
        return
    where = say("In quality.toml, below `[rules.{code}]`:", code=rule.code)
    yield from ("", f"## {tell(say('Options'), language)}", "", tell(where, language), "")
    said, defaults = notes(rule.options), rule.options()
    for part in fields(rule.options):
        default = getattr(defaults, part.name)
        shown = say("none") if not default and default != 0 else str(default)
        note = said.get(part.name, "")
        name = part.name.replace("_", "-")
        yield tell(
            say("- `{name}` (default {default}): {note}", name=name, default=shown, note=translate(note, language)),
            language,
        )
