"""Reference pages from the code: every command with its options, every key of the configuration, the schema of findings."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import click

from quality.message import LANGUAGES, say, tell, translate
from quality.publish.corpus import Reference

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMANDS = say("Commands")
SCHEMAS = (
    ("configuration", "quality.schema.json", "quality.toml", say("Configuration")),
    ("findings", "findings.schema.json", "quality/findings@1", say("Findings as JSON")),
)
"""Page, file, heading and title."""
DEFAULT, REQUIRED = say("[default: "), say("[required]")


def references() -> Iterator[Reference]:
    """The reference pages in every language, Markdown."""
    for language in LANGUAGES:
        yield Reference("commands", tell(COMMANDS, language), "\n".join(_commands(language)), language)
        for name, file, heading, title in SCHEMAS:
            yield Reference(name, tell(title, language), "\n".join(_schema(file, heading, language)), language)


def _commands(language: str) -> Iterator[str]:
    from quality.cli import group

    codes = say("Exit codes: 0 did its work, 1 the gate or a proof failed, 2 could not.")
    yield from (f"# {tell(COMMANDS, language)}", "", tell(codes, language))
    context = click.Context(group, info_name="quality")
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is not None:
            yield from _command(
                command, click.Context(command, info_name=f"quality {name}", parent=None), name, language
            )


def _command(command: click.Command, context: click.Context, name: str, language: str) -> Iterator[str]:
    usage = " ".join(command.collect_usage_pieces(context))
    yield from (
        "",
        f"## quality {name}",
        "",
        f"```text\nquality {name} {usage}\n```",
        "",
        _plain(translate(_line(command.help or ""), language)),
        "",
    )
    rows = [_row(p, context, language) for p in command.get_params(context) if isinstance(p, click.Option)]
    if rows:
        yield from (tell(say("| option | meaning |"), language), "|---|---|")
        yield from (f"| <code>{_cell(option)}</code> | {_cell(meaning)} |" for option, meaning in rows)


def _row(option: click.Option, context: click.Context, language: str) -> tuple[str, str]:
    """The option as its help names it, and what it does."""
    name, meaning = option.get_help_record(context) or ("", "")
    meaning, words = _line(meaning), _line(option.help or "")
    told = translate(words, language) + meaning.removeprefix(words)
    for english, other in ((d, tell(d, language)) for d in (DEFAULT, REQUIRED)):
        told = told.replace(english, other)
    return name, told


def _schema(name: str, title: str, language: str) -> Iterator[str]:
    schema = json.loads((files("quality.data") / name).read_text(encoding="utf-8"))
    where = say("The whole JSON Schema is packaged as `quality/data/{name}`.", name=name)
    yield from (f"# {title}", "", tell(where, language))
    yield from _object("", schema, language)
    for part, definition in schema.get("$defs", {}).items():
        yield from _object(part, definition, language)


def _object(title: str, schema: dict[str, Any], language: str) -> Iterator[str]:
    properties = schema.get("properties")
    if properties:
        head = tell(say("| key | type | meaning |"), language)
        yield from ("", f"## {title}" if title else "", "", head, "|---|---|---|")
        yield from (
            f"| `{key}` | {_cell(_type(value))} | {_cell(translate(_line(value.get('description', '')), language))} |"
            for key, value in properties.items()
        )


def _type(value: dict[str, Any]) -> str:
    if "$ref" in value:
        return str(value["$ref"]).rsplit("/", 1)[-1]
    if "enum" in value:
        return ", ".join(f"`{v}`" for v in value["enum"])
    if "const" in value:
        return f"`{value['const']}`"
    if "anyOf" in value:
        return " or ".join(map(_type, value["anyOf"]))
    kind = value.get("type", "")
    named = " or ".join(kind) if isinstance(kind, list) else str(kind)
    return f"{named} of {_type(value['items'])}" if isinstance(value.get("items"), dict) else named


def _line(text: str) -> str:
    return " ".join(text.split())


def _plain(text: str) -> str:
    return _line(text.replace("<", "&lt;"))


def _cell(text: str) -> str:
    return _line(text).replace("|", "&#124;").replace("<", "&lt;")
