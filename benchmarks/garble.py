"""Wrong characters (GAR301): precision and recall at every threshold, and false alarms on clean text at the same
thresholds.

    python -m benchmarks.garble ERRORS.jsonl.xz --clean CLEAN.jsonl.xz ... [--limit N] [--sentences SET.jsonl.xz ...]

ERRORS holds sentences of scanned pages: `page`, `src`, `errors` as [offset, wrong, right, ...] and `skip` as [from,
to]; the sentences of a page make one text. CLEAN holds rows with `text`. SET holds sentences with `src` and `tgt` of
one length: learners' essays, subtitles, novels. Paths of the data come from the command line; nothing of them is part
of the project.
"""

from __future__ import annotations

import argparse
import json
import lzma
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from quality.detect.garbled.suspect_character import LOOSE, RULE, STRICT, Options, inspect, observe, weigh
from quality.model import Article, Block, Page, Piece, Role, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

RECALLS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45)


@dataclass
class Text:
    article: Article
    truth: dict[int, str] = field(default_factory=dict)
    skip: set[int] = field(default_factory=set)


def rows(path: str) -> Iterator[dict[str, object]]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line) if line.startswith("{") else {"text": line.rstrip("\n")}


def article(number: int, text: str) -> Article:
    page = Page("benchmark", text, str(number))
    return Article.of(page, 0, [Block(Role.PARAGRAPH, (Piece(Span(0, len(text))),))])


def scanned(path: str) -> list[Text]:
    pages: dict[object, list[dict[str, object]]] = defaultdict(list)
    for row in rows(path):
        pages[row["page"]].append(row)
    return [_page(number, sentences) for number, sentences in enumerate(pages.values())]


def _page(number: int, sentences: list[dict[str, object]]) -> Text:
    page = Text(article(number, "\n".join(str(row["src"]) for row in sentences)))
    at = 0
    for row in sentences:
        page.truth |= {at + e[0]: e[2] for e in row["errors"]}
        page.skip |= {at + i for low, high in row.get("skip") or () for i in range(low, high)}
        at += len(str(row["src"])) + 1
    return page


def clean(path: str, limit: int) -> list[Text]:
    texts = [
        str(row["text"]) for row in rows(path) if row.get("kind", "item") == "item" and len(str(row["text"])) >= 20
    ]
    return [Text(article(n, text)) for n, text in enumerate(texts[:limit])]


def sentences(path: str, limit: int) -> list[Text]:
    pairs = [(str(r["src"]), str(r["tgt"])) for r in rows(path)][:limit]
    pairs = [(src, tgt) for src, tgt in pairs if len(src) == len(tgt)]
    return [
        Text(article(n, src), {i: b for i, (a, b) in enumerate(zip(src, tgt, strict=True)) if a != b})
        for n, (src, tgt) in enumerate(pairs)
    ]


def inspected(texts: list[Text]) -> list[tuple[Article, Any]]:
    return [(text.article, inspect(text.article)) for text in texts]


def scored(texts: list[Text]) -> list[tuple[float, bool, bool]]:
    """(bits, is an error, right character proposed) for the best suspicion of each place, the strongest first."""
    seen = inspected(texts)
    found = []
    for text, weighed in zip(texts, weigh(seen, observe(seen)), strict=True):
        best: dict[int, tuple[float, str]] = {}
        for suspect, bits in weighed:
            if suspect.at not in text.skip and bits > best.get(suspect.at, (-99.0, ""))[0]:
                best[suspect.at] = bits, suspect.supposed
        found += [(bits, at in text.truth, text.truth.get(at) == new) for at, (bits, new) in best.items()]
    return sorted(found, reverse=True)


def curve(errors: list[Text], others: dict[str, list[Text]]) -> None:
    found = scored(errors)
    total = sum(len(text.truth.keys() - text.skip) for text in errors)
    alarms = {
        name: ([bits for bits, _, _ in scored(texts)], sum(len(t.article.text) for t in texts))
        for name, texts in others.items()
    }
    print(
        "| bits | recall | precision | right character | "
        + " | ".join(f"alarms per 10,000: {name}" for name in alarms)
        + " |"
    )
    print("|---" * (4 + len(alarms)) + "|")
    right = proposed = 0
    wanted = list(RECALLS)
    for number, (bits, error, exact) in enumerate(found, 1):
        right, proposed = right + error, proposed + exact
        if wanted and right >= wanted[0] * total:
            wanted.pop(0)
            rates = " | ".join(f"{1e4 * sum(b >= bits for b in some) / size:.2f}" for some, size in alarms.values())
            print(f"| {bits:.1f} | {right / total:.2f} | {right / number:.3f} | {proposed / right:.2f} | {rates} |")


def reported(name: str, texts: list[Text]) -> None:
    """Precision, recall and F1 of what the rule reports at its own thresholds."""
    seen = inspected(texts)
    counts = observe(seen)
    right = found = 0
    for text, one in zip(texts, seen, strict=True):
        for hit in RULE.check([one], counts, Options()):
            edit = hit.fix.edits[0]
            old = text.article.text[edit.span.start : edit.span.end]
            if len(old) != len(edit.replacement):
                continue  # a lost character: the sets have labels for wrong ones only
            at = [edit.span.start + i for i, (a, b) in enumerate(zip(old, edit.replacement, strict=True)) if a != b]
            found += sum(i not in text.skip for i in at)
            right += sum(i in text.truth and i not in text.skip for i in at)
    total = sum(len(text.truth.keys() - text.skip) for text in texts)
    precision, recall = right / max(found, 1), right / max(total, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    print(f"{name}: {total} errors, {found} reported, precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("errors")
    arguments.add_argument("--clean", nargs="*", default=[])
    arguments.add_argument("--sentences", nargs="*", default=[])
    arguments.add_argument("--limit", type=int, default=5000)
    given = arguments.parse_args()
    print(f"thresholds: {STRICT} bits on clean pages, {LOOSE} on dirty ones")
    started = time.perf_counter()
    pages = scanned(given.errors)
    curve(pages, {path.rsplit("/", 1)[-1]: clean(path, given.limit) for path in given.clean})
    reported("as reported", pages)
    for path in given.sentences:
        reported(path.rsplit("/", 1)[-1], sentences(path, given.limit))
    print(f"{time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
