"""From verified edges to clusters: components, or stars in which every member is joined to its keeper itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from quality.match.kernel import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Index = NDArray[np.int64]


def components(count: int, left: Index, right: Index) -> Index:
    """For each of `count` nodes the least node of its component."""
    parent = np.arange(count, dtype=np.int64)
    unite(parent, np.ascontiguousarray(left), np.ascontiguousarray(right))
    return parent


@kernel
def find(parent: Index, node: int) -> int:
    """The root of a node; halves the path on the way (Tarjan and van Leeuwen 1984)."""
    while parent[node] != node:
        parent[node] = parent[parent[node]]
        node = parent[node]
    return node


@kernel
def unite(parent: Index, left: Index, right: Index) -> None:
    """Joins the ends of every edge, the lesser root above; afterwards every node points at its root."""
    for i in range(len(left)):
        x = find(parent, left[i])
        y = find(parent, right[i])
        if x < y:
            parent[y] = x
        else:
            parent[x] = y
    for i in range(len(parent)):
        parent[i] = find(parent, i)


def stars(count: int, stays: Index, goes: Index, rank: Index) -> Index:
    """For each node the keeper that it is joined to by an edge, or itself; an edge says that `goes` may go where `stays` stays.

    Nodes are visited in order of `rank` (a permutation, best first); one that no keeper has taken becomes a keeper and takes its
    free neighbours: a greedy dominating set, whose members never depend on a chain.
    """
    order = np.argsort(stays, kind="stable")
    ends = goes[order]
    bounds = np.searchsorted(stays[order], np.arange(count + 1)).astype(np.int64)
    keeper = np.full(count, -1, np.int64)
    take(rank, bounds, ends, keeper)
    return keeper


@kernel
def take(rank: Index, bounds: Index, ends: Index, keeper: Index) -> None:
    """Fills `keeper`; the neighbours of node i are `ends[bounds[i]:bounds[i + 1]]`."""
    for i in range(len(rank)):
        node = rank[i]
        if keeper[node] >= 0:
            continue
        keeper[node] = node
        for j in range(bounds[node], bounds[node + 1]):
            if keeper[ends[j]] < 0:
                keeper[ends[j]] = node


def ranked(keep: str, degrees: Index, likeness: Index, lengths: Index) -> Index:
    """Nodes in the order in which they are asked to be keepers; ties go to the earliest.

    `first` = input order; `longest` = longest key; `best` = joined to most others, then
    most like them (the cleanest copy is the most central), then longest.
    """
    place = np.arange(len(lengths), dtype=np.int64)
    if keep == "first":
        return place
    keys = (place, -lengths) if keep == "longest" else (place, -lengths, -likeness, -degrees)
    return np.lexsort(keys).astype(np.int64)


def leading(left: Index, right: Index, place: Index) -> NDArray[np.bool_]:
    """Marks the pairs of which one end comes before all its partners; `place` gives each node's place in rank, lower is better."""
    first = np.full(len(place), len(place), np.int64)
    np.minimum.at(first, left, place[right])
    np.minimum.at(first, right, place[left])
    leads = place < first
    return np.asarray(leads[left] | leads[right])
