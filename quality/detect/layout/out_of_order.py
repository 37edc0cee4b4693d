"""Finds fragments that stand away from the story they belong to.

## What it does

Reports the tail of a story that is printed with another story, the rest of a sentence that stands paragraphs away from
its beginning, a headline that stands inside a sentence of its own story, and the name of an author below a story that
somebody else signed, each with its right place. Several signs must agree: rare names and terms that the fragment shares
with one story and not with the one it stands in, the words of the headline, a word that goes on over the seam, a sentence
that goes on behind the fragment, the names of the reporters.

## Why is this bad

Pages are set in columns; an extraction that reads them in another order puts the end of one story under the headline of
another. Both articles are then wrong, and everything that is learnt or counted from them.

## Example

```text
本报讯（见习记者陈一禾）去年冬天，北坡村修通了水渠。老人们都说，日子有了奔

北坡村修通十里水渠

头，年轻人也愿意留下来了。
```

## Repair safety

Unsafe: the fragment is moved. The cleaned article shows it in its place, marked, with the evidence.

## Known limits

Stories of one page that speak of the same people and things cannot be told apart by their words; their tails stay where
they are. A tail of a story that has no other part on the page is not noticed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quality.detect.contract import NoOptions, PageRule
from quality.message import say
from quality.model import Applicability, Fix, Hit, Move, Related, Severity, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.model import Displaced, Segmentation

SHOWN = 12
"""Characters of the right place that a finding points at."""
WORDS = {
    "tail": say("This text belongs to another story of the page"),
    "rest": say("This is the rest of a sentence that breaks off elsewhere"),
    "head": say("A headline stands inside a sentence of its story"),
}


def check(segmentation: Segmentation, options: NoOptions) -> Iterator[Hit]:  # noqa: ARG001
    """Words segment's decisions on fragments whose place is known."""
    for fragment in segmentation.displaced:
        if fragment.kind in WORDS and fragment.to is not None:
            yield _hit(segmentation, fragment, fragment.to)


def _hit(segmentation: Segmentation, fragment: Displaced, to: int) -> Hit:
    page = segmentation.page
    before = fragment.kind == "head"
    place = Span(to, min(to + SHOWN, len(page.text))) if before else Span(max(to - SHOWN, 0), to)
    words = page.slice(place).split("\n")[0 if before else -1]
    place = Span(to, to + len(words)) if before else Span(to - len(words), to)
    here = (
        say("its place is before ‘{words}’", words=words)
        if before
        else say("its place is behind ‘{words}’", words=words)
    )
    values = {"what": WORDS[fragment.kind], "evidence": fragment.evidence, "here": here}
    beside = say("belongs before this") if before else say("belongs behind this")
    fix = Fix(Applicability.UNSAFE, (Move(fragment.span, to),))
    message = say("{what}: {evidence}; {here}.", **values)
    return Hit(page, (fragment.span,), message, fragment.confidence, fix, (Related(page, place, beside),))


RULE = PageRule(code="LAY603", name="out-of-order", severity=Severity.WARNING, version=4, check=check)
