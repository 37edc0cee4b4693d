"""The cache: what it gives back is what an examination finds, and nothing that somebody put into it can do harm."""

from __future__ import annotations

import pickle
import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from quality.detect import rules
from quality.engine import look, looking
from quality.engine.cache.frozen import FrozenError, freeze, thaw
from quality.engine.cache.store import Cache
from quality.engine.local import examine
from quality.engine.plan import Plan
from quality.model import Failure, Page
from tests.engine.known.test_baseline import FIRST, SECOND, THIRD

if TYPE_CHECKING:
    from pathlib import Path

    from quality.model import Examination

STORY = (
    "昨天下午，镇上的小学举行了运动会。三百多名学生参加了跑步、跳远和拔河。校长说，今年的天气特别好，"
    "孩子们跑得比往年都快。比赛一直进行到傍晚，看台上坐满了家长，有人带来了热茶和点心。"
    "跑得最快的是五年级的王小明，他的父亲是镇上的木匠，母亲在食堂做饭。老师把一本新字典奖给了他，"
    "他捧着字典，红着脸说要把它放在教室的书架上，让全班同学都能用。傍晚散场的时候，值日生把操场扫得干干净净，"
    "连一张纸片也没有留下。第二天一早，校门口贴出了红榜，过路的人都停下来看，一边看一边念着孩子们的名字。"
)
PAGES = [
    Page("a.txt", f"{FIRST}\n{SECOND}\n"),
    Page("b.txt", f"{STORY}\n"),
    Page("c.txt", f"{THIRD}\n{STORY}\n"),
    Page("d.txt", ""),
]


def told(examination: Examination) -> list[object]:
    counts = [len(s.articles) for s in examination.segmentations]
    return [*examination.findings, *examination.notes, counts, examination.failures]


def cache(folder: Path, plan: Plan | None = None) -> Cache:
    return Cache(folder=folder, plan=plan or Plan())


def looked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    seen: list[str] = []
    original = look.segment
    monkeypatch.setattr(look, "segment", lambda page, **told: (seen.append(page.path), original(page, **told))[1])
    return seen


def test_an_unchanged_run_is_not_made_again_and_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failures = (Failure("x", "gone"),)
    fresh = examine(PAGES, Plan(), failures)
    first = examine(PAGES, Plan(), failures, cache(tmp_path))
    seen = looked(monkeypatch)
    again = examine(PAGES, Plan(), failures, cache(tmp_path))
    assert seen == []
    assert told(first) == told(again) == told(fresh)
    assert fresh.findings


def test_only_a_changed_page_is_looked_at_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    examine(PAGES, Plan(), (), cache(tmp_path))
    seen = looked(monkeypatch)
    changed = [*PAGES[:2], replace(PAGES[2], text=f"{THIRD}\n"), PAGES[3], Page("e.txt", FIRST)]
    again = examine(changed, Plan(), (), cache(tmp_path))
    assert seen == ["c.txt", "e.txt"]
    assert told(again) == told(examine(changed, Plan()))


def test_what_speaks_of_two_pages_is_right_when_one_of_them_changes(tmp_path: Path) -> None:
    before = examine(PAGES, Plan(), (), cache(tmp_path))
    changed = [PAGES[0], replace(PAGES[1], text="无事。\n"), *PAGES[2:]]
    after = examine(changed, Plan(), (), cache(tmp_path))
    assert [f for f in before.findings if f.rule.startswith("DUP")] != []
    assert [f for f in after.findings if f.rule.startswith("DUP")] == []


def test_other_rules_options_and_versions_are_another_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    examine(PAGES, Plan(), (), cache(tmp_path))
    seen = looked(monkeypatch)
    one = rules()["GAR305"]
    for plan in (Plan(rules=(one,)), Plan(rules=(replace(one, version=one.version + 1),))):
        del seen[:]
        examine(PAGES, plan, (), cache(tmp_path, plan))
        assert len(seen) == len(PAGES)


def test_a_damaged_or_foreign_file_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "1.sqlite").write_bytes(b"no database" * 1000)
    assert told(examine(PAGES, Plan(), (), cache(tmp_path))) == told(examine(PAGES, Plan()))
    with sqlite3.connect(tmp_path / "1.sqlite") as file:
        file.execute("UPDATE kept SET data = substr(data, 1, 20)")
    assert told(examine(PAGES, Plan(), (), cache(tmp_path))) == told(examine(PAGES, Plan()))


def test_where_nothing_can_be_written_nothing_is_kept_and_nobody_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert told(examine(PAGES, Plan(), (), cache(tmp_path / "file"))) == told(examine(PAGES, Plan()))


class Harm:
    def __reduce__(self) -> tuple[object, tuple[str, ...]]:
        import os

        return os.system, ("touch harmed",)


@pytest.mark.parametrize("value", [Harm(), Plan, print, {1: Harm()}])
def test_thawing_builds_nothing_but_values_of_the_model(
    value: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FrozenError):
        thaw(pickle.dumps(value), [])
    assert list(tmp_path.iterdir()) == []


def test_a_value_comes_back_with_the_pages_that_are_given() -> None:
    seen = look.look(PAGES[0], Plan())
    other = replace(PAGES[0], path="z.txt")
    back = thaw(freeze(seen, [PAGES[0]]), [other])
    assert back.segmentation.page is other
    assert back == look.look(other, Plan())
    with pytest.raises(FrozenError):
        freeze(seen, [other])


@pytest.mark.parametrize("jobs", [2, 3])
def test_processes_find_the_same(jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "FEW", 2)
    monkeypatch.setattr(looking, "CHUNK", 1)
    many = [replace(p, path=f"{n}{p.path}") for n in range(3) for p in PAGES]
    assert examine(many, Plan(jobs=jobs)) == examine(many, Plan())
