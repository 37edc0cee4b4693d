"""The one way to compile a loop: Numba makes machine code once per machine, later runs load that alone.

A kernel takes numbers and C-contiguous arrays, returns numbers, allocates nothing and runs without the interpreter's lock. Numba
(0.3 s to load, seconds to compile) is imported only where no machine code is kept yet; see `native`. A kernel called from
another one is compiled into it. Every kernel has a plain Python or NumPy twin in the tests.
"""

from __future__ import annotations

import hashlib
from functools import cached_property
from threading import RLock
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np

from quality.match.native import Native, flat, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Loop = TypeVar("Loop", bound="Callable[..., Any]")
Result = TypeVar("Result")

_LOCK = RLock()
"""Held while code is compiled or loaded: neither Numba nor LLVM's engine is made for two threads."""


def kernel(loop: Loop) -> Loop:
    """Compiles a function over arrays and numbers on its first call with a set of types."""
    return cast("Loop", Kernel(loop))


def bound(loop: Callable[..., Result], *constants: Any) -> Callable[..., Result]:
    """A kernel with its last arguments given once and for all: tables whose addresses need not be asked at each call."""
    kinds, values = tuple([_kind(c) for c in constants]), tuple(flat(constants))

    def call(*args: Any) -> Result:
        native = cast("Kernel", loop).native((*[_kind(a) for a in args], *kinds))
        return cast("Result", native.run((*flat(args), *values)))

    call.__dict__["constants"] = constants  # they live as long as what knows their addresses
    return call


class Kernel:
    """A function that Python calls as machine code, and that other kernels may call."""

    def __init__(self, loop: Callable[..., Any]) -> None:
        self.py_func = loop
        self.__doc__ = loop.__doc__
        self._natives: dict[tuple[str, ...], Native] = {}

    def __call__(self, *args: Any) -> Any:
        """Runs the machine code for arguments of these types."""
        kinds = tuple([_kind(a) for a in args])
        return self.native(kinds)(args)

    def native(self, kinds: tuple[str, ...]) -> Native:
        """Its machine code for arguments of these types."""
        if kinds in self._natives:
            return self._natives[kinds]
        with _LOCK:
            if kinds not in self._natives:
                name = f"{self.py_func.__module__.rpartition('.')[2]}.{self.py_func.__qualname__}"
                self._natives[kinds] = load(name, self.fingerprint(), kinds, lambda: self._numba_dispatcher)
            return self._natives[kinds]

    def fingerprint(self) -> str:
        """A name of what the code depends on: its own instructions and constants, and those of the kernels that it calls."""
        digest = hashlib.sha256()
        for part in _parts(self, set()):
            digest.update(part.encode() + b"\0")
        return digest.hexdigest()

    @cached_property
    def _numba_dispatcher(self) -> Any:
        from numba import njit

        bare: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True, "_nrt": False}
        return njit(error_model="numpy", **bare)(self.py_func)

    @property
    def _numba_type_(self) -> Any:
        """What Numba asks a value for whose type it does not know: a kernel is a compiled function."""
        from numba.core.types import Dispatcher

        return Dispatcher(self._numba_dispatcher)


def _parts(called: Kernel, seen: set[int]) -> Iterator[str]:
    code = called.py_func.__code__
    seen.add(id(called))
    yield from (code.co_code.hex(), repr(code.co_consts), repr(code.co_varnames), repr(code.co_names))
    for name in code.co_names:
        value = called.py_func.__globals__.get(name)
        if isinstance(value, Kernel):
            yield from _parts(value, seen) if id(value) not in seen else ()
        elif not isinstance(value, ModuleType):
            yield repr(value)


def _kind(value: Any) -> str:
    """The type of an argument: `<u4 1` for an array and its dimensions, `<i8` for a number."""
    if isinstance(value, np.ndarray):
        return f"{value.dtype.str} {value.ndim}"
    return "|b1" if isinstance(value, bool) else "<i8" if isinstance(value, int) else str(value.dtype.str)
