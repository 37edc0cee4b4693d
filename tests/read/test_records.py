"""Records of JSONL, CSV and Parquet: ids, columns, and rows that are none."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from quality.model import Failure, Page
from quality.read import read_file
from quality.read.columns import tasks
from quality.read.records import Columns

if TYPE_CHECKING:
    from pathlib import Path

ROWS = [{"id": "a", "text": "甲,\n“乙”"}, {"id": "7", "text": ""}, {"id": "c", "text": "丙"}]


def jsonl(path: Path, rows: list[Any]) -> str:
    path.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    return str(path)


def contents(name: str, columns: Columns = Columns()) -> list[tuple[str | None, str]]:  # noqa: B008
    return [(p.record, p.text) for p in read_file(name, columns) if isinstance(p, Page)]


def failures(name: str) -> list[tuple[str, str]]:
    return [(p.path, p.message) for p in read_file(name) if isinstance(p, Failure)]


def test_every_container_gives_the_same_records(tmp_path: Path) -> None:
    csv = tmp_path / "r.csv"
    csv.write_bytes('id,text\r\na,"甲,\n“乙”"\r\n7,\r\n\r\nc,丙\r\n'.encode())
    tsv = tmp_path / "r.tsv"
    tsv.write_bytes('text\tid\n"甲,\n“乙”"\ta\n\t7\n丙\tc\n'.encode())
    parquet = tmp_path / "r.parquet"
    pq.write_table(pa.Table.from_pylist(ROWS), parquet)
    expected = [(r["id"], r["text"]) for r in ROWS]
    for name in (jsonl(tmp_path / "r.jsonl", ROWS), str(csv), str(tsv), str(parquet)):
        assert contents(name) == expected, name


def test_a_record_without_an_id_is_called_by_its_row_number_and_ids_become_strings(tmp_path: Path) -> None:
    assert contents(jsonl(tmp_path / "r.jsonl", [{"text": "x"}, {"text": "y", "id": 12}])) == [("0", "x"), ("12", "y")]
    pq.write_table(pa.table({"text": ["x", "y"]}), tmp_path / "r.parquet")
    assert contents(str(tmp_path / "r.parquet")) == [("0", "x"), ("1", "y")]


def test_columns_can_be_named(tmp_path: Path) -> None:
    name = jsonl(tmp_path / "r.jsonl", [{"body": "x", "key": "k"}])
    assert contents(name, Columns(text="body", id="key")) == [("k", "x")]


SOILED = "把".encode() + b"\xe7\x82" + "子点着了，水也烧开了。".encode()


def soiled(folder: Path, kind: str) -> str:
    """Three records, the second with two bytes that are no UTF-8 and, in JSON, half a surrogate pair that is spelt out."""
    path = folder / f"r.{kind}"
    if kind == "jsonl":
        path.write_bytes(
            b'{"id": "a", "text": "x"}\n\n{"id": "b", "more": "\xff", "text": "\\udce7%s"}\n{"text": "y"}\n' % SOILED
        )
    elif kind == "csv":
        path.write_bytes(b'id,more,text\na,,x\nb,\xff,"\n%s"\n,,y\n' % SOILED)
    else:
        texts = pa.array([b"x", SOILED, b"y"]).cast(pa.string(), safe=False)
        pq.write_table(pa.table({"id": ["a", "b", None], "text": texts}), path)
    return str(path)


@pytest.mark.parametrize(
    ("kind", "line", "text", "at"),
    [
        ("jsonl", 3, "\ufffd把��子点着了，水也烧开了。", 2),
        ("csv", 3, "\n把��子点着了，水也烧开了。", 2),
        ("parquet", 2, "把��子点着了，水也烧开了。", 1),
    ],
)
def test_undecodable_bytes_of_a_row_are_kept_and_the_others_are_read(
    tmp_path: Path, kind: str, line: int, text: str, at: int
) -> None:
    pages = [p for p in read_file(soiled(tmp_path, kind)) if isinstance(p, Page)]
    assert [(p.record, p.text, p.encoding.lost) for p in pages] == [
        ("a", "x", ()), ("b", text, ((at, 0xE7), (at + 1, 0x82))), ("2", "y", ()),
    ]  # fmt: skip
    assert pages[1].line == line


def test_columns_hold_the_same_where_each_row_must_be_looked_at(tmp_path: Path) -> None:
    texts = pa.array([None, SOILED, b"y"]).cast(pa.large_string(), safe=False)
    pq.write_table(pa.table({"id": texts.dictionary_encode(), "text": texts}), tmp_path / "r.parquet")
    [batch] = [task() for task in tasks([str(tmp_path / "r.parquet")])]
    text = SOILED.decode("utf-8", "replace").replace("\ufffd", "\ufffd\ufffd")
    assert batch.texts.to_pylist() == [text, "y"]
    assert batch.ids.to_pylist() == [text, "y"]
    assert [f.path for f in batch.failures] == [f"{tmp_path / 'r.parquet'}:1"]


@pytest.mark.parametrize(
    "rows",
    [
        'null\n{"text": "x"}',
        "\n \tnull",
        "null",
        '{"text": "x"}{"text": "y"}',
        '{"text": "x", "n": [1]}\r{"text": "y"}\r',
    ],
)
def test_columns_take_for_a_record_what_a_reader_of_rows_does(tmp_path: Path, rows: str) -> None:
    path = tmp_path / "r.jsonl"
    path.write_text(f'{rows}\n{{"text": "z", "more": {{}}}}\n', encoding="utf-8", newline="")
    [batch] = [task() for task in tasks([str(path)])]
    assert list(zip(batch.ids.to_pylist(), batch.texts.to_pylist(), strict=True)) == contents(str(path))
    assert [(f.path, f.message) for f in batch.failures] == failures(str(path))


@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_a_file_of_records_says_once_how_it_was_read(tmp_path: Path, kind: str) -> None:
    text = {"jsonl": '[]\n{"text": "老班长在门口等着。"}\n{"text": "字"}\n', "csv": "text\n老班长在门口等着。\n字\n"}[
        kind
    ]
    path = tmp_path / f"r.{kind}"
    for data, told in (
        (text.encode("gb18030"), ("gb18030", b"")),
        (text.encode("utf-8-sig"), ("utf-8", b"\xef\xbb\xbf")),
    ):
        path.write_bytes(data)
        first, second = (p for p in read_file(str(path)) if isinstance(p, Page))
        assert (first.encoding.name, first.encoding.bom) == told
        assert (first.encoding.guessed is None, second.encoding.guessed) == (told[0] == "utf-8", None)
        assert second.encoding.bom == b""


def test_half_a_surrogate_pair_is_one_replacement_character(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_text('{"text": "a\\ud800b\\ud83d\\ude00"}\n', encoding="utf-8")
    assert contents(str(path)) == [("0", "a\ufffdb😀")]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("[1]", "is no JSON object"),
        ("{", "is no JSON"),
        ('{"body": "x"}', "has no column `text` but `body`"),
        ('{"text": null}', "has nothing where its text should be"),
        ('{"text": 3}', "has int where its text should be"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_a_bad_row_is_named_and_the_others_are_read(tmp_path: Path, row: str, message: str) -> None:
    path = tmp_path / "r.jsonl"
    path.write_text(f'{{"text": "x"}}\n{row}\n{{"text": "y"}}\n', encoding="utf-8")
    assert [t for _, t in contents(str(path))] == ["x", "y"]
    [(place, said)] = failures(str(path))
    assert place == f"{path}:2"
    assert message in said


def test_an_id_that_stands_twice_is_said_once_per_further_row(tmp_path: Path) -> None:
    name = jsonl(tmp_path / "r.jsonl", [{"id": 1, "text": "x"}, {"id": "1", "text": "y"}])
    assert contents(name) == [("1", "x")]
    assert failures(name) == [
        (f"{name}:2", f"has the id `1`, which stands in {name}:1 already: give every record an id of its own")
    ]


def test_scanned_pages_of_one_name_are_said(tmp_path: Path) -> None:
    path = tmp_path / "r.hocr"
    path.write_text(2 * '<div class="ocr_page" id="p"><span class="ocrx_word">字</span></div>', encoding="utf-8")
    assert [place for place, _ in failures(str(path))] == [str(path)]


def test_csv_rows_with_other_field_counts_are_named_by_line(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text('id,text\n1,"x\ny"\n2\n3,z\n', encoding="utf-8")
    assert contents(str(path)) == [("1", "x\ny"), ("3", "z")]
    assert failures(str(path)) == [(f"{path}:4", "has 1 fields where the header names 2: mend the row")]


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_a_missing_column_names_those_that_are_there(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"r.{suffix}"
    if suffix == "csv":
        path.write_text("body\nx\n")
    else:
        pq.write_table(pa.table({"body": ["x"]}), path)
    [(place, message)] = failures(str(path))
    assert place == str(path)
    assert message == "has no column `text` but `body`: name the right one with --text-column"


def test_a_damaged_parquet_file_is_said_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "r.parquet"
    path.write_bytes(b"PAR1 no more")
    [(_, message)] = failures(str(path))
    assert message.startswith("is no readable Parquet file")
    assert "\n" not in message


def test_a_number_of_too_many_digits_is_a_failure_of_its_line(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_text(f'{{"text": "a", "n": {"9" * 5000}}}\n{{"text": "b"}}\n', encoding="utf-8")
    assert failures(str(path)) == [(f"{path}:1", "holds a number of too many digits: write it as a string")]
    assert contents(str(path)) == [("1", "b")]


def test_a_quotation_mark_of_csv_that_is_never_closed_is_named_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text('id,text\na,"甲\n""乙"""\nb,一个"引号\nc,"丙\nd,丁\ne,戊\n', encoding="utf-8")
    first, second, torn = read_file(str(path))
    assert isinstance(first, Page)
    assert isinstance(second, Page)
    assert (first.text, second.text) == ('甲\n"乙"', '一个"引号')
    assert torn == Failure(f"{path}:5", "opens a quotation mark that is never closed: close it")


def test_an_empty_field_of_csv_is_no_id(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("id,text\n,x\n,y\nc,z\n", encoding="utf-8")
    assert contents(str(path)) == [("0", "x"), ("1", "y"), ("c", "z")]


def test_a_file_may_have_any_name(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"\xff.parquet")
    with path.open("wb") as file:
        pq.write_table(pa.Table.from_pylist(ROWS), file)
    assert len(contents(str(path))) == 3
    batches = [task() for task in tasks([str(path)])]
    assert [(len(b.ids), b.failures) for b in batches] == [(3, ())]


def test_names_that_are_no_unicode_stay_different_ids(tmp_path: Path) -> None:
    names = [tmp_path / os.fsdecode(name) for name in (b"\xfe.txt", b"\xff.txt")]
    for name in names:
        name.write_text("甲", encoding="utf-8")
    [batch] = [task() for task in tasks([str(tmp_path)])]
    assert batch.ids.to_pylist() == [f"{tmp_path}/\\udcfe.txt", f"{tmp_path}/\\udcff.txt"]
