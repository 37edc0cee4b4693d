"""Passages across records: against all common stretches found by brute force, whatever memory, slices and order of pairs."""

from __future__ import annotations

import json
import random
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quality.engine.dedup import Options, dedup
from quality.engine.records.passages import Passage, Proposed, judge, keys, merged, packed, proposed, told, unpacked
from quality.errors import ConfigError
from tests.match.made import noisy, story

if TYPE_CHECKING:
    from pathlib import Path

SHORTEST = 40


def written(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "passages.jsonl").read_text(encoding="utf-8").splitlines()]


def planted(seed: int) -> list[str]:
    """Thirty stories; six passages of 60 to 100 characters stand in two to five of them, one stands twice in a story."""
    draw = random.Random(seed)
    texts = [story(100 * seed + n, draw.randint(200, 500)) for n in range(30)]
    for number in range(6):
        passage = story(9000 + 100 * seed + number, draw.randint(60, 100))
        for at in draw.sample(range(30), draw.randint(2, 5)):
            cut = draw.randrange(len(texts[at]))
            texts[at] = texts[at][:cut] + passage + texts[at][cut:]
    return [*texts, texts[0] + "。" + texts[3][:20] + texts[0][30:130]]


def save(path: Path, texts: list[str]) -> str:
    rows = (json.dumps({"id": f"r{n}", "text": t}, ensure_ascii=False) for n, t in enumerate(texts))
    path.write_text("\n".join(rows), encoding="utf-8")
    return str(path)


def repeated(texts: list[str], stays: list[int]) -> set[tuple[int, int]]:
    """The oracle: places (record, character) in a stretch of `SHORTEST` letters that an earlier place holds, letter by letter."""
    seen: set[str] = set()
    found: set[tuple[int, int]] = set()
    for number in stays:
        letters = [(at, c) for at, c in enumerate(texts[number]) if c.isalnum()]
        key = "".join(c for _, c in letters)
        for start in range(len(key) - SHORTEST + 1):
            if (stretch := key[start : start + SHORTEST]) in seen:
                found |= {(number, at) for at, _ in letters[start : start + SHORTEST]}
            seen.add(stretch)
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_what_stands_twice_to_the_letter_is_found_and_nothing_else(tmp_path: Path, seed: int) -> None:
    texts = planted(seed)
    result = dedup(save(tmp_path / "in.jsonl", texts), tmp_path / "out", Options(passages=SHORTEST))
    stays = [n for n, keeper in enumerate(result.clusters["keeper"].to_pylist()) if keeper] if result.clusters else []
    rows = written(tmp_path / "out")
    letters = {
        (int(r["id"][1:]), at) for r in rows for at in range(r["start"], r["end"])
        if texts[int(r["id"][1:])][at].isalnum()
    }  # fmt: skip
    wanted = repeated(texts, stays)
    assert len(letters - wanted) <= 0.005 * len(wanted)
    assert len(wanted - letters) <= 0.03 * len(
        wanted
    )  # what goes a little beyond a passage that is told of another place
    assert len(wanted) > 600
    order = [(int(r["id"][1:]), r["start"], r["end"]) for r in rows]
    assert order == sorted(order)
    assert all((int(r["partner"][1:]), r["partner_start"]) < (int(r["id"][1:]), r["start"]) for r in rows)
    assert result.report["passages"]["found"] == len(rows)


def test_copies_with_errors_are_found_and_both_places_are_told(tmp_path: Path) -> None:
    passage = story(77, 120)
    texts = [story(1, 300), story(2, 200) + passage, noisy(passage, 0.06, 5) + story(3, 300), story(4, 100)]
    dedup(save(tmp_path / "in.jsonl", texts), tmp_path / "out", Options(passages=50))
    (row,) = written(tmp_path / "out")
    assert (row["id"], row["partner"]) == ("r2", "r1")
    assert abs(row["start"]) <= 3
    assert abs(row["partner_start"] - 200) <= 3
    assert 0.85 < row["similarity"] < 1
    assert row["differences"] > 2


def test_records_that_go_are_not_searched_again(tmp_path: Path) -> None:
    first = story(1, 400)
    dedup(save(tmp_path / "in.jsonl", [first, noisy(first, 0.02, 3), ""]), tmp_path / "out", Options(passages=50))
    assert written(tmp_path / "out") == []


