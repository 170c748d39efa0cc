"""An extent in degrees: the one value type for 'from here to there'."""

from math import cos, radians
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

METRES_PER_DEGREE = 111_195.0
"""Metres in a degree of latitude on the mean sphere (6,371,008.8 m); padding needs no better."""


class Bounds(NamedTuple):
    """An extent in WGS84 degrees; never crosses the 180th meridian.

    Edges belong to the extent on all four sides.
    """

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def around(cls, lng: ArrayLike, lat: ArrayLike) -> Self | None:
        """Span all points that have both coordinates.

        Parameters
        ----------
        lng, lat
            Degrees, of one shape; points with NaN or infinity are left out.

        Returns
        -------
        Bounds or None
            None where no point is left.
        """
        lngs, lats = np.asarray(lng, dtype=np.float64), np.asarray(lat, dtype=np.float64)
        placed = np.isfinite(lngs) & np.isfinite(lats)
        if not placed.any():
            return None
        lngs, lats = lngs[placed], lats[placed]
        return cls(float(lngs.min()), float(lats.min()), float(lngs.max()), float(lats.max()))

    @property
    def centre(self) -> tuple[float, float]:
        """Longitude and latitude halfway between the edges."""
        return (self.west + self.east) / 2, (self.south + self.north) / 2

    def contains(self, lng: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]:
        """Say for each point whether it lies within or on the edge; NaN does not."""
        lng, lat = np.asarray(lng, dtype=np.float64), np.asarray(lat, dtype=np.float64)
        within = (lng >= self.west) & (lng <= self.east) & (lat >= self.south) & (lat <= self.north)
        return np.asarray(within)

    def union(self, other: "Bounds") -> "Bounds":
        """Span both extents."""
        return Bounds(
            min(self.west, other.west),
            min(self.south, other.south),
            max(self.east, other.east),
            max(self.north, other.north),
        )

    def padded(self, margin_m: float) -> "Bounds":
        """Widen every side by `margin_m` metres, not beyond the edges of the world.

        Longitude widens by the degrees needed at the edge farthest from the equator, so that the
        margin is nowhere less than asked.
        """
        tall = margin_m / METRES_PER_DEGREE
        south, north = max(self.south - tall, -90.0), min(self.north + tall, 90.0)
        narrowest = cos(radians(max(abs(south), abs(north))))
        wide = min(tall / narrowest, 360.0) if narrowest > 0 else 360.0
        return Bounds(max(self.west - wide, -180.0), south, min(self.east + wide, 180.0), north)
