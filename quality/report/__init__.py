"""Findings for people and machines, one format per file."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from quality.model import Examination
    from quality.report.cards import Card

FORMATS = ("console", "json", "jsonl", "sarif", "github", "gitlab", "junit", "rdjson", "markdown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the console report is to look."""

    colour: bool = False
    width: int = 100
    verbosity: int = 0
    """-1 findings only, 0 with a summary, 1 with known findings, confidence and every related place."""
    statistics: bool = False
    """Counts by rule in place of the findings."""
    language: str = "en"
    """Of the console report alone: the other formats are contracts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What every format is given."""

    examination: Examination
    cards: Mapping[str, Card] = field(default_factory=dict)
    look: Look = Look()
    paths: tuple[str, ...] = ("PATH",)
    """The arguments of the run, for the commands that a report suggests."""


def render(form: str, report: Report) -> str:
    """The report in one of `FORMATS`, ending in a newline where it is not empty."""
    return "".join(pieces(form, report))


def pieces(form: str, report: Report) -> Iterator[str]:
    """The same bit by bit, where the format can be told so: findings may be many."""
    module = import_module(f"quality.report.{form}")
    if hasattr(module, "pieces"):
        yield from module.pieces(report)
        return
    text: str = module.render(report)
    yield text if not text or text.endswith("\n") else text + "\n"
