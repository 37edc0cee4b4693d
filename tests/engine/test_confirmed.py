"""A copy confirms what a rule proposes: the repair may then be made."""

from __future__ import annotations

import pytest

from quality.detect.contract import NoOptions, SourceRule
from quality.engine.confirmed import confirmed
from quality.engine.local import examine
from quality.engine.plan import Plan
from quality.model import (
    Alignment,
    Applicability,
    Copy,
    CopyKind,
    Difference,
    Edit,
    Fix,
    Hit,
    Page,
    Severity,
    Span,
)

LEFT, RIGHT = Page("left.txt", "全村的收人比去年多"), Page("right.txt", "全村的收入比去年多")
RULE = SourceRule(code="GAR301", name="x", severity=Severity.ERROR, check=lambda _p, _o: iter(()), options=NoOptions)


def pair(left: Span, right: Span) -> Alignment:
    sides = (Copy(page, (Span(0, len(page.text)),), None) for page in (LEFT, RIGHT))
    return Alignment(CopyKind.PASSAGE, *sides, (Difference(left, right),), 1.0, 1.0)


def proposed(span: Span, new: str, page: Page = LEFT) -> Hit:
    return Hit(page, (span,), "", 0.9, Fix(Applicability.DISPLAY, (Edit(span, new),)))


def applicability(hit: Hit, alignment: Alignment) -> Applicability:
    ((_, told),) = confirmed([(RULE, hit)], [alignment])
    assert told.fix is not None
    assert bool(told.related) == (told.fix.applicability is Applicability.UNSAFE)
    return told.fix.applicability


@pytest.mark.parametrize(
    ("hit", "expected"),
    [
        (proposed(Span(3, 5), "收入"), Applicability.UNSAFE),
        (proposed(Span(4, 5), "入"), Applicability.UNSAFE),
        (proposed(Span(3, 5), "收八"), Applicability.DISPLAY),
        (proposed(Span(2, 4), "的收"), Applicability.DISPLAY),
        (proposed(Span(3, 5), "收人", RIGHT), Applicability.UNSAFE),
        (proposed(Span(6, 7), "入"), Applicability.DISPLAY),
    ],
)
def test_what_the_other_copy_reads_may_be_set_in(hit: Hit, expected: Applicability) -> None:
    assert applicability(hit, pair(Span(4, 5), Span(4, 5))) is expected


def test_a_lost_character_that_the_other_copy_has() -> None:
    assert applicability(proposed(Span(5, 6), "比比"), pair(Span(6, 6), Span(0, 0))) is Applicability.DISPLAY
    left = pair(Span(5, 5), Span(4, 5))
    assert applicability(proposed(Span(4, 5), "人入"), left) is Applicability.UNSAFE
    assert applicability(proposed(Span(5, 6), "入比"), left) is Applicability.UNSAFE


def test_a_misprint_in_one_of_two_copies_is_repaired_from_the_other() -> None:
    story = (
        "乡政府昨天公布了去年的统计数字：全村农民的{}比前年增加了百分之八，家家户户的收入都有增长，人均收入超过一万元。"
        "蔬菜种植的收入占总收入的一半，外出打工的收入占三成，其他收入来自养殖和运输。村民委员会决定把集体收入用于修建"
        "水渠和学校，工程预计明年春天完成。"
    )
    pages = [Page("one.txt", story.format("收人")), Page("two.txt", story.format("收入"))]
    found = [f for f in examine(pages, Plan()).findings if f.rule == "GAR301"]
    assert [f.hit.fix.applicability for f in found if f.hit.fix] == [Applicability.UNSAFE]
