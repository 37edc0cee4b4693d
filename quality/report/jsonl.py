"""Findings as JSON Lines: one object per finding, as in the JSON document (stable)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quality.report.json import row
from quality.report.text import dump
from quality.text.lines import Lines

if TYPE_CHECKING:
    from quality.report import Report


def render(report: Report) -> str:
    """One line per finding."""
    lines = Lines()
    return "".join(dump(row(f, lines), None) + "\n" for f in report.examination.findings)
