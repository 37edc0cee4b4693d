"""Plants stutters and broken lists in clean text and counts how many the rules find.

    python -m benchmarks.planted NEWS.jsonl[.xz] [--each 300] [--seed 7] [--misses 3]

One defect is planted per text, at a place drawn with the seed; a finding hits where it overlaps the planted span. The lists to
break are recognised by this script's own patterns, not by the rules. Kinds, and what is done:

| kind | planted |
|---|---|
| list item | an item of a list stands 2 to 4 times in a row, 、 between |
| glued phrase | 3 to 12 characters of a clause stand twice without a mark |
| noun | one of 600 nouns of two characters (`nouns.txt`), a word of its own by jieba's segmentation, stands twice without a mark |
| clause | a clause of 8 to 30 characters stands twice, its comma between |
| sentence | a sentence of 8 to 60 characters stands twice |
| sentence, wrong character | the same, and one character of the second copy is another one |
| passage | 16 to 60 characters over a mark, from the middle of a clause, stand twice |
| loop | 4 to 20 characters stand 5 to 20 times |
| numeral | the 百, 千 or 万 behind a figure stands twice |
| particle | 的, 了, 在, 和, 与, 是 stands twice |
| tripled | a character of a word stands three times |
| declared list, removed / added | from a list with its number (A、B、C三大…, 五个…：…) an item goes, or one more stands in it |
| labelled list, removed / added | the same for 等N项 (added) and for labels like “六送” |
| list, doubled elsewhere | an item of a list of four and more stands again, not beside itself |
| points, removed / repeated | of 一是…二是…三是… one in the middle goes, or a number is written twice |
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import jieba

from quality.detect import rules
from quality.engine.local import examine
from quality.engine.plan import Plan
from quality.model import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HAN = "[\u4e00-\u9fff]"
ITEM = r"[^、，,。；;：:！!？?\n（）()“”《》0-9和及与等的]{2,12}"
CLAUSE = re.compile(rf"(?<=[，。；])({HAN}{{8,30}})(?=[，。；])")
SENTENCE = re.compile(r"(?:(?<=[。！])|(?<=\n)|^)([^。！？\n“”]{8,60}[。！])", re.MULTILINE)
LIST = re.compile(rf"(?<=、)({ITEM})(?=、)")
LONG_LIST = re.compile(rf"(?:(?<=[，：])|(?<=包括))({ITEM}(?:、{ITEM}){{3,8}})(?=[，。；等])")
NOUNS = frozenset((Path(__file__).parent / "nouns.txt").read_text(encoding="utf-8").split())
NUMERAL = re.compile(r"(?<=[0-9一二三四五六七八九两])[百千万](?![百千万亿])")
PARTICLE = re.compile(rf"(?<={HAN})[的了在和与是](?={HAN})")
CLOSED = re.compile(
    rf"(?:(?<=[，。：；])|(?<=[在为于对]))({ITEM}(?:、{ITEM}){{2,8}})([三四五六七八九]|[3-9])(?:大|个方面|省|地|项)(?=[^年月日])"
)
OPEN = re.compile(rf"({ITEM}(?:、{ITEM}){{1,8}})等([二三四五六七八九]|[2-9])(?:个|项|种|大|家|市|类)")
LABEL = re.compile(rf"((?:(?P<key>{HAN}){ITEM})(?:、(?P=key){ITEM}){{2,9}})(?:等)?的?“([三四五六七八九十])(?P=key)”")
POINTS = re.compile(r"一是.{4,80}?[。；，]二是.{4,80}?[。；，]三是.{4,80}?[。；]", re.DOTALL)
FILLERS = ("山", "果", "林", "水", "路", "石")
"""What stands between the first and the last character of an item that is added beside its model."""
NUMBERS = "一二三四五六七八九十"

Planted = tuple[str, int, int]
"""The spoilt text and the span of what was planted."""


def put(text: str, start: int, end: int, new: str) -> Planted:
    return text[:start] + new + text[end:], start, start + len(new)


def pick(pattern: re.Pattern[str], text: str, rng: random.Random) -> re.Match[str] | None:
    found = list(pattern.finditer(text))
    return rng.choice(found) if found else None


def window(text: str, rng: random.Random, low: int, high: int, *, marked: bool) -> tuple[int, int] | None:
    """A stretch of Han text that begins and ends inside clauses; with a mark inside, or with none."""
    for _ in range(60):
        length = rng.randint(low, high)
        start = rng.randrange(max(len(text) - length, 1))
        piece = text[start : start + length]
        edges = text[start - 1 : start + 1] + text[start + length - 1 : start + length + 1]
        marks = bool(re.search(r"[，；。]", piece))
        plain = marks if marked else re.fullmatch(f"{HAN}+", piece)
        if (
            len(piece) == length
            and "\n" not in piece
            and plain
            and re.fullmatch(f"{HAN}{{4}}", edges)
            and piece[0] not in piece[1:2]
        ):
            return start, start + length
    return None


def list_item(text: str, rng: random.Random) -> Planted | None:
    found = pick(LIST, text, rng)
    return found and put(text, *found.span(), "、".join([found[0]] * rng.randint(2, 4)))


def glued(text: str, rng: random.Random) -> Planted | None:
    place = window(text, rng, 3, 12, marked=False)
    return place and put(text, *place, text[slice(*place)] * 2)


def noun(text: str, rng: random.Random) -> Planted | None:
    places = [(start, end) for word, start, end in jieba.tokenize(text) if word in NOUNS]
    place = rng.choice(places) if places else None
    return place and put(text, *place, text[slice(*place)] * 2)


def clause(text: str, rng: random.Random) -> Planted | None:
    found = pick(CLAUSE, text, rng)
    return found and put(text, *found.span(), f"{found[0]}，{found[0]}")


def sentence(text: str, rng: random.Random) -> Planted | None:
    found = pick(SENTENCE, text, rng)
    return found and put(text, *found.span(), found[0] * 2)


def spoilt_sentence(text: str, rng: random.Random) -> Planted | None:
    found = pick(re.compile(SENTENCE.pattern.replace("{8,60}", "{20,60}"), re.MULTILINE), text, rng)
    if not found:
        return None
    places = [
        i
        for i, c in enumerate(found[0])
        if re.match("[\u4e00-\u9fff]", c) and c not in "〇一二三四五六七八九十百千万亿两"
    ]
    at = rng.choice(places)
    return put(text, *found.span(), found[0] + found[0][:at] + chr(rng.randrange(0x4E00, 0x9000)) + found[0][at + 1 :])


def passage(text: str, rng: random.Random) -> Planted | None:
    place = window(text, rng, 16, 60, marked=True)
    return place and put(text, *place, text[slice(*place)] * 2)


def loop(text: str, rng: random.Random) -> Planted | None:
    place = window(text, rng, 4, 20, marked=False)
    return place and put(text, *place, text[slice(*place)] * rng.randint(5, 20))


def numeral(text: str, rng: random.Random) -> Planted | None:
    found = pick(NUMERAL, text, rng)
    return found and put(text, *found.span(), found[0] * 2)


def particle(text: str, rng: random.Random) -> Planted | None:
    found = pick(PARTICLE, text, rng)
    return found and put(text, *found.span(), found[0] * 2)


def tripled(text: str, rng: random.Random) -> Planted | None:
    place = window(text, rng, 3, 3, marked=False)
    return place and put(text, place[0] + 1, place[0] + 2, text[place[0] + 1] * 3)


def broken(text: str, found: re.Match[str], rng: random.Random, *, added: bool) -> Planted:
    """One item more or less in the list that a match holds as its first group."""
    items = found[1].split("、")
    at = rng.randrange(1, len(items))
    items[at:at] = [items[at][:1] + rng.choice(FILLERS) * (len(items[at]) > 2) + items[at][-1:]] if added else []
    del items[at : at + (not added)]
    spoilt, _, _ = put(text, *found.span(1), "、".join(items))
    return spoilt, found.start(), found.end()


def declared(pattern: re.Pattern[str], *, added: bool) -> Callable[[str, random.Random], Planted | None]:
    def plant(text: str, rng: random.Random) -> Planted | None:
        whole = [m for m in pattern.finditer(text) if _number(m[pattern.groups]) == m[1].count("、") + 1]
        return broken(text, rng.choice(whole), rng, added=added) if whole else None

    return plant


def _number(text: str) -> int:
    return int(text) if text.isdigit() else NUMBERS.index(text) + 1


def elsewhere(text: str, rng: random.Random) -> Planted | None:
    found = pick(LONG_LIST, text, rng)
    if not found:
        return None
    items = found[1].split("、")
    one = rng.randrange(1, len(items) - 2)
    other = rng.randrange(one + 2, len(items))
    if len(set(items)) < len(items):
        return None
    items.insert(other, items[one])
    return put(text, *found.span(1), "、".join(items))


def points(*, repeated: bool) -> Callable[[str, random.Random], Planted | None]:
    def plant(text: str, rng: random.Random) -> Planted | None:
        found = pick(POINTS, text, rng)
        if not found:
            return None
        second, third = text.index("二是", found.start()), text.index("三是", found.start())
        if repeated:
            return put(text, third, third + 2, "二是")
        spoilt, _, _ = put(text, second, third, "")
        return spoilt, found.start(), found.end() - (third - second)

    return plant


KINDS: dict[str, Callable[[str, random.Random], Planted | None]] = {
    "list item": list_item,
    "glued phrase": glued,
    "noun": noun,
    "clause": clause,
    "sentence": sentence,
    "sentence, wrong character": spoilt_sentence,
    "passage": passage,
    "loop": loop,
    "numeral": numeral,
    "particle": particle,
    "tripled": tripled,
    "declared list, removed": declared(CLOSED, added=False),
    "declared list, added": declared(CLOSED, added=True),
    "open list, added": declared(OPEN, added=True),
    "labelled list, removed": declared(LABEL, added=False),
    "labelled list, added": declared(LABEL, added=True),
    "list, doubled elsewhere": elsewhere,
    "points, removed": points(repeated=False),
    "points, repeated": points(repeated=True),
}


def texts(path: Path) -> Iterator[str]:
    raw = path.read_bytes()
    for line in (lzma.decompress(raw) if path.suffix == ".xz" else raw).decode("utf-8").strip().split("\n"):
        row = json.loads(line)
        if row.get("kind", "item") == "item" and len(row["text"]) > 100:
            yield row["text"]


def found(spoilt: Planted, plan: Plan) -> bool:
    text, start, end = spoilt
    return any(f.span.start < end and start < f.span.end for f in examine([Page("planted", text)], plan).findings)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("news", type=Path)
    arguments.add_argument("--each", type=int, default=300)
    arguments.add_argument("--seed", type=int, default=7)
    arguments.add_argument("--misses", type=int, default=0, help="print so many misses of each kind")
    options = arguments.parse_args()
    clean = list(texts(options.news))
    plan = Plan(rules=tuple(r for r in rules().values() if r.code.startswith(("STU", "ENU"))))
    tally: Counter[tuple[str, bool]] = Counter()
    for kind, plant in KINDS.items():
        rng = random.Random(f"{options.seed} {kind}")
        order = rng.sample(clean, len(clean))
        spoilt = (s for text in order if (s := plant(text, rng)) is not None)
        missed = 0
        for _, (text, start, end) in zip(range(options.each), spoilt, strict=False):
            hit = found((text, start, end), plan)
            tally[kind, hit] += 1
            missed += not hit
            if not hit and missed <= options.misses:
                print(
                    f"  missed {kind}: …{text[max(start - 12, 0) : start]}[{text[start:end][:90]}]{text[end : end + 12]}…"
                )
        number = tally[kind, True] + tally[kind, False]
        print(f"{kind:28} {tally[kind, True] / max(number, 1):6.3f} of {number}")


if __name__ == "__main__":
    main()
