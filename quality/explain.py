"""A rule's docstring as its manual page: for the command line, the site and SARIF help."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TYPE_CHECKING

from quality.data.accuracy import accuracy
from quality.detect import rules
from quality.detect.options import notes
from quality.errors import ConfigError
from quality.report.cards import Card

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.detect.contract import Rule


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


def page(rule: Rule) -> str:
    """The whole manual page, Markdown: title, manual, options, figures."""
    return "\n".join((f"# {rule.name} ({rule.code})", "", *_facts(rule), "", body(rule))) + "\n"


def body(rule: Rule) -> str:
    """The manual without title and figures: the docstring and the options."""
    return "\n".join((rule.doc.strip(), *_options(rule)))


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


def _facts(rule: Rule) -> Iterator[str]:
    yield f"Severity {rule.severity}, judged by {rule.scope}."
    figures = accuracy().get(rule.code)
    if figures and figures.words:
        yield f"Measured: {figures.words}."


def _options(rule: Rule) -> Iterator[str]:
    if not fields(rule.options):
        return
    yield from ("", "## Options", "", f"In quality.toml, below `[rules.{rule.code}]`:", "")
    said, defaults = notes(rule.options), rule.options()
    for part in fields(rule.options):
        default = getattr(defaults, part.name)
        shown = "none" if not default and default != 0 else default
        yield f"- `{part.name.replace('_', '-')}` (default {shown}): {said.get(part.name, '')}"
