"""Which points lie in a zone: within a distance of gates, boundaries or positions."""

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.coordinates.bounds import Bounds
from geodata.coordinates.crs import local_metric_crs, to_metres

Floats = NDArray[np.float64]


def rows_within(
    lng: Floats, lat: Floats, origins: NDArray[np.object_], distance_m: float
) -> NDArray[np.bool_]:
    """Say for each point whether it lies within a distance of any of the geometries.

    Parameters
    ----------
    lng, lat
        WGS84 degrees; a point without position (NaN) lies nowhere.
    origins
        What is measured from, shapely geometries in WGS84: from a polygon its boundary outward,
        all inside it being at no distance.
    distance_m
        Measured on the plane of the local metric CRS; the very distance is within.

    Returns
    -------
    :
        Of the length of `lng`, all False without origins.
    """
    within = np.zeros(len(lng), dtype=np.bool_)
    if not len(origins):
        return within
    extent = Bounds(*shapely.total_bounds(origins).tolist())
    crs = local_metric_crs(extent)

    def move(xy: Floats) -> Floats:
        return np.column_stack(to_metres(xy[:, 0], xy[:, 1], crs))

    tree = shapely.STRtree(np.asarray(shapely.transform(origins, move)))
    # Padding measures on a sphere and would cut off the last metre: twice as much is plenty.
    rows = np.flatnonzero(extent.padded(2 * distance_m).contains(lng, lat))
    points = shapely.points(*to_metres(lng[rows], lat[rows], crs))
    near, _ = tree.query(points, predicate="dwithin", distance=distance_m)
    within[rows[near]] = True
    return within
