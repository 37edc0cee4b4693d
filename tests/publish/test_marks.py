"""Runs between marks: never overlapping, nothing lost, each under exactly the marks that cover it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quality.model import Page, Span
from quality.publish.marks import Layers, Mark

TEXT = "零一二三四五六七八九" * 3
spans = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).map(lambda p: Span(min(p), max(p)))


@given(st.lists(spans, max_size=8), spans)
def test_runs_cover_the_span_once_under_the_right_marks(marked: list[Span], whole: Span) -> None:
    marks = [Mark(s, "finding", number=n) for n, s in enumerate(marked, 1)]
    runs = list(Layers(Page("p", TEXT), marks).within(whole))
    assert "".join(r.text for r in runs) == TEXT[whole.start : whole.end]
    for run in runs:
        if run.text:
            expected = {
                m.number for m in marks if m.span.start <= run.span.start and run.span.end <= m.span.end and len(m.span)
            }
            assert {m.number for m in run.marks} == expected


@given(st.lists(spans, max_size=8))
def test_every_mark_ends_once_in_the_whole_text(marked: list[Span]) -> None:
    marks = [Mark(s, "finding", number=n) for n, s in enumerate(marked, 1)]
    runs = list(Layers(Page("p", TEXT), marks).within(Span(0, len(TEXT))))
    assert sorted(m.number for r in runs for m in r.ends) == sorted(m.number for m in marks)
