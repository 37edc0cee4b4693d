"""What lies frozen between the passes: it comes back as it was, and nothing of it is held."""

from __future__ import annotations

import gc
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest

from quality.engine import cleaning, looking, shelf
from quality.engine.cleaning import Order, clean_folder
from quality.engine.known.decisions import apply
from quality.engine.local import examine
from quality.engine.plan import Plan
from quality.engine.shelf import Frozen, Lazy, Shelf
from quality.errors import OutputError
from quality.model import Article, Finding, Hit, Page, Related, Span

if TYPE_CHECKING:
    from pathlib import Path

A, B, STRANGER = (Page(name, "渡船靠岸了。") for name in ("a.txt", "b.txt", "c.txt"))
TEXT = "老人提着竹篮走上石阶,他问,她答。\n孩子们在桥头等他回家吃饭、回家吃饭、回家吃饭、回家吃饭，今天是第{}天。\n"


def hit(page: Page, other: Page) -> Hit:
    return Hit(page, (Span(0, 2),), "words", 1.0, None, (Related(other, Span(1, 2), "there"),))


def test_pieces_come_back_from_memory_and_from_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "LARGEST", 10)
    made = Shelf()
    pieces = [b"one", b"", b"a longer one", b"x"]
    assert [made.put(piece) for piece in pieces] == [0, 1, 2, 3]
    assert [made.get(number) for number in (2, 0, 3, 1)] == [pieces[number] for number in (2, 0, 3, 1)]
    made.put(b"later")
    assert made.get(4) == b"later"


def test_a_full_disk_is_told_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Shelf()
    monkeypatch.setattr(made._file, "write", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OutputError, match="set TMPDIR"):
        made.put(b"x")


def test_frozen_values_speak_of_the_pages_that_were_given() -> None:
    groups = [[hit(A, B), hit(A, A)], [], [hit(B, A)], [hit(B, STRANGER)]]
    made: Frozen[Hit] = Frozen([A, B])
    for group in groups:
        made.add(group)
    flat = [one for group in groups for one in group]
    assert made == flat
    assert flat != made[1:]
    assert [made[n] for n in range(-1, 3)] == [flat[n] for n in range(-1, 3)]
    assert made.group(0)[0].page is A
    assert made.group(3)[0].related[0].page is STRANGER
    assert made.like(made) == flat
    with pytest.raises(IndexError):
        made[4]


def test_a_lazy_sequence_is_one() -> None:
    made = Lazy(3, lambda number: number * number)
    assert (list(made), made[-1], list(made[1:]), len(made)) == ([0, 1, 4], 4, [1, 4], 3)
    assert made == (0, 1, 4)
    assert made != (0, 1)


def alive(kind: type) -> int:
    return sum(isinstance(one, kind) for one in gc.get_objects())


def pages(count: int) -> list[Page]:
    return [Page(f"{number}.txt", TEXT.format(number)) for number in range(count)]


def test_of_pages_that_were_examined_no_article_and_no_finding_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (shelf, looking):
        monkeypatch.setattr(module, "LITTLE", 0)
    before = alive(Article), alive(Finding)
    examination = examine(pages(30), Plan())
    assert len(examination.findings) >= 60
    assert alive(Article) - before[0] <= 1
    assert alive(Finding) - before[1] <= 1


def test_of_few_pages_nothing_is_thawed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "thaw_all", None)
    examination = examine(pages(30), Plan())
    assert len([*examination.findings]) == len(examination.findings) >= 60


def test_cleaning_holds_a_page_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (shelf, looking):
        monkeypatch.setattr(module, "LITTLE", 0)
    most: Counter[int] = Counter()
    rows = cleaning.article_rows

    def counted(*given):
        most[size] = max(most[size], alive(Finding))
        return rows(*given)

    monkeypatch.setattr(cleaning, "article_rows", counted)
    for size in (10, 40):
        examination = examine(pages(size), Plan())
        order = Order(versions={}, date="2026-01-01", formats=frozenset())
        for number in range(size):
            (tmp_path / f"{number}.txt").write_text(TEXT.format(number), encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        clean_folder(examination, tmp_path / f"out{size}", order)
    assert most[40] <= most[10] + 5  # of some hundred


def test_findings_that_were_marked_or_come_from_the_decisions_themselves_are_kept_with_the_others() -> None:
    examination = examine(pages(3), Plan())
    one = examination.findings[1]
    rows = (("ALL", one.fingerprint), ("STU201", "0123456789"))
    page = Page("d.jsonl", "".join(f'{{"rule": "{r}", "place": "{p}", "reason": "right"}}\n' for r, p in rows))
    marked = apply(examination, page, Plan(), date(2026, 1, 1)).findings
    assert isinstance(marked, Frozen)
    assert [f.fingerprint for f in marked if f.known] == [one.fingerprint]
    assert [f.fingerprint for f in marked][:-1] == [f.fingerprint for f in examination.findings]
    assert marked[-1].page is page
