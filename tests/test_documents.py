"""The pages written by hand: both languages say the same in the same order, and the Chinese has one word for one thing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SITE = ROOT / "site"
ENGLISH = SITE / "en"
PAGES = sorted(str(p.relative_to(ENGLISH)) for p in ENGLISH.rglob("*.md") if "generated" not in p.parts)
CHINESE = [
    *(SITE / page for page in PAGES),
    ROOT / "README.zh-CN.md",
    *sorted((ROOT / "quality").rglob("*.zh.md")),
    ROOT / "quality" / "data" / "messages.zh.toml",
    ROOT / "quality" / "publish" / "phrases.toml",
]
OTHER_WORDS = {
    "叠印": "词语重复", "口吃": "连续重复", "准确率": "精确率", "精度": "精确率", "账本": "台账", "毛病": "问题",
    "图注": "图片说明", "修订": "修复", "置信度": "把握", "聚类": "簇", "指纹簇": "簇", "误检": "误报",
}  # fmt: skip
WRAPPED = re.compile(r"[\u3400-\u9fff，。；：、？！]\n[\u3400-\u9fff“《（]")


def pairs() -> list[tuple[Path, Path]]:
    both = [(SITE / page, ENGLISH / page) for page in PAGES]
    return [*both, (ROOT / "README.zh-CN.md", ROOT / "README.md")]


def parts(text: str) -> list[tuple[str, int]]:
    """Headings by level, tables by rows, blocks of code by lines, in order."""
    found: list[tuple[str, int]] = []
    for block in re.split(r"\n{2,}", re.sub(r"^(```\w*\n)(.*?)^```$", _code, text, flags=re.MULTILINE | re.DOTALL)):
        if heading := re.match(r"#+ ", block):
            found.append(("heading", len(heading[0]) - 1))
        elif block.startswith("|"):
            found.append(("table", block.count("\n")))
        elif block.startswith("CODE"):
            found.append(("code", int(block[4:])))
    return found


def _code(match: re.Match[str]) -> str:
    return "CODE" + str(match[2].count("\n"))


def test_every_page_stands_in_both_languages() -> None:
    chinese = {str(p.relative_to(SITE)) for p in SITE.rglob("*.md") if not {"en", "generated"} & set(p.parts)}
    assert chinese == set(PAGES)


@pytest.mark.parametrize(("chinese", "english"), pairs(), ids=lambda p: p.name)
def test_both_languages_have_the_same_parts(chinese: Path, english: Path) -> None:
    told, original = (parts(p.read_text(encoding="utf-8")) for p in (chinese, english))
    assert told == original


@pytest.mark.parametrize("page", CHINESE, ids=lambda p: p.name)
def test_one_word_for_one_thing(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert {word: right for word, right in OTHER_WORDS.items() if word in text} == {}


@pytest.mark.parametrize("page", [p for p in CHINESE if p.suffix == ".md"], ids=lambda p: p.name)
def test_no_line_ends_inside_a_chinese_paragraph(page: Path) -> None:
    """A browser sets a space for the line's end, which Chinese has not."""
    prose = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    assert WRAPPED.search(prose) is None
