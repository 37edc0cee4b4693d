"""Which files of a folder git ignores."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def ignored(root: str, files: Sequence[str]) -> frozenset[str]:
    """The files below `root` that git ignores; none where git is missing, or `root` is ignored itself or in no work tree."""
    names = {name.removeprefix(root).lstrip("/"): name for name in files}
    answered = _ask_git(root, [".", *names])
    if "." in answered:
        return frozenset()  # whoever names an ignored folder wants what is in it
    return frozenset(names[n] for n in answered if n in names)


def _ask_git(root: str, names: Sequence[str]) -> list[str]:
    try:
        done = subprocess.run(  # noqa: S603
            # A repository's own settings must not start programs.
            ["git", "-C", root, "-c", "core.fsmonitor=false", "check-ignore", "-z", "--stdin"],  # noqa: S607
            input="\0".join(names).encode("utf-8", "surrogateescape"),
            capture_output=True,
            check=False,
        )
    except OSError:
        return []
    return done.stdout.decode("utf-8", "surrogateescape").split("\0")
