"""The engine of `quality dedup` from files to files."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import quality
from quality.engine.dedup import Options, dedup
from quality.engine.records.outcome import FILES
from quality.errors import ConfigError, InputError, OutputError
from quality.text.folding import fold_key
from quality.text.shingles import jaccard, shingles
from tests.match.made import noisy, story


def write(path: Path, texts: list[Any]) -> str:
    rows = [t if isinstance(t, dict) else {"id": n, "text": t} for n, t in enumerate(texts)]
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    return str(path)


def rows(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "clusters.jsonl").read_text(encoding="utf-8").splitlines()]


def corpus() -> list[str]:
    """Six stories; of the first four noisy copies, of the second one with a paragraph more; equal short ones; nothing."""
    first, second = story(1, 400), story(2, 400)
    return [
        first, *(noisy(first, rate, 9 + n) for n, rate in enumerate((0.01, 0.05, 0.1, 0.15))), second, second + story(7, 120),
        story(3, 400), "下转第四版", "下 转 第四版！", "", "，。", story(4, 60), first,
    ]  # fmt: skip


@pytest.mark.parametrize("keep", ["best", "first", "longest"])
def test_a_record_that_holds_much_more_than_its_copies_never_goes(tmp_path: Path, keep: str) -> None:
    short = story(1, 400)
    texts = [short, noisy(short, 0.01, 3), short, short + story(2, 300), short[:200] + story(3, 600) + short[200:]]
    dedup(write(tmp_path / "in.jsonl", texts), tmp_path / "out", Options(keep=keep))
    made = rows(tmp_path / "out")
    assert [r["keeper"] for r in made[3:]] == [True, True]
    assert all(r["containment"] > 0.8 for r in made if not r["keeper"])


def test_every_record_has_its_row_and_its_reason(tmp_path: Path) -> None:
    result = dedup(write(tmp_path / "in.jsonl", corpus()), tmp_path / "out")
    made = rows(tmp_path / "out")
    assert [r["id"] for r in made] == [str(n) for n in range(14)]
    assert [r["reason"] for r in made] == [
        "keeper", "near", "near", "near", "near", "near", "keeper", "alone", "keeper", "identical", "empty", "empty", "alone", "identical",
    ]  # fmt: skip
    assert {r["cluster"] for r in made[:5]} == {"0"}
    assert [r["duplicate_of"] for r in made[:7]] == [None, "0", "0", "0", "0", "6", None]
    assert made[5]["cluster"] == made[6]["cluster"] == "5"  # the first member, whichever stays
    assert [r["cluster"] for r in made[10:12]] == [None, None]
    assert made[9]["duplicate_of"] == "8"
    assert made[13]["similarity"] == 1.0
    assert result.report["records"] == 14
    assert result.report["duplicates"] == 7
    assert result.report["near_threshold"]["sampled"] > 0


def test_scores_are_exact(tmp_path: Path) -> None:
    texts = corpus()
    dedup(write(tmp_path / "in.jsonl", texts), tmp_path / "out")
    keys = [shingles(fold_key(t)) for t in texts]
    for row in rows(tmp_path / "out"):
        if row["duplicate_of"] is not None:
            mine, other = keys[int(row["id"])], keys[int(row["duplicate_of"])]
            assert row["similarity"] == round(jaccard(mine, other), 6)
            assert row["containment"] == round(len(mine & other) / len(mine), 6)


def test_parquet_and_jsonl_say_the_same(tmp_path: Path) -> None:
    result = dedup(write(tmp_path / "in.jsonl", corpus()), tmp_path / "out")
    assert pq.read_table(tmp_path / "out" / "clusters.parquet").to_pylist() == rows(tmp_path / "out")
    assert result.clusters.to_pylist() == rows(tmp_path / "out")


def test_output_does_not_depend_on_workers_memory_or_format(tmp_path: Path) -> None:
    texts = [noisy(story(n % 40, 200), 0.02 * (n % 4), n) for n in range(200)]
    source = write(tmp_path / "in.jsonl", texts)
    table = pa.table({"text": texts, "id": list(range(200))})
    pq.write_table(table, tmp_path / "in.parquet", row_group_size=17)
    dedup(source, tmp_path / "a", Options(jobs=1))
    dedup(source, tmp_path / "b", Options(jobs=3, memory=1000))
    dedup(str(tmp_path / "in.parquet"), tmp_path / "c", Options(jobs=2))
    for name in FILES[:3]:
        whole = (tmp_path / "a" / name).read_bytes()
        assert (tmp_path / "b" / name).read_bytes() == whole
        assert (tmp_path / "c" / name).read_bytes() == whole


def test_a_threshold_is_exact_jaccard_of_the_texts_as_they_are(tmp_path: Path) -> None:
    """Clusters are the components of all pairs, found by brute force."""
    texts = [noisy(story(n % 12, 150), 0.03 * (n // 12), n) for n in range(48)]
    threshold = 0.6
    parent = list(range(48))
    for i, j in combinations(range(48), 2):
        if jaccard(shingles(texts[i]), shingles(texts[j])) >= threshold:
            low, high = sorted((parent[i], parent[j]))
            parent = [low if p == high else p for p in parent]
    dedup(write(tmp_path / "in.jsonl", texts), tmp_path / "out", threshold=threshold)
    made = [r["cluster"] or r["id"] for r in rows(tmp_path / "out")]
    assert made == [str(p) for p in parent]


def test_another_event_in_the_same_mould_stays(tmp_path: Path) -> None:
    frame = story(5, 300)
    names = ["陆远山", "何静秋", "林晚晴", "柳成荫"]
    texts = [frame[:60] + n + frame[60:150] + n + frame[150:240] + n + frame[240:] for n in names]
    dedup(write(tmp_path / "in.jsonl", [*texts, noisy(texts[0], 0.03, 1)]), tmp_path / "out")
    made = rows(tmp_path / "out")
    assert [r["cluster"] for r in made] == ["0", None, None, None, "0"]
    assert {r["reason"] for r in made[1:4]} == {"template"}
    pairs = [json.loads(line) for line in (tmp_path / "out" / "pairs.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {p["judgement"] for p in pairs} == {"template"}
    assert {p["why"] for p in pairs} <= {"the same word replaced again and again", "words replaced throughout"}


@pytest.mark.parametrize(("keep", "stays"), [("first", "0"), ("longest", "2"), ("best", "1")])
def test_which_copy_stays(tmp_path: Path, keep: str, stays: str) -> None:
    whole = story(8, 500)
    texts = [noisy(whole, 0.12, 1), whole, noisy(whole, 0.1, 2) + story(9, 90), noisy(whole, 0.12, 3)]
    dedup(write(tmp_path / "in.jsonl", texts), tmp_path / "out", keep=keep)
    assert next(r["id"] for r in rows(tmp_path / "out") if r["reason"] == "keeper") == stays


def test_a_chain_gives_no_cluster_whose_ends_are_strangers(tmp_path: Path) -> None:
    """A holds the first half, B both, C the second: B may stand for both, but A and C never for each other."""
    a, c = story(11, 300), story(12, 300)
    dedup(write(tmp_path / "in.jsonl", [a, a + c, c]), tmp_path / "out", keep="first")
    for row in rows(tmp_path / "out"):
        assert row["duplicate_of"] in {None, "1"} or row["id"] == "1"


@pytest.mark.parametrize("keep", ["first", "longest", "best"])
def test_stories_never_go_for_the_brief_that_they_hold(tmp_path: Path, keep: str) -> None:
    brief = story(21, 250)
    texts = [brief, *(brief + story(n, 500) for n in range(22, 27))]
    dedup(write(tmp_path / "in.jsonl", texts), tmp_path / "out", keep=keep)
    made = rows(tmp_path / "out")
    assert made[0]["reason"] == "contained"
    assert [r["duplicate_of"] for r in made[1:]] == [None] * 5


def test_a_run_that_fails_leaves_the_old_result_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    dedup(write(tmp_path / "in.jsonl", corpus()), out)
    before = {p.name: p.read_bytes() for p in out.iterdir()}

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("quality.engine.dedup.write_pairs", full)
    with pytest.raises(OutputError, match="No space left"):
        dedup(write(tmp_path / "in.jsonl", [story(1)]), out)
    assert {p.name: p.read_bytes() for p in out.iterdir()} == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.jsonl", "out"]


def test_a_run_that_reads_nothing_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        dedup(write(tmp_path / "in.jsonl", [{"id": 1, "text": "甲"}, {"id": 1, "text": "乙"}]), tmp_path / "out")
    assert not (tmp_path / "out").exists()


class TestBadInput:
    def test_rows_that_are_no_records_are_listed_and_the_rest_goes_on(self, tmp_path: Path) -> None:
        path = tmp_path / "in.jsonl"
        good = json.dumps({"id": "a", "text": story(1, 80)}, ensure_ascii=False).encode()
        path.write_bytes(
            b"\n".join(
                [
                    good,
                    b"[1, 2]",
                    b'{"id": "b"}',
                    b'{"id": "c", "text": null}',
                    b"{oops",
                    b"",
                    good.replace(b'"a"', b'"d"'),
                    b"",
                ]
            )
        )
        result = dedup(path, tmp_path / "out")
        assert [f.path.removeprefix(str(path)) for f in result.failures] == [":2", ":3", ":4", ":5"]
        assert [(r["id"], r["cluster"]) for r in rows(tmp_path / "out")] == [("a", "a"), ("d", "a")]

    def test_an_undecodable_byte_costs_one_character(self, tmp_path: Path) -> None:
        text = story(1, 200)
        path = tmp_path / "in.jsonl"
        path.write_bytes(b'{"id": 1, "text": "\xff%s"}\n{"id": 2, "text": "%s"}\n' % (text.encode(), text.encode()))
        result = dedup(path, tmp_path / "out")
        assert result.failures == ()
        assert [r["reason"] for r in rows(tmp_path / "out")] == ["keeper", "identical"]

    def test_records_without_an_id_are_called_by_their_row(self, tmp_path: Path) -> None:
        result = dedup(write(tmp_path / "in.jsonl", [{"text": "甲乙"}, {"id": "x", "text": "丙丁"}, {"text": "戊己"}]))
        assert result.clusters["id"].to_pylist() == ["0", "x", "2"]

    def test_an_id_that_stands_twice_is_named(self, tmp_path: Path) -> None:
        rows = [{"id": "x", "text": "甲"}, {"id": "y", "text": "乙"}, {"id": "x", "text": "丙"}]
        source = write(tmp_path / "in.jsonl", rows)
        with pytest.raises(InputError) as told:
            dedup(source, tmp_path / "out")
        said = f"{source}:3: has the id `x`, which stands in {source}:1 already: give every record an id of its own"
        assert str(told.value) == said

    def test_an_id_of_two_files_or_of_an_index_is_named_with_both(self, tmp_path: Path) -> None:
        left = write(tmp_path / "a.jsonl", [{"id": "x", "text": "甲"}, {"id": "y", "text": "乙"}])
        right = tmp_path / "b.csv"
        right.write_text("id,text\nz,丙\nx,丁\ny,戊\n", encoding="utf-8")
        with pytest.raises(InputError) as told:
            dedup([left, right], tmp_path / "out")
        assert str(told.value).startswith(f"{right}:3: has the id `x`, which stands in {left}:1 already")
        assert str(told.value).endswith("(2 ids in all)")
        dedup(left, save_index=tmp_path / "index")
        with pytest.raises(
            InputError, match=f"{right}:3: has the id `x`, which stands in {tmp_path / 'index'} already"
        ):
            dedup(right, against=tmp_path / "index")

    def test_a_file_of_any_name_that_is_named_twice_is_told(self, tmp_path: Path) -> None:
        name = os.fsdecode(bytes(tmp_path) + b"/\xff.txt")
        Path(name).write_text("字", encoding="utf-8")
        with pytest.raises(InputError, match="already"):
            dedup([name, name])

    def test_nothing_at_all(self, tmp_path: Path) -> None:
        (tmp_path / "in.jsonl").write_bytes(b"")
        result = dedup(tmp_path / "in.jsonl", tmp_path / "out")
        assert rows(tmp_path / "out") == []
        assert result.report["records"] == 0

    def test_a_truncated_parquet_file(self, tmp_path: Path) -> None:
        pq.write_table(pa.table({"text": [story(1, 100)]}), tmp_path / "in.parquet")
        whole = (tmp_path / "in.parquet").read_bytes()
        (tmp_path / "cut.parquet").write_bytes(whole[: len(whole) // 2])
        result = dedup([tmp_path / "cut.parquet", tmp_path / "in.parquet"], tmp_path / "out")
        assert [f.path for f in result.failures] == [str(tmp_path / "cut.parquet")]
        assert "Parquet" in result.failures[0].message
        assert len(rows(tmp_path / "out")) == 1

    def test_a_missing_column_is_named_with_those_there_are(self, tmp_path: Path) -> None:
        pq.write_table(pa.table({"body": ["甲"]}), tmp_path / "in.parquet")
        (tmp_path / "in.csv").write_text("id,body\n1,甲\n", encoding="utf-8")
        result = dedup([tmp_path / "in.parquet", tmp_path / "in.csv"], tmp_path / "out")
        assert ["`body`" in f.message for f in result.failures] == [True, True]

    @pytest.mark.parametrize(
        "options",
        [
            {"threshold": 0.0},
            {"threshold": 1.5},
            {"shingle": 0},
            {"num_perm": 3},
            {"keep": "any"},
            {"jobs": 0},
            {"memory": 0},
        ],
    )
    def test_options_out_of_range(self, options: dict[str, Any]) -> None:
        with pytest.raises(ConfigError):
            Options(**options)

    def test_a_folder_of_something_else_is_left_alone(self, tmp_path: Path) -> None:
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "thesis.docx").write_text("mine")
        with pytest.raises(OutputError, match="another folder"):
            dedup(write(tmp_path / "in.jsonl", ["甲"]), tmp_path / "out")
        assert (tmp_path / "out" / "thesis.docx").read_text() == "mine"


class TestFormats:
    def test_folders_csv_and_jsonl_together(self, tmp_path: Path) -> None:
        text = story(1, 200)
        (tmp_path / "in").mkdir()
        (tmp_path / "in" / "a.txt").write_text(text, encoding="utf-8")
        (tmp_path / "in" / "b.csv").write_text(f'id,text\nx,"{text}"\n', encoding="utf-8")
        write(tmp_path / "in" / "c.jsonl", [{"id": "y", "text": text}])
        (tmp_path / "in" / "d.txt").write_text(story(2, 200), encoding="utf-8")
        result = dedup(tmp_path / "in")
        here = (tmp_path / "in").as_posix()
        assert result.clusters["id"].to_pylist() == [f"{here}/a.txt", "x", "y", f"{here}/d.txt"]
        assert result.clusters["reason"].to_pylist() == ["keeper", "identical", "identical", "alone"]

    def test_ids_that_json_must_escape(self, tmp_path: Path) -> None:
        names = ['a"b', "c\\d", "e\nf", "乙"]
        dedup(write(tmp_path / "in.jsonl", [{"id": n, "text": story(1, 90)} for n in names]), tmp_path / "out")
        assert [r["id"] for r in rows(tmp_path / "out")] == names
        assert {r["cluster"] for r in rows(tmp_path / "out")} == {names[0]}


class TestIndex:
    def test_an_index_of_columns_in_files_is_the_same(self, tmp_path: Path) -> None:
        source = write(tmp_path / "in.jsonl", [noisy(story(n % 40, 200), 0.02 * (n % 4), n) for n in range(200)])
        for name, memory in (("a", 1000), ("b", 1 << 30)):
            dedup(source, options=Options(memory=memory, save_index=tmp_path / name))
        assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()

    def test_new_records_against_old_ones(self, tmp_path: Path) -> None:
        old = [story(1, 300), story(2, 300), story(2, 300) + "。"]
        new = [
            {"id": "n1", "text": noisy(old[0], 0.03, 4)},
            {"id": "n2", "text": story(3, 300)},
            {"id": "n3", "text": noisy(story(3, 300), 0.05, 6)},
        ]
        dedup(write(tmp_path / "old.jsonl", old), save_index=tmp_path / "index")
        (tmp_path / "old.jsonl").unlink()
        result = dedup(write(tmp_path / "new.jsonl", new), tmp_path / "out", against=tmp_path / "index")
        made = {r["id"]: (r["duplicate_of"], r["reason"]) for r in rows(tmp_path / "out")}
        assert made["n1"] == ("0", "near")
        assert sorted(reason for _, reason in (made["n2"], made["n3"])) == ["keeper", "near"]
        assert (result.report["records"], result.report["against"]) == (3, 3)

    def test_a_new_record_that_holds_an_old_one_and_much_more_stays(self, tmp_path: Path) -> None:
        dedup(write(tmp_path / "old.jsonl", [story(1, 300)]), save_index=tmp_path / "index")
        new = [{"id": "n", "text": story(1, 300) + story(2, 400)}]
        dedup(write(tmp_path / "new.jsonl", new), tmp_path / "out", against=tmp_path / "index")
        assert rows(tmp_path / "out")[0]["duplicate_of"] is None

    def test_an_index_is_not_kept_in_the_folder_that_is_replaced(self, tmp_path: Path) -> None:
        source = write(tmp_path / "in.jsonl", [story(1, 100)])
        with pytest.raises(ConfigError, match="elsewhere"):
            dedup(source, tmp_path / "out", save_index=tmp_path / "out" / "index")
        dedup(source, tmp_path / "out", save_index=tmp_path / "index")
        assert (tmp_path / "index").is_file()

    def test_an_index_of_other_options_is_refused(self, tmp_path: Path) -> None:
        source = write(tmp_path / "in.jsonl", [story(1, 100)])
        dedup(source, save_index=tmp_path / "index")
        with pytest.raises(ConfigError, match="width 5 instead of 4"):
            dedup(source, against=tmp_path / "index", shingle=4)
        (tmp_path / "no-index").write_bytes(b"PK\x03\x04 not really")
        with pytest.raises(InputError, match="no index"):
            dedup(source, against=tmp_path / "no-index")

    def test_datasketch_proposes_the_same_pairs(self, tmp_path: Path) -> None:
        source = write(tmp_path / "in.jsonl", corpus())
        dedup(source, tmp_path / "a")
        dedup(source, tmp_path / "b", index="datasketch")
        for name in FILES[:3]:
            assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_the_public_name() -> None:
    assert quality.dedup is dedup


def test_a_second_run_loads_neither_compiler_nor_pandas(tmp_path: Path) -> None:
    """They would be half of a short run."""
    (tmp_path / "in.jsonl").write_text(
        "".join(f'{{"id": {n}, "text": "{story(n // 2, 200)}"}}\n' for n in range(40)), "utf-8"
    )
    code = "import sys; from quality.engine.dedup import dedup; dedup(sys.argv[1], sys.argv[2]); print(*sys.modules)"
    for _ in range(2):
        command = [sys.executable, "-c", code, str(tmp_path / "in.jsonl"), str(tmp_path / "out")]
        loaded = subprocess.run(
            command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True
        ).stdout.split()
    assert {"numba", "pandas", "numpy.ma"} & set(loaded) == set()
