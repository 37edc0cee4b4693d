"""From the configuration and the command line to a gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quality.engine.known.gate import Gate
from quality.model import Severity

if TYPE_CHECKING:
    from quality.config import Settings


def gate_of(settings: Settings, fail_on: str | None = None) -> Gate:
    """The gate of a run; what the command line says comes first."""
    least = fail_on or settings.config.fail_on
    budgets = settings.config.budgets
    return Gate(
        fail_on=None if least == "never" else Severity(least),
        max_findings=budgets.max_findings,
        max_duplicate_ratio=budgets.max_duplicate_ratio,
    )
