"""A folder that means harm, through the whole command, in every format."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from quality.report import FORMATS
from tests.cli.test_check import FLAWED, put
from tests.report.readers import accept

if TYPE_CHECKING:
    from tests.cli.test_check import Run

HARM = (
    FLAWED
    + "::error file=x::owned\n##[error]x\n\x1b[31m\x1b]0;t\x07\x9b2J <script>alert(1)</script> ]]> =cmd|' /C calc'!A0 \u202e\n"
)
NAMES = ["a\nb.txt", "::error::x.txt", "=cmd.txt", "\x1b[31m.txt", "a%0A,b:c.txt", os.fsdecode(b"\xff.txt")]
ACTING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_acts_and_every_format_can_be_read(quality: Run, form: str) -> None:
    for name in NAMES:
        put(f"pages/{name}", HARM)
    put("pages/r.jsonl", json.dumps({"id": "::error::\n\x1b[31m", "text": HARM}) + "\n[]\n")
    outcome = quality(
        "check",
        "pages",
        "nowhere\n::error::x",
        "--output-format",
        form,
        "--color",
        "never",
        "--report",
        f"{form}=report",
    )
    assert outcome.code == 2
    report = Path("report").read_bytes().decode("utf-8")
    for text in (outcome.out, outcome.err, report):
        assert ACTING.findall(text) == []
        rows = [r for r in text.splitlines() if r.lstrip().startswith(("::", "##["))]
        assert [r for r in rows if not re.match(r"::(error|warning|notice) title=[A-Z]{3}\d{3} ", r)] == []
    read = accept(form, report)
    if form in {"json", "sarif", "gitlab", "rdjson"}:
        assert read == accept(form, outcome.out)
    elif form == "jsonl":
        assert len(read) > len(NAMES)
    elif form == "junit":
        assert len(read) == len(NAMES) + 2


def test_paths_of_the_json_document_lead_back_to_the_files(quality: Run) -> None:
    for name in NAMES:
        put(f"pages/{name}", HARM)
    document = json.loads(quality("check", "pages", "--select", "GAR305", "--output-format", "json").out)
    assert {f["path"] for f in document["findings"]} == {f"pages/{name}" for name in NAMES}
    assert all(Path(f["path"]).exists() for f in document["findings"])
