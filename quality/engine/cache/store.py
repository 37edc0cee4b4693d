"""What was found before: a page that has not changed is not looked at again, and an unchanged run is not made again.

Keys cover the text, its place, the rules with their versions and options, and the program itself by its files' times, so that
nothing has to be invalidated. Rules that judge the whole corpus are asked again whenever any page changed; what they compare pair
by pair is kept by the content of both pages.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import time
from dataclasses import dataclass
from functools import cached_property, reduce
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

from quality import __version__
from quality.detect.contract import ArticleRule, CorpusRule, PageRule, SourceRule
from quality.engine.cache.frozen import FrozenError, freeze, thaw
from quality.engine.cache.memory import Memory
from quality.engine.shelf import Frozen, Lazy
from quality.model import Article, Examination, Segmentation, View

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from quality.detect.contract import Rule
    from quality.engine.plan import Plan
    from quality.model import Failure, Page

FOLDER = ".quality-cache"
KEPT = 30
"""Days after which what nobody asked for is dropped."""
LARGEST = 1 << 30
"""Bytes from which the file is begun anew."""
DAY = 86400
AT_ONCE = 500
"""Keys per question; SQLite takes 999 at least."""


@dataclass(kw_only=True)
class Cache:
    """One file of SQLite below `folder`; where it cannot be written, nothing is kept and nobody is told."""

    folder: Path
    plan: Plan
    whole: bool = False
    """Whole articles are wanted, which only looks at pages hold."""

    def looks(self, pages: Sequence[Page]) -> Iterator[tuple[int, bytes]]:
        """Looks that are known, by the number of the page, in their frozen form."""
        keys = {self._page_key(page): number for number, page in enumerate(pages)}
        return ((keys[key], data) for key, data in self._get(list(keys)))

    def keep_look(self, page: Page, data: bytes) -> None:
        """Keeps a look in its frozen form; many are written at a time, the last ones with the run."""
        self._new.append((self._page_key(page), data))
        if len(self._new) >= AT_ONCE:
            self._put()

    def recall(self, pages: Sequence[Page]) -> Memory:
        """What is known of pairs of these pages; what is learned about them is kept with the run."""
        names = [self._pairs_key(page) for page in pages]
        numbers = {name: number for number, name in enumerate(names)}
        self._memory = Memory(names, {numbers[key]: data for key, data in self._get(names)})
        return self._memory

    def run(self, pages: Sequence[Page], failures: Sequence[Failure]) -> Examination | None:
        """The examination of an unchanged run; its articles are hollow: they can be counted and no more."""
        for _, data in self._get([] if self.whole else [self._run_key(pages)]):
            with contextlib.suppress(FrozenError):
                counts, parts, notes, checksum = thaw(data, pages)
                if checksum == _checksum(parts):
                    hollow = Lazy(len(pages), lambda n: _hollow(pages[n], counts[n]))  # noqa: B023 - left at once
                    return Examination(hollow, Frozen.of(pages, parts), failures=tuple(failures), notes=notes)
        return None

    def keep_run(self, pages: Sequence[Page], examination: Examination) -> None:
        """Keeps a run and everything that was kept for its pages."""
        counts = tuple(len(s.articles) for s in examination.segmentations)
        with contextlib.suppress(FrozenError):
            parts = examination.findings.parts if isinstance(examination.findings, Frozen) else ()
            data = freeze((counts, parts, examination.notes, _checksum(parts)), pages)
            self._new.append((self._run_key(pages), data))
        self._new.extend(self._memory.kept())
        self._put()

    @cached_property
    def _memory(self) -> Memory:
        return Memory()

    @cached_property
    def _new(self) -> list[tuple[bytes, bytes]]:
        return []

    @cached_property
    def _file(self) -> sqlite3.Connection | None:
        path = self.folder / "1.sqlite"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if not (ignore := self.folder / ".gitignore").exists():
                ignore.write_text("*\n", encoding="ascii")
            if path.exists() and path.stat().st_size > LARGEST:
                path.unlink()
            return _opened(path)
        except (OSError, sqlite3.Error):
            return None

    def _get(self, keys: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
        today = int(time.time()) // DAY
        for at in range(0, len(keys), AT_ONCE):
            some = keys[at : at + AT_ONCE]
            marks = ",".join("?" * len(some))
            question = f"SELECT key, data, day FROM kept WHERE key IN ({marks})"  # noqa: S608 - question marks only
            try:
                rows = self._file.execute(question, some).fetchall() if self._file else []
            except sqlite3.Error:
                return
            self._old += [key for key, _, day in rows if day != today]
            yield from ((key, data) for key, data, _ in rows)

    @cached_property
    def _old(self) -> list[bytes]:
        return []

    def _put(self) -> None:
        today = int(time.time()) // DAY
        with contextlib.suppress(sqlite3.Error), self._file or contextlib.nullcontext():
            self._write(today)
        self._new.clear()
        self._old.clear()

    def _write(self, today: int) -> None:
        if self._file is None:
            return
        self._file.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", [(k, today, d) for k, d in self._new])
        self._file.executemany("UPDATE kept SET day = ? WHERE key = ?", [(today, k) for k in self._old])
        if self._old:
            self._file.execute("DELETE FROM kept WHERE day < ?", (today - KEPT,))

    def _page_key(self, page: Page) -> bytes:
        key = self._keys.get(id(page))
        if key is None:
            line = page.line if page.encoding.lost else None  # where a message says it
            place = f"{page.path}\x1f{page.record!r}\x1f{page.encoding!r}\x1f{line}\x1f"
            content = (place + page.text).encode("utf-8", "surrogatepass")
            key = self._keys[id(page)] = hashlib.sha256(self._page_plan + content).digest()
        return key

    def _pairs_key(self, page: Page) -> bytes:
        return hashlib.sha256(b"pairs" + self._page_key(page)).digest()

    @cached_property
    def _keys(self) -> dict[int, bytes]:
        return {}  # by identity: the pages of a run live as long as the run

    def _run_key(self, pages: Sequence[Page]) -> bytes:
        return hashlib.sha256(self._whole_plan + b"".join(map(self._page_key, pages))).digest()

    @cached_property
    def _page_plan(self) -> bytes:
        return self._plan_key(
            r for r in self.plan.rules if isinstance(r, SourceRule | PageRule | ArticleRule | CorpusRule)
        )

    @cached_property
    def _whole_plan(self) -> bytes:
        return b"run" + self._plan_key(self.plan.rules)

    def _plan_key(self, rules: Iterable[Rule]) -> bytes:
        told = [(r.code, r.version, repr(self.plan.options_of(r)), _stamp(_file_of(r))) for r in rules]
        return hashlib.sha256(repr((__version__, self._program, told, self.plan.layout)).encode()).digest()

    @cached_property
    def _program(self) -> list[tuple[str, int, int]]:
        """Names, times and sizes of our files: a cache of another state of the program is none.

        What Python and numba keep of compiled code is no part of it, or the first run of an installation would be forgotten.
        """
        root = os.fspath(Path(__file__).parents[2])
        places = [(place, files) for place, _, files in os.walk(root) if not place.endswith("__pycache__")]
        names = sorted(f"{place}/{name}" for place, files in places for name in files)
        return [(name.removeprefix(root), *_stamp(name)) for name in names]


def _opened(path: Path) -> sqlite3.Connection:
    """The file, begun anew where it is damaged."""
    for _ in range(2):
        file = sqlite3.connect(path, timeout=1, isolation_level="IMMEDIATE")
        try:
            file.execute("PRAGMA synchronous = OFF")
            file.execute("CREATE TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY, day INTEGER, data BLOB) WITHOUT ROWID")
        except sqlite3.DatabaseError:
            file.close()
            path.unlink()
        else:
            return file
    raise sqlite3.DatabaseError("the cache cannot be begun")


def _hollow(page: Page, count: int) -> Segmentation:
    return Segmentation(page, tuple(Article(page, n, (), View("", (), ()), ()) for n in range(count)))


def _checksum(parts: Iterable[tuple[int, bytes]]) -> int:
    """Findings are thawed when they are asked for: what is damaged must show before."""
    return reduce(lambda sum_, part: crc32(part[1], sum_), parts, 0)


def _stamp(name: str | None) -> tuple[int, int]:
    """Time and size of a file; nothing of one that is not there, as of a link that an editor locks a file with."""
    try:
        status = os.stat(name or "")  # noqa: PTH116 - a `Path` for each of hundreds would take longer
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size


def _file_of(rule: Rule) -> str | None:
    check: Any = getattr(rule, "check", None)
    name: str | None = getattr(import_module(check.__module__), "__file__", None) if check else None
    return name
