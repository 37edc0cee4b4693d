"""What was found out about pairs of places is used again only where both pages are as they were, and then says the same."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from quality.detect import rules
from quality.engine.cache import memory
from quality.engine.cache.store import Cache
from quality.engine.copies import verdicts
from quality.engine.local import examine
from quality.engine.plan import Plan
from quality.model import Examination, Page
from quality.report import Report, render
from tests.engine.cache.test_store import told
from tests.match.made import story

if TYPE_CHECKING:
    from pathlib import Path

PLAN = Plan(rules=tuple(rule for code, rule in rules().items() if code.startswith(("DUP", "ENU"))))


def prose(dice: random.Random, size: int) -> str:
    return story(dice.randrange(1 << 30), size) + "。"


def corpus(dice: random.Random, count: int = 12) -> list[Page]:
    """Pages of sentences that several of them share, some with slips, some twice on one page."""
    shared = [f"本报讯（记者林晚）{prose(dice, dice.randrange(80, 260))}" for _ in range(8)]
    shared += [prose(dice, dice.randrange(30, 120)) for _ in range(6)]
    return [Page(f"{n}.txt", page_of(shared, dice)) for n in range(count)]


def page_of(shared: list[str], dice: random.Random) -> str:
    paragraphs = [prose(dice, dice.randrange(30, 120)) for _ in range(3)]
    paragraphs += [slipped(dice.choice(shared), dice) for _ in range(dice.randrange(5))]
    dice.shuffle(paragraphs)
    return "\n".join(paragraphs) + "\n"


def slipped(text: str, dice: random.Random) -> str:
    for _ in range(dice.randrange(4)):
        at = dice.randrange(len(text))
        text = text[:at] + dice.choice(["山", "水", ""]) + text[at + 1 :]
    return text


def changed(pages: list[Page], dice: random.Random) -> list[Page]:
    """The same with one page edited, added, taken out or moved."""
    pages, at = list(pages), dice.randrange(len(pages))
    kind = dice.randrange(4)
    if kind == 0:
        cut = dice.randrange(len(pages[at].text))
        pages[at] = replace(pages[at], text=pages[at].text[:cut] + prose(dice, 9) + pages[at].text[cut:])
    elif kind == 1:
        pages.insert(at, Page(f"new{dice.random()}.txt", "\n".join(p.text for p in dice.sample(pages, 2))))
    elif kind == 2 and len(pages) > 2:
        del pages[at]
    else:
        pages.insert(dice.randrange(len(pages)), pages.pop(at))
    return pages


def cached(pages: list[Page], folder: Path) -> Examination:
    return examine(pages, PLAN, cache=Cache(folder=folder, plan=PLAN))


@pytest.mark.parametrize("seed", range(6))
def test_a_run_with_memory_says_the_same_to_the_byte(seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)
    pages = corpus(dice)
    assert {f.rule for f in examine(pages, PLAN).findings} & {"DUP101", "DUP102", "DUP104"}
    for _ in range(6):
        fresh, remembered = examine(pages, PLAN), cached(pages, tmp_path)
        assert told(remembered) == told(fresh)
        assert render("json", Report(examination=remembered)) == render("json", Report(examination=fresh))
        pages = changed(pages, dice)


def test_only_pairs_with_a_changed_page_are_judged_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = corpus(random.Random(1), 20)
    judged: list[set[str]] = []
    original = verdicts._judged
    monkeypatch.setattr(
        verdicts,
        "_judged",
        lambda *asked: (judged.append({s.reading.page.path for s in asked[:2]}), original(*asked))[1],
    )
    cached(pages, tmp_path)
    first, edited = len(judged), next(iter(judged[0]))
    del judged[:]
    pages = [replace(p, text=f"{p.text}末尾又添了一句话。\n") if p.path == edited else p for p in pages]
    cached(pages, tmp_path)
    assert first > 20
    assert 0 < len(judged) < first / 2
    assert [pair for pair in judged if edited not in pair] == []


@pytest.mark.parametrize("damage", [b"", b"\0" * 7, b"\xff" * 64, b"\1\0\0\0" * 40])
def test_damaged_rows_are_no_rows(damage: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = corpus(random.Random(2))
    cached(pages, tmp_path)
    pages = changed(pages, random.Random(3))
    original = memory._cut
    monkeypatch.setattr(memory, "_cut", lambda data: original(damage or data[:-1]))
    assert told(cached(pages, tmp_path)) == told(examine(pages, PLAN))


def test_values_that_fit_no_text_are_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = corpus(random.Random(4))
    cached(pages, tmp_path)
    pages = changed(pages, random.Random(5))
    original = memory.Memory.find

    def wild(known_pairs: memory.Memory, keys: memory.Ints) -> tuple[memory.Ints, object]:
        values, known = original(known_pairs, keys)
        return values * 1000 - 7, known

    monkeypatch.setattr(memory.Memory, "find", wild)
    assert told(cached(pages, tmp_path)) == told(examine(pages, PLAN))
