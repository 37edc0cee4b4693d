"""Plain text: one file is one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quality.errors import InputError
from quality.model import Page
from quality.read.encoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def read(path: Path, name: str) -> Iterator[Page]:
    """The page of one file.

    Raises:
        InputError: the file cannot be opened, or is binary.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            name, f"cannot be read ({error.strerror}): check that it is a file and its permissions"
        ) from error
    text, encoding = decode(data, name)
    yield Page(name, text, None, encoding)
