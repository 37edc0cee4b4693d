"""`python -m tests.detect.catalogue` rewrites the pinned table of rules."""

from __future__ import annotations

import json
from pathlib import Path

from quality.detect import rules

CATALOGUE = Path(__file__).parent / "rules.json"


def table() -> list[list[str]]:
    return [[r.code, r.name, str(r.severity), r.scope] for r in rules().values()]


def write() -> None:
    rows = ",\n ".join(json.dumps(row) for row in table())
    CATALOGUE.write_text(f"[\n {rows}\n]\n" if rows else "[]\n", encoding="utf-8")


if __name__ == "__main__":
    write()
