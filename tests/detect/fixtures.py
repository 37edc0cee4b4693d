"""Literate fixtures: one Markdown file per rule, `tests/detect/<family>/<rule_module>.md`.

Every level-2 heading is a case. A case has one or more ```` ```page ```` blocks (```` ```page NAME ```` names it; `page.txt` else; the
text ends before the fence's newline), one ```` ```findings ```` block and perhaps ```` ```repaired ```` blocks (same names). `\\u` and
`\\x` escapes in a block are decoded where the fence says ```` ```page escaped ````; where it says ```` ```page bytes ````, `\\x` is a
byte, the rest is UTF-8, and the page is what the reader makes of it.

A line of findings is `START-END APPLICABILITY|- SLICE`, after `NAME ` where a case has several pages. Only findings of the fixture's own
rule are compared; an empty block says that the rule must stay silent. `repaired` is the text with all edits of the rule's own findings
applied, display edits included.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from quality.read.encoding import decode

if TYPE_CHECKING:
    from quality.model import Encoding

FOLDER = Path(__file__).parent
FENCE = re.compile(r"^```(page|findings|repaired)((?: \S+)*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass
class Case:
    rule: str
    title: str
    pages: dict[str, str] = field(default_factory=dict)
    encodings: dict[str, Encoding] = field(default_factory=dict)
    expected: list[str] = field(default_factory=list)
    repaired: dict[str, str] = field(default_factory=dict)


def load(path: Path) -> list[Case]:
    text = path.read_text(encoding="utf-8")
    code = re.search(r"\(`([A-Z]{3}\d{3})`\)", text.split("\n", 1)[0])
    assert code, f"{path}: the first line must be # `name` (`CODE`)"
    return [_case(code[1], chunk) for chunk in re.split(r"^## ", text, flags=re.MULTILINE)[1:]]


def _case(rule: str, chunk: str) -> Case:
    case = Case(rule, chunk.split("\n", 1)[0])
    for kind, words, body in FENCE.findall(chunk):
        names = [w for w in words.split() if w not in {"escaped", "bytes"}]
        name = names[0] if names else "page.txt"
        content = body.removesuffix("\n")
        if "escaped" in words.split():
            content = re.sub(
                r"\\x([0-9a-f]{2})|\\u([0-9a-f]{4})|\\r",
                lambda m: "\r" if m[0] == "\\r" else chr(int(m[1] or m[2], 16)),
                content,
            )
        if "bytes" in words.split():
            content, case.encodings[name] = decode(_raw(content), name)
        if kind == "findings":
            case.expected = [line for line in content.split("\n") if line]
        else:
            (case.pages if kind == "page" else case.repaired)[name] = content
    return case


def _raw(content: str) -> bytes:
    parts = re.split(r"\\x([0-9a-f]{2})", content)
    return b"".join(bytes.fromhex(part) if i % 2 else part.encode() for i, part in enumerate(parts))


def fixture_of(module: str) -> Path:
    """`quality.detect.stutters.stuttered_phrase` has its fixture at `stutters/stuttered_phrase.md`."""
    return FOLDER.joinpath(*module.removeprefix("quality.detect.").split(".")).with_suffix(".md")
