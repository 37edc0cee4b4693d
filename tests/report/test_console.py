"""The console report: frames aligned under full-width characters, hostile text without effect."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from quality.model import (
    Applicability,
    Edit,
    Examination,
    Finding,
    Fix,
    Hit,
    Page,
    Related,
    Segmentation,
    Severity,
    Span,
)
from quality.report import Look, Report, render
from quality.report.frame import frame
from quality.report.text import one_line, visible


def finding(page: Page, start: int, end: int, message: str = "说明", fix: Fix | None = None) -> Finding:
    span = Span(start, end)
    hit = Hit(page, (span,), message, 0.9, fix, (Related(page, Span(0, 1), "see"),))
    return Finding("STU201", "stuttered-phrase", Severity.ERROR, hit, span, hit.related, "0" * 32)


def shown(page: Page, *findings: Finding, look: Look = Look()) -> list[str]:  # noqa: B008
    examination = Examination((Segmentation(page, ()),), findings)
    return render("console", Report(examination=examination, look=look)).splitlines()


def test_the_mark_stands_under_full_width_characters() -> None:
    page = Page("a.txt", "第一行\n他说，好好好，ab走吧。\n")
    fix = Fix(Applicability.UNSAFE, (Edit(Span(7, 10), "好"),))
    rows = shown(page, finding(page, 7, 10, fix=fix), look=Look(verbosity=-1))
    assert rows == [
        "a.txt:2:4 error STU201 stuttered-phrase: 说明",
        "    2 │ 他说，好好好，ab走吧。",
        "      │       ━━━━━━",
        "      = repair (unsafe): ‘好好好’ → ‘好’",
        "      = see a.txt:1:1: see",
        "",
    ]


def test_equal_edits_and_equal_places_are_told_once() -> None:
    page = Page("a.txt", "甲,乙,丙,丁,戊\n")
    commas = [Span(i, i + 1) for i in (1, 3, 5, 7)]
    hit = Hit(page, (commas[0],), "说明", 0.9, Fix(Applicability.SAFE, tuple(Edit(c, "，") for c in commas)))
    again = tuple(Related(page, c, "‘,’ again") for c in [*commas[1:], Span(8, 9)])
    row = Finding("PUN502", "half-width-punctuation", Severity.INFO, hit, commas[0], again, "0" * 32)
    assert shown(page, row, look=Look(verbosity=-1))[3:] == [
        "      = repair (safe): ‘,’ → ‘，’ (4 places)",
        "      = see a.txt:1:4: ‘,’ again",
        "      = and 3 more places",
        "",
    ]
    assert sum("again" in line for line in shown(page, row, look=Look(verbosity=1))) == 4


def test_a_place_without_characters_has_a_pointer_and_several_lines_say_where_they_end() -> None:
    page = Page("a.txt", "甲乙\n丙丁\n")
    assert shown(page, finding(page, 1, 1))[2] == "      │   ▲"
    assert shown(page, finding(page, 1, 4))[2] == "      │   ━━ to line 2"


@given(
    st.text(st.sampled_from("字，a \t\x00\x1b\u200b\u0301é😀\ufeff"), max_size=200), st.integers(0, 200), st.integers(0, 200),
    st.integers(40, 120),
)  # fmt: skip
def test_a_frame_fits_and_its_mark_covers_the_span(line: str, start: int, length: int, width: int) -> None:
    start = min(start, len(line))
    end = min(start + length, len(line))
    window = frame(line, start, end, width)
    assert cell_len(window.text) <= width
    assert window.indent + window.mark <= cell_len(window.text)
    assert all(c.isprintable() for c in window.text)
    if end - start <= 5:
        assert visible(line[start:end]) in window.text
        assert window.mark == cell_len(visible(line[start:end]))


def test_a_giant_line_is_cut_before_it_is_looked_at() -> None:
    window = frame("字" * 10_000_000, 5_000_000, 5_000_100, 80)
    assert window.text.startswith("…字")
    assert window.text.endswith("…")


HOSTILE = "\x1b[31m\x1b]0;title\x07\r\x08\x9b2J\u202e\u2066\u200b\x7f"


@pytest.mark.parametrize("colour", [True, False])
def test_nothing_in_text_or_names_reaches_the_terminal(colour: bool) -> None:  # noqa: FBT001
    page = Page(f"{HOSTILE}\n[bold]::error::.txt", f"[red]字 :smile:{HOSTILE}字\n")
    rows = shown(page, finding(page, 0, 14, f"[b]{HOSTILE}[/b]"), look=Look(colour=colour))
    text = "\n".join(rows)
    own = text if not colour else _without_styles(text)
    assert [c for c in own if not c.isprintable() and c != "\n"] == []
    assert "[red]字" in own
    assert ":smile:" in own


def _without_styles(text: str) -> str:
    import re

    return re.sub(r"\x1b\[[\d;]*m", "", text)


def test_visible_keeps_offsets() -> None:
    assert len(visible(HOSTILE)) == len(HOSTILE)
    assert one_line("a\r\nb\tc") == "a⏎b␉c"
    assert one_line("一二三四五", 3) == "一二…"


def test_the_summary_counts_and_says_what_to_type_next() -> None:
    page = Page("a.txt", "甲乙丙")
    safe = Fix(Applicability.SAFE, (Edit(Span(0, 1), ""),))
    unsafe = Fix(Applicability.UNSAFE, (Edit(Span(0, 1), ""),))
    rows = shown(page, finding(page, 0, 1, fix=safe), finding(page, 1, 2, fix=unsafe), look=Look(statistics=True))
    assert rows[-3:] == [
        "1 page, 0 articles examined: 2 findings (2 errors).",
        "1 can be repaired in place: `quality check PATH --fix`, 1 more with `--unsafe-fixes`.",
        "What a rule means: `quality explain STU201`.",
    ]
