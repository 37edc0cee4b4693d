"""Stutters planted in invented prose are found; the prose itself is silent."""

from __future__ import annotations

import random

import pytest

from benchmarks.planted import KINDS
from quality.detect import rules
from quality.engine.local import examine
from quality.engine.plan import Plan
from quality.model import Edit, Page

PLAN = Plan(rules=tuple(r for r in rules().values() if r.code.startswith(("STU", "ENU"))))
PROSE = (
    (
        "进入腊月，山里的果农忙着给果树剪枝、施肥、刷白、浇水，合作社的技术员挨家挨户上门指导。"
        "老陈家的三亩苹果今年卖了三万元，他打算明年再添两亩。"
        "乡里新修的水渠把山泉引到了地头，果农们再也不用为浇地发愁。"
        "去年秋天，县里组织大家到外地学习，看了果园、果库、果品厂、交易市场，回来以后办起了自己的果品厂。"
    ),
    (
        "村支书说，今年要做好三件事：一是修通后山的路，方便果子下山；二是建一座新库房，让果子存得住；三是办一所夜校，让大家学得会。"
        "前山、后山、东沟三地的果树都到了盛果期，果子又大又甜。"
        "送技术、送农资、送信息、送贷款的“四送”服务进了村，果农心里踏实了许多。"
        "傍晚时分，炊烟从山坳里升起，放学的孩子们在村口追逐打闹。"
    ),
)
CERTAIN = (
    "list item",
    "clause",
    "sentence",
    "sentence, wrong character",
    "passage",
    "loop",
    "noun",
    "numeral",
    "points, removed",
    "points, repeated",
)


@pytest.mark.parametrize("prose", PROSE)
def test_the_prose_is_silent(prose: str) -> None:
    assert examine([Page("prose", prose)], PLAN).findings == ()


@pytest.mark.parametrize("kind", CERTAIN)
def test_what_is_planted_is_found(kind: str) -> None:
    planted = 0
    for seed in range(12):
        for prose in PROSE:
            spoilt = KINDS[kind](prose, random.Random(seed))
            if spoilt is None:
                continue
            planted += 1
            text, start, end = spoilt
            found = examine([Page("spoilt", text)], PLAN).findings
            assert any(f.span.start < end and start < f.span.end for f in found), text[start:end]
    assert planted


@pytest.mark.parametrize("kind", ["list item", "clause", "sentence", "passage", "loop", "numeral"])
def test_the_repair_gives_the_prose_back(kind: str) -> None:
    for seed in range(12):
        for prose in PROSE:
            spoilt = KINDS[kind](prose, random.Random(seed))
            if spoilt is None:
                continue
            text = spoilt[0]
            edits = [e for f in examine([Page("spoilt", text)], PLAN).findings if f.hit.fix for e in f.hit.fix.edits]
            for edit in sorted(edits, key=lambda e: e.span, reverse=True):
                assert isinstance(edit, Edit)
                text = text[: edit.span.start] + edit.replacement + text[edit.span.end :]
            assert text == prose
