"""Incidents put on the piece of street they happened on."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from geodata.analysis.network import Network

SNAP_M = 30.0
"""Farther from any street than this an incident is no street incident."""

STEP_M = 5.0
"""Points every so many metres stand for the street: at most half of it off, 25 times faster."""

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
        placed = np.isfinite(xy).all(axis=1)
        distance_m = np.full(len(xy), np.inf)
        piece = np.full(len(xy), -1)
        near, point = self._tree.query(xy[placed], distance_upper_bound=within_m, workers=-1)
        piece[placed] = np.where(
            np.isfinite(near), self._piece[np.minimum(point, len(self._piece) - 1)], -1
        )
        distance_m[placed] = near
        return Snapped(piece, distance_m)
