"""Every table names its source and licence, is small, and stands in its one canonical form."""

from __future__ import annotations

import pytest

from quality.data import FOLDER, names, source, table
from quality.text.glyphs import SIDE
from quality.text.words import frequencies

LIMIT = 1_000_000
"""Bytes of all tables as they ship."""
LICENCES = ("MIT", "Apache-2.0", "OFL-1.1", "Unicode-3.0", "CC0-1.0")


def test_all_tables_together_stay_below_a_megabyte() -> None:
    assert sum((FOLDER / name).stat().st_size for name in names()) <= LIMIT


@pytest.mark.parametrize("name", names())
def test_the_first_line_names_source_and_licence(name: str) -> None:
    assert source(name).startswith("# ")
    assert any(licence in source(name) for licence in LICENCES)
    assert "\r" not in table(name)
    assert table(name).endswith("\n")


@pytest.mark.parametrize("name", [n for n in names() if n.endswith(".tsv")])
def test_pairs_are_sorted_unique_and_change_something(name: str) -> None:
    rows = [tuple(line.split("\t")) for line in table(name).splitlines()]
    assert rows == sorted(set(rows))
    assert len({old for old, _ in rows}) == len(rows)
    assert all(old != new and len(old) == len(new) == 1 for old, new in rows)


def test_words_are_sorted_by_class_and_stand_once() -> None:
    rows = [line.split("\t") for line in table("words.txt.xz").splitlines()]
    keys = [(int(weight), kind, int(length)) for weight, kind, length, _ in rows]
    assert keys == sorted(set(keys))
    lists = [[words[i : i + int(n)] for i in range(0, len(words), int(n))] for _, _, n, words in rows]
    assert all(words == sorted(words) for words in lists)
    assert sum(map(len, lists)) == len({word for words in lists for word in words}) == len(frequencies())


def test_glyphs_are_sorted_and_of_one_size() -> None:
    rows = [line.split("\t") for line in table("glyphs.tsv.xz").splitlines()]
    assert [char for char, _ in rows] == sorted({char for char, _ in rows})
    assert {len(greys) for _, greys in rows} == {SIDE * SIDE}
    assert set("".join(greys for _, greys in rows)) == set("0123456789abcdef")
