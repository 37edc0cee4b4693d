"""Bytes to pages, one format per file; `read_paths` finds what is to be read."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from quality.errors import InputError
from quality.model import Failure, Page
from quality.read import jsonl, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

NOT_PAGES = ("README", "LICENSE", "CHANGELOG")
"""Files of a folder whose names begin so are not pages; naming one makes it one."""

READERS: dict[str, Callable[[Path, str], Iterator[Page | Failure]]] = {".jsonl": jsonl.read, ".ndjson": jsonl.read}
"""By suffix; every other file is plain text."""


def read_paths(paths: Sequence[str]) -> Iterator[Page | Failure]:
    """Every page below the paths, in the order given, files of a folder by name; what cannot be read becomes a failure.

    A page's `path` is the argument as given joined with the file's path below it, `/` as separator.
    """
    for given in paths:
        try:
            for path in _files(Path(given)):
                yield from READERS.get(path.suffix.lower(), plain.read)(path, path.as_posix())
        except InputError as error:
            yield Failure(error.path, error.message)


def _files(given: Path) -> Iterator[Path]:
    if not given.exists():
        raise InputError(given.as_posix(), "no such file or folder: check the spelling")
    if not given.is_dir():
        yield given
        return
    found = sorted(p for p in given.rglob("*") if _is_page(p.relative_to(given)) and (p.is_file() or p.is_symlink()))
    ignored = _ignored(given, found)
    yield from (p for p in found if p not in ignored)


def _is_page(below: Path) -> bool:
    return not any(part.startswith(".") for part in below.parts) and not below.name.upper().startswith(NOT_PAGES)


def _ignored(folder: Path, found: Sequence[Path]) -> set[Path]:
    """What git ignores; nothing where git is missing or the folder is in no work tree."""
    names = {str(p.relative_to(folder)): p for p in found}
    try:
        done = subprocess.run(  # noqa: S603
            ["git", "-C", str(folder), "check-ignore", "-z", "--stdin"],  # noqa: S607
            input="\0".join(names).encode("utf-8", "surrogateescape"),
            capture_output=True,
            check=False,
        )
    except OSError:
        return set()
    return {names[n] for n in done.stdout.decode("utf-8", "surrogateescape").split("\0") if n in names}
