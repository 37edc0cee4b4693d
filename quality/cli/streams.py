"""What a command writes where: results to stdout, progress and trouble to stderr."""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeVar

from quality.cli.guard import say
from quality.errors import OutputError
from quality.export.file import put_file
from quality.report.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from quality.model import Failure

LISTED = 20
"""Failures that are listed one by one."""
INTERVAL = 0.1
"""Seconds between two states of the progress line."""
Item = TypeVar("Item")


def write(text: str) -> None:
    """Writes a result. Half a surrogate, as in the name of a file that is no Unicode, becomes its escape."""
    write_all((text,))


def write_all(pieces: Iterable[str]) -> None:
    """Writes a result bit by bit."""
    sys.stdout.flush()
    for text in pieces:
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()


def tell(words: str) -> None:
    """Writes what a command did; a folder's name in it has no effect."""
    write(visible_rows(words) + "\n")


def write_file(path: str, pieces: Iterable[str], *, add: bool = False) -> None:
    """Writes a result to a file, or adds it at its end.

    Raises:
        OutputError: the file cannot be written.
    """
    data = (text.encode("utf-8", "backslashreplace") for text in pieces)
    try:
        if add:
            with Path(path).open("ab") as file:
                file.writelines(data)
        else:
            put_file(path, data)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror})") from error


def visible_rows(text: str) -> str:
    """The text, line by line, without effect on a terminal."""
    return "\n".join(map(visible, text.split("\n")))


def wants_colour(choice: str) -> bool:
    """Colour on a terminal unless NO_COLOR is set; `always` and `never` are obeyed."""
    return choice == "always" or (choice == "auto" and obeys(sys.stdout) and not os.environ.get("NO_COLOR"))


def obeys(stream: TextIO) -> bool:
    """True for a terminal that knows colours and how to clear a line."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def width() -> int:
    """Columns to fill."""
    return shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 100


def tell_failures(failures: Sequence[Failure]) -> None:
    """Lists what could not be read."""
    for failure in failures[:LISTED]:
        say(f"error: {failure.path}: {failure.message}".replace("\n", "␊"))
    if len(failures) > LISTED:
        say(f"error: and {len(failures) - LISTED:,} more that could not be read")


def watched(items: Iterable[Item], doing: str) -> Iterator[Item]:
    """Passes items on and counts them on stderr, on a terminal only."""
    if not obeys(sys.stderr):
        yield from items
        return
    shown = 0.0
    for number, item in enumerate(items, 1):
        if time.monotonic() - shown > INTERVAL:
            shown = time.monotonic()
            sys.stderr.write(f"\r\033[K{doing} {number:,} …")
            sys.stderr.flush()
        yield item
    sys.stderr.write("\r\033[K")
