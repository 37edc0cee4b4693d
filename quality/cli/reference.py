"""Reference pages from the code: every command with its options, every key of the configuration, the schema of findings."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import click

from quality.publish.corpus import Reference

if TYPE_CHECKING:
    from collections.abc import Iterator


def references() -> Iterator[Reference]:
    """The reference pages, Markdown."""
    yield Reference("commands", "Commands", "\n".join(_commands()))
    yield Reference("configuration", "Configuration", "\n".join(_schema("quality.schema.json", "quality.toml")))
    yield Reference("findings", "Findings as JSON", "\n".join(_schema("findings.schema.json", "quality/findings@1")))


def _commands() -> Iterator[str]:
    from quality.cli import group

    yield from ("# Commands", "", "Exit codes: 0 did its work, 1 the gate or a proof failed, 2 could not.")
    context = click.Context(group, info_name="quality")
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is not None:
            yield from _command(command, click.Context(command, info_name=f"quality {name}", parent=None), name)


def _command(command: click.Command, context: click.Context, name: str) -> Iterator[str]:
    usage = " ".join(command.collect_usage_pieces(context))
    yield from (
        "",
        f"## quality {name}",
        "",
        f"```text\nquality {name} {usage}\n```",
        "",
        _plain(command.help or ""),
        "",
    )
    records = [p.get_help_record(context) for p in command.get_params(context) if isinstance(p, click.Option)]
    rows = [r for r in records if r]
    if rows:
        yield from ("| option | meaning |", "|---|---|")
        yield from (f"| <code>{_cell(option)}</code> | {_cell(meaning)} |" for option, meaning in rows)


def _schema(name: str, title: str) -> Iterator[str]:
    schema = json.loads((files("quality.data") / name).read_text(encoding="utf-8"))
    yield from (f"# {title}", "", f"The whole JSON Schema is packaged as `quality/data/{name}`.")
    yield from _object("", schema)
    for part, definition in schema.get("$defs", {}).items():
        yield from _object(part, definition)


def _object(title: str, schema: dict[str, Any]) -> Iterator[str]:
    properties = schema.get("properties")
    if properties:
        yield from ("", f"## {title}" if title else "", "", "| key | type | meaning |", "|---|---|---|")
        yield from (
            f"| `{key}` | {_cell(_type(value))} | {_cell(value.get('description', ''))} |"
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


def _plain(text: str) -> str:
    return " ".join(text.replace("<", "&lt;").split())


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "&#124;").replace("<", "&lt;")
