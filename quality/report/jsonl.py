"""Findings as JSON Lines: one object per finding, as in the JSON document (stable)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quality.report.json import rows
from quality.report.text import dump

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.report import Report


def pieces(report: Report) -> Iterator[str]:
    """One line per finding."""
    return (dump(told, None) + "\n" for told in rows(report.examination))
