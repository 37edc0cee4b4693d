"""Every rule's manual in Chinese: beside the module, with the same parts and the same example."""

from __future__ import annotations

import re

import pytest

from quality.detect import rules
from quality.detect.contract import HEADINGS, Rule
from quality.explain import body, page
from quality.message import LANGUAGES

OTHERS = [language for language in LANGUAGES if language != "en"]
HEADED = {"zh": ("查什么", "为什么要查", "例子", "修复是否安全", "已知局限")}
EXAMPLE = re.compile(r"^```text\n.*?\n```$", re.MULTILINE | re.DOTALL)


def headings(text: str) -> list[str]:
    return re.findall(r"^## (.+)$", text, re.MULTILINE)


def paragraphs(text: str) -> list[int]:
    parts = re.split(r"^## ", EXAMPLE.sub("example", text), flags=re.MULTILINE)
    return [len(part.strip().split("\n\n")) for part in parts]


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("rule", list(rules().values()), ids=lambda r: r.code)
class TestEveryManual:
    def test_has_the_same_parts_in_the_same_order(self, rule: Rule, language: str) -> None:
        told = headings(body(rule, language))
        assert tuple(told[: len(HEADINGS)]) == HEADED[language]
        assert len(told) == len(headings(body(rule)))

    def test_has_as_many_paragraphs_in_each_part(self, rule: Rule, language: str) -> None:
        """What was added to one language is missing in the other."""
        assert paragraphs(body(rule, language)) == paragraphs(body(rule))

    def test_has_the_same_example(self, rule: Rule, language: str) -> None:
        assert EXAMPLE.findall(body(rule, language)) == EXAMPLE.findall(rule.doc)

    def test_says_in_its_first_line_what_it_finds(self, rule: Rule, language: str) -> None:
        first = body(rule, language).split("\n", 1)[0]
        assert re.fullmatch(r"查出.{4,40}。", first)

    def test_names_the_same_rules(self, rule: Rule, language: str) -> None:
        def named(text: str) -> set[str]:
            return set(re.findall(r"[A-Z]{3}\d{3}|`[a-z-]+`", text))

        assert named(body(rule, language)) == named(body(rule))

    def test_has_no_english_sentence(self, rule: Rule, language: str) -> None:
        prose = re.sub("`[^`]*`", "", EXAMPLE.sub("", page(rule, language).split("\n", 1)[1]))
        assert re.search(r"[A-Za-z]+ [a-z]{2,} [a-z]{2,}", prose) is None


def test_a_rule_without_a_chinese_manual_is_explained_in_english() -> None:
    rule = Rule(code="XYZ001", name="third-party", severity=next(iter(rules().values())).severity, doc="Finds x.")
    assert body(rule, "zh") == "Finds x."
