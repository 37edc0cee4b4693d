"""Measures segmentation: `python -m benchmarks.layout --structure FILE --pages DIR` and `--clean ARTICLES.jsonl[.xz]`.

A structure file is JSON: page name → `articles` with kicker, headlines, byline, flow (lines of every paragraph), captions
and credits, each naming its lines (1-based). Clean articles are rows with `title` and `text`, paragraphs as lines; pages
are made of them with a seeded injector: sentences cut by columns, captions and headlines set inside sentences, tails set
elsewhere.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import time
from collections import Counter
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.torn_pages import LONGEST_TITLE, TornPage, torn_page
from quality.model import Page, Role, Segmentation
from quality.segment import segment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SLOTS = {
    "kicker": Role.KICKER,
    "main_headline": Role.HEADLINE,
    "sub_headlines": Role.HEADLINE,
    "labels": Role.LABEL,
    "standfirst": Role.STANDFIRST,
    "byline": Role.BYLINE,
    "captions": Role.CAPTION,
    "photo_credit": Role.CREDIT,
    "author_credit_end": Role.CREDIT,
}


class Score:
    """Counts of right, wrong and missed."""

    def __init__(self) -> None:
        self.true, self.false, self.missed = 0, 0, 0

    def add(self, gold: set[Any], found: set[Any]) -> None:
        self.true += len(gold & found)
        self.false += len(found - gold)
        self.missed += len(gold - found)

    def __str__(self) -> str:
        precision = self.true / ((self.true + self.false) or 1)
        recall = self.true / ((self.true + self.missed) or 1)
        return f"P {precision:.3f}  R {recall:.3f}  ({self.true} right, {self.false} wrong, {self.missed} missed)"


def lines_of(segmentation: Segmentation) -> list[list[tuple[Role, list[int]]]]:
    """Every article as (role, 1-based line numbers) in reading order."""
    text = segmentation.page.text
    return [
        [(b.role, [text.count("\n", 0, p.span.start) + 1 for p in b.pieces]) for b in a.blocks]
        for a in segmentation.articles
    ]


def gold_lines(article: dict[str, Any]) -> Iterator[tuple[Role, list[int]]]:
    for slot, role in SLOTS.items():
        rows = article[slot] or []
        for row in rows if isinstance(rows, list) else [rows]:
            if row.get("own_line", True):
                yield role, [row["line"]]
    for row in article["flow"]:
        yield Role.SUBHEAD if row["kind"] == "subhead" else Role.PARAGRAPH, row["lines"]


def structure(file: Path, folder: Path, *, verbose: bool) -> None:
    joins, boundaries, roles, orders = Score(), Score(), Counter[bool](), Counter[bool]()
    for name, gold in json.loads(file.read_text(encoding="utf-8")).items():
        with (folder / name).open(encoding="utf-8", newline="") as stream:
            found = lines_of(segment(Page(name, stream.read())))
        ours = {n: (i, role) for i, a in enumerate(found) for role, ns in a for n in ns}
        wanted = {n: (i, role) for i, a in enumerate(gold["articles"]) for role, ns in gold_lines(a) for n in ns}
        pairs = {p for a in gold["articles"] for _, ns in gold_lines(a) for p in pairwise(ns)}
        told = {p for a in found for _, ns in a for p in pairwise(ns)}
        joins.add(pairs, told)
        boundaries.add(_changes(wanted), _changes({n: v for n, v in ours.items() if n in wanted}))
        for n, (_, role) in sorted(wanted.items()):
            right = n in ours and ours[n][1] is role
            roles[right] += 1
            if verbose and not right:
                print(f"  {name[:3]} line {n}: {role} read as {ours[n][1] if n in ours else 'furniture'}")
        for a in gold["articles"]:
            body = [n for row in a["flow"] for n in row["lines"]]
            best = max(found, key=lambda f: len({n for _, ns in f for n in ns} & set(body)), default=[])
            kept = [n for role, ns in best if role in (Role.PARAGRAPH, Role.SUBHEAD) for n in ns if n in wanted]
            orders[kept == body or not body] += 1
            if verbose and kept != body and body:
                print(f"  {name[:3]} {a['id']}: {body} read as {kept}")
        if verbose:
            print(f"  {name[:3]} joins missed {sorted(pairs - told)} wrong {sorted(told - pairs)}")
            print(
                f"  {name[:3]} boundaries {sorted(_changes(wanted) ^ _changes({n: v for n, v in ours.items() if n in wanted}))}"
            )
    print(f"line breaks         {joins}")
    print(f"article boundaries  {boundaries}")
    print(f"roles               {roles[True] / roles.total():.3f} of {roles.total()} lines")
    print(f"reading order       {orders[True]} of {orders.total()} articles")


def _changes(lines: dict[int, tuple[int, Role]]) -> set[int]:
    """Lines that belong to another article than the line before them."""
    return {b for a, b in pairwise(sorted(lines)) if lines[a][0] != lines[b][0]}


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as stream:  # type: ignore[operator]
        yield from map(json.loads, stream)


def injected(
    rows: Iterable[dict[str, Any]], *, pages: int, seed: int, verbose: bool, far: float = 0.0, single: float = 0.0
) -> None:
    chance = random.Random(seed)
    pool = [r for r in rows if r.get("kind", "item") == "item" and 300 <= len(r["text"]) <= 3000]
    pool = [r for r in pool if "快讯" not in r["title"]]  # collections of briefs: no story has a tail there
    pool = [r for r in pool if len(r["title"]) <= LONGEST_TITLE]
    joins, blocks, tails = Score(), Score(), Score()
    for _ in range(pages):
        torn = torn_page(chance, chance.sample(pool, 5), far=far, single=single)
        result = segment(Page("torn.txt", torn.text))
        _score(torn, result, joins, blocks, tails, verbose=verbose)
    print(f"joins               {joins}")
    print(f"inserted blocks     {blocks}")
    print(f"displaced tails     {tails}")


def _score(torn: TornPage, result: Segmentation, joins: Score, blocks: Score, tails: Score, *, verbose: bool) -> None:
    found = {(a.span.end, b.span.start) for x in result.articles for k in x.blocks for a, b in pairwise(k.pieces)}
    joins.add(torn.joins, found)
    blocks.add(
        {s for s in torn.blocks if True},
        {s for s in torn.blocks if any(d.span.start <= s < d.span.end for d in result.displaced)}
        | {d.span.start for d in result.displaced if d.kind == "interrupting" and d.span.start not in torn.blocks},
    )
    moved = {(d.span.start, d.to) for d in result.displaced if d.kind == "tail"}
    tails.add(torn.tails, moved)
    if verbose:
        show = torn.text
        for a, b in sorted(torn.joins - found):
            print("  join missed", repr(show[a - 12 : a]), repr(show[b : b + 12]))
        for a, b in sorted(found - torn.joins):
            print("  join wrong ", repr(show[a - 12 : a]), repr(show[b : b + 12]))
        for s in sorted(torn.blocks):
            if not any(d.span.start <= s < d.span.end for d in result.displaced):
                print("  block missed", repr(show[s - 10 : s + 30]))
        for s, to in sorted(torn.tails ^ moved, key=str):
            print(
                "  tail",
                "missed" if (s, to) in torn.tails else "wrong ",
                repr(show[s : s + 30]),
                "to",
                repr(show[(to or 0) - 10 : (to or 0) + 10]),
            )


def silence(rows: Iterable[dict[str, Any]], count: int, *, verbose: bool) -> None:
    found: Counter[str] = Counter()
    size, spent, articles = 0, 0.0, Counter[int]()
    for row in islice((r for r in rows if r.get("kind", "item") == "item" and r["text"]), count):
        page = Page("clean.jsonl", row["text"], str(row.get("id")))
        began = time.process_time()
        s = segment(page)
        spent += time.process_time() - began
        size += len(page.text.encode())
        articles[len(s.articles)] += 1
        told = [(d.kind, d.span) for d in (*s.displaced, *s.truncated)] + [("join", j.span) for j in s.joins]
        found.update(kind for kind, _ in told)
        for kind, span in told if verbose else ():
            print(f"  {kind} {page.text[max(span.start - 15, 0) : span.end + 15]!r}")
    print(f"clean articles      {articles.total()}: {dict(articles)} articles each; decisions {dict(found)}")
    print(f"speed               {size / spent / 1e6:.1f} MB/s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--structure", type=Path, help="structure file")
    parser.add_argument("--pages", type=Path, default=Path("seeds"), help="folder of its pages")
    parser.add_argument("--clean", type=Path, help="clean articles, JSON Lines")
    parser.add_argument("--count", type=int, default=200, help="torn pages to make")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--far", type=float, default=0.0, help="share of tails that stand behind any other story")
    parser.add_argument("--single", type=float, default=0.0, help="share of tails of one paragraph")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    if options.structure:
        structure(options.structure, options.pages, verbose=options.verbose)
    if options.clean:
        injected(
            read_rows(options.clean),
            pages=options.count,
            seed=options.seed,
            verbose=options.verbose,
            far=options.far,
            single=options.single,
        )
        silence(read_rows(options.clean), 3000, verbose=options.verbose)


if __name__ == "__main__":
    main()
