"""Findings that are known: a committed file, keyed by content, so that it survives when text moves and shrinks when text is mended.

An entry matches one finding: first the one of the same fingerprint, then one of the same rule, text and line wherever the line
stands now. Nothing is counted, so that a new defect cannot take the place of a mended one.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, replace
from posixpath import normpath
from typing import TYPE_CHECKING

from quality.engine.findings import CONTEXT
from quality.engine.shelf import kept_like
from quality.errors import ConfigError, OutputError
from quality.export.file import put_file
from quality.text.folding import fold_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from quality.model import Examination, Finding

SCHEMA = "quality/baseline@1"
LONGEST = 60
"""Characters of the text that an entry shows to whoever reviews it."""
REASON = "in the baseline"
WINDOW = 4 * CONTEXT
"""Code points on either side in which the line's context is looked for; a line may be a gigabyte."""


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One known finding."""

    path: str
    rule: str
    fingerprint: str
    anchor: str
    text: str

    @classmethod
    def of(cls, finding: Finding) -> Entry:
        """The entry for a finding."""
        return cls(
            normal(finding.page.path), finding.rule, finding.fingerprint, anchor(finding), finding.text[:LONGEST]
        )


def normal(path: str) -> str:
    """A path as entries spell it: `./a//b` is `a/b`."""
    return normpath(path)


def anchor(finding: Finding) -> str:
    """SHA-256, 32 digits, over rule, folded text and its own line on either side, at most 32 folded characters each."""
    text, span = finding.page.text, finding.span
    before = text[max(span.start - WINDOW, 0) : span.start].replace("\r", "\n").rpartition("\n")[2]
    after = text[span.end : span.end + WINDOW].replace("\r", "\n").partition("\n")[0]
    parts = (finding.rule, fold_key(finding.text), fold_key(before)[-CONTEXT:], fold_key(after)[:CONTEXT])
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def read(path: Path) -> tuple[Entry, ...]:
    """The entries of a file.

    Raises:
        ConfigError: it is missing or no baseline; the message says how to write one.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["schema"] != SCHEMA:
            raise ConfigError(f"{path}: is of schema {document['schema']}, not {SCHEMA}: write it again")
        return tuple(Entry(**row) for row in document["findings"])
    except FileNotFoundError as error:
        raise ConfigError(f"{path}: there is no baseline yet: write it with --write-baseline") from error
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error
    except (ValueError, TypeError, KeyError) as error:
        raise ConfigError(f"{path}: is no baseline ({error}): write it again with --write-baseline") from error


def write(path: Path, entries: Iterable[Entry]) -> None:
    """Writes a baseline, sorted, one entry per line, so that a change shows as itself in review.

    Raises:
        OutputError: the file cannot be written.
    """
    rows = [
        json.dumps({name: getattr(entry, name) for name in Entry.__slots__}, ensure_ascii=False)
        for entry in sorted(set(entries))
    ]
    text = "".join(("{\n", f' "schema": "{SCHEMA}",\n', ' "findings": [\n  ', ",\n  ".join(rows), "\n ]\n}\n"))
    try:
        put_file(path, (text.encode("utf-8", "backslashreplace"),))
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror})") from error


def apply(examination: Examination, entries: Sequence[Entry]) -> tuple[Examination, tuple[Entry, ...]]:
    """Marks known findings; gives also the entries that match nothing any more."""
    if not entries:
        return examination, ()
    left = {entry.fingerprint: entry for entry in entries}
    known = {f.fingerprint for f in examination.findings if left.pop(f.fingerprint, None)}
    by_anchor: dict[str, list[Entry]] = defaultdict(list)
    for entry in left.values():
        by_anchor[entry.anchor].append(entry)
    for finding in examination.findings if left else ():
        if finding.fingerprint not in known and (same := by_anchor.get(anchor(finding))):
            del left[same.pop().fingerprint]
            known.add(finding.fingerprint)
    marked = (
        replace(f, known=True, reason=REASON) if f.fingerprint in known and not f.known else f
        for f in examination.findings
    )
    return replace(examination, findings=kept_like(examination.findings, marked)), tuple(left.values())


def stale(entries: Sequence[Entry], examination: Examination, missing: Iterable[str] = ()) -> tuple[Entry, ...]:
    """Of the entries without a finding those that are over: their page was examined, or is gone."""
    examined = {normal(page.path) for page in examination.pages} | set(missing) if entries else set()
    return tuple(entry for entry in entries if entry.path in examined)
