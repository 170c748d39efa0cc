"""What lies within a distance of gates, campuses or other places."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from shapely.geometry.base import BaseGeometry

Floats = NDArray[np.float64]


def within_zones(
    origins: Sequence[BaseGeometry] | NDArray[np.object_], xy: Floats, *, distance_m: float
) -> csr_array:
    """Tell which points lie within a distance of which origins; on the ring belongs.

    Parameters
    ----------
    origins
        One geometry each, metres: a polygon measures from its boundary outwards, all inside
        belongs; several gates of a school are one MultiPoint. Missing or empty ones have nothing.
    xy
        Points, metres, shape (points, 2); NaN lies nowhere.

    Returns
    -------
    csr_array
        Ones where a point (column) lies within the zone of an origin (row): times a column of
        ones and zeros it counts; a point may lie in several.
    """
    places = np.asarray(origins, dtype=np.object_)
    placed = np.flatnonzero(np.isfinite(xy).all(axis=1))
    tree = shapely.STRtree(np.asarray(shapely.points(xy[placed]), dtype=np.object_))
    zone, point = tree.query(places, predicate="dwithin", distance=distance_m)
    shape = (len(places), len(xy))
    return csr_array((np.ones(len(zone)), (zone, placed[point])), shape=shape)
