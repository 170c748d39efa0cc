"""What two columns of numbers may be: the CRSs met in China, either column first.

Only CRSs are listed in which rows land where they should: in the sub-district, or, where that is
not known, where China's map offsets apply. Several may: GCJ-02 lies some 600 m off, BD-09 some
1.2 km, and both are still inside a sub-district. The geographic CRSs WGS84 and CGCS2000 are the
same numbers within a metre and stand as one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geodata.coordinates.bounds import Bounds
from geodata.coordinates.crs import to_wgs84
from geodata.coordinates.crs_names import (
    BD09,
    CGCS2000_ZONES,
    GCJ02,
    GCJ02_MERCATOR,
    OLD_CODES,
    OLD_ZONES,
    WEB_MERCATOR,
    WGS84,
    WGS84_PACKED,
    Crs,
    utm_around,
)
from geodata.coordinates.gcj02 import RECTANGLE
from geodata.coordinates.packed import is_packed

Floats = NDArray[np.float64]

DEGREES_AT_MOST = 360.0
MARGIN_M = 2_000.0
"""How far outside the sub-district a record may stand."""

LANDING_SHARE = 0.5
"""A candidate in which fewer of the rows land than this share of the most is none."""

SAME_PLACE_DEG = 1e-8
"""Millimetres: candidates this close put every row at one place and are one."""

NEIGHBOURS_DEG = (0.0, -3.0, 3.0, -4.5, 4.5)
"""How far from the sub-district the zones are looked for in which its numbers may be."""

PREFIX = 1e6
ALL_ZONES = (*CGCS2000_ZONES, *OLD_ZONES)
UNNUMBERED = tuple(row for row in ALL_ZONES if not row.prefixed and row.width_deg == 3)  # noqa: PLR2004
"""A 6° zone without its number is the 3° zone of the same meridian."""

ALL_PACKED = 0.98


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of two columns.

    Parameters
    ----------
    crs
        What the numbers would be in.
    swapped
        True where the second column is the easting or longitude: in surveying X is the northing.
    """

    crs: Crs
    swapped: bool = False

    @property
    def is_old(self) -> bool:
        """True for Beijing 1954 and Xi'an 1980, whose shift to WGS84 nobody may publish."""
        return self.crs.code in OLD_CODES

    def to_wgs84(self, first: Floats, second: Floats) -> tuple[Floats, Floats]:
        """Turn the two columns, as they stand, into longitude and latitude; NaN for no place."""
        return (
            to_wgs84(second, first, self.crs) if self.swapped else to_wgs84(first, second, self.crs)
        )


def find_candidates(
    first: Floats, second: Floats, bounds: Bounds | None, named: Crs | None = None
) -> tuple[Candidate, ...]:
    """List the readings in which the rows land where they should.

    Parameters
    ----------
    first, second
        The columns as they stand, finite numbers.
    bounds
        Of the sub-district in degrees; None where it is not known: then metres without a zone
        number may be anywhere and have no candidate but Web Mercator.
    named
        A CRS that is said to be it, such as a national grid that is not looked for otherwise.

    Returns
    -------
    tuple of Candidate
        The most usual first, each place once, the columns as most rows have them; none where
        nothing lands.
    """
    target = RECTANGLE if bounds is None else bounds.padded(MARGIN_M)
    landed: list[tuple[Candidate, float, Floats]] = []
    said = [] if named is None else [Candidate(named), Candidate(named, swapped=True)]
    for candidate in (*said, *_thinkable(first, second, bounds)):
        places = np.stack(candidate.to_wgs84(first, second))
        share = float(target.contains(*places).mean())
        if share > 0 and not any(_same(places, other) for _, _, other in landed):
            landed.append((candidate, share, places))
    if not landed:
        return ()
    best, most, _ = max(landed, key=lambda one: one[1])
    return tuple(
        found
        for found, share, _ in landed
        if share >= LANDING_SHARE * most and found.swapped == best.swapped
    )


def are_degrees(first: Floats, second: Floats) -> bool:
    """Say whether most of the numbers are small enough for degrees."""
    beyond = np.maximum(np.abs(first), np.abs(second)) > DEGREES_AT_MOST
    return bool(2 * int(beyond.sum()) <= len(beyond))


def _thinkable(first: Floats, second: Floats, bounds: Bounds | None) -> Iterator[Candidate]:
    if are_degrees(first, second):
        systems = [WGS84, GCJ02, BD09]
        packed = is_packed(first) & is_packed(second)
        systems += [WGS84_PACKED] if packed.mean() >= ALL_PACKED else []
        yield from (Candidate(crs, swapped) for crs in systems for swapped in (False, True))
        return
    for swapped, easting in ((False, first), (True, second)):
        number = int(np.median(easting) // PREFIX)
        systems = [*_zones(number, bounds), WEB_MERCATOR, GCJ02_MERCATOR]
        yield from (Candidate(crs, swapped) for crs in systems)


def _zones(number: int, bounds: Bounds | None) -> Iterator[Crs]:
    """List projected CRSs: those whose zone the easting names, else those around."""
    for row in ALL_ZONES:
        if row.prefixed and row.first <= number <= row.last:
            yield row.zone(number)
    if number == 0 and bounds is not None:
        lng, lat = bounds.centre
        around = [lng + off for off in NEIGHBOURS_DEG]
        yield from dict.fromkeys(row.around(at) for row in UNNUMBERED for at in around)
        yield from dict.fromkeys(utm_around(at, lat) for at in around)


def _same(places: Floats, others: Floats) -> bool:
    nowhere = np.isnan(places) & np.isnan(others)  # no place is not the same as any
    return bool(((np.abs(places - others) < SAME_PLACE_DEG) | nowhere).all())
