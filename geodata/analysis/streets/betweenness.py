"""How much through traffic the shape of a network alone suggests for each piece."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geodata.analysis.streets.network import Network

TRIP_M = 6_000.0
"""Longest trip: about a drive across a sub-district and a little beyond."""

STARTS = 400
"""From so many nodes trips are followed; all of them where there are fewer."""

AT_ONCE = 100

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def betweenness(
    network: Network, *, trip_m: float = TRIP_M, starts: int = STARTS, seed: int = 1
) -> Floats:
    """Count the shortest trips over each piece, from sampled nodes to all nodes within reach.

    Edge betweenness (Freeman 1977, Sociometry 40; from sampled sources as Brandes and Pich 2007,
    Int. J. Bifurcation and Chaos 17; up to a trip length as in Turner 2007, Environment and
    Planning B 34): of what can be known about a street without counting cars it comes closest to
    traffic.

    Returns
    -------
    array
        Trips for each piece; pieces with the same two ends share the same number.
    """
    graph = _nodes_graph(network)
    size = graph.shape[0]
    chosen = np.random.default_rng(seed).permutation(size)[:starts]
    trips = csr_array((size, size))
    for first in range(0, len(chosen), AT_ONCE):
        trips = trips + _trips(graph, chosen[first : first + AT_ONCE], trip_m)
    both = (trips + trips.T).tocoo()
    row, column = (index.astype(np.int64) for index in both.coords)
    steps = row * size + column
    order = np.argsort(steps)
    wanted = network.tail * size + network.head
    place = np.searchsorted(steps, wanted, sorter=order)
    found = order[np.minimum(place, len(order) - 1)]
    return np.where(steps[found] == wanted, both.data[found], 0.0)


def _nodes_graph(network: Network) -> csr_array:
    """Lengths between nodes; of pieces with the same two ends the shortest."""
    low = np.minimum(network.tail, network.head)
    high = np.maximum(network.tail, network.head)
    order = np.lexsort([network.length_m, high, low])
    pairs = np.stack([low, high])[:, order]
    _, first = np.unique(pairs, axis=1, return_index=True)
    size = len(network.nodes)
    kept = pairs[:, first]
    return csr_array((network.length_m[order][first], (kept[0], kept[1])), shape=(size, size))


def _trips(graph: csr_array, starts: Integers, trip_m: float) -> csr_array:
    """Trips over each step of the shortest paths from some nodes, summed."""
    distance, before = dijkstra(
        graph, directed=False, indices=starts, limit=trip_m, return_predecessors=True
    )
    row = np.arange(len(starts))
    trips = np.ones(distance.shape)
    # Farthest first, each start in its own row: what arrives in a node has passed the one before.
    for node in np.argsort(-np.where(np.isfinite(distance), distance, -1.0), axis=1).T:
        previous = before[row, node]
        known = previous >= 0
        trips[row[known], previous[known]] += trips[row[known], node[known]]
    start, node = np.nonzero(before >= 0)
    steps = (before[start, node], node)
    return csr_array((trips[start, node], steps), shape=graph.shape)