def test_a_mould_that_is_filled_anew_is_no_passage() -> None:
    left = "昨日我市最高气温21度，最低气温13度，降水量5毫米，东南风3级，空气质量指数48，能见度16公里，湿度57，日照8小时，请注意增减衣物"
    right = left.translate(str.maketrans("0123456789", "3907261854"))
    assert list(judge(left, left, 20))
    assert not list(judge(left, right, 20))


def test_output_does_not_depend_on_memory_or_workers(tmp_path: Path) -> None:
    source = save(tmp_path / "in.jsonl", planted(3))
    for name, options in (("a", {"jobs": 1}), ("b", {"jobs": 3, "memory": 1000})):
        dedup(source, tmp_path / name, Options(passages=SHORTEST, **options))
    assert (tmp_path / "a" / "passages.jsonl").read_bytes() == (tmp_path / "b" / "passages.jsonl").read_bytes()


def test_a_run_that_is_not_asked_for_passages_leaves_none(tmp_path: Path) -> None:
    source = save(tmp_path / "in.jsonl", planted(1))
    dedup(source, tmp_path / "out", Options(passages=SHORTEST))
    assert (tmp_path / "out" / "passages.jsonl").exists()
    dedup(source, tmp_path / "out")
    assert not (tmp_path / "out" / "passages.jsonl").exists()


def test_too_short_and_with_an_index_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="--passages must be at least 25"):
        Options(passages=10)
    with pytest.raises(ConfigError, match="--against"):
        Options(passages=50, against=tmp_path)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 6)), max_size=30), st.integers(1, 4))
def test_everyone_is_paired_with_the_first_holder_however_landmarks_are_dealt(
    marks: list[tuple[int, int]], slices: int
) -> None:
    wanted: dict[tuple[int, int], int] = {}
    for kind in {k for k, _ in marks}:
        first, *others = sorted(row for k, row in marks if k == kind)
        for row in others:
            wanted[first, row] = wanted.get((first, row), 0) + 1
    parts: list[Proposed] = []
    for number in range(slices):
        some = [m for m in marks if m[0] % slices == number]
        hashes, rows = (np.array([m[at] for m in some], kind) for at, kind in ((0, np.uint64), (1, np.int64)))
        parts.append(proposed(hashes, rows))
    found = merged(parts)
    assert (
        dict(zip(zip(found.left.tolist(), found.right.tolist(), strict=True), found.shared.tolist(), strict=True))
        == wanted
    )


def test_one_landmark_is_enough_within_a_record() -> None:
    found = proposed(np.array([7, 7, 7, 8, 8], np.uint64), np.array([1, 1, 2, 2, 3])).of(2)
    assert list(zip(found.left.tolist(), found.right.tolist(), strict=True)) == [(1, 1)]


def test_what_many_records_say_is_linear_work_and_counted() -> None:
    """A thousand records that share a notice: 999 pairs with the first, and the rest counted."""
    notice = story(5, 60)
    hashes, owners = keys([story(1000 + n, 30) + notice for n in range(1000)])
    found = proposed(hashes, owners).of(2)
    assert len(found.left) < 1100
    assert found.frequent >= 5
    assert found.spared >= 5 * (1000 * 999 // 2 - 999)


@settings(max_examples=30)
@given(st.permutations(range(8)))
def test_the_earliest_place_is_told_in_whatever_order_passages_come(order: list[int]) -> None:
    spans = [(0, 100), (0, 60), (50, 100), (200, 260), (210, 300), (0, 100), (400, 450), (390, 440)]
    passages = [Passage(n % 3, 9, 0, b - a, a, b, b - a, 1.0, 0, 0) for n, (a, b) in enumerate(spans)]
    kept = list(told([passages[n] for n in order], 40))
    assert kept == list(told(passages, 40))
    covered = np.zeros(500, int)
    for p in kept:
        covered[p.start : p.end] += 1
    assert covered.sum() >= sum(len(set(range(a, b))) for a, b in ((0, 100), (200, 300), (400, 450)))
    assert all(a.start <= b.start for a, b in pairwise(kept))
    assert list(unpacked(packed(kept))) == kept
