"""Bytes to pages, one format per file; `read_paths` finds what is to be read."""

from __future__ import annotations

import os
import re
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from quality.errors import InputError
from quality.model import Failure, Page
from quality.read.ignored import ignored
from quality.read.records import Columns, clash, place_of
from quality.read.special import PIPE, kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

NOT_PAGES = ("README", "LICENSE", "CHANGELOG")
"""Files of a folder whose names begin so are not pages; naming one makes it one."""

MARKS = ("manifest.json", "report.json")
"""Files by which a folder that this tool wrote is told: below a folder of pages it holds none; naming it makes it one of pages."""
_SCHEMA = re.compile(rb'\s*\{\s*"schema":\s*"quality/(?:manifest|dedup)@')

READERS = {
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "csv", ".parquet": "parquet",
    ".xml": "alto", ".alto": "alto", ".hocr": "markup", ".html": "markup", ".htm": "markup", ".xhtml": "markup",
}  # fmt: skip
"""Module by suffix; every other file is plain text, Markdown included: its headings are read where pages are segmented."""


def read_paths(
    paths: Sequence[str],
    columns: Columns = Columns(),  # noqa: B008
    leave: Iterable[str | Path] = (),
    *,
    pipes: bool = False,
) -> Iterator[Page | Failure]:
    """Every page of the files that `input_files` finds; what cannot be read becomes a failure."""
    for found in input_files(paths, leave, pipes=pipes):
        if isinstance(found, Failure):
            yield found
        else:
            yield from read_file(found, columns)


def input_files(
    paths: Iterable[str], leave: Iterable[str | Path] = (), *, pipes: bool = False
) -> Iterator[str | Failure]:
    """Every file below the paths, in the order given, those of a folder by name.

    A file's name is the argument as given joined with its path below it, `/` as separator. A file that two arguments name
    comes once. Files to `leave` (a baseline, a configuration) are no pages of a folder, nor is what lies in a folder to leave.
    With `pipes` one that is named is a page: whoever asks for it reads every file once.
    """
    ours = {os.path.abspath(name) for name in leave}  # noqa: PTH100
    below = tuple(f"{name}/" for name in ours)
    seen: set[str] = set()
    for given in paths:
        for found in find_files(given, pipes=pipes):
            if isinstance(found, Failure):
                yield found
            elif (place := os.path.abspath(found)) not in seen and (  # noqa: PTH100 - a link to a page is a page of its own
                found == given or not (place in ours or place.startswith(below))
            ):
                seen.add(place)
                yield found


def read_file(name: str, columns: Columns = Columns()) -> Iterator[Page | Failure]:  # noqa: B008
    """The pages of one file; two records of one id would be one page, so that the second becomes a failure."""
    first: dict[str | None, str] = {}
    for page in read_records(name, columns):
        if isinstance(page, Failure):
            yield page
        elif page.record in first:
            yield Failure(place_of(page), clash(page.record, first[page.record]))
        else:
            first[page.record] = place_of(page)
            yield page


def read_records(name: str, columns: Columns = Columns()) -> Iterator[Page | Failure]:  # noqa: B008
    """What stands in one file, whatever it is called."""
    path = Path(name)
    try:
        yield from _reader(path.suffix.lower())(path, name, columns)
    except InputError as error:
        yield Failure(error.path, error.message)


@cache
def _reader(suffix: str) -> Callable[[Path, str, Columns], Iterator[Page | Failure]]:
    read: Callable[[Path, str, Columns], Iterator[Page | Failure]] = import_module(
        f"quality.read.{READERS.get(suffix, 'plain')}"
    ).read
    return read


def find_files(given: str, *, pipes: bool = False) -> Iterator[str | Failure]:
    """The files that one argument stands for, as reports name them."""
    path = Path(given)
    if path.is_dir():
        failures: list[Failure] = []
        names = _below(given, failures)
        yield from failures
        yield from names
        if not names and not failures:
            yield Failure(given, _EMPTY)
    elif (kind := kind_of(given)) and not (pipes and kind == PIPE):
        yield Failure(given, _ONCE if kind == PIPE else f"is {kind}, not text: name a file")
    elif path.is_symlink() or path.exists():
        yield given
    else:
        yield Failure(given, "no such file or folder: check the spelling")


_ONCE = "is a pipe, which can be read only once: write what comes through it to a file, and name that"
_EMPTY = (
    "holds no page: put text into it, or name a file "
    "(README, LICENSE, CHANGELOG, dot-files and what git ignores count only when named)"
)


def _below(given: str, failures: list[Failure]) -> list[str]:
    """Pages below a folder, by name; folders that cannot be listed and what is no file become failures."""
    root = given.rstrip("/") or "/"
    found: list[str] = []

    def unlisted(error: OSError) -> None:
        failures.append(Failure(str(error.filename), f"cannot be listed ({error.strerror}): check its permissions"))

    for folder, folders, files in os.walk(root, onerror=unlisted):
        if folder != root and any(_is_ours(Path(folder, name)) for name in MARKS if name in files):
            folders.clear()
            continue
        folders[:] = [f for f in folders if not f.startswith(".")]
        found += [os.path.join(folder, f) for f in files if _is_page(f)]  # noqa: PTH118
    found.sort(key=lambda name: name.split("/"))
    hidden = ignored(root, found)
    kept = [name for name in found if name not in hidden]
    # A `Path` for each of many files would take longer than the question.
    special = {name: kind for name in kept if not os.path.isfile(name) and (kind := kind_of(name))}  # noqa: PTH113
    failures += [Failure(name, f"is {kind}, not a file: take it out of the folder") for name, kind in special.items()]
    return [name for name in kept if name not in special]


def _is_ours(mark: Path) -> bool:
    try:
        with mark.open("rb") as file:
            return _SCHEMA.match(file.read(64)) is not None
    except OSError:
        return False


def _is_page(name: str) -> bool:
    return not name.startswith(".") and not name.upper().startswith(NOT_PAGES)
