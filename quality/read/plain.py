"""Plain text: one file is one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quality.errors import InputError
from quality.model import Page
from quality.read.encoding import decode
from quality.read.special import PIPE, kind_of, read_pipe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from quality.read.records import Columns


def read(path: Path, name: str, columns: Columns) -> Iterator[Page]:  # noqa: ARG001
    """The page of one file.

    Raises:
        InputError: the file cannot be opened, or is binary.
    """
    text, encoding = decode(contents(path, name), name)
    yield Page(name, text, None, encoding)


def contents(path: Path, name: str) -> bytes:
    """The bytes of a file.

    Raises:
        InputError: it cannot be opened, with the reason and what to do.
    """
    try:
        return read_pipe(name) if kind_of(name) == PIPE else path.read_bytes()
    except MemoryError as error:
        raise InputError(name, "is larger than the memory: cut it into smaller files") from error
    except OSError as error:
        if path.is_symlink() and not path.exists():
            raise InputError(name, "is a link to nothing: remove it or mend its target") from error
        raise InputError(
            name, f"cannot be read ({error.strerror}): check that it is a file and its permissions"
        ) from error
