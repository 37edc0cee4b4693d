"""Rules: found by walking this package, one module each, and by the entry point group `quality.rules`."""

from __future__ import annotations

import pkgutil
from dataclasses import replace
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING

from quality.detect.contract import Rule
from quality.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator


@cache
def rules() -> dict[str, Rule]:
    """Every rule by its code, in order of codes.

    Raises:
        ConfigError: two rules share a code or a name.
    """
    found: dict[str, Rule] = {}
    names: set[str] = set()
    for rule in sorted(_discovered(), key=lambda r: r.code):
        if rule.code in found or rule.name in names:
            raise ConfigError(
                f"two rules are called {rule.code} or {rule.name}: remove one of the plugins that define them"
            )
        found[rule.code] = rule
        names.add(rule.name)
    return found


def _discovered() -> Iterator[Rule]:
    modules = [m.name for m in pkgutil.walk_packages(__path__, f"{__name__}.")]
    for name in [*modules, *(e.module for e in entry_points(group="quality.rules"))]:
        module = import_module(name)
        rule = getattr(module, "RULE", None)
        if isinstance(rule, Rule):
            yield replace(rule, doc=module.__doc__ or "", file=Path(module.__file__) if module.__file__ else None)
