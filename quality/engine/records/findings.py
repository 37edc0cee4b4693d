"""What the rules of copies say of records: DUP101 to DUP104 and ENU405, word for word as `quality check` says it.

Functions from table to table, which both engines group by; judged by the very functions that judge pages (`engine.copies`):

    pairs that share landmarks → places → how many hold each → copies → records that copies connect → groups → rules → rows
    records that go with their cluster, each with the one that stays → rules → rows

Rows are what `findings.jsonl` holds, one to a finding, in the order of `quality check`.
"""

from __future__ import annotations

import json
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from quality.detect.contract import AlignmentRule, ArticleRule, ClusterRule, PageRule, SourceRule
from quality.engine.copies.groups import groups
from quality.engine.copies.pair import Pair
from quality.engine.copies.pairwise import Place, crowded, judge
from quality.engine.copies.reading import Reading, Stretch
from quality.engine.copies.witnesses import Inspector
from quality.engine.findings import findings, fingerprint, identity
from quality.engine.look import look
from quality.engine.plan import Plan
from quality.engine.reconcile import reconcile
from quality.engine.records.arrays import booleans, numbers, strings
from quality.engine.records.whole import aligned
from quality.match.align import gaps
from quality.model import Cluster, Hit, Page
from quality.read.records import writable
from quality.report.json import row
from quality.report.text import dump
from quality.segment import segment
from quality.text.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from quality.model import Finding

NAME = ("left", "right", "number")
"""Columns that name a place: its two records, the earlier left, and its number among those of the pair."""
COPY = ("left", "right", "start", "end", "other_start", "other_end")
"""Columns of a place that say what is a copy of what: its records, and its ends reduced to what is alike."""
FLAGS = frozenset({"few", "many"})
LEAST = 3
"""Landmarks that two records share before they are asked for copies: a story of 80 letters keeps so many with 15 % of errors."""
RECENT = 64
"""Texts that are kept as they are read: the same one is often asked for by neighbouring pairs."""


class Row(NamedTuple):
    """A finding on its way to the writer."""

    row: int
    """The record's."""
    number: int
    """Its place among the findings of the record."""
    rule: str
    identity: str
    line: str
    """As it is written, if it is the first of its identity."""


def judged(pairs: Iterable[tuple[int, int, str, str]]) -> pa.Table:
    """Pairs (left, right, their texts; a record by itself twice the same) → all places in which they are alike."""
    found = []
    for left, right, text, other in pairs:
        mine = _reading(text)
        places = judge(mine, mine if left == right else _reading(other))
        found += [(left, right, number, *place) for number, place in enumerate(places)]
    names = (*NAME, *Place._fields)
    columns = list(zip(*found, strict=True)) or [()] * len(names)
    return pa.table(
        {
            name: booleans(np.array(c, np.bool_)) if name in FLAGS else numbers(np.array(c, np.int64))
            for name, c in zip(names, columns, strict=True)
        }
    )


@lru_cache(maxsize=RECENT)
def _reading(text: str) -> Reading:
    return Reading.of(0, segment(Page("", writable(text))))


def sides(places: pa.Table) -> pa.Table:
    """Each place under both its records: (record, NAME, low, high)."""
    names = places.select(NAME)
    left, right = (
        pa.table({"record": places[side], **dict(zip(NAME, names.columns, strict=True)), "low": low, "high": high})
        for side, low, high in (
            ("left", places["low"], places["high"]),
            ("right", places["other_low"], places["other_high"]),
        )
    )
    return pa.concat_tables([left, right])


def common(table: pa.Table) -> pa.Table:
    """`sides`, of each record all → the names of the places whose passage many hold: of a record by itself, or of several."""
    record, left, right, low, high = (table[name].to_numpy() for name in ("record", "left", "right", "low", "high"))
    kind = 2 * record + (left == right)
    order = np.argsort(kind, kind="stable")
    cuts = np.flatnonzero(np.diff(kind[order])) + 1
    many = np.zeros(len(order), np.bool_)
    for start, end in pairwise([0, *cuts.tolist(), len(order)]):
        mine = order[start:end]
        many[mine] = crowded(low[mine], high[mine])
    return table.filter(booleans(many)).select(NAME)


def told(pages: Mapping[int, Page], copies: Iterable[tuple[int, ...]]) -> Iterator[Row]:
    """The findings on some records, ascending by number, that no copy connects with others; `copies` as in `COPY`."""
    plan = _plan()
    looks = [look(page, plan) for page in pages.values()]
    texts = {number: Reading.of(number, seen.segmentation) for number, seen in zip(pages, looks, strict=True)}
    by_code = {rule.code: rule for rule in plan.rules}
    hits = [(by_code[code], hit) for seen in looks for code, hit in seen.told if isinstance(hit, Hit)]
    pairs = [_pair(texts[left], texts[right], *ends) for left, right, *ends in sorted(copies)]
    inspector = Inspector([hit for _, hit in hits])
    found = [pair for group in groups(pairs, inspector.best) for pair in inspector.aligned(group)]
    rules = [*plan.of(AlignmentRule)]
    hits += [(rule, hit) for rule in rules for pair in found for hit in rule.check(pair, plan.options_of(rule))]
    number = {page.key: at for at, page in pages.items()}
    codes = {rule.code for rule in rules}
    yield from _rows((f for f in findings(reconcile(hits), pages.values()) if f.rule in codes), number)


def gone(pages: Mapping[int, Page], row: int, keeper: int, similarity: float, containment: float) -> Iterator[Row]:
    """The finding on a record that goes, as a whole, for another one."""
    plan = Plan()
    cluster = Cluster(pages[keeper], (aligned(pages, row, keeper, similarity, containment),))
    hits = [(rule, hit) for rule in plan.of(ClusterRule) for hit in rule.check(cluster, plan.options_of(rule))]
    yield from _rows(findings(hits, pages.values()), {page.key: at for at, page in pages.items()})


@lru_cache(maxsize=1)
def _plan() -> Plan:
    """The rules of copies, and those that judge a record by itself: the copy with fewer defects stays, and a stutter is no passage."""
    kinds = (AlignmentRule, SourceRule, PageRule, ArticleRule)
    return Plan(rules=tuple(rule for rule in Plan().rules if isinstance(rule, kinds)))


def _pair(left: Reading, right: Reading, start: int, end: int, other_start: int, other_end: int) -> Pair:
    mine, other = Stretch(left, start, end), Stretch(right, other_start, other_end)
    return Pair(mine, other, gaps(mine.key, other.key))


def _rows(found: Iterable[Finding], number: Mapping[tuple[str, str | None], int]) -> Iterator[Row]:
    lines = Lines()
    for at, finding in enumerate(found):
        base = identity(finding.rule, finding.page, finding.span)
        first = row(finding, lines) | {"fingerprint": fingerprint(base, 0)}
        yield Row(number[finding.page.key], at, finding.rule, base, dump(first, None) + "\n")


def stamped(line: str, base: str, ordinal: int) -> str:
    """The line of a finding before which so many of the run are its equals."""
    if not ordinal:
        return line
    return dump(json.loads(line) | {"fingerprint": fingerprint(base, ordinal)}, None) + "\n"


def packed(rows: Iterable[Row]) -> pa.Table:
    """Rows as a table."""
    columns = list(zip(*rows, strict=True)) or [()] * len(Row._fields)
    kinds = [numbers(np.array(column, np.int64)) for column in columns[:2]] + [strings(c) for c in columns[2:]]
    return pa.table(dict(zip(Row._fields, kinds, strict=True)))
