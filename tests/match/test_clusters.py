"""Components against networkx; stars by their definition."""

from __future__ import annotations

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from quality.match.clusters import components, leading, ranked, stars, substitutes

EDGES = st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19)), max_size=30)


def ends(edges: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    made = np.array(edges, np.int64).reshape(-1, 2)
    return made[:, 0], made[:, 1]


@settings(deadline=None)
@given(EDGES)
def test_components(edges: list[tuple[int, int]]) -> None:
    graph = nx.Graph(edges)
    graph.add_nodes_from(range(20))
    wanted = {node: min(part) for part in nx.connected_components(graph) for node in part}
    assert components(20, *ends(edges)).tolist() == [wanted[n] for n in range(20)]


@settings(deadline=None)
@given(EDGES, st.permutations(range(20)))
def test_stars_join_every_member_to_its_keeper_by_an_edge(edges: list[tuple[int, int]], order: list[int]) -> None:
    keeper = stars(20, *ends(edges), np.array(order))
    place = {node: n for n, node in enumerate(order)}
    for node, mine in enumerate(keeper.tolist()):
        assert keeper[mine] == mine
        assert node == mine or (mine, node) in edges
    for stays, goes in edges:  # no keeper may go for one that was asked before it
        both = keeper[stays] == stays and keeper[goes] == goes
        assert stays == goes or not both or place[goes] < place[stays]


def test_the_longer_may_stay_for_the_shorter_and_equals_for_each_other() -> None:
    stays, goes = substitutes(np.array([300, 1000, 310]), np.array([0, 0, 1]), np.array([1, 2, 2]))
    assert set(zip(stays.tolist(), goes.tolist(), strict=True)) == {(1, 0), (0, 2), (2, 0), (1, 2)}


def test_a_long_chain_ends() -> None:
    count = 100_000
    left = np.arange(count - 1)
    assert (components(count, left, left + 1) == 0).all()


def test_ranks() -> None:
    degrees, likeness, lengths = np.array([1, 3, 3, 3]), np.array([9, 5, 5, 4]), np.array([9, 5, 7, 9])
    assert ranked("best", degrees, likeness, lengths).tolist() == [2, 1, 3, 0]
    assert ranked("longest", degrees, likeness, lengths).tolist() == [0, 3, 2, 1]
    assert ranked("first", degrees, likeness, lengths).tolist() == [0, 1, 2, 3]


def test_pairs_of_those_who_lead_all_their_partners() -> None:
    left, right = np.array([0, 1, 2]), np.array([1, 2, 3])
    assert leading(left, right, np.array([0, 1, 2, 3])).tolist() == [True, False, False]
    assert leading(left, right, np.array([2, 0, 3, 1])).tolist() == [True, True, True]
