"""Cleaned text against an obvious reference that goes through it character by character."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quality.cleaned import CleanedPage, Fate, Fixes, Repair, Status
from quality.model import Applicability, Article, Block, Edit, Move, Page, Piece, Role, Segmentation, Span
from quality.repair.apply import clean, clean_page
from quality.repair.policy import decide
from tests.repair.pages import corpus, finding

SEEDS = st.integers(0, 2**32)


def naive(article: Article, edits: list[Repair]) -> str:
    """The article's characters in reading order, without the edited ones."""
    places = [at for b in article.blocks for p in b.pieces for at in range(p.span.start, p.span.end)]
    return "".join(article.page.text[at] for at in places if not any(e.span.start <= at < e.span.end for e in edits))


@settings(max_examples=500, deadline=None)
@given(SEEDS)
def test_kept_text_is_all_but_the_edited_characters(seed: int) -> None:
    segmentations, found = corpus(seed)
    for cleaned in clean(segmentations, found):
        edits = [r for r in cleaned.repairs if r.status is Status.APPLIED and isinstance(r.edit, Edit)]
        for article in cleaned.articles:
            kept = "".join(r.text for b in article.blocks for r in b.runs if r.kept)
            assert kept == naive(article.article, edits)


@settings(max_examples=300, deadline=None)
@given(SEEDS)
def test_every_applied_edit_shows_once_and_prints_what_it_replaced(seed: int) -> None:
    segmentations, found = corpus(seed)
    for cleaned in clean(segmentations, found):
        runs = [r for a in cleaned.articles for b in a.blocks for r in b.runs]
        for repair in cleaned.repairs:
            mine = [r for r in runs if r.repair is repair and not r.glue]
            if repair.status is not Status.APPLIED:
                assert mine == []
            elif repair.fate not in {Fate.LAYOUT, Fate.MOVED}:
                assert mine
            if isinstance(repair.edit, Edit) and mine:
                assert sorted(r.text for r in mine if r.text) == [repair.after] * bool(repair.after)
        for run in runs:
            assert run.glue or cleaned.page.slice(run.span) == run.printed


@settings(max_examples=300, deadline=None)
@given(SEEDS, st.sampled_from(list(Fixes)))
def test_applied_edits_are_allowed_and_never_overlap(seed: int, fixes: Fixes) -> None:
    _, found = corpus(seed)
    for repairs in decide(found, fixes).values():
        applied = [r for r in repairs if r.status is Status.APPLIED]
        assert {r.applicability for r in applied} <= set(list(Applicability)[: ["none", "safe", "unsafe"].index(fixes)])
        for kind in (Edit, Move):
            spans = sorted(r.span for r in applied if isinstance(r.edit, kind))
            assert all(a.end <= b.start for a, b in pairwise(spans))


@settings(max_examples=200, deadline=None)
@given(SEEDS)
def test_what_goes_points_at_text_that_stays(seed: int) -> None:
    """No removal with a partner may take out the copy that another removal points at."""
    _, found = corpus(seed)
    decided = decide(found)
    gone = {
        k: [r.span for r in v if r.status is Status.APPLIED and r.removes and r.finding.hit.related]
        for k, v in decided.items()
    }
    for repairs in decided.values():
        for r in repairs:
            if r.status is Status.APPLIED and r.removes and r.finding.hit.related:
                partner = r.finding.hit.related[0]
                if not len(partner.span):
                    continue  # a place without text, which the generator may draw, holds no copy
                middle = (partner.span.start + partner.span.end) // 2
                assert not any(s.start <= middle < s.end for s in gone.get(partner.page.key, ()))


def test_the_order_of_findings_changes_nothing() -> None:
    for seed in range(100):
        segmentations, found = corpus(seed)
        forth = [[a.text for a in p.articles] for p in clean(segmentations, found)]
        assert [[a.text for a in p.articles] for p in clean(segmentations, found[::-1])] == forth


TEXT = "我们跟着走、跟着走、跟着走。\n今天天气很\n好，出门去。"
PAGE = Page("a.txt", TEXT)
STORY = Segmentation(
    PAGE,
    (
        Article.of(
            PAGE,
            0,
            [
                Block(Role.PARAGRAPH, (Piece(Span(0, 14)),)),
                Block(Role.PARAGRAPH, (Piece(Span(15, 20)), Piece(Span(21, 28)))),
            ],
        ),
    ),
)


def repaired(*found: object, fixes: Fixes = Fixes.UNSAFE) -> CleanedPage:
    return next(clean([STORY], found, fixes))


def test_a_stutter_becomes_one_unit_and_its_edit_is_minimal() -> None:
    cleaned = repaired(finding(Span(2, 13), PAGE, (Edit(Span(2, 13), "跟着走"),)))
    assert cleaned.articles[0].text == "我们跟着走。\n今天天气很好，出门去。"
    assert [(r.before, r.after, r.fate) for r in cleaned.repairs] == [("、跟着走、跟着走", "", Fate.REMOVED)]


