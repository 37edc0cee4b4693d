"""The JSON Schema of quality.toml, which ships with the package; `python -m tests.detect.catalogue` rewrites it."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import jsonschema

from tests.detect.catalogue import SCHEMA, options


def test_the_schema_of_the_configuration_is_up_to_date() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == options()


def test_our_own_configuration_keeps_it() -> None:
    table = tomllib.loads((Path(__file__).parent.parent / "quality.toml").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(json.loads(options())).validate(table)
