"""Finds sentences that a line break tears apart.

## What it does

Reports every place where the text of a sentence goes on in the next line, or behind a heading or a caption that
stands in its middle. Many signs are added up: the sentence has no end, a quote or a bracket stays open, a word goes on
over the break, the lines have the width of one column, the next line cannot begin a sentence. Headlines, spaced
headings, lists, verse, bylines and datelines stay apart.

## Why is this bad

The columns of a newspaper break lines anywhere. Copied to a text they cut words in two; a search misses them, a
sentence splitter makes two halves of one sentence, and a language model learns both.

## Example

```text
县里的修造厂去年收了十二名学徒，老师傅带着他们从认识机
床开始，一年下来都能独自干活了。
```

## Repair safety

Safe where the signs prove the tear: only the characters of the break are removed, or replaced by one space between
words of a script that parts them. A hyphen at the line's end goes with them where the page proves that it is none of
the word's: the word stands elsewhere in one piece and nowhere with the hyphen, or the hyphen is a soft one. With weaker
signs the join is unsafe: a cleaned copy has it, since it can be undone, and the file itself is left as it is. A sentence
that goes on behind foreign text has no edit here: the foreign text is moved (`out-of-order`) or set aside
(`interrupting-block`).

## Known limits

A break that falls on the end of a sentence inside a paragraph cannot be told from the end of the paragraph. Lines of
Latin script that are wrapped at a fixed width throughout the page are joined without a report, unless a hyphen goes. A
hyphen whose word stands nowhere else on the page stays. In Markdown (told by the file's name) code and lines that end
in two spaces or a backslash stay as they are.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from quality.detect.contract import NoOptions, PageRule
from quality.message import say
from quality.model import Applicability, Edit, Fix, Hit, Related, Severity, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.message import Message
    from quality.model import Displaced, Join, Page, Segmentation

CONTEXT = 8
"""Characters on either side of the break that the span shows."""


def check(segmentation: Segmentation, options: NoOptions) -> Iterator[Hit]:  # noqa: ARG001
    """Words segment's joins, and its sentences that go on behind foreign text."""
    for join in segmentation.joins:
        if not join.regular:
            yield _joined(segmentation.page, join)
    seen: set[Span] = set()
    for fragment in segmentation.displaced:
        if fragment.torn is not None and fragment.torn[0] not in seen:
            seen.add(fragment.torn[0])
            yield _torn(segmentation.page, fragment, *fragment.torn)


def _joined(page: Page, join: Join) -> Hit:
    span = Span(_before(page, join.span.start), _after(page, join.span.end))
    applicability = Applicability.SAFE if join.certain else Applicability.UNSAFE
    fix = Fix(applicability, (Edit(Span(join.span.start - join.hyphenated, join.span.end), join.glue),))
    return Hit(page, (span,), _told(join.evidence), join.confidence, fix)


@lru_cache(maxsize=1 << 8)
def _told(evidence: str) -> Message:
    """The message, which is the same for most breaks of a page."""
    return say("A line break tears this sentence: {evidence}.", evidence=evidence)


def _torn(page: Page, fragment: Displaced, end: Span, start: Span) -> Hit:
    goes_on = Span(start.start, _after(page, start.start))
    count, text = abs(start.start - end.end), page.slice(goes_on)
    if start.start > end.end:
        message = say(
            "The sentence stops here and goes on {count} characters below, at ‘{text}’.", count=count, text=text
        )
    else:
        message = say(
            "The sentence stops here and goes on {count} characters above, at ‘{text}’.", count=count, text=text
        )
    return Hit(
        page,
        (Span(_before(page, end.end), end.end),),
        message,
        fragment.confidence,
        related=(Related(page, goes_on, say("goes on here")),),
    )


def _before(page: Page, at: int) -> int:
    """Up to eight characters before a place, not beyond its line."""
    text = page.text[max(at - CONTEXT, 0) : at]
    return at - len(text.splitlines()[-1]) if text.strip() else at


def _after(page: Page, at: int) -> int:
    """Up to eight characters after a place, not beyond its line."""
    text = page.text[at : at + CONTEXT]
    return at + len(text.splitlines()[0]) if text.strip() else at


RULE = PageRule(code="LAY601", name="broken-line", severity=Severity.WARNING, version=5, check=check)
