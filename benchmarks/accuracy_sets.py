"""The data sets of `benchmarks.accuracy`: how each is read, and when a finding on it is right."""

from __future__ import annotations

import json
import lzma
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quality.engine.local import examine
from quality.engine.plan import Plan
from quality.model import Edit, Page
from quality.read import read_paths
from tests.gold import gate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from quality.model import Finding

ROOT = Path(__file__).parent.parent
BATCH = 500
"""Texts that are examined together."""
CLEAN_LIMIT = 3000
"""Texts of a clean set."""
LABELLED_LIMIT = 3000
"""Sentences of a labelled set."""
ONE_RULE = {  # classes of the gold pages that one rule alone has to find
    "DUP_STORY": "DUP101", "DUP_PASSAGE": "DUP102", "LINEBREAK": "LAY601", "ORDER": "LAY603", "TRUNCATED": "LAY602",
    "PUNCT": "PUN501", "ENUM_INCONSISTENT": "ENU401",
}  # fmt: skip
NOT_JUDGED = ("DUP", "ENU405", "DEC", "ENC")
"""Families that say nothing about whether a text by itself is clean."""


@dataclass
class Judged:
    """One set, examined."""

    name: str
    kind: str
    what: str
    size: int = 0
    texts: int = 0
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    expected: Counter[str] = field(default_factory=Counter)
    recalled: Counter[str] = field(default_factory=Counter)
    judges: set[str] = field(default_factory=set)
    """Rules that this set judges; a row is written for each, found or not."""

    def rows(self) -> dict[str, dict[str, int | None]]:
        """Figures by rule."""
        return {
            code: {
                "found": self.found[code],
                "right": self.right[code] if self.kind == "labelled" else None,
                "expected": self.expected[code] or None,
                "recalled": self.recalled[code] if self.expected[code] else None,
            }
            for code in sorted(self.judges)
        }


def lines(path: Path) -> Iterator[Any]:
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line) if ".jsonl" in path.name else line.rstrip("\n")


def alone(pages: Iterable[Page]) -> Iterator[Finding]:
    """Findings of texts that have nothing to do with each other."""
    for page in pages:
        yield from examine([page], Plan()).findings


def together(pages: Sequence[Page]) -> Iterator[Finding]:
    for at in range(0, len(pages), BATCH):
        yield from examine(pages[at : at + BATCH], Plan()).findings


def gold() -> Judged:
    """The annotated pages 000 to 002."""
    judged = Judged(
        "gold", "labelled", "three newspaper pages, read and annotated by hand; rows of low confidence left out"
    )
    files = {row["file"] for row in gate.rows()}
    pages = [p for p in read_paths([str(ROOT / "seeds")]) if isinstance(p, Page) and Path(p.path).name in files]
    examination = examine([p for p in read_paths([str(ROOT / "seeds")]) if isinstance(p, Page)], Plan())
    judged.size, judged.texts = sum(len(p.text) for p in pages), len(pages)
    every = gate.rows()
    owned = tuple(code for codes in gate.OWNS.values() for code in codes)
    for f in examination.findings:
        if Path(f.page.path).name in files and f.rule.startswith(owned):
            judged.judges.add(f.rule)
            judged.found[f.rule] += 1
            judged.right[f.rule] += gate.excused(f, every)
    for name, code in ONE_RULE.items():
        score = gate.score(examination, name)
        judged.judges.add(code)
        judged.expected[code], judged.recalled[code] = score.rows, score.hit
    return judged


def clean(
    what: str, read: Callable[[Path], Iterable[str]], *, leave: tuple[str, ...] = ()
) -> Callable[[str, Path], Judged]:
    """A set without defects: every finding is a false alarm; `leave` names rules that it says nothing about."""

    def judge(name: str, folder: Path) -> Judged:
        texts = [t for t in read(folder) if len(t) >= 20][:CLEAN_LIMIT]
        judged = Judged(name, "clean", what, sum(map(len, texts)), len(texts))
        judged.judges = {r.code for r in Plan().rules if not r.code.startswith(NOT_JUDGED + leave)}
        pages = [Page("set.jsonl", text, str(n)) for n, text in enumerate(texts)]
        judged.found.update(f.rule for f in together(pages) if f.rule in judged.judges)
        return judged

    return judge


