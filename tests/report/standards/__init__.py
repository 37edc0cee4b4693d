"""Schemas that others publish, as they publish them; where each comes from stands in the README beside them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
from lxml import etree

FOLDER = Path(__file__).parent


def sarif_2_1_0(document: Any) -> None:
    """Raises what the OASIS schema has against a log."""
    _sarif().validate(document)


def junit_10(tree: etree._Element) -> None:
    """Raises what the schema of Jenkins' xUnit plugin has against a report."""
    _junit().assertValid(tree)


@cache
def _sarif() -> Any:
    schema = json.loads((FOLDER / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
    return jsonschema.Draft7Validator(schema, format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER)


@cache
def _junit() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(FOLDER / "junit-10.xsd"))
