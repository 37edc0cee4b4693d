"""Components against networkx; stars by their definition."""

from __future__ import annotations

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from quality.match.clusters import components, leading, ranked, stars

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
    keeper = stars(20, *ends([*edges, *((b, a) for a, b in edges)]), np.array(order))
    joined = {frozenset(e) for e in edges}
    place = {node: n for n, node in enumerate(order)}
    for node, mine in enumerate(keeper.tolist()):
        assert keeper[mine] == mine
        assert node == mine or frozenset((node, mine)) in joined
        assert place[mine] <= place[node]
    for left, right in edges:  # no two keepers with an edge between them
        assert left == right or not (keeper[left] == left and keeper[right] == right)


def test_what_may_go_for_another_need_not_stay_for_it() -> None:
    assert stars(3, *ends([(0, 1), (2, 0)]), np.array([0, 1, 2])).tolist() == [0, 0, 2]
    assert stars(3, *ends([(0, 1), (2, 0)]), np.array([2, 0, 1])).tolist() == [2, 1, 2]


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
