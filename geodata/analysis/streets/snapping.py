"""Incidents put on the piece of street they happened on."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from geodata.analysis.streets.network import SNAP_M, Network

STEP_M = 5.0
"""Points every so many metres stand for the street: at most half of it off, 25 times faster."""

TILE_M = 50.0

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Snapped:
    """Where incidents lie on the network; arrays of one length.

    Parameters
    ----------
    piece
        Number of the piece, -1 where none is within reach.
    distance_m
        How far the street is; infinite for -1.
    """

    piece: NDArray[np.int64]
    distance_m: Floats


class Snapper:
    """The points of a network, ready to be asked for the nearest.

    Parameters
    ----------
    network
        Its pieces are what is snapped to.
    """

    def __init__(self, network: Network) -> None:
        count = np.maximum(np.ceil(network.length_m / STEP_M), 1.0).astype(np.int64)
        self._piece = np.repeat(np.arange(len(network)), count)
        nth = np.arange(len(self._piece)) - np.repeat(np.cumsum(count) - count, count)
        share = (nth + 0.5) / count[self._piece]
        points = shapely.line_interpolate_point(network.lines[self._piece], share, normalized=True)
        self._tree = cKDTree(shapely.get_coordinates(points))

    def snap(self, xy: Floats, *, within_m: float = SNAP_M) -> Snapped:
        """Find the nearest piece of each incident.

        Parameters
        ----------
        xy
            Metres in the network's CRS, shape (incidents, 2); NaN for one without a position.
        within_m
            Farthest distance that still belongs to the street.
        """
        piece = np.full(len(xy), -1)
        distance_m = np.full(len(xy), np.inf)
        placed = _nearby_together(xy)
        near_m, point = self._tree.query(xy[placed], distance_upper_bound=within_m, workers=-1)
        found = np.asarray(np.isfinite(near_m))
        piece[placed[found]] = self._piece[np.asarray(point)[found]]
        distance_m[placed] = near_m
        return Snapped(piece, distance_m)


def _nearby_together(xy: Floats) -> NDArray[np.int64]:
    """Rows that have a position, by tile: asked in this order the tree answers twice as fast."""
    placed = np.flatnonzero(np.asarray(np.isfinite(xy).all(axis=1)))
    if not len(placed):
        return placed
    tile = np.asarray((xy[placed] - xy[placed].min(axis=0)) // TILE_M, dtype=np.int64)
    rows = int(tile[:, 1].max()) + 1
    return np.asarray(placed[np.argsort(tile[:, 0] * rows + tile[:, 1], kind="stable")])
