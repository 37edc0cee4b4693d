"""Reads a report as those do for whom it is meant: parsed, and validated by the standard and by our narrower shape of it."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import jsonschema
from lxml import etree

from quality.data import FOLDER
from tests.report import shapes
from tests.report.standards import junit_10, sarif_2_1_0

if TYPE_CHECKING:
    from collections.abc import Callable


def accept(form: str, text: str) -> Any:
    """What a reader makes of the text; raises where it would refuse it."""
    return READERS.get(form, _words)(text)


def validate(value: Any, shape: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator(shape).validate(value)


@cache
def contract() -> dict[str, Any]:
    """Our own published schema of the JSON document."""
    schema: dict[str, Any] = json.loads((FOLDER / "findings.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return schema


def _json(text: str) -> Any:
    document = json.loads(text)
    validate(document, contract())
    return document


def _jsonl(text: str) -> Any:
    rows = [json.loads(line) for line in text.split("\n")[:-1]]
    finding = {"$defs": contract().get("$defs", {}), **contract()["properties"]["findings"]["items"]}
    for row in rows:
        validate(row, finding)
    return rows


def _sarif(text: str) -> Any:
    log = json.loads(text)
    sarif_2_1_0(log)
    validate(log, shapes.SARIF)
    return log


def _gitlab(text: str) -> Any:
    issues = json.loads(text)
    validate(issues, shapes.GITLAB)
    return issues


def _rdjson(text: str) -> Any:
    result = json.loads(text)
    validate(result, shapes.RDJSON)
    return result


def _junit(text: str) -> Any:
    tree = etree.fromstring(text.encode())
    junit_10(tree)
    etree.XMLSchema(etree.fromstring(shapes.JUNIT.encode())).assertValid(tree)
    return tree


def _words(text: str) -> str:
    text.encode("utf-8")
    return text


READERS: dict[str, Callable[[str], Any]] = {
    "json": _json,
    "jsonl": _jsonl,
    "sarif": _sarif,
    "gitlab": _gitlab,
    "rdjson": _rdjson,
    "junit": _junit,
}
