"""Machine code of kernels: compiled by Numba, kept as an object file, linked by LLVM, called through ctypes.

What is kept is what Numba made of a loop, without its interface to Python: a function in its calling convention, status
`f(result*, error**, arguments…)`, an array being its owners (none), size, item size, address, shape and strides. A file
(`data/kept.py` says where) that does not fit the program, the processor or its own checksum is made again.
"""

from __future__ import annotations

import ctypes
import hashlib
import struct
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any

import llvmlite
import llvmlite.binding as llvm
import numpy as np

from quality.data import kept

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

RESULT = 64
"""Bytes that hold any result."""
_SCALARS: dict[str, Any] = {
    "|b1": ctypes.c_bool, "<i4": ctypes.c_int32, "<i8": ctypes.c_int64, "<u2": ctypes.c_uint16, "<u4": ctypes.c_uint32,
    "<u8": ctypes.c_uint64, "<f8": ctypes.c_double,
}  # fmt: skip
_FORMATS = {"bool": "?", "int32": "i", "int64": "q", "uint16": "H", "uint32": "I", "uint64": "Q", "float64": "d"}


class Native:
    """One kernel as machine code for one set of argument types."""

    def __init__(self, address: int, kinds: tuple[str, ...], result: str) -> None:
        prototype = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, *_types(kinds))
        self._call = prototype(address)
        self._result = struct.Struct("@" + result)

    def __call__(self, args: tuple[Any, ...]) -> Any:
        """Calls it; a single result comes as it is, several as a tuple."""
        return self.run(flat(args))

    def run(self, values: Iterable[Any]) -> Any:
        """The same with arguments that are `flat`."""
        result, error = ctypes.create_string_buffer(RESULT), ctypes.c_void_p()
        if self._call(result, ctypes.byref(error), *values) not in {0, -2}:
            raise RuntimeError("a compiled loop failed")
        values = self._result.unpack_from(result)
        return values if len(values) > 1 else values[0] if values else None


def _types(kinds: tuple[str, ...]) -> Iterator[Any]:
    for kind in kinds:
        dtype, _, dimensions = kind.partition(" ")
        if not dimensions:
            yield _SCALARS[dtype]
            continue
        yield from (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64, ctypes.c_void_p)
        yield from [ctypes.c_int64] * (2 * int(dimensions))


def flat(args: tuple[Any, ...]) -> Iterator[Any]:
    """Arguments as the machine code takes them."""
    for arg in args:
        if not isinstance(arg, np.ndarray):
            yield arg if isinstance(arg, int) else arg.item()
            continue
        if not (arg.flags.c_contiguous and arg.flags.aligned):
            raise TypeError("a kernel takes arrays without gaps")
        yield from (None, None, arg.size, arg.itemsize, arg.__array_interface__["data"][0], *arg.shape, *arg.strides)


def load(name: str, fingerprint: str, kinds: tuple[str, ...], dispatcher: Callable[[], Any]) -> Native:
    """The machine code of a kernel, compiled now if no file has it; `dispatcher` gives what Numba compiles."""
    key = hashlib.sha256("\0".join((fingerprint, *kinds, *_machine())).encode()).hexdigest()
    label = hashlib.sha256("\0".join(kinds).encode()).hexdigest()[:8]
    found = _kept(f"{name}-{label}.native", key)
    if found is None:
        found = compiled(dispatcher(), kinds, f"kernel_{key}")
        kept.keep(f"{name}-{label}.native", _head(key, *found), found[1])
    result, code = found
    return Native(_linked(f"kernel_{key}", code), kinds, result)


def _linked(symbol: str, code: bytes) -> int:
    """The address of a kernel in its object file, which is linked once."""
    if symbol not in _LINKED:
        _LINKED.add(symbol)
        _engine().add_object_file(llvm.ObjectFileRef.from_data(code))
        _engine().finalize_object()
    address: int = _engine().get_function_address(symbol)
    return address


_LINKED: set[str] = set()


@cache
def _engine() -> llvm.ExecutionEngine:
    """Holds the code of all kernels: to make one for each takes ten times as long as to link it."""
    return llvm.create_mcjit_compiler(llvm.parse_assembly(""), _target())


def compiled(dispatcher: Any, kinds: tuple[str, ...], symbol: str) -> tuple[str, bytes]:
    """What the loop returns (a format of `struct`) and its object file, in which it is called `symbol`."""
    from numba import types
    from numba.np.numpy_support import from_dtype

    signature = []
    for kind in kinds:
        dtype, _, dimensions = kind.partition(" ")
        scalar = from_dtype(np.dtype(dtype))
        signature.append(types.Array(scalar, int(dimensions), "C") if dimensions else scalar)
    dispatcher.compile(tuple(signature))
    overload = dispatcher.overloads[tuple(signature)]
    module = llvm.parse_assembly(dispatcher.inspect_llvm(tuple(signature)))
    for inner in [v for v in (*module.functions, *module.global_variables) if not v.is_declaration]:
        inner.linkage = "internal"
    entry = module.get_function(overload.fndesc.llvm_func_name)
    entry.linkage, entry.name = "external", symbol
    returned: Any = overload.signature.return_type
    several = getattr(returned, "types", (returned,))
    return "".join(_FORMATS[str(t)] for t in several if t != types.none), _target().emit_object(module)


@cache
def _machine() -> tuple[str, str, str]:
    """What machine code depends on beside its source."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    return llvmlite.__version__, llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten()


def _target() -> llvm.TargetMachine:
    """This machine; an engine takes it for its own, so that each gets another."""
    _, cpu, features = _machine()
    target = llvm.Target.from_default_triple()
    return target.create_target_machine(cpu=cpu, features=features, opt=3, reloc="pic", codemodel="small")


def _kept(name: str, key: str) -> tuple[str, bytes] | None:
    """The result format and the code in a kept file; None where there is none for this key, or it is damaged."""
    for folder in kept.folders():
        with suppress(OSError, ValueError):
            head, _, code = (folder / name).read_bytes().partition(b"\n")
            found, checksum, result = head.decode("ascii").split(" ")
            if found == key and checksum == hashlib.sha256(code).hexdigest():
                return result, code
    return None


def _head(key: str, result: str, code: bytes) -> bytes:
    return f"{key} {hashlib.sha256(code).hexdigest()} {result}\n".encode()
