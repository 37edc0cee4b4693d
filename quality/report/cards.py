"""What a report says of a rule beside its findings; made by `explain`, handed in, never looked up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quality.model import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One rule on its card."""

    code: str
    name: str
    severity: Severity
    summary: str
    """The first sentence of its manual page."""
    help: str = ""
    """Its manual page, Markdown."""
    precision: float | None = None
    """Share of its findings that are defects, as measured; None where nobody measured."""
    measured: str = ""
    """On what, in words."""
