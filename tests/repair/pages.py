"""Generated pages: random text, a random reading order over it, and findings with random edits that collide."""

from __future__ import annotations

import re
from itertools import count
from random import Random

from quality.model import (
    Applicability,
    Article,
    Block,
    Edit,
    Finding,
    Fix,
    Hit,
    Move,
    Page,
    Piece,
    Related,
    Role,
    Segmentation,
    Severity,
    Span,
)

WORDS = (
    "工人",
    "跟着走",
    "，",
    "“五星级”",
    "。",
    "a",
    "Word ",
    "1,234",
    "《",
    "》",
    "!",
    " ",
    "　",
    "é",
    "\U00020000",
    "\x00",
    "\u200b",
)
BREAKS = ("\n", "\n\n", "\r\n", "\r", "\n \t\n", "\n\n\n")
_ORDINAL = count()
LINE = re.compile(r"\S(?:[^\r\n]*\S)?")


def text(random: Random, lines: int = 8) -> str:
    usual = random.choice(BREAKS)
    parts = [random.choice(("", usual, "\ufeff", " "))]
    for _ in range(random.randrange(lines)):
        parts.append("".join(random.choice(WORDS) for _ in range(random.randrange(1, 12))))
        parts.append(usual if random.random() < 0.8 else random.choice(BREAKS))
    return "".join(parts)


def segmentation(random: Random, page: Page) -> Segmentation:
    """Lines as pieces, some cut, some joined, some moved, some furniture, in up to three articles."""
    pieces = [s for m in LINE.finditer(page.text) for s in _cut(random, Span(m.start(), m.end()))]
    furniture = [s for s in pieces if random.random() < 0.1]
    rest = [s for s in pieces if s not in furniture]
    if rest and random.random() < 0.4:
        rest.insert(random.randrange(len(rest)), rest.pop(random.randrange(len(rest))))
    blocks: list[Block] = []
    while rest:
        taken = [rest.pop(0) for _ in range(min(len(rest), random.choice((1, 1, 2, 3))))]
        glued = (Piece(s, random.choice(("", " ")) if i else "") for i, s in enumerate(taken))
        blocks.append(Block(random.choice(list(Role)[:-1]), tuple(glued)))
    cuts = sorted(random.randrange(len(blocks) + 1) for _ in range(2))
    groups = [g for g in (blocks[: cuts[0]], blocks[cuts[0] : cuts[1]], blocks[cuts[1] :]) if g]
    articles = tuple(Article.of(page, i, g) for i, g in enumerate(groups))
    return Segmentation(page, articles, tuple(Block(Role.FURNITURE, (Piece(s),)) for s in furniture))


def _cut(random: Random, span: Span) -> list[Span]:
    if len(span) < 2 or random.random() < 0.8:
        return [span]
    at = random.randrange(span.start + 1, span.end)
    return [Span(span.start, at), Span(at, span.end)]


def span(random: Random, page: Page, longest: int = 12) -> Span:
    start = random.randrange(len(page.text) + 1)
    return Span(start, min(len(page.text), start + random.randrange(longest)))


def finding(
    place: Span,
    page: Page,
    edits: tuple[Edit | Move, ...],
    *,
    rule: str = "XXX001",
    applicability: Applicability = Applicability.UNSAFE,
    confidence: float = 0.9,
    related: tuple[Related, ...] = (),
) -> Finding:
    hit = Hit(page, (place,), "A reason, ‘short’.", confidence, Fix(applicability, edits), related)
    return Finding(rule, "invented-rule", Severity.WARNING, hit, place, related, f"{next(_ORDINAL):032x}")


def findings(random: Random, pages: list[Page], most: int = 8) -> list[Finding]:
    return [_finding(random, page, pages) for page in pages for _ in range(random.randrange(most))]


def _finding(random: Random, page: Page, pages: list[Page]) -> Finding:
    place = span(random, page, 40)
    applicability = random.choice(list(Applicability))
    related: tuple[Related, ...] = ()
    edits: tuple[Edit | Move, ...]
    kind = random.randrange(5)
    if kind == 0:
        edits = (Edit(place, ""),)
        other = random.choice(pages)
        related = (Related(other, span(random, other, 40), "the copy that stays"),)
    elif kind == 1:
        edits = (Move(place, random.randrange(len(page.text) + 1)),)
    elif kind == 2:
        edits = tuple(Edit(span(random, page), random.choice(("", "新", "字字"))) for _ in range(3))
    elif kind == 3:
        breaks = [Span(m.start(), m.end()) for m in re.finditer(r"\s+", page.text)] or [place]
        edits = (Edit(random.choice(breaks), random.choice(("", " "))),)
    else:
        edits = (Edit(place, random.choice(("", "替换", page.slice(place) + "！"))),)
    return finding(
        place, page, edits, rule=f"XXX{kind:03}", applicability=applicability, related=related,
        confidence=random.choice((0.5, 0.7, 0.9)),
    )  # fmt: skip


def corpus(seed: int) -> tuple[list[Segmentation], list[Finding]]:
    random = Random(seed)
    pages = [Page(f"folder/{i}.txt", text(random)) for i in range(random.randrange(1, 4))]
    return [segmentation(random, p) for p in pages], findings(random, pages)
