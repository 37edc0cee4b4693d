"""Repairs written into the files they were found in: `quality check --fix`."""

from __future__ import annotations

import difflib
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from quality.cleaned import Fixes, Status
from quality.engine.local import examine
from quality.errors import InputError
from quality.export.file import put_file
from quality.model import Failure, Move, Page
from quality.read.encoding import encode
from quality.repair.policy import decide

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping, Sequence

    from quality.cleaned import Repair
    from quality.engine.plan import Plan
    from quality.model import Examination, Finding

PASSES = 5
"""One repair can make room for the next one; whatever still changes then waits for the next run."""


@dataclass(frozen=True, slots=True)
class Mended:
    """What the repairs came to."""

    examination: Examination
    """Of the pages as they are now."""
    changed: tuple[tuple[Page, Page], ...]
    """Pages before and after, in input order."""
    counts: Mapping[str, int]
    """Repairs by path."""

    @property
    def repairs(self) -> int:
        """All of them."""
        return sum(self.counts.values())

    def without(self, paths: Container[str]) -> Mended:
        """The same where these files stayed as they were; the examination does not know of it."""
        changed = tuple((old, new) for old, new in self.changed if old.path not in paths)
        return replace(self, changed=changed, counts={p: n for p, n in self.counts.items() if p not in paths})


def mend(
    pages: Sequence[Page], plan: Plan, failures: Sequence[Failure], fixes: Fixes,
    judge: Callable[[Examination], Examination],
) -> Mended:  # fmt: skip
    """Examines and repairs until nothing is left to repair; known findings and records of containers are left alone."""
    now = list(pages)
    names = _first_names(pages)
    counts: Counter[str] = Counter()
    for _ in range(PASSES):
        examination = judge(examine(now, plan, failures))
        decided = decide((f for f in examination.findings if _is_open(f, names)), fixes)
        repaired = {page.key: _repaired(page, decided.get(page.key, ())) for page in now}
        after = [_as_first(page, repaired, names) for page in now]
        if after == now:
            break
        for page in now:
            counts[page.path] += sum(r.status is Status.APPLIED for r in decided.get(page.key, ()))
        now = after
    else:
        examination = judge(examine(now, plan, failures))
    changed = tuple((old, new) for old, new in zip(pages, now, strict=True) if old != new)
    return Mended(examination, changed, counts)


def _first_names(pages: Sequence[Page]) -> dict[str, str]:
    """For every file the first of its names: a link is another name, and what goes under one goes under all."""
    first: dict[tuple[int, int], str] = {}
    names: dict[str, str] = {}
    for path in dict.fromkeys(page.path for page in pages):
        status = Path(path).stat() if Path(path).exists() else None
        names[path] = first.setdefault((status.st_dev, status.st_ino), path) if status else path
    return names


def _is_open(finding: Finding, names: Mapping[str, str]) -> bool:
    """True where a repair may be made: a file is no copy of itself, and is repaired under its first name."""
    page = finding.page
    if finding.known or page.record is not None or names[page.path] != page.path:
        return False
    return all(r.page.path == page.path or names[r.page.path] != page.path for r in finding.related)


def _as_first(page: Page, repaired: Mapping[tuple[str, str | None], Page], names: Mapping[str, str]) -> Page:
    return replace(repaired[names[page.path], page.record], path=page.path)


def _repaired(page: Page, repairs: Sequence[Repair]) -> Page:
    """The page with its applied repairs; a move whose text is repaired as well waits for the next pass."""
    applied = [r for r in repairs if r.status is Status.APPLIED]
    edits = [(r.span.start, r.span.end, r.after) for r in applied if not isinstance(r.edit, Move)]
    for r in applied:
        if isinstance(r.edit, Move) and not any(
            _meets(r.span.start, r.span.end, e) or _meets(r.edit.to, r.edit.to, e) for e in edits
        ):
            edits += [(r.span.start, r.span.end, ""), (r.edit.to, r.edit.to, r.before)]
    text: list[str] = []
    lost: list[tuple[int, int]] = []
    at = length = 0
    for start, end, new in [*sorted(edits), (len(page.text), len(page.text), "")]:
        lost += [(offset - at + length, byte) for offset, byte in page.encoding.lost if at <= offset < start]
        text += (page.text[at:start], new)
        length += start - at + len(new)
        at = end
    return replace(page, text="".join(text), encoding=replace(page.encoding, lost=tuple(lost)))


def _meets(start: int, end: int, edit: tuple[int, int, str]) -> bool:
    return start <= edit[1] and edit[0] <= end


def write_pages(changed: Sequence[tuple[Page, Page]]) -> Iterator[Failure]:
    """Writes the pages that changed, each in one step; a page that cannot be written stays as it was and is told."""
    for old, new in changed:
        try:
            _write(old, new)
        except InputError as error:
            yield Failure(error.path, error.message)


def _write(old: Page, new: Page) -> None:
    try:
        data = encode(new.text, new.encoding)
    except UnicodeEncodeError as error:
        raise InputError(
            old.path, f"was not repaired: {new.encoding.name} has no {error.object[error.start]!r}; convert it to UTF-8"
        ) from error
    try:
        now = Path(old.path).read_bytes()
        if now == data:  # written under another of its names
            return
        if now != encode(old.text, old.encoding):
            raise InputError(old.path, "was not repaired: it changed in the meantime; run the check again")
        put_file(old.path, (data,))
    except OSError as error:
        raise InputError(old.path, f"was not repaired: it cannot be written ({error.strerror})") from error


def differences(changed: Sequence[tuple[Page, Page]]) -> str:
    """What the repairs change, as a unified diff."""
    rows = (row for old, new in changed for row in _difference(old, new))
    return "".join(rows)


def _difference(old: Page, new: Page) -> Iterator[str]:
    before, after = (p.text.splitlines(keepends=True) for p in (old, new))
    for row in difflib.unified_diff(before, after, f"a/{old.path}", f"b/{old.path}"):
        yield row if row.endswith("\n") else f"{row}\n\\ No newline at end of file\n"
