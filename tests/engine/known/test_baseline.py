"""The baseline is keyed by content: text may move, and nothing new hides behind what was mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from quality.engine.known import baseline
from quality.engine.local import examine
from quality.engine.plan import Plan
from quality.errors import ConfigError
from quality.model import Examination, Page

if TYPE_CHECKING:
    from pathlib import Path

FIRST = "老师傅们说，這门手艺不能断在他们手里。"
SECOND = "河水退了以后，田里的庄稼还没有倒，人们都松了一口气。"
THIRD = "学校门口种着两排梧桐，秋天一到，满地都是黄叶子，孩子们踩着沙沙响。"


def examined(*texts: str) -> Examination:
    return examine([Page(f"{n}.txt", text) for n, text in enumerate(texts)], Plan())


def entries(examination: Examination) -> tuple[baseline.Entry, ...]:
    return tuple(map(baseline.Entry.of, examination.findings))


def new(examination: Examination, known: tuple[baseline.Entry, ...]) -> list[str]:
    return [f.text for f in baseline.apply(examination, known)[0].findings if not f.known]


def page(*paragraphs: str) -> str:
    return "\n".join(paragraphs) + "\n"


def test_nothing_changed_means_everything_is_known() -> None:
    before = examined(page(FIRST, SECOND))
    assert len(before.findings) == 1
    marked, unmatched = baseline.apply(before, entries(before))
    assert [f.known for f in marked.findings] == [True]
    assert unmatched == ()


@pytest.mark.parametrize(
    "after",
    [
        (page(SECOND, FIRST),),
        (page(SECOND, THIRD, FIRST),),
        (page(FIRST, THIRD),),
        (page(SECOND), page(THIRD, FIRST)),
    ],
)
def test_a_paragraph_that_moves_keeps_its_findings_known(after: tuple[str, ...]) -> None:
    known = entries(examined(page(FIRST, SECOND)))
    assert new(examined(*after), known) == []


def test_a_new_defect_does_not_hide_behind_one_that_was_mended() -> None:
    known = entries(examined(page(FIRST, SECOND)))
    elsewhere = SECOND.replace("这", "這").replace("还没有", "還没有")
    after = examined(page(FIRST.replace("這", "这"), elsewhere))
    assert len(new(after, known)) == len(after.findings) == 1


def test_a_second_copy_of_a_known_defect_is_new() -> None:
    known = entries(examined(page(FIRST, SECOND)))
    twice = examined(page(FIRST, SECOND), page(THIRD, FIRST))
    assert len([f for f in baseline.apply(twice, known)[0].findings if not f.known and f.rule == "GAR305"]) == 1


def test_what_was_mended_is_stale_unless_its_page_was_not_examined() -> None:
    known = entries(examined(page(FIRST, SECOND)))
    mended = examined(page(FIRST.replace("這", "这"), SECOND))
    _, unmatched = baseline.apply(mended, known)
    assert baseline.stale(unmatched, mended) == known
    other = examine([Page("other.txt", SECOND)], Plan())
    _, unmatched = baseline.apply(other, known)
    assert baseline.stale(unmatched, other) == ()
    assert baseline.stale(unmatched, other, missing=["0.txt"]) == known


def test_the_file_comes_back_is_sorted_and_the_same_whenever_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    known = entries(examined(page(THIRD, FIRST), page(FIRST, SECOND)))
    baseline.write(path, known)
    first = path.read_bytes()
    assert baseline.read(path) == tuple(sorted(known))
    baseline.write(path, reversed(known))
    assert path.read_bytes() == first
    baseline.write(path, ())
    assert baseline.read(path) == ()


NONE = (
    "",
    "[]",
    "{}",
    '{"schema": "other@1", "findings": []}',
    f'{{"schema": "{baseline.SCHEMA}", "findings": [{{"x": 1}}]}}',
)


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_baseline_is_said(tmp_path: Path, text: str) -> None:
    path = tmp_path / "b.json"
    path.write_text(text)
    with pytest.raises(ConfigError, match=r"b\.json: is"):
        baseline.read(path)
