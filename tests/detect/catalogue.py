"""`python -m tests.detect.catalogue` rewrites the pinned table of rules and the schema of quality.toml, which has their options."""

from __future__ import annotations

import json
from pathlib import Path

from quality.config import schema
from quality.data import FOLDER
from quality.detect import rules

CATALOGUE = Path(__file__).parent / "rules.json"


def table() -> list[list[str]]:
    return [[r.code, r.name, str(r.severity), r.scope] for r in rules().values()]


SCHEMA = FOLDER / "quality.schema.json"


def options() -> str:
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def write() -> None:
    rows = ",\n ".join(json.dumps(row) for row in table())
    CATALOGUE.write_text(f"[\n {rows}\n]\n" if rows else "[]\n", encoding="utf-8")
    SCHEMA.write_text(options(), encoding="utf-8")


if __name__ == "__main__":
    write()
