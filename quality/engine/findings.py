"""Hits become findings: merged ranges, fingerprints, order."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

from quality.message import say
from quality.model import Finding, Hit, Related, Span
from quality.text.folding import fold_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from quality.detect.contract import Rule
    from quality.model import Page

CONTEXT = 32
"""Folded characters on either side that a fingerprint covers."""


def findings(hits: Iterable[tuple[Rule, Hit]], pages: Iterable[Page]) -> tuple[Finding, ...]:
    """Findings of several pages, in the order of `pages`."""
    by_page: dict[tuple[str, str | None], list[tuple[Rule, Hit]]] = {page.key: [] for page in pages}
    for rule, hit in hits:
        by_page[hit.page.key].append((rule, hit))
    stamp = Stamp()
    return tuple(finding for some in by_page.values() for finding in stamp(some))


class Stamp:
    """Makes findings of hits, one page after the other; equal ones (same rule, text and context) are told apart by their ordinal."""

    def __init__(self) -> None:
        self._seen: Counter[bytes] = Counter()

    def __call__(self, hits: Iterable[tuple[Rule, Hit]]) -> Iterator[Finding]:
        """The findings of a page, sorted by place, then rule."""
        drafts = sorted(
            ((rule, hit, _ranges(hit)) for rule, hit in hits), key=lambda d: (d[2], d[0].code, d[1].message)
        )
        for rule, hit, ranges in drafts:
            base = identity(rule.code, hit.page, ranges[0])
            name = hashlib.blake2b(
                base.encode(), digest_size=16
            ).digest()  # of a million findings less to hold than the texts
            yield _finding(rule, hit, ranges, fingerprint(base, self._seen[name]))
            self._seen[name] += 1


def _finding(rule: Rule, hit: Hit, ranges: tuple[Span, ...], fingerprint: str) -> Finding:
    further = tuple(Related(hit.page, span, say("continues")) for span in ranges[1:])
    return Finding(
        rule.code, rule.name, hit.severity or rule.severity, hit, ranges[0], hit.related + further, fingerprint
    )


def _ranges(hit: Hit) -> tuple[Span, ...]:
    """Source ranges of a hit; a gap of only layout space does not split."""
    return tuple(_merged(hit.page.text, hit.spans))


def _merged(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    last: Span | None = None
    for span in spans:
        if last is not None and last.end <= span.start and not text[last.end : span.start].strip():
            last = Span(last.start, span.end)
        else:
            if last is not None:
                yield last
            last = span
    if last is not None:
        yield last


def fingerprint(base: str, ordinal: int) -> str:
    """The name of a finding: what identifies it, and how many in the run before it are its equals."""
    return hashlib.sha256(f"{base}\x1f{ordinal}".encode()).hexdigest()[:32]


def identity(code: str, page: Page, span: Span) -> str:
    """What identifies a finding wherever its paragraph moves: rule, folded text, folded context."""
    before = fold_key(page.text[max(span.start - 2 * CONTEXT, 0) : span.start])[-CONTEXT:]
    after = fold_key(page.text[span.end : span.end + 2 * CONTEXT])[:CONTEXT]
    return "\x1f".join((code, fold_key(page.slice(span)), before, after))