def test_a_join_is_in_the_reading_order_already_and_marked() -> None:
    join = finding(Span(15, 28), PAGE, (Edit(Span(20, 21), ""),), applicability=Applicability.SAFE)
    cleaned = repaired(join)
    glue = next(r for r in cleaned.articles[0].blocks[1].runs if r.glue)
    assert (glue.text, glue.printed, glue.repair) == ("", "\n", cleaned.repairs[0])
    assert cleaned.repairs[0].status is Status.APPLIED
    assert cleaned.repairs[0].fate is Fate.LAYOUT


def test_a_join_that_this_reading_order_lacks_is_deferred() -> None:
    cleaned = repaired(finding(Span(10, 20), PAGE, (Edit(Span(14, 15), ""),)))
    assert cleaned.repairs[0].status is Status.DEFERRED


def test_a_join_that_is_only_shown_is_not_made() -> None:
    join = finding(Span(15, 28), PAGE, (Edit(Span(20, 21), ""),), applicability=Applicability.DISPLAY)
    assert repaired(join).articles[0].text.endswith("\n今天天气很\n好，出门去。")


def test_an_edit_inside_a_removed_span_is_superseded() -> None:
    removal = finding(Span(15, 28), PAGE, (Edit(Span(15, 28), ""),), confidence=0.5)
    inside = finding(Span(23, 24), PAGE, (Edit(Span(22, 23), ","),), confidence=1.0, applicability=Applicability.SAFE)
    cleaned = repaired(inside, removal)
    assert [r.status for r in cleaned.repairs] == [Status.APPLIED, Status.SUPERSEDED]
    assert cleaned.articles[0].text == "我们跟着走、跟着走、跟着走。"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"applicability": Applicability.SAFE, "confidence": 0.5}, {"confidence": 0.9}),
        ({"confidence": 0.9}, {"confidence": 0.5}),
    ],
)
def test_of_two_replacements_the_surer_wins(first: dict[str, object], second: dict[str, object]) -> None:
    winner = finding(Span(16, 19), PAGE, (Edit(Span(16, 19), "甲"),), **first)
    loser = finding(Span(15, 18), PAGE, (Edit(Span(15, 18), "乙"),), **second)
    cleaned = repaired(loser, winner)
    assert (
        cleaned.articles[0].text.endswith("\n今甲很好，出门去。".replace("很", "")) or "甲" in cleaned.articles[0].text
    )
    assert {r.after: r.status for r in cleaned.repairs} == {"甲": Status.APPLIED, "乙": Status.DEFERRED}


def test_a_lost_mark_goes_in_where_a_piece_ends() -> None:
    cleaned = repaired(finding(Span(20, 20), PAGE, (Edit(Span(20, 20), "》"),)))
    assert cleaned.articles[0].text.endswith("今天天气很》好，出门去。")


def test_a_move_holds_where_the_reading_order_has_it() -> None:
    moved = Segmentation(
        PAGE, (Article.of(PAGE, 0, [Block(Role.PARAGRAPH, (Piece(Span(21, 28)), Piece(Span(0, 14))))]),)
    )
    there = finding(Span(21, 28), PAGE, (Move(Span(21, 28), 0),))
    assert next(clean([moved], [there])).repairs[0].status is Status.APPLIED
    assert next(clean([STORY], [there])).repairs[0].status is Status.DEFERRED
    assert {r.repair.fate for r in next(clean([moved], [there])).articles[0].blocks[0].runs if r.repair} == {Fate.MOVED}


def test_articles_of_one_text_have_ids_of_their_own() -> None:
    pages = [Page(f"{i}.txt", "同样的话。") for i in range(3)]
    told = [Segmentation(p, (Article.of(p, 0, [Block(Role.PARAGRAPH, (Piece(Span(0, 5)),))]),)) for p in pages]
    ids = [a.id for c in clean(told, []) for a in c.articles]
    assert [i.removeprefix(ids[0]) for i in ids] == ["", "-2", "-3"]


def test_a_page_of_many_edits_takes_linear_time() -> None:
    """Thirty thousand edits on one page: quadratic work would take minutes."""
    page = Page("big.txt", "甲乙" * 30_000)
    whole = Segmentation(page, (Article.of(page, 0, [Block(Role.PARAGRAPH, (Piece(Span(0, 60_000)),))]),))
    one = finding(Span(0, 1), page, tuple(Edit(Span(i, i + 1), "丙") for i in range(0, 60_000, 2)))
    cleaned = clean_page(whole, decide([one])[page.key])
    assert cleaned.articles[0].text == "丙乙" * 30_000
