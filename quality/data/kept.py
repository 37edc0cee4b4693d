"""What is made once per machine and kept in a file: machine code, and arrays that are made of tables.

Files lie beside the byte code of Python, or in the user's cache where that folder cannot be written. Arrays are mapped: to unpack
and to sort a dictionary takes five times as long as to look at a page. A file fits one state of the table and of the code that
reads it; any other one is made again.
"""

from __future__ import annotations

import json
import mmap
import os
import sys
import tempfile
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from quality.data import FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Made = TypeVar("Made")
HEAD = 4096
"""Bytes of a file before its arrays: what they are, as JSON."""
ALIGNED = 64


def folders() -> Iterator[Path]:
    """Where files are looked for, and kept if that can be written."""
    yield Path(__file__).parents[1] / "__pycache__"
    yield Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "corpus-quality"


def keep(name: str, *parts: Any) -> None:
    """Keeps bytes for later runs in the first folder that can be written; without one nothing is kept."""
    for folder in folders():
        with suppress(OSError):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            number, made = tempfile.mkstemp(dir=folder)
            try:
                with open(number, "wb") as file:  # noqa: PTH123 - by its number
                    for part in parts:
                        file.write(part)
                    file.flush()
                    os.fsync(number)  # a machine that fails now must not leave a file of zeros under the name
                Path(made).chmod(0o644)
                Path(made).replace(folder / name)
            finally:
                Path(made).unlink(missing_ok=True)  # on a full disk nothing is left of it
            return


def arrays(kind: type[Made], make: Callable[[], Made], *, table: str, code: str) -> Made:
    """A dataclass of arrays and numbers, from its file; made of a table by the module `code`, and kept, where there is none yet.

    Its arrays may be written to, which no other process sees.
    """
    name = f"{Path(code).stem}-{kind.__name__}.arrays".lower()
    key = [sys.byteorder, *(_stamp(path) for path in (FOLDER / table, Path(code)))]
    for folder in folders():
        with suppress(OSError, ValueError, KeyError, TypeError):
            return _mapped(kind, folder / name, key)
    made = make()
    keep(name, *_laid_out(made, key))
    return made


def _stamp(path: Path) -> list[int]:
    status = path.stat()
    return [status.st_mtime_ns, status.st_size]


def _mapped(kind: type[Made], path: Path, key: list[Any]) -> Made:
    """The value in a file.

    Raises:
        OSError: there is no such file.
        ValueError, KeyError, TypeError: it is another's, or cut off.
    """
    import numpy as np

    with path.open("rb") as file:
        head = json.loads(file.read(HEAD))
        if head["key"] != key or head["size"] != path.stat().st_size:
            raise ValueError(path)
        held = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    values = {
        name: np.frombuffer(held, dtype, int(np.prod(shape)), at).reshape(shape)
        for name, (dtype, shape, at) in head["arrays"].items()
    }
    return kind(**{name: value if value.ndim else value.item() for name, value in values.items()})


def _laid_out(made: Any, key: list[Any]) -> Iterator[Any]:
    """The head and the arrays of a file, each with what aligns it."""
    import numpy as np

    values = {field.name: np.ascontiguousarray(getattr(made, field.name)) for field in fields(made)}
    shapes = {field.name: np.shape(getattr(made, field.name)) for field in fields(made)}
    told, at = {}, HEAD
    for name, value in values.items():
        told[name] = value.dtype.str, shapes[name], at
        at += value.nbytes + -value.nbytes % ALIGNED
    yield json.dumps({"key": key, "size": at, "arrays": told}).encode().ljust(HEAD)
    for value in values.values():
        yield value.tobytes()
        yield bytes(-value.nbytes % ALIGNED)
