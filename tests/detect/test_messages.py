"""Every message can be told in Chinese: the catalogue has each template that the code says, with the same values, and no other."""

from __future__ import annotations

import ast
import json
import pickle
import re
import string
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

import quality
from quality.cli import group
from quality.data import FOLDER
from quality.data.accuracy import accuracy
from quality.detect import rules
from quality.detect.options import notes
from quality.engine.cache.frozen import freeze, thaw
from quality.message import Message, catalogue, listing, say, tell
from tests.detect.test_contract import examined, example_of
from tests.detect.test_fixtures import CASES, run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.model import Examination

PACKAGE = Path(quality.__file__).parent
SPEAKERS = {"say", "listing"}


def literals() -> Iterator[str]:
    """The templates that stand in the code."""
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imports = [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module == "quality.message"]
        if any(alias.name in SPEAKERS for n in imports for alias in n.names):
            yield from _said(tree, path)
    yield "{left}, {right}"
    yield from helped()
    yield from (note for rule in rules().values() for note in notes(rule.options).values())
    yield from (s.name for a in accuracy().values() for s in a.sets if s.kind == "labelled")


def helped() -> Iterator[str]:
    """What commands, options, configuration and schema say of themselves."""
    context = click.Context(group)
    commands = filter(None, (group.get_command(context, name) for name in group.list_commands(context)))
    for command in commands:
        told = [command.help, *(p.help for p in command.get_params(context) if isinstance(p, click.Option))]
        yield from (" ".join(text.split()) for text in told if text)
    for schema in sorted(FOLDER.glob("*.schema.json")):
        yield from descriptions(json.loads(schema.read_text(encoding="utf-8")))


def descriptions(schema: object) -> Iterator[str]:
    if isinstance(schema, dict) and isinstance(text := schema.get("description"), str) and text:
        yield text
    for part in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from descriptions(part)


def _said(tree: ast.AST, path: Path) -> Iterator[str]:
    for call in (n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)):
        if call.func.id == "say":
            assert isinstance(call.args[0], ast.Constant), f"{path}:{call.lineno}: the template must be a literal"
        if call.func.id in SPEAKERS:
            yield from (a.value for a in call.args if isinstance(a, ast.Constant))


def places(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_the_catalogue_has_every_template_and_no_other() -> None:
    said = set(literals())
    known = set(catalogue("zh"))
    assert (sorted(said - known), sorted(known - said)) == ([], [])


def test_no_template_stands_twice() -> None:
    tables = tomllib.loads((FOLDER / "messages.zh.toml").read_text(encoding="utf-8"))
    assert len(catalogue("zh")) == sum(map(len, tables.values()))


@pytest.mark.parametrize(("english", "chinese"), list(catalogue("zh").items()))
def test_a_translation_sets_in_the_same_values_and_is_chinese(english: str, chinese: str) -> None:
    assert places(english) == places(chinese)
    bare = re.sub(r"`[^`]*`|\{\w+\}", "", chinese)
    assert [name for name in re.findall("[A-Za-z]+", bare) if name.lower() not in english.lower()] == []
    assert "‘" not in chinese
    assert chinese != english or re.search("[A-Za-z]", bare) is None


def templates(text: str) -> Iterator[str]:
    if isinstance(text, Message):
        yield text.template
        for _, value in text.values:
            if isinstance(value, str):
                yield from templates(value)


def spoken(examination: Examination) -> Iterator[str]:
    """All that is said to people about pages."""
    for finding in examination.findings:
        yield finding.hit.message
        yield from (r.message for r in finding.related)
    yield from (v.message for v in examination.verified)
    pairs = [*examination.copies, *(p for c in examination.clusters for p in c.pairs)]
    yield from (p.reason for p in pairs if p.reason)
    yield from (a.words for a in accuracy().values() if a.words)


@pytest.fixture(scope="module")
def messages() -> list[str]:
    """Whatever is said about the pages of all fixtures, and about the examples of all manuals."""
    told = [m for case in CASES for m in spoken(run(case.values[0]))]
    return told + [m for rule in rules().values() for m in spoken(examined(example_of(rule)))]


def test_whatever_is_said_was_made_by_say(messages: list[str]) -> None:
    """A rule words its messages with `say("… {name} …", name=value)` and adds the Chinese to `data/messages.zh.toml`."""
    assert sorted({m for m in messages if not isinstance(m, Message)}) == []
    assert {t for m in messages for t in templates(m)} <= set(catalogue("zh"))


def test_what_is_told_of_a_finding_begins_as_a_sentence_does() -> None:
    """A capital, a numeral, or a mark of quotation; reasons and related places go on within a sentence."""
    told = {f.hit.message for case in CASES for f in run(case.values[0]).findings}
    assert sorted(m for m in told if m[0].islower()) == []


def test_what_is_told_in_chinese_has_no_english_sentence(messages: list[str]) -> None:
    for message in messages:
        told = tell(message, "zh")
        for _, value in message.values if isinstance(message, Message) else ():
            told = told.replace(str(value), "")
        assert re.search(r"[A-Za-z]{3,} [a-z]{2,} [a-z]{2,}", told) is None, told
        assert tell(message, "en") == message


def test_a_message_is_its_english_sentence_wherever_it_goes() -> None:
    inner = listing([say("‘{word}’", word="{水}"), say("‘{word}’", word="渠")])
    message = say("it names {words} as that story does", words=inner)
    assert message == "it names ‘{水}’, ‘渠’ as that story does"
    for copy in (pickle.loads(pickle.dumps(message)), thaw(freeze(message, []), [])):  # noqa: S301 - our own bytes
        assert copy == message
        assert tell(copy, "zh") == "它提到的“{水}”、“渠”，那一篇也提到"


def test_quoted_quotation_marks_stay_apart_from_the_quotation() -> None:
    lost = say("‘{mark}’ is never closed: its ‘{partner}’ is missing.", mark="“", partner="”")
    assert tell(lost, "zh") == "「“」没有收尾，缺「”」。"
    assert tell(say("‘{word}’ is a word", word="“六送”"), "zh") == "“六送”成词"
    assert tell(say("‘{word}’ is a word", word="“甲”“乙”"), "zh") == "「“甲”“乙”」成词"


def test_what_is_no_message_is_told_as_it_is() -> None:
    assert tell("a third party's words", "zh") == "a third party's words"
    assert tell(say("no such template"), "zh") == "no such template"
