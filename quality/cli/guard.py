"""Every way in which a command can end, as an exit code: 0 did its work, 1 the gate or a proof failed, 2 could not."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from quality.errors import QualityError
from quality.report.text import visible

if TYPE_CHECKING:
    from types import TracebackType

INTERRUPTED = 130
PIPE_CLOSED = 141
"""As a shell counts SIGPIPE: whoever closed the pipe has seen enough."""

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
"""A stream or a disk takes no more; such an error names no file."""


class Guard:
    """Turns what a command raises into a message on stderr and an exit code; no traceback reaches a user unasked."""

    def __enter__(self) -> None:
        """Gives streams that the caller closed to nobody: a file opened later must not take their place."""
        for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
            if getattr(sys, name) is None:
                setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> Literal[False]:
        if error is None or isinstance(error, SystemExit):
            return False
        if isinstance(error, click.exceptions.Exit):
            sys.exit(error.exit_code)
        if isinstance(error, click.ClickException):
            error.show()
            sys.exit(2)
        if isinstance(error, BrokenPipeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(PIPE_CLOSED)
        if isinstance(error, click.Abort | KeyboardInterrupt):
            say("interrupted")
            sys.exit(INTERRUPTED)
        say(f"error: {_words(error, trace)}")
        sys.exit(2)


def say(message: str) -> None:
    """One message on stderr, harmless and without a crash on names that are no Unicode."""
    lines = "\n".join(map(visible, message.split("\n")))
    click.echo(lines.encode("utf-8", "backslashreplace"), err=True)


def _words(error: BaseException, trace: TracebackType | None) -> str:
    if isinstance(error, QualityError):
        return str(error).replace("\n", "\nerror: ")
    if isinstance(error, OSError) and error.filename is not None:
        return f"{os.fsdecode(error.filename)}: {error.strerror}"
    if isinstance(error, OSError) and error.errno in FULL:
        return f"the result cannot be written ({error.strerror}): make room, or write elsewhere"
    if isinstance(error, MemoryError):
        return "the memory does not suffice: give it fewer or smaller files at a time"
    if os.environ.get("QUALITY_DEBUG"):
        return "".join(traceback.format_exception(error))
    at = traceback.extract_tb(trace)[-1]
    where = f"{os.path.basename(at.filename)}:{at.lineno}"  # noqa: PTH119
    return (
        f"internal error, a fault of this tool: {type(error).__name__}: {error} ({where}); "
        "QUALITY_DEBUG=1 shows where it happened, please report it"
    )
