"""What a shell offers behind the options that take rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quality.detect import rules
from quality.detect.contract import FAMILIES

if TYPE_CHECKING:
    import click


def rule_names(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    """Codes and names that begin so."""
    words = [word for rule in rules().values() for word in (rule.code, rule.name)]
    return [word for word in words if word.lower().startswith(incomplete.lower())]


def rule_lists(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """The same behind a comma, and families."""
    before, comma, last = incomplete.rpartition(",")
    families = [family for family in FAMILIES if family.lower().startswith(last.lower())]
    return [before + comma + word for word in (*families, *rule_names(context, parameter, last))]
