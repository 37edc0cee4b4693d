"""Of several rules that saw one place, one speaks; nothing else is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quality.detect.contract import NoOptions, SourceRule
from quality.engine.reconcile import SHARE, TOLD_BY, reconcile
from quality.model import Hit, Page, Severity, Span

PAGE = Page("page.txt", "x" * 100)
CODES = sorted({*TOLD_BY, *(c for codes in TOLD_BY.values() for c in codes), "LAY601"})
RULES = {
    c: SourceRule(code=c, name=c.lower(), severity=Severity.ERROR, check=lambda _p, _o: iter(()), options=NoOptions)
    for c in CODES
}


def hit(start: int, end: int, page: Page = PAGE) -> Hit:
    return Hit(page, (Span(start, end),), "", 1.0)


def codes(*given_: tuple[str, Hit]) -> list[str]:
    return [rule.code for rule, _ in reconcile([(RULES[c], h) for c, h in given_])]


def test_a_stutter_tells_the_passage_that_it_repeats() -> None:
    assert codes(("DUP102", hit(40, 70)), ("STU202", hit(10, 70))) == ["STU202"]


def test_a_stutter_inside_a_copy_that_goes_is_told_as_well() -> None:
    assert codes(("DUP102", hit(0, 90)), ("STU201", hit(10, 20)), ("LAY601", hit(30, 46))) == [
        "DUP102",
        "STU201",
        "LAY601",
    ]


def test_a_difference_of_numbers_is_told_once() -> None:
    assert codes(("DUP104", hit(12, 12)), ("DUP104", hit(50, 50)), ("ENU405", hit(10, 14))) == ["DUP104", "ENU405"]


def test_another_page_does_not_count() -> None:
    other = Page("other.txt", PAGE.text)
    assert codes(("ENU404", hit(0, 20)), ("STU201", hit(0, 20, other))) == ["ENU404", "STU201"]


def test_no_rule_is_told_by_one_that_it_tells() -> None:
    for code, better in TOLD_BY.items():
        assert not any(code in TOLD_BY.get(b, ()) for b in better), code


@given(
    st.lists(
        st.tuples(st.sampled_from(CODES), st.integers(0, 60), st.integers(0, 40)).map(
            lambda t: (t[0], hit(t[1], t[1] + t[2]))
        ),
        max_size=12,
    )
)
def test_the_same_as_looking_at_every_character(drafts: list[tuple[str, Hit]]) -> None:
    def told(code: str, mine: Span) -> bool:
        for better in TOLD_BY.get(code, ()):
            theirs = [h.spans[0] for c, h in drafts if c == better]
            if len(mine):
                covered = sum(any(s.start <= i < s.end for s in theirs) for i in range(mine.start, mine.end))
                if covered >= SHARE * len(mine):
                    return True
            elif any(s.start <= mine.start <= s.end for s in theirs):
                return True
        return False

    kept = [c for c, h in drafts if not told(c, h.spans[0])]
    assert codes(*drafts) == kept
