"""Generated pages on disk: front matter and one raw HTML block, or trusted Markdown; unchanged ones are left alone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape as html_escape
from typing import TYPE_CHECKING

from quality.publish.escape import plain
from quality.publish.names import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

MADE = f"{ROOT}/.made.json"
"""The keys under which pages were made: a page whose key stands there is neither made nor written again."""
DESCRIBED = 150
"""Characters of a description."""


@dataclass(frozen=True, slots=True)
class Document:
    """One page of the site; `address` is relative to the site's root and without suffix."""

    address: str
    title: str
    make: Callable[[], str]
    """Makes the body; called only where the page is written."""
    key: str = ""
    """Names everything that the body is made from; empty where that costs as much as making it."""
    searched: bool = True
    full: bool = True
    """Without Material's side bars."""
    describe: Callable[[], str] | None = None
    """Says in a sentence what the page holds; search engines show it."""

    @property
    def text(self) -> str:
        """The file: front matter (JSON is YAML) and the body."""
        # Material sets titles into its pages as they are.
        front: dict[str, object] = {"title": html_escape(plain(self.title))}
        if self.describe is not None:
            front["description"] = html_escape(plain(self.describe())[:DESCRIBED])
        if not self.searched:
            front["search"] = {"exclude": True}
        if self.full:
            front["hide"] = ["navigation", "toc"]
        rows = "".join(f"{key}: {json.dumps(value)}\n" for key, value in front.items())
        return f"---\n{rows}---\n\n{self.make()}\n"


@dataclass(frozen=True, slots=True)
class Written:
    """What a run did to the pages on disk."""

    made: int
    """Pages whose text was rendered."""
    written: int
    """Files that changed."""
    keys: Mapping[str, str]
    """What every page is made from, by address; empty where that is not known."""

    @property
    def total(self) -> int:
        """Pages of the site that are generated."""
        return len(self.keys)


def write(documents: Iterable[Document], folder: Path, have: Mapping[str, str]) -> Written:
    """Writes documents below a folder and removes generated pages that are no longer made.

    A document that is on disk under its key, or that somebody says to `have` under it, is not made.
    """
    before = _made(folder)
    after: dict[str, str] = {}
    made = written = 0
    for document in documents:
        path = folder / f"{document.address}.md"
        after[document.address] = document.key
        if document.key and (
            have.get(document.address) == document.key
            or (before.get(document.address) == document.key and path.is_file())
        ):
            continue
        made += 1
        written += write_changed(path, document.text.encode("utf-8", "replace"))
    _prune(folder, after)
    write_changed(folder / MADE, json.dumps(after, indent=0).encode())
    return Written(made, written, after)


def write_changed(path: Path, data: bytes) -> bool:
    """Writes a file unless it holds these bytes already."""
    if path.is_file() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return True


def _made(folder: Path) -> dict[str, str]:
    try:
        rows = json.loads((folder / MADE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return rows if isinstance(rows, dict) else {}


def _prune(folder: Path, kept: dict[str, str]) -> None:
    for path in (folder / ROOT).glob("*/*.md"):
        if f"{ROOT}/{path.parent.name}/{path.stem}" not in kept:
            path.unlink()
