"""Fenced blocks and framed lines."""

from __future__ import annotations

import pytest

from quality.text.verbatim import fenced, is_framed


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("甲\n```py\n乙\n```\n丙", ["```py\n乙\n```"]),
        ("```\n乙\n````\n丙\n~~~\n丁\n~~~", ["```\n乙\n````", "~~~\n丁\n~~~"]),
        ("```\n~~~\n```\r\n乙", ["```\n~~~\n```"]),
        ("甲\r\n```\r\n乙\r\n```\r\n", ["```\r\n乙\r\n```"]),
        ("```\n乙\n``` 丙\n丁", []),
        ("甲```乙\n丙```", []),
        ("", []),
    ],
)
def test_a_block_goes_from_fence_to_fence(text: str, blocks: list[str]) -> None:
    assert [text[a:b] for a, b in fenced(text)] == blocks


def test_quotations_and_rows_of_tables_are_framed() -> None:
    assert [line for line in ("> 甲", ">", "| 甲 | 乙 |", ">5 人", "|甲", "甲 | 乙 |", "") if is_framed(line)] == [
        "> 甲", ">", "| 甲 | 乙 |",
    ]  # fmt: skip
