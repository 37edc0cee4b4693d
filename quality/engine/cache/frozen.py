"""Values of the model as bytes and back, for other processes and for the cache.

Pages and rules are not in the bytes but named by number, so that whoever thaws puts in his own. Thawing builds nothing but
classes of the model: a cache that somebody else has written can hold wrong findings, but run no code.
"""

from __future__ import annotations

import io
import pickle
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any

from quality.model import Article, Page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from quality.model import Block

ALLOWED = (
    "quality.model",
    "quality.message",
    "quality.engine.look",
    "quality.text.",
    "quality.match.",
    "quality.detect.",
)
"""Modules, or beginnings of their names, whose dataclasses and enumerations may be built."""


class FrozenError(Exception):
    """The bytes, or the values, are none that can be thawed here."""


def article(page: Page, position: int, blocks: tuple[Block, ...], under: int | None) -> Article:
    """Joins the blocks anew: quicker than reading the map."""
    return Article.of(page, position, blocks, under)


def _is_value(kind: type) -> bool:
    return is_dataclass(kind) or issubclass(kind, Enum)


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind))


class _Freezer(pickle.Pickler):
    def __init__(self, out: io.BytesIO, numbers: Mapping[int, int]) -> None:
        super().__init__(out, protocol=5)
        self.numbers = numbers

    def reducer_override(self, obj: object) -> Any:
        # A dataclass with slots would be thawed field by field by slow means.
        if isinstance(obj, Article):
            return article, (obj.page, obj.position, obj.blocks, obj.under)
        kind = type(obj)
        if kind.__module__.startswith(ALLOWED) and is_dataclass(kind):
            return kind, tuple([getattr(obj, name) for name in _names(kind)])
        return NotImplemented

    def persistent_id(self, obj: object) -> int | None:
        if not isinstance(obj, Page):
            return None
        if id(obj) not in self.numbers:
            raise FrozenError("a finding speaks of a page that was not given")
        return self.numbers[id(obj)]


class _Thawer(pickle.Unpickler):
    def __init__(self, data: bytes, pages: Sequence[Page]) -> None:
        super().__init__(io.BytesIO(data))
        self.pages = pages

    def persistent_load(self, pid: Any) -> Page:
        page: Page = self.pages[pid]
        return page

    def find_class(self, module_name: str, global_name: str) -> Any:
        return _found(module_name, global_name)


@cache
def _found(module_name: str, global_name: str) -> Any:
    """What may be built, by name; looked for once, not once a page."""
    if (module_name, global_name) == (__name__, "article"):
        return article
    look = pickle.Unpickler(io.BytesIO()).find_class  # noqa: S301 - it loads nothing
    found = look(module_name, global_name) if module_name.startswith(ALLOWED) else None
    if not (isinstance(found, type) and found.__module__.startswith(ALLOWED) and _is_value(found)):
        raise FrozenError(f"{module_name}.{global_name} is no value of the model")
    return found


def freeze(value: object, pages: Sequence[Page]) -> bytes:
    """The value as bytes.

    Raises:
        FrozenError: it speaks of a page that is none of `pages`, by identity.
    """
    out = io.BytesIO()
    _Freezer(out, {id(page): number for number, page in enumerate(pages)}).dump(value)
    return out.getvalue()


def thaw(data: bytes, pages: Sequence[Page]) -> Any:
    """The value, speaking of these pages.

    Raises:
        FrozenError: the bytes are damaged, or hold what is no value of the model.
    """
    try:
        return _Thawer(data, pages).load()
    except (
        pickle.UnpicklingError,
        EOFError,
        AttributeError,
        ImportError,
        IndexError,
        TypeError,
        ValueError,
        KeyError,
    ) as error:
        raise FrozenError(str(error)) from error
