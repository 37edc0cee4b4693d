"""The loop over plain JSON Lines against Python's reader: what it takes it takes as that does, and it leaves all else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quality.read.flat import flat_rows
from quality.read.records import Columns

TEXT = st.text(
    st.one_of(st.sampled_from('甲乙，\n\t"\\/ab{}:,'), st.characters(exclude_categories=["Cs"])), max_size=90
)
ROW = st.fixed_dictionaries(
    {"text": TEXT, "id": st.integers(1 - 10**17, 10**18 - 1) | st.text("甲a1{ ", max_size=5)},
    optional={"更多": TEXT, "n": st.none() | st.booleans() | st.integers() | st.decimals(allow_nan=False).map(str)},
)
LAID = st.sampled_from([(", ", ": "), (",", ":"), (" , ", " : ")])


def told(data: bytes, columns: Columns = Columns()) -> list[tuple[str, bytes]] | None:  # noqa: B008
    found = flat_rows(data, columns)
    if found is None:
        return None
    ids, texts = found
    return list(zip(ids.to_pylist(), [t.as_buffer().to_pybytes() for t in texts], strict=True))


def wanted(data: bytes) -> list[tuple[str, bytes]]:
    rows: list[dict[str, Any]] = [
        json.loads(line) for line in data.decode("utf-8", "surrogateescape").split("\n") if line
    ]
    return [(str(r["id"]), r["text"].encode("utf-8", "surrogateescape")) for r in rows]


def plain(text: str) -> bool:
    """Whether JSON needs no more than a backslash for it."""
    return all(c >= " " or c in "\b\f\n\r\t" for c in text)


@settings(deadline=None)
@given(st.lists(ROW, min_size=1, max_size=5), LAID, st.booleans(), st.permutations(["text", "id", "更多", "n"]))
def test_plain_rows_are_read_as_python_reads_them(
    rows: list[dict[str, Any]],
    laid: tuple[str, str],
    ended: bool,  # noqa: FBT001
    order: list[str],
) -> None:
    ordered = [{k: r[k] for k in order if k in r} for r in rows]
    lines = [json.dumps(r, ensure_ascii=False, separators=laid) for r in ordered]
    data = "\n".join(lines).encode() + b"\n" * ended
    if all(plain(v) for r in rows for v in r.values() if isinstance(v, str)):
        assert told(data) == wanted(data)
    else:
        assert told(data) is None


@settings(deadline=None, max_examples=300)
@given(
    st.lists(ROW, min_size=1, max_size=2),
    st.lists(st.tuples(st.integers(0), st.binary(max_size=2)), min_size=1, max_size=2),
)
@example([{"text": "a" * 70, "id": 1}], [(9, b"\xff")])
def test_what_python_refuses_is_never_taken(rows: list[dict[str, Any]], changes: list[tuple[int, bytes]]) -> None:
    data = bytearray("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows).encode())
    for at, new in changes:
        data[at % len(data) : at % len(data) + 1] = new
    if (found := told(bytes(data))) is not None:
        assert [(i.encode(), t) for i, t in found] == [
            (i.encode("utf-8", "surrogateescape"), t) for i, t in wanted(bytes(data))
        ]


@pytest.mark.parametrize(
    "line",
    [
        '{"id": 1}', '{"text": "甲"}', '{"id": 1, "text": null}', '{"id": null, "text": "甲"}', '{"id": 1.5, "text": "甲"}',
        '{"id": 01, "text": "甲"}', '{"id": -0, "text": "甲"}', '{"id": 1, "text": "\\u7532"}', '{"id": 1, "text": "甲", "id": 2}',
        '{"id": 1, "text": "甲", "text": "乙"}', '{"id": 1, "text": "甲", "more": {}}', '{"id": 1, "text": "甲", "more": 1e5}',
        '{"id": 1, "text": "甲"} ', '{"id": 1, "text": "甲",}', '[1]', '', '{"id": 1, "text": "甲', '{"id": 1, "text": "甲"}x', '{',
        '{"id": 12345678901234567890, "text": "甲"}', '{"id": "a\\n", "text": "甲"}', '{"id": 1, "text": 5}', '{"id": 1, "text": "甲"}\r',
    ],
)  # fmt: skip
def test_all_else_is_left_to_others(line: str) -> None:
    good = '{"id": 7, "text": "甲"}'
    assert told(f"{good}\n{line}\n{good}\n".encode()) is None


def test_columns_are_those_asked_for() -> None:
    data = '{"name": "x", "body": "甲", "text": "乙", "id": 1}\n'.encode()
    assert told(data, Columns(text="body", id="name")) == [("x", "甲".encode())]
    assert told(data, Columns(text="body", id="body")) is None
