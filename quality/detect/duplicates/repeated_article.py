"""Finds an article that is printed twice, on one page or on two.

## What it does

Looks for long passages that stand twice, exactly or with errors of copying (up to some 15 % of the characters,
inserted captions, other line breaks), and reports those that are the body of an article: nearly all of it, from its
dateline on, or under a headline that stands on the page twice, too. The finding stands on the copy that goes, from its
headlines to the last shared character, and points at the copy that stays. The one that stands in reading order, has
its headline and dateline, does not break off, has fewer defects and all its quotation marks stays; the message says which of these
decided.

## Why is this bad

A story counted twice distorts every statistic and every model made from the text, and its two versions soon differ.

## Example

```text
采茶能手办起传习所

本报讯（见习记者林晚）清明前的茶山上，七十二岁的茶师傅把一双手摊开给徒弟们看：掐尖不用指甲，提手要快，放手要轻。镇上的传习所开办三年，已经带出四十六名采茶能手，其中九人回村办起了自己的作坊，还有两人去年在省里的比赛上得了奖。

采茶能手办起传习所

本报讯（见习记者林晚）清明前的茶山上，七十二岁的茶师傅把一双手摊开给徒弟们看：掐尖不用指甲，提手要快，放手要轻。镇上的传习所开办三年，已经带出四十六名采茶能手，其中九人回村办起了自己的作坊，还有两人去年在省里的比赛上得了奖。
```

## Repair safety

Unsafe: the copy is taken out. Its differences from the one that stays are findings of their own (DUP104, ENU405),
and the ledger keeps every character.

## Known limits

Two reports of one event in other words are not copies. Another event in the same words (a ceremony, a weather
report) is told apart by the geometry of the differences, which fails where a single number or name differs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quality.detect.contract import AlignmentRule, NoOptions
from quality.detect.witnesses import removal
from quality.message import say
from quality.model import CopyKind, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.model import Alignment, Hit


def check(alignment: Alignment, _options: NoOptions) -> Iterator[Hit]:
    """The copy that goes."""
    if alignment.kind is CopyKind.ARTICLE:
        yield removal(alignment, say("article"))


RULE = AlignmentRule(code="DUP101", name="repeated-article", severity=Severity.ERROR, version=2, check=check)