def characters(what: str, file: str) -> Callable[[str, Path], Judged]:
    """Sentences with wrong characters and what should stand there: GAR301 by character."""

    def judge(name: str, folder: Path) -> Judged:
        rows = [r for r in lines(folder / file) if r["errors"] is not None][:LABELLED_LIMIT]
        judged = Judged(name, "labelled", what, sum(len(r["src"]) for r in rows), len(rows), judges={"GAR301"})
        by_page: dict[str, list[Any]] = defaultdict(list)
        for n, row in enumerate(rows):
            by_page[row.get("page", str(n // 200))].append(row)
        gold_at, skipped, pages = [], [], []
        for number, of_page in enumerate(by_page.values()):
            at, wrong, skip = 0, set(), set()
            for row in of_page:
                wrong |= {at + e[0] for e in row["errors"]}
                skip |= {at + i for s, t in row.get("skip") or () for i in range(s, t)}
                at += len(row["src"]) + 1
            gold_at.append(wrong - skip)
            skipped.append(skip)
            pages.append(Page("set.jsonl", "\n".join(r["src"] for r in of_page), str(number)))
        flagged: dict[int, set[int]] = defaultdict(set)
        for f in examine(pages, Plan()).findings:
            if f.rule == "GAR301":
                flagged[int(f.page.record or 0)] |= changed(f)
        for number, places in flagged.items():
            judged.found["GAR301"] += len(places - skipped[number])
            judged.right["GAR301"] += len(places & gold_at[number])
        judged.expected["GAR301"] = sum(map(len, gold_at))
        judged.recalled["GAR301"] = judged.right["GAR301"]
        return judged

    return judge


def changed(finding: Finding) -> set[int]:
    """Characters that the finding would change; its whole span where it proposes nothing."""
    places: set[int] = set()
    for edit in finding.hit.fix.edits if finding.hit.fix else ():
        if isinstance(edit, Edit):
            before = finding.page.slice(edit.span)
            places |= {
                edit.span.start + i for i, (a, b) in enumerate(zip(before, edit.replacement, strict=False)) if a != b
            }
    return places or set(range(finding.span.start, finding.span.end))


def repeats(name: str, folder: Path) -> Judged:
    """Newspaper pages with every immediate repeat labelled: a finding on an `error` is right, anywhere else a false alarm."""
    judged = Judged(name, "labelled", "newspaper pages in two text versions, immediate repeats labelled")
    judged.judges = {"STU201", "STU202", "STU204", "DUP102"}  # labels begin at two characters: nothing on STU203
    labels: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in lines(folder / "adjacent_repeats.jsonl"):
        labels[row["page"], row["side"]].append(row)
    for page in lines(folder / "pages.jsonl.xz"):
        for side in ("annotation", "extraction"):
            text = page[side]
            judged.size, judged.texts = judged.size + len(text), judged.texts + 1
            squeezed = [n for n, c in enumerate(text) if not c.isspace()]
            for f in alone([Page("page.txt", text)]):
                if f.rule in judged.judges:
                    label = next((r["label"] for r in labels[page["id"], side] if touches(f, r, squeezed)), "none")
                    # Copies that stand apart have no label.
                    if label != "unsure" and (label, f.rule) != ("none", "DUP102"):
                        judged.found[f.rule] += 1
                        judged.right[f.rule] += label == "error"
    return judged


def touches(finding: Finding, row: dict[str, Any], squeezed: list[int]) -> bool:
    """True where a finding meets a labelled repeat; its offsets skip white space."""
    end = row["start"] + row["unit_len"] * row["times"] + row.get("gap", 0) * (row["times"] - 1)
    if row["start"] >= len(squeezed):
        return False
    low, high = squeezed[row["start"]], squeezed[min(end, len(squeezed)) - 1] + 1
    places = [finding.span, *(r.span for r in finding.related)]
    return any(place.start < high and low < place.end for place in places)


COPIES = frozenset({"same", "same_story", "boilerplate_identical"})
"""Labels of pairs of which one may go."""
UNSCORED = "ambiguous"
"""The only label that the set leaves out of scoring. `derived` (a report, and the speech or feature that quotes most of it) is wrong: the
set's clusters hold no such pair, so that both are stories of their own, and with the report goes what only it says."""


def records(name: str, folder: Path) -> Judged:
    """News taken twice: DUP103 by the label of the pair."""
    judged = Judged(name, "labelled", "news documents of two scrapers, pairs labelled", judges={"DUP103"})
    rows = list(lines(folder / "docs.jsonl.xz"))
    pairs = [line.split("\t") for line in (folder / "pairs.tsv").read_text(encoding="utf-8").splitlines()]
    head = pairs[0]
    labels = {
        frozenset((p["id_a"], p["id_b"])): p["label"] for p in (dict(zip(head, r, strict=True)) for r in pairs[1:])
    }
    pages = [Page("set.jsonl", r["text"], str(r["id"])) for r in rows]
    judged.size, judged.texts = sum(len(p.text) for p in pages), len(pages)
    for f in examine(pages, Plan()).findings:
        label = (
            labels.get(frozenset((f.page.record, f.related[0].page.record)), "none") if f.rule == "DUP103" else UNSCORED
        )
        if label != UNSCORED:
            judged.found["DUP103"] += 1
            judged.right["DUP103"] += label in COPIES
    clusters = Counter(r["cluster"] for r in rows if r.get("cluster") is not None)
    judged.expected["DUP103"] = sum(n - 1 for n in clusters.values())
    judged.recalled["DUP103"] = min(judged.right["DUP103"], judged.expected["DUP103"])
    return judged


def mojibake(name: str, folder: Path) -> Judged:
    """Broken encodings and look-alikes; GAR302 shall find the first and leave the others."""
    judged = Judged(name, "labelled", "broken encodings from the wild, and look-alikes", judges={"GAR302"})
    for case in json.loads((folder / "test_cases.json").read_text(encoding="utf-8")):
        if case.get("expect") == "fail":
            continue
        found = any(f.rule == "GAR302" for f in alone([Page("case.txt", case["original"])]))
        broken = case["original"] != case["fixed"]
        judged.size, judged.texts = judged.size + len(case["original"]), judged.texts + 1
        judged.found["GAR302"] += found
        judged.right["GAR302"] += found and broken
        judged.expected["GAR302"] += broken
        judged.recalled["GAR302"] += found and broken
    return judged


def generations(name: str, folder: Path) -> Judged:
    """Texts of a language model: by greedy search they mostly run in circles, sampled ones and people's hardly ever."""
    judged = Judged(name, "labelled", "generated English texts; labels are weak, by decoder", judges={"STU204"})
    for file, key, loops in (
        ("greedy", "generated", True),
        ("greedy", "reference", False),
        ("nucleus", "generated", False),
    ):
        for row in list(lines(folder / f"gpt2large_{file}.jsonl.xz"))[:300]:
            text = row[key]
            found = any(f.rule == "STU204" for f in alone([Page("text.txt", text)]))
            judged.size, judged.texts = judged.size + len(text), judged.texts + 1
            judged.found["STU204"] += found
            judged.right["STU204"] += found and loops
    return judged


def column(file: str, key: str = "text", kind: str = "") -> Callable[[Path], Iterator[str]]:
    """Texts of a file of JSON lines, perhaps of one kind only."""
    return lambda folder: (r[key] for r in lines(folder / file) if not kind or r.get("kind") == kind)


def plain(file: str) -> Callable[[Path], Iterator[str]]:
    return lambda folder: lines(folder / file)


SETS: dict[str, tuple[str, Callable[[str, Path], Judged]]] = {
    "newspaper-repeats": ("zh-newspaper-ocr/dev", repeats),
    "newspaper-characters": (
        "zh-newspaper-ocr/dev",
        characters("newspaper sentences with labelled errors of recognition", "char_errors.jsonl.xz"),
    ),
    "subtitle-characters": (
        "ocr-faspell/dev",
        characters("recognised subtitles, each with an error", "ocr_train_3575.jsonl.xz"),
    ),
    "novel-characters": (
        "csc-lemon/dev",
        characters("sentences of novels, half of them with a wrong character", "nov.jsonl.xz"),
    ),
    "official-characters": (
        "csc-ecspell/dev",
        characters("official writing with wrong characters", "odw_train.jsonl.xz"),
    ),
    "news-neardup": ("zh-news-neardup/dev", records),
    "mojibake": ("mojibake-ftfy", mojibake),
    "generations": ("lm-repetition/dev", generations),
    "news-clean": (
        "zh-news-clean-xwlb/dev",
        clean("broadcast news as published", column("xwlb.jsonl.xz", kind="item")),
    ),
    "official-clean": (
        "clean-fp-official-zh/dev",
        clean("newspaper sentences without errors", plain("acc_rmrb.txt.xz"), leave=("LAY",)),
    ),
    "wikipedia-clean": (
        "zh-clean-ud-gsdsimp/dev",
        clean("sentences of Wikipedia", plain("sentences.txt.xz"), leave=("LAY",)),
    ),
    "traditional-clean": (
        "zh-newspaper-jingbao-gt",
        clean(
            "newspaper blocks of 1920 to 1939 in traditional script", column("blocks.jsonl.xz"), leave=("LAY", "GAR303")
        ),
    ),
}
"""By name: the folder, and who judges it."""
