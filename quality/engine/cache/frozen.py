"""Values of the model as bytes and back, for other processes and for the cache.

Pages and rules are not in the bytes but named by number, so that whoever thaws puts in his own. Thawing builds nothing but
classes of the model: a cache that somebody else has written can hold wrong findings, but run no code.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache, partial
from operator import attrgetter, methodcaller
from typing import TYPE_CHECKING, Any

from quality.model import Article, Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from quality.model import Block

ALLOWED = (
    "quality.model",
    "quality.cleaned",
    "quality.message",
    "quality.engine.look",
    "quality.text.",
    "quality.match.",
    "quality.detect.",
)
"""Modules, or beginnings of their names, whose dataclasses and enumerations may be built."""


PAGE_AT = (__name__, "page_at")
PROTOCOL = 5


class FrozenError(Exception):
    """The bytes, or the values, are none that can be thawed here."""


def article(page: Page, position: int, blocks: tuple[Block, ...], under: int | None) -> Article:
    """Joins the blocks anew: quicker than reading the map."""
    return Article.of(page, position, blocks, under)


def page_at(number: int) -> Page:
    """Stands in the bytes for the page of this number; whoever thaws puts in his own."""
    raise FrozenError(f"page {number} is asked for outside of a run")


def _is_value(kind: type) -> bool:
    return is_dataclass(kind) or issubclass(kind, Enum)


Reducer = Callable[[Any], Any]


@cache
def _reducer(kind: type) -> Reducer | None:
    """How values of a class are taken apart: a dataclass with slots would be thawed field by field by slow means."""
    if not (is_dataclass(kind) and kind.__module__.startswith(ALLOWED)):
        return None if issubclass(kind, type) else methodcaller("__reduce_ex__", PROTOCOL)
    take = attrgetter(*(names := [f.name for f in fields(kind)]))
    return (lambda value: (kind, take(value))) if len(names) > 1 else lambda value: (kind, (take(value),))


class _Reducers(dict[type, Reducer]):
    def __missing__(self, kind: type) -> Reducer:
        found = _reducer(kind)
        if found is None:
            raise KeyError(kind)  # a class stands in the bytes by its name
        self[kind] = found
        return found


class _Freezer(pickle.Pickler):
    def __init__(self, out: io.BytesIO, numbers: Mapping[int, int]) -> None:
        super().__init__(out, protocol=PROTOCOL)
        self.dispatch_table = _Reducers({Article: _taken_apart, Page: partial(_numbered, numbers)})


def _taken_apart(value: Article) -> tuple[Callable[..., Article], tuple[Any, ...]]:
    return article, (value.page, value.position, value.blocks, value.under)


def _numbered(numbers: Mapping[int, int], page: Page) -> tuple[Callable[[int], Page], tuple[int]]:
    if id(page) not in numbers:
        raise FrozenError("a finding speaks of a page that was not given")
    return page_at, (numbers[id(page)],)


class _Thawer(pickle.Unpickler):
    def __init__(self, data: bytes, pages: Sequence[Page]) -> None:
        super().__init__(io.BytesIO(data))
        self.pages = pages

    def find_class(self, module_name: str, global_name: str) -> Any:
        if (module_name, global_name) == PAGE_AT:
            return self.pages.__getitem__
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


def numbered(pages: Iterable[Page]) -> dict[int, int]:
    """Numbers of pages by identity: made once by whoever freezes many values."""
    return {id(page): number for number, page in enumerate(pages)}


def freeze(value: object, pages: Sequence[Page]) -> bytes:
    """The value as bytes.

    Raises:
        FrozenError: it speaks of a page that is none of `pages`, by identity.
    """
    return freeze_all((value,), numbered(pages))


def freeze_all(values: Iterable[object], numbers: Mapping[int, int]) -> bytes:
    """Values as bytes of which the first can be thawed without the others; `numbers` name the pages (`numbered`).

    Raises:
        FrozenError: one speaks of another page.
    """
    out = io.BytesIO()
    freezer = _Freezer(out, numbers)
    for value in values:
        freezer.dump(value)
    return out.getvalue()


def thaw(data: bytes, pages: Sequence[Page]) -> Any:
    """The first of the values, speaking of these pages.

    Raises:
        FrozenError: the bytes are damaged, or hold what is no value of the model.
    """
    return next(thaw_all(data, pages))


def thaw_all(data: bytes, pages: Sequence[Page]) -> Iterator[Any]:
    """The values, one after the other, without an end: whoever froze them knows how many there are.

    Raises:
        FrozenError: as for `thaw`.
    """
    thawer = _Thawer(data, pages)
    while True:
        yield _loaded(thawer)


def _loaded(thawer: _Thawer) -> Any:
    try:
        return thawer.load()
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
