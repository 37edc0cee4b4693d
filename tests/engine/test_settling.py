"""Cleaned text, cleaned again, is the same text, as far as safe repairs go; and the way back stays whole."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from quality.cleaned import CleanedPage, Fixes, Status
from quality.engine import settling
from quality.engine.local import examine
from quality.engine.plan import Plan
from quality.engine.settling import Settler
from quality.model import Applicability, Page
from quality.repair.apply import clean_page
from quality.repair.policy import decide
from quality.segment import segment

if TYPE_CHECKING:
    from collections.abc import Sequence

SENTENCES = (
    "清晨的渡船刚刚靠岸，老人就把竹篮提上了石阶。", "孩子们背着书包从桥头跑过，谁也没有看见河里的水牛。",
    "修鞋的师傅说，这条巷子里的人家他都认得。", "茶馆的蒸笼冒着白汽，邻居们坐在一起说起去年的大水。",
    "村里今年种了三百亩秧苗，收成比往年好得多。", "邮差把信件放在窗台上，转身又上了车。",
)  # fmt: skip
CAPTIONS = ("图为渡口的清晨。 林晚 摄", "（右图为新修的石桥）", "资料图片")


def torn(dice: random.Random) -> str:
    """A page whose lines are broken anywhere, with captions between them and marks of the wrong width."""
    lines: list[str] = ["桥头的故事", "本报讯（记者林晚）"]
    for _ in range(dice.randrange(3, 9)):
        text = dice.choice(SENTENCES)
        if dice.random() < 0.3:
            text = text.replace("，", dice.choice([",", "，，"]), 1)
        if dice.random() < 0.5:
            cut = dice.randrange(4, len(text) - 4)
            lines += [text[:cut], *([dice.choice(CAPTIONS)] if dice.random() < 0.3 else []), text[cut:]]
        else:
            lines[-1] += text
    return "\n".join(lines) + "\n"


def cleaned(pages: Sequence[Page], fixes: Fixes) -> list[CleanedPage]:
    examination = examine(pages, Plan())
    decided = decide(examination.findings, fixes)
    settler = Settler.of(Plan(), fixes, ())
    return [
        clean_page(
            *settler.settle(s if fixes is Fixes.UNSAFE else segment(s.page, reorder=False), decided.get(s.page.key, ()))
        )
        for s in examination.segmentations
    ]


def articles(pages: Sequence[CleanedPage]) -> list[Page]:
    return [Page("articles", a.text, f"{p.page.path} {n}") for p in pages for n, a in enumerate(p.survivors)]


def safe_repairs(pages: Sequence[CleanedPage]) -> list[str]:
    found = (r for p in pages for r in p.repairs if r.applicability is Applicability.SAFE)
    return [f"{r.rule} {r.before!r} {r.after!r}" for r in found if r.status is Status.APPLIED]


@pytest.mark.parametrize("fixes", [Fixes.SAFE, Fixes.UNSAFE])
@pytest.mark.parametrize("seed", [8, 13, 17, 20])
def test_what_was_cleaned_needs_no_safe_repair(seed: int, fixes: Fixes) -> None:
    dice = random.Random(seed)
    once = cleaned([Page(f"{n}.txt", torn(dice)) for n in range(8)], fixes)
    twice = cleaned(articles(once), Fixes.SAFE)
    assert safe_repairs(once)
    assert safe_repairs(twice) == []
    again: dict[str | None, str] = {}
    for page in twice:
        again[page.page.record] = "\n".join(a.text for a in page.survivors)
    assert again == {page.record: page.text for page in articles(once)}


@pytest.mark.parametrize(("seed", "fixes"), [(8, Fixes.SAFE), (13, Fixes.UNSAFE)])
def test_one_reading_would_not_be_enough(seed: int, fixes: Fixes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settling, "ROUNDS", 0)
    dice = random.Random(seed)
    once = cleaned([Page(f"{n}.txt", torn(dice)) for n in range(8)], fixes)
    assert safe_repairs(cleaned(articles(once), Fixes.SAFE)) != []


@pytest.mark.parametrize("fixes", list(Fixes))
def test_what_is_repaired_afterwards_is_told_of_the_source(fixes: Fixes) -> None:
    dice = random.Random(13)
    for page in cleaned([Page(f"{n}.txt", torn(dice)) for n in range(8)], fixes):
        for repair in page.repairs:
            assert repair.before == page.page.slice(repair.span)
            assert repair.finding.page is page.page
        printed = "".join(r.printed for a in page.articles for b in a.blocks for r in b.runs)
        solid = "".join(page.page.text.split())
        furniture = "".join(page.page.slice(p.span) for b in page.segmentation.furniture for p in b.pieces)
        assert sorted("".join((printed + furniture).split())) == sorted(solid)


def test_known_findings_are_left_alone_here_too() -> None:
    page = Page("a.txt", f"{SENTENCES[0]}他问,她答。\n")
    found = [f.fingerprint for f in examine([page], Plan()).findings if f.rule == "PUN502"]
    assert found
    for known, text in (([], "他问，她答"), (found, "他问,她答")):
        settler = Settler.of(Plan(), Fixes.SAFE, known)
        cleaned_page = clean_page(*settler.settle(segment(page), ()))
        assert text in next(cleaned_page.survivors).text
