"""Which pieces of a network lie how far from which, as sparse matrices."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack
from scipy.sparse.csgraph import dijkstra

from geodata.analysis.streets.network import Network

AT_ONCE = 256
"""Shortest paths are searched in batches: each batch is dense until it is cut to the limit."""

ZERO_M = 1e-6
"""Distance of a piece to itself: a sparse matrix does not hold zeros."""

Integers = NDArray[np.int64]


def piece_distances(network: Network, *, limit_m: float) -> csr_array:
    """Distances along the streets between the middles of pieces, either way.

    One-way streets count both ways: danger does not follow the driving direction.

    Parameters
    ----------
    limit_m
        Pieces farther apart than this have no entry.

    Returns
    -------
    csr_array
        Shape (pieces, pieces), metres, symmetric; a piece to itself is `ZERO_M`.
    """
    graph = _graph(network)
    starts = range(0, len(network), AT_ONCE)
    return csr_array(vstack([_near(graph, network, start, limit_m) for start in starts]))


def window(distances: csr_array, *, radius_m: float) -> csr_array:
    """Matrix of ones for pieces whose middles are at most `radius_m` apart."""
    return _of(distances, (distances.data <= radius_m).astype(np.float64))


def quartic(distances: csr_array, *, bandwidth_m: float) -> csr_array:
    """Matrix of the biweight kernel (1 - (d/h)²)² over network distance, 0 from `bandwidth_m` on.

    The simple network kernel of Xie and Yan (2008, Computers, Environment and Urban Systems 32):
    distance runs along the streets, the weight does not thin out at junctions.
    """
    near = np.maximum(1.0 - (distances.data / bandwidth_m) ** 2, 0.0)
    return _of(distances, near**2)


def _of(distances: csr_array, data: NDArray[np.float64]) -> csr_array:
    weights = csr_array((data, distances.indices, distances.indptr), shape=distances.shape)
    weights = weights.copy()
    weights.eliminate_zeros()
    return weights


def _graph(network: Network) -> csr_array:
    """Join the middle of each piece (numbered first) to the nodes at its two ends."""
    pieces = len(network)
    middle = np.tile(np.arange(pieces), 2)
    node = np.concatenate([network.tail, network.head]) + pieces
    # A loop of one piece would add its two halves up.
    half, first = np.unique(np.stack([middle, node]), axis=1, return_index=True)
    size = pieces + len(network.nodes)
    weight = np.tile(network.length_m / 2.0, 2)[first]
    return csr_array((weight, (half[0], half[1])), shape=(size, size))


def _near(graph: csr_array, network: Network, start: int, limit_m: float) -> csr_array:
    sources = np.arange(start, min(start + AT_ONCE, len(network)))
    far = dijkstra(graph, directed=False, indices=sources, limit=limit_m)[:, : len(network)]
    row, column = np.nonzero(np.isfinite(far))
    data = np.maximum(far[row, column], ZERO_M)
    return csr_array((data, (row, column)), shape=far.shape)
