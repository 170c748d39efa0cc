"""How far people are from the nearest of some places, straight and along the streets."""

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from geodata.analysis.streets.network import Network

FARTHEST_TO_STREET_M = 200.0
"""From farther off no way along the streets is known."""

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def straight_distance(xy: Floats, places: Floats) -> Floats:
    """Metres from each point to the nearest place, shapes (points, 2) and (places, 2).

    Infinite without any place.
    """
    if not len(places):
        return np.full(len(xy), np.inf)
    distance, _ = cKDTree(places).query(xy)
    return np.asarray(distance)


def street_distance(network: Network, xy: Floats, places: Floats) -> Floats:
    """Metres from each point to the nearest place along the streets.

    Straight to the nearest street, along the streets either way, straight to the place. A place
    beside the very same piece is reached along it.

    Returns
    -------
    array
        Infinite where either is farther than `FARTHEST_TO_STREET_M` from any street, or no street
        leads from one to the other.
    """
    if not len(places):
        return np.full(len(xy), np.inf)
    piece, off_m, along_m = _on_street(network, xy)
    to_piece, to_off_m, to_along_m = _on_street(network, places)
    node_m = _from_nodes(network, to_piece, to_off_m, to_along_m)
    over_tail = node_m[network.tail[piece]] + along_m
    over_head = node_m[network.head[piece]] + network.length_m[piece] - along_m
    reached = np.minimum(over_tail, over_head)
    for number in range(len(places)):
        same = piece == to_piece[number]
        direct = np.abs(along_m[same] - to_along_m[number]) + to_off_m[number]
        reached[same] = np.minimum(reached[same], direct)
    return np.asarray(reached + off_m)


def _on_street(network: Network, xy: Floats) -> tuple[Integers, Floats, Floats]:
    """Nearest piece, metres to it, metres from its tail."""
    points = shapely.points(xy)
    piece = np.asarray(shapely.STRtree(network.lines).nearest(points), dtype=np.int64)
    lines = network.lines[piece]
    off_m = shapely.distance(lines, points)
    off_m = np.where(off_m <= FARTHEST_TO_STREET_M, off_m, np.inf)
    return piece, off_m, np.asarray(shapely.line_locate_point(lines, points))


def _from_nodes(network: Network, piece: Integers, off_m: Floats, along_m: Floats) -> Floats:
    """Metres from each node to the nearest place."""
    nodes, places = len(network.nodes), np.flatnonzero(np.isfinite(off_m))
    if not len(places):
        return np.full(nodes, np.inf)
    start = nodes + np.arange(len(places))
    piece, off_m, along_m = piece[places], off_m[places], along_m[places]
    tail = np.concatenate([network.tail, start, start])
    head = np.concatenate([network.head, network.tail[piece], network.head[piece]])
    rest_m = network.length_m[piece] - along_m
    length_m = np.concatenate([network.length_m, off_m + along_m, off_m + rest_m])
    graph = _shortest(tail, head, length_m, nodes + len(places))
    found = dijkstra(graph, directed=False, indices=start, min_only=True)
    return np.asarray(found[:nodes])


def _shortest(tail: Integers, head: Integers, length_m: Floats, size: int) -> csr_array:
    """Make a graph; of several ways between two nodes the shortest, where csr would add them."""
    low, high = np.minimum(tail, head), np.maximum(tail, head)
    order = np.lexsort([length_m, high, low])
    pairs, first = np.unique(np.stack([low, high])[:, order], axis=1, return_index=True)
    # A length of zero would be no entry at all.
    weight = np.maximum(length_m[order][first], 1e-6)
    return csr_array((weight, (pairs[0], pairs[1])), shape=(size, size))
