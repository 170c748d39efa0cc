"""World coordinates: Web Mercator as two uint32, the numbers columns and browser share.

The square world of Web Mercator (EPSG:3857, as in OGC 17-083r2's WebMercatorQuad) is cut into
2^32 steps each way, 9.3 mm at the equator: x runs east from 180°W, y runs down from the north edge
at 85.0511°N. A point takes the nearest step, so a round trip is off by at most half a step
(4.7 mm at the equator, less elsewhere). (0, 0) means 'not placed'.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

WORLD = 2.0**32
"""Steps around the world."""

EQUATOR_M = 40_075_016.686
"""Length of the equator of Web Mercator's sphere, metres."""

NORTH_EDGE = 85.0511287798066
"""Latitude at which Web Mercator is square, degrees: atan(sinh(pi))."""


def to_world(lng: ArrayLike, lat: ArrayLike) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Turn WGS84 degrees into world coordinates.

    Parameters
    ----------
    lng, lat
        Degrees, of one shape (scalars and empty arrays too).

    Returns
    -------
    x, y
        Of that shape. Latitudes beyond the square world are moved to its edge; a point that is
        NaN, infinite or off the globe (beyond 180° or 90°) is not placed: (0, 0). 180°E is
        180°W. The one real point at (0, 0), the world's corner, moves one step south.
    """
    lng, lat = np.asarray(lng, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    placed = (np.abs(lng) <= 180.0) & (np.abs(lat) <= 90.0)  # noqa: PLR2004 - the globe's edges
    turn = np.where(placed, lng, 0.0) / 360.0 + 0.5
    phi = np.radians(np.clip(np.where(placed, lat, 0.0), -NORTH_EDGE, NORTH_EDGE))
    down = 0.5 - np.arcsinh(np.tan(phi)) / (2.0 * np.pi)
    x = np.rint(turn * WORLD) % WORLD
    y = np.clip(np.rint(down * WORLD), 0.0, WORLD - 1.0)
    y = np.where((x == 0.0) & (y == 0.0), 1.0, y)
    return (
        np.asarray(np.where(placed, x, 0.0)).astype(np.uint32),
        np.asarray(np.where(placed, y, 0.0)).astype(np.uint32),
    )


def to_lnglat(x: ArrayLike, y: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Turn world coordinates into WGS84 degrees.

    Parameters
    ----------
    x, y
        World coordinates, of one shape.

    Returns
    -------
    lng, lat
        Of that shape; NaN where a point is not placed.
    """
    x, y = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    placed = (x != 0.0) | (y != 0.0)
    lng = x / WORLD * 360.0 - 180.0
    lat = np.degrees(np.arctan(np.sinh(np.pi * (1.0 - 2.0 * y / WORLD))))
    return np.where(placed, lng, np.nan), np.where(placed, lat, np.nan)


def metres_per_unit(y: float) -> float:
    """Metres on the ground that one world unit measures at a height of the map (on the sphere)."""
    north = np.pi * (1.0 - 2.0 * y / WORLD)
    return float(EQUATOR_M / WORLD / np.cosh(north))
