"""Compiled templates, kept from run to run where the machine has a folder for that."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import BytecodeCache


def bytecode() -> BytecodeCache | None:
    """Jinja's cache in a private folder for temporary files; none where Jinja does not trust what it finds there."""
    from jinja2 import FileSystemBytecodeCache

    try:
        return FileSystemBytecodeCache()
    except (OSError, RuntimeError):
        return None
