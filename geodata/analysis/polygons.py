"""Packed shapes as geometries on the plane, for measuring."""

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.coordinates.crs import to_metres
from geodata.coordinates.crs_names import Crs
from geodata.coordinates.mercator import to_lnglat
from geodata.shapes import Shapes


def polygons_of(shapes: Shapes, crs: Crs) -> NDArray[np.object_]:
    """Return a geometry for each feature, metres, filled by the even-odd rule.

    Parameters
    ----------
    shapes
        Of polygons.
    """
    xy = np.stack(to_metres(*to_lnglat(shapes.x, shapes.y), crs), axis=1)
    rings = [shapely.Polygon(ring) for ring in np.split(xy, shapes.ring_offsets[1:-1])]
    first, after = shapes.part_offsets[:-1], shapes.part_offsets[1:]
    made = np.empty(len(shapes), dtype=np.object_)
    for n, (start, end) in enumerate(zip(first.tolist(), after.tolist(), strict=True)):
        made[n] = shapely.Polygon() if start == end else rings[start]
        for ring in rings[start + 1 : end]:
            made[n] = made[n].symmetric_difference(ring)
    return made


def points_of(shapes: Shapes, crs: Crs) -> NDArray[np.object_]:
    """Return a point for each feature that is one, metres."""
    at = shapes.ring_offsets[shapes.part_offsets[:-1]]
    x, y = to_metres(*to_lnglat(shapes.x[at], shapes.y[at]), crs)
    return np.array(shapely.points(x, y), dtype=np.object_, ndmin=1)
