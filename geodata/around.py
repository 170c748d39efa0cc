"""What lies around a point: which records, how far, of which classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from pyproj import Geod

from geodata.coordinates.mercator import EQUATOR_M, WORLD, to_lnglat

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geodata.catalogue.model import Value, ValueList

_ELLIPSOID: Final = Geod(ellps="GRS80")


def within(
    x: NDArray[np.uint32], y: NDArray[np.uint32], *, centre: tuple[int, int], radius_m: float
) -> NDArray[np.intp]:
    """Return the rows whose points lie within a distance of a point, nearest first.

    Distances are geodesics on GRS 80 (Karney 2013), so they hold anywhere, without a projection.

    Parameters
    ----------
    x, y
        World coordinates; (0, 0), not placed, is never within.
    centre
        World coordinates of the point.
    radius_m
        Metres.
    """
    lng, lat = (float(degrees) for degrees in to_lnglat(*centre))
    if np.isnan(lng):
        return np.empty(0, dtype=np.intp)
    reach = 1.05 * radius_m * WORLD / (EQUATOR_M * np.cos(np.radians(lat)))
    near_x = np.abs(x.astype(np.int64) - centre[0]) <= reach
    near_y = np.abs(y.astype(np.int64) - centre[1]) <= reach
    rows = np.flatnonzero(near_x & near_y)
    lngs, lats = to_lnglat(x[rows], y[rows])
    _, _, metres = _ELLIPSOID.inv(np.full(rows.size, lng), np.full(rows.size, lat), lngs, lats)
    order = np.argsort(metres, kind="stable")
    nearest: NDArray[np.intp] = rows[order][metres[order] <= radius_m]
    return nearest


def distance_m(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the metres between two points (lng, lat) along the geodesic on GRS 80."""
    _, _, metres = _ELLIPSOID.inv(*one, *other)
    return float(metres)


def count_by_class(
    classes: NDArray[np.uint8], declared: ValueList | None
) -> Sequence[tuple[Value, int]]:
    """Count class indices under their topmost class, most first, ties in declared order.

    Parameters
    ----------
    classes
        Indices into the declared values; others (255) are not counted.
    """
    values = declared.values if declared else ()
    counts: dict[str, int] = {}
    for index, number in zip(*np.unique(classes, return_counts=True), strict=True):
        if index < len(values):
            top = values[index].parent or values[index].id
            counts[top] = counts.get(top, 0) + int(number)
    named = [(value, counts[value.id]) for value in values if value.id in counts]
    return sorted(named, key=lambda pair: -pair[1])
