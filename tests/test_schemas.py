"""The JSON Schemas that ship with the package. Rewrite the one of quality.toml with `python -m tests.test_schemas`."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import jsonschema

from quality.config import schema
from quality.data import FOLDER

CONFIG = FOLDER / "quality.schema.json"


def text() -> str:
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def test_the_schema_of_the_configuration_is_up_to_date() -> None:
    assert CONFIG.read_text(encoding="utf-8") == text()


def test_our_own_configuration_keeps_it() -> None:
    table = tomllib.loads((Path(__file__).parent.parent / "quality.toml").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(json.loads(CONFIG.read_text(encoding="utf-8"))).validate(table)


if __name__ == "__main__":
    CONFIG.write_text(text(), encoding="utf-8")
