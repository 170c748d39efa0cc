"""The usual ways to find hotspots, at their best settings on 2014-16, to compare ours with."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.spatial import cKDTree

from geodata.analysis.hotspots.backtest import Incidents
from geodata.analysis.hotspots.lattice import Lattice, piece_shares
from geodata.analysis.hotspots.scoring import Streets, density_per_km, find_hotspots
from geodata.analysis.streets.snapping import Snapper

Floats = NDArray[np.float64]
Score = Callable[[Incidents], Floats]

BANDWIDTH_M = 40.0
REACH_M, FEWEST = 30.0, 5
QUEEN_M = 150.0


def on_pieces(streets: Streets) -> dict[str, Score]:
    """Score pieces of street, per metre, each way; their units are pieces."""
    length_m, middles = streets.network.length_m, streets.network.middles

    def counts(past: Incidents) -> NDArray[np.int64]:
        return np.bincount(past.unit[past.unit >= 0], minlength=len(length_m))

    return {
        "ours": lambda past: find_hotspots(past.unit, streets).pieces.mean / length_m,
        "network KDE 100 m": lambda past: density_per_km(counts(past), streets),
        "plain count": lambda past: counts(past) / length_m,
        "DBSCAN": lambda past: counts(clustered(past)) / length_m,
        "Gi*": lambda past: local_g(counts(past).astype(np.float64), streets.windows),
        "planar KDE": lambda past: planar_density(past.xy, middles),
    }


def on_cells(streets: Streets, lattice: Lattice) -> dict[str, Score]:
    """Score cells each way; their units are cells."""
    shares, middles = piece_shares(streets.network, lattice), lattice.middles
    snapper, queen = Snapper(streets.network), _touching(middles)

    def counts(past: Incidents) -> Floats:
        found = np.bincount(past.unit[past.unit >= 0], minlength=len(lattice))
        return found.astype(np.float64)

    def ours(past: Incidents) -> Floats:
        piece = snapper.snap(past.xy).piece
        return np.asarray(shares @ find_hotspots(piece, streets).pieces.mean)

    return {
        "ours": ours,
        "plain count": counts,
        "DBSCAN": lambda past: counts(clustered(past)),
        "Gi*": lambda past: local_g(counts(past), queen),
        "planar KDE": lambda past: planar_density(past.xy, middles),
    }


def planar_density(xy: Floats, at: Floats) -> Floats:
    """Gaussian kernel density in the plane, cut at four bandwidths."""
    pairs = cKDTree(at).sparse_distance_matrix(
        cKDTree(xy), 4.0 * BANDWIDTH_M, output_type="coo_matrix"
    )
    weight = np.exp(-0.5 * (pairs.data / BANDWIDTH_M) ** 2)
    return np.asarray(np.bincount(pairs.row, weights=weight, minlength=len(at)), dtype=np.float64)


def local_g(values: Floats, neighbours: csr_array) -> Floats:
    """Z score of Getis-Ord Gi* (Ord and Getis 1995), `neighbours` ones with the unit itself."""
    count, total = len(values), np.asarray(neighbours.sum(axis=1)).ravel()
    below = values.std() * np.sqrt((count * total - total**2) / (count - 1))
    return np.asarray((neighbours @ values - values.mean() * total) / np.maximum(below, 1e-12))


def clustered(past: Incidents) -> Incidents:
    """Keep what DBSCAN (Ester et al. 1996) puts into a cluster."""
    around = cKDTree(past.xy).query_ball_point(past.xy, REACH_M, return_length=True)
    core = past.xy[np.asarray(around) >= FEWEST]
    if not len(core):
        return past.take(np.zeros(len(past), dtype=np.bool_))
    near, _ = cKDTree(core).query(past.xy, distance_upper_bound=REACH_M)
    return past.take(np.isfinite(near))


def _touching(middles: Floats) -> csr_array:
    """Ones for cells that touch, and for each itself."""
    tree = cKDTree(middles)
    pairs = tree.sparse_distance_matrix(tree, QUEEN_M, output_type="coo_matrix")
    return csr_array((np.ones(pairs.nnz), (pairs.row, pairs.col)), shape=pairs.shape)
