"""The one way to compile a loop: Numba, cached on disk, without the interpreter's lock.

A module that defines kernels imports this one and is itself imported only where its kernels run: Numba costs 0.2 s to load.
Every kernel has a plain Python or NumPy twin in the tests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

from numba import njit

if TYPE_CHECKING:
    from collections.abc import Callable

Loop = TypeVar("Loop", bound="Callable[..., Any]")


def kernel(loop: Loop) -> Loop:
    """Compiles a function over arrays and numbers on its first call with a set of types."""
    return cast("Loop", njit(cache=True, nogil=True, error_model="numpy")(loop))
