"""What `clean` wrote gives back what it read, for pages and edits of every kind."""

from __future__ import annotations

import json
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quality.cleaned import CleanedPage, Fate, Fixes
from quality.errors import ProofError
from quality.model import Article, Block, Edit, Page, Piece, Related, Role, Segmentation, Span
from quality.repair.apply import clean
from quality.repair.ledger import Scribe, witnessed
from quality.repair.undo import Entry, Restored, restore
from quality.repair.weave import stream_of
from quality.repair.witness import Witness, _anchored
from tests.repair.pages import corpus, finding


def entries(cleaned: list[CleanedPage]) -> list[Entry]:
    """Through the rows as they stand in the file."""
    pages = {c.page.key: c for c in cleaned}
    scribe = Scribe(
        number={k: i for i, k in enumerate(pages)},
        versions={"XXX001": 3},
        witness=lambda key: (pages[key].page.text, witnessed(pages[key])),
        copies={},
    )
    told = [[json.loads(json.dumps(row)) for row in scribe.rows(c)] for c in cleaned]
    return [Entry(rows[0], tuple(rows[1:]), stream_of(c.articles)) for rows, c in zip(told, cleaned, strict=True)]


def restored(cleaned: list[CleanedPage]) -> list[Restored]:
    told = entries(cleaned)
    return [restore(e, told.__getitem__) for e in told]


@settings(max_examples=1500, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(list(Fixes)))
def test_restore_undoes_clean_and_every_character_has_one_fate(seed: int, fixes: Fixes) -> None:
    segmentations, found = corpus(seed)
    cleaned = list(clean(segmentations, found, fixes))
    for page, entry, back in zip(cleaned, entries(cleaned), restored(cleaned), strict=True):
        assert back.text == page.page.text
        assert {str(f): n for f, n in back.fates.items()} == entry.page["fates"]
        assert sum(back.fates.values()) == len(page.page.text)


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(codec=None), max_size=60), st.integers(0, 2**32))
def test_any_string_comes_back(text: str, seed: int) -> None:
    random = Random(seed)
    page = Page("a.txt", text)
    cuts = sorted(random.randrange(len(text) + 1) for _ in range(4))
    pieces = [Piece(Span(a, b)) for a, b in pairwise(cuts) if a < b]
    random.shuffle(pieces)
    told = Segmentation(page, (Article.of(page, 0, [Block(Role.PARAGRAPH, tuple(pieces))]),) if pieces else ())
    edits = tuple(Edit(Span(a, min(a + 3, len(text))), "新\n") for a in cuts[::2])
    cleaned = list(clean([told], [finding(Span(0, 1), page, (e,)) for e in edits]))
    assert restored(cleaned)[0].text == text


STORY = "".join(f"第{i}段说的是乡里修路的事，今年又修了{i * 7 + 3}公里。" for i in range(40))


def two_copies(second: str) -> tuple[list[Page], list[CleanedPage]]:
    pages = [Page("a.txt", f"头条\n{STORY}\n"), Page("b.txt", f"别的话。\n{second}\n尾声。\n")]
    told = []
    for page in pages:
        lines = page.text.split("\n")[:-1]
        starts = [sum(len(x) + 1 for x in lines[:i]) for i in range(len(lines))]
        blocks = [Block(Role.PARAGRAPH, (Piece(Span(s, s + len(x))),)) for s, x in zip(starts, lines, strict=True)]
        told.append(Segmentation(page, (Article.of(page, 0, blocks),)))
    place = Span(5, 5 + len(second))
    partner = Related(pages[0], Span(3, 3 + len(STORY)), "the copy that stays")
    return pages, list(clean(told, [finding(place, pages[1], (Edit(place, ""),), related=(partner,))]))


def test_a_removed_copy_is_told_by_the_copy_that_stays() -> None:
    second = STORY.replace("第7段", "第7节").replace("公里。第20", "公里第20")
    pages, cleaned = two_copies(second)
    row = entries(cleaned)[1].edits[0]
    assert row["partner"] == [0, 3, 3 + len(STORY)]
    assert [p for p in row["same"] if isinstance(p, str)] == ["节"]
    assert row["unmatched"] == ["节"]
    assert len(json.dumps(row)) < len(second) / 2
    assert [r.text for r in restored(cleaned)] == [p.text for p in pages]


def test_a_changed_ledger_or_article_does_not_restore() -> None:
    _, cleaned = two_copies(STORY)
    told = entries(cleaned)
    for broken in (
        Entry(told[1].page | {"runs": [10]}, told[1].edits, told[1].stream),
        Entry(told[1].page, (told[1].edits[0] | {"start": 7},), told[1].stream),
        Entry(told[1].page, (told[1].edits[0] | {"same": [[9000, 4]]},), told[1].stream),
        Entry(told[1].page, told[1].edits, told[1].stream[:3]),
    ):
        with pytest.raises(ProofError, match="do not fit together"):
            restore(broken, lambda number: told[number])


@given(st.text("甲乙丙丁", max_size=80), st.text("甲乙丙丁", max_size=80))
def test_testimony_says_the_removed_text(witness: str, removed: str) -> None:
    told = Witness(witness, [Span(0, len(witness) // 2), Span(len(witness) // 2, len(witness))]).testify(removed)
    said = "".join(p if isinstance(p, str) else witness[p.start : p.start + p.length] for p in told.parts)
    assert said == removed


@given(st.integers(0, 2**32))
def test_anchors_are_equal_stretches_in_order(seed: int) -> None:
    random = Random(seed)
    witness = "".join(random.choice("甲乙丙丁戊己") for _ in range(300))
    removed = witness[20:150] + "新" + witness[160:290]
    done = 0
    for start, end, mine in _anchored(witness, removed):
        assert done <= start < end
        assert removed[start:end] == witness[mine : mine + end - start]
        done = end
    assert done > 200


def test_of_a_page_without_a_fault_little_is_said() -> None:
    page = Page("a.txt", "甲。\n\n乙。\n\n丙。")
    blocks = [Block(Role.PARAGRAPH, (Piece(Span(s, s + 2)),)) for s in (0, 4, 8)]
    cleaned = next(clean([Segmentation(page, (Article.of(page, 0, blocks),))], []))
    row = entries([cleaned])[0].page
    assert row == {"page": 0, "gap": "\n\n", "fates": {"article": 6, "layout": 4}}
    assert row["fates"] == {str(Fate.ARTICLE): 6, str(Fate.LAYOUT): 4}
