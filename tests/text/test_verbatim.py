"""Code, breaks of lines and framed lines."""

from __future__ import annotations

import pytest

from quality.text.verbatim import breaks_behind, code_of, fenced, is_framed, within


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


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("    甲\n    乙\n丙", ["甲\n    乙"]),
        ("甲\r\n    乙\r\n\r\n    丙\r\n\r\n\t丁\r\n戊", ["丙\r\n\r\n\t丁"]),
        ("# 甲\n    乙", ["乙"]),
        ("甲\n---\n    乙", ["乙"]),
        ("- 甲\n\n    乙\n\n      丙", ["丙"]),
        ("1. 甲\n   - 乙\n\n     丙\n\n    丁\n\n    戊", []),
        ("- 甲\n\n乙\n\n    丙", ["丙"]),
        ("```\n    甲\n```\n    乙", ["```\n    甲\n```", "乙"]),
        ("　　甲\n\n　　　　乙", []),
        ("", []),
    ],
)
def test_indented_lines_are_code_in_markdown_unless_a_paragraph_or_an_item_goes_on(
    text: str, blocks: list[str]
) -> None:
    code = code_of("a.md", text)
    assert [text[a:b] for a, b in code] == blocks
    assert code_of("a.txt", text) == fenced(text)
    inside = [at for at in range(len(text) + 1) if within(code, at)]
    assert inside == [at for a, b in code for at in range(a, b)]


@pytest.mark.parametrize(
    ("line", "broken"),
    [
        ("甲  \n", True),
        ("甲   \r\n", True),
        ("甲 \n", False),
        ("甲\\\n", True),
        ("甲\\\\\n", False),
        ("甲  ", False),
        ("甲\\", False),
    ],
)
def test_two_spaces_or_a_backslash_break_a_line(line: str, broken: bool) -> None:  # noqa: FBT001
    assert breaks_behind(line, len(line.rstrip())) is broken


def test_quotations_and_rows_of_tables_are_framed() -> None:
    assert [line for line in ("> 甲", ">", "| 甲 | 乙 |", ">5 人", "|甲", "甲 | 乙 |", "") if is_framed(line)] == [
        "> 甲", ">", "| 甲 | 乙 |",
    ]  # fmt: skip
