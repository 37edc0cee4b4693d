"""Rules: found by walking this package, one module each, and by the entry point group `quality.rules`."""

from __future__ import annotations

import pkgutil
import sys
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from quality.detect.contract import Rule
from quality.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator

GROUP = "quality.rules"


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
    for name in [*modules, *_plugins()]:
        module = import_module(name)
        rule = getattr(module, "RULE", None)
        if isinstance(rule, Rule):
            yield replace(rule, doc=module.__doc__ or "", file=Path(module.__file__) if module.__file__ else None)


def _plugins() -> list[str]:
    """Modules that installed packages offer.

    `importlib.metadata` loads longer than all rules: it is asked where a package names the group, or lies in an archive.
    """
    if not any(map(_may_offer, sys.path)):
        return []
    from importlib.metadata import entry_points

    return [entry.module for entry in entry_points(group=GROUP)]


def _may_offer(place: str) -> bool:
    folder = Path(place)
    if not folder.is_dir():
        return folder.exists()
    told = (*folder.glob("*.dist-info/entry_points.txt"), *folder.glob("*.egg-info/entry_points.txt"))
    try:
        return any(GROUP in file.read_text(encoding="utf-8", errors="replace") for file in told)
    except OSError:
        return True
