"""Finds a page or record that is, as a whole, another one of the run over again.

## What it does

Compares all pages and records of a run with each other (MinHash over character shingles proposes pairs, an alignment
judges them) and reports those that are one text: equal, or with the errors of copying and scanning (up to some 15 %
of the characters), with a paragraph dropped or a notice added before and after. The finding stands on the record that
goes and points at the one that stays: of several the one that most others are copies of, then the longest, then the
first.

## Why is this bad

A document counted twice distorts every statistic, and a model trained on it learns it by heart.

## Example

The second record of these two is the first over again; here they stand in one file, one after the other.

```text
{"id": "a", "text": "入冬以来，县里的供暖站换上了新锅炉，值班的师傅说，炉子烧得稳，屋里比去年暖和，夜里也不必再起身添煤。"}
{"id": "b", "text": "入冬以来，县里的供暖站换上了新锅炉，值班的师傅说，炉子烧得稳，屋里比去年暖和，夜里也不必再起身添煤。"}
```

## Repair safety

Unsafe: the text of the record that goes is deleted. The ledger keeps it, with its differences from the one that stays.

## Known limits

Two events in the same mould (a ceremony, a bulletin, a notice of the same kind on another date) are kept apart by where
they differ: names, numbers and dates. Where a single numeral differs nobody can tell a misread digit from another date;
such pairs are no finding. Records shorter than 40 letters and digits count only when they are equal or stand whole in
one a little longer, shorter than 20 not at all. A rewording is no copy. A record inside a much larger one is a
repeated passage (DUP102).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quality.detect.contract import ClusterRule, NoOptions
from quality.detect.witnesses import removal
from quality.message import say
from quality.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.model import Cluster, Hit


def check(cluster: Cluster, _options: NoOptions) -> Iterator[Hit]:
    """The records that go."""
    for pair in cluster.pairs:
        yield removal(pair, say("record") if pair.leaver.page.record is not None else say("page"))


RULE = ClusterRule(code="DUP103", name="near-duplicate-document", severity=Severity.ERROR, check=check, version=2)
"""The cluster's keeper stays."""
