"""What a run will do: which rules, with which options."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from quality.detect import rules
from quality.detect.contract import NoOptions, Rule
from quality.segment.habits import Layout

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

AnyRule = TypeVar("AnyRule", bound=Rule)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The rules of a run, in order of codes, and the options of those that were configured."""

    rules: tuple[Rule, ...] = field(default_factory=lambda: tuple(rules().values()))
    options: Mapping[str, Any] = field(default_factory=dict)
    jobs: int = 1
    layout: Layout = field(default_factory=Layout)
    """How papers write what is no running text."""

    def of(self, scope: type[AnyRule]) -> Iterator[AnyRule]:
        """The rules of one scope."""
        return (rule for rule in self.rules if isinstance(rule, scope))

    def options_of(self, rule: Rule) -> Any:
        """The rule's options: configured, or its defaults."""
        return self.options.get(rule.code) or (rule.options() if rule.options is not NoOptions else NoOptions())
