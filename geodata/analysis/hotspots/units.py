"""The units that incidents are counted on, with all that is known about them in advance."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array
from scipy.spatial import cKDTree

from geodata.analysis.streets.betweenness import betweenness
from geodata.analysis.streets.network import Network
from geodata.analysis.streets.reach import piece_distances, quartic

STREET_BANDWIDTHS_M = (100.0, 400.0)
"""How far neighbours tell about a piece: its own corner, and its quarter."""

CELL_BANDWIDTHS_M = (200.0, 600.0)
"""The same between middles of cells or buildings, in a straight line."""

JUNCTION, BIG_JUNCTION = 3, 4
"""Ends of pieces that make a node a junction, and one of two crossing streets."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Units:
    """Pieces of street, cells or buildings; arrays of one length.

    Nothing in here depends on incidents, so that it cannot know what comes later.

    Parameters
    ----------
    size
        What the unit has more of to be more exposed: metres of street, residents, rooms. Positive.
    near
        Weights of the other units at each bandwidth, shape (units, units), zero for itself.
    known
        What is known about each unit, standardised, shape (units, names).
    names
        Of the columns of `known`.
    """

    size: Floats
    near: tuple[csr_array, ...]
    known: Floats
    names: tuple[str, ...]

    def __len__(self) -> int:
        """Count the units."""
        return len(self.size)


def street_units(network: Network, distances: csr_array | None = None) -> Units:
    """Describe the pieces of a network by its shape.

    Parameters
    ----------
    distances
        As `piece_distances` gives them, at least up to the larger of `STREET_BANDWIDTHS_M`;
        worked out where it is None.
    """
    if distances is None:
        distances = piece_distances(network, limit_m=max(STREET_BANDWIDTHS_M))
    kernels = [quartic(distances, bandwidth_m=reach_m) for reach_m in STREET_BANDWIDTHS_M]
    tail, head = network.degree[network.tail], network.degree[network.head]
    ends = network.nodes[network.tail] - network.nodes[network.head]
    known = {
        "junctions": (tail >= JUNCTION) * 1.0 + (head >= JUNCTION),
        "big_junctions": (tail >= BIG_JUNCTION) * 1.0 + (head >= BIG_JUNCTION),
        "dead_ends": (tail == 1) * 1.0 + (head == 1),
        "streets_around": np.log1p(kernels[-1] @ network.length_m),
        "through_traffic": np.log1p(betweenness(network)),
        "straightness": np.minimum(np.hypot(*ends.T) / network.length_m, 1.0),
    }
    return _units(network.length_m, kernels, known)


def point_units(xy: Floats, size: ArrayLike) -> Units:
    """Describe cells or buildings by where they stand and how many live or work in them.

    Parameters
    ----------
    xy
        Their middles, metres, shape (units, 2).
    size
        Exposure of each, such as residents; a unit without any counts as the smallest that has.
    """
    exposure = np.asarray(size, dtype=np.float64)
    least = exposure[exposure > 0.0].min(initial=np.inf)
    exposure = np.maximum(exposure, least if np.isfinite(least) else 1.0)
    tree = cKDTree(xy)
    kernels = [_planar(tree, reach_m) for reach_m in CELL_BANDWIDTHS_M]
    known = {"exposure_around": np.log1p(kernels[-1] @ exposure)}
    return _units(exposure, kernels, known)


def _units(size: Floats, kernels: list[csr_array], known: dict[str, Floats]) -> Units:
    columns = np.stack(list(known.values()), axis=1)
    spread = columns.std(axis=0)
    columns = (columns - columns.mean(axis=0)) / np.where(spread > 0.0, spread, 1.0)
    return Units(size, tuple(_others(kernel) for kernel in kernels), columns, tuple(known))


def _others(kernel: csr_array) -> csr_array:
    """Leave each unit itself out."""
    coordinates = kernel.tocoo()
    row, column = coordinates.coords
    other = row != column
    return csr_array(
        (coordinates.data[other], (row[other], column[other])), shape=coordinates.shape
    )


def _planar(tree: cKDTree, bandwidth_m: float) -> csr_array:
    pairs = tree.query_pairs(bandwidth_m, output_type="ndarray")
    row, column = np.concatenate([pairs, pairs[:, ::-1]]).T
    distance = np.hypot(*(tree.data[row] - tree.data[column]).T)
    weight = (1.0 - (distance / bandwidth_m) ** 2) ** 2
    return csr_array((weight, (row, column)), shape=(tree.n, tree.n))
