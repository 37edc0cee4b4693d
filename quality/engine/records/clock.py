"""How long the stages of dedup take, and who is told of them."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(slots=True)
class Clock:
    """Seconds per stage; tells what goes on."""

    tell: Callable[[str, int], None]
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Times one stage."""
        self.tell(name, 0)
        begin = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - begin, 4)


def silent(_stage: str, _done: int) -> None:
    """Tells nobody."""
