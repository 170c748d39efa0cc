"""A coordinate as somebody types it, in every CRS in which it lies where we are."""

from __future__ import annotations

import re
from math import isfinite
from typing import TYPE_CHECKING, Final, NamedTuple

from geodata.coordinates.crs import parse_crs, to_wgs84
from geodata.coordinates.crs_names import WGS84, Crs, crs_near
from geodata.errors import CrsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodata.coordinates.bounds import Bounds

NEAR_M: Final = 5_000.0
"""How far around the sub-district a coordinate is taken for one of its own."""

_DMS = re.compile(r"(\d{1,3})\s*[°度]\s*(\d{1,2})\s*['′分]\s*(\d{1,2}(?:\.\d+)?)\s*[\"″秒]?")
_AXIS = re.compile(
    r"(?:东经|北纬|经度|纬度|lng|lon|lat|(?<![a-z])[xyen](?![a-z]))[=:：]?", re.IGNORECASE
)
_REGISTRY = re.compile(r"epsg\s*[:：]?", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,，;；、:：()（）]+")
_NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{1,12})?°?", re.ASCII)
_CODE = re.compile(r"\d{4,5}", re.ASCII)
_PAIR = 2


class TypedPosition(NamedTuple):
    """One reading of a typed coordinate: where it lies in WGS84, and the CRS it was read in.

    `near` says whether it lies within `NEAR_M` of the sub-district; `swapped` whether the first
    number was read as the northing or latitude.
    """

    lng: float
    lat: float
    crs: Crs
    near: bool
    swapped: bool


def read_typed(text: str, extent: Bounds | None) -> tuple[TypedPosition, ...]:
    """Read a coordinate in every CRS that fits, the likeliest first.

    Parameters
    ----------
    text
        Two numbers in either order, in degrees (also 113°34′12″) or metres, and the name or EPSG
        code of their CRS or none: ``113.57, 23.2``, ``高德 113.57 23.2``, ``4547 456052 2566721``.
    extent
        Of the sub-district. A coordinate without a CRS is read in all that are usual there
        (`crs_near`), and only readings near it count; None reads it as WGS84.

    Returns
    -------
    tuple of TypedPosition
        Empty for what is no coordinate, or lies nowhere near in any of them.
    """
    numbers, name = _parts(text)
    if len(numbers) != _PAIR:
        return ()
    if name:
        try:
            named = parse_crs(name)
        except CrsError:
            return ()
        found = _readings(numbers, [named], extent)
        return tuple(one for one in found if one.near)[:1] or found[:1]
    usual = crs_near(extent.centre[0]) if extent else (WGS84,)
    return tuple(one for one in _readings(numbers, usual, extent) if one.near or extent is None)


def _parts(text: str) -> tuple[list[float], str]:
    """Return the two numbers and what else stands there: the name of a CRS, or nothing."""
    plain = _DMS.sub(lambda dms: f" {_degrees(dms):.9f} ", text)
    bare = _AXIS.sub(" ", _REGISTRY.sub(" ", plain))
    tokens = [token for token in _BETWEEN.split(bare) if token]
    numbers = [token for token in tokens if _NUMBER.fullmatch(token)]
    words = [token for token in tokens if token not in numbers]
    if len(numbers) > _PAIR and not words and _CODE.fullmatch(numbers[0]):
        words = [numbers.pop(0)]
    return [float(number.rstrip("°")) for number in numbers], " ".join(words)


def _degrees(dms: re.Match[str]) -> float:
    return int(dms[1]) + int(dms[2]) / 60 + float(dms[3]) / 3600


def _readings(
    numbers: Sequence[float], systems: Sequence[Crs], extent: Bounds | None
) -> tuple[TypedPosition, ...]:
    first, second = numbers
    around = extent.padded(NEAR_M) if extent else None
    read: dict[tuple[float, float], TypedPosition] = {}
    for crs in systems:
        for swapped, (x, y) in enumerate(((first, second), (second, first))):
            lng, lat = (float(degrees) for degrees in to_wgs84(x, y, crs))
            if isfinite(lng):  # else no place on the globe
                near = around is not None and bool(around.contains(lng, lat))
                one = TypedPosition(lng, lat, crs, near, bool(swapped))
                read.setdefault((round(lng, 6), round(lat, 6)), one)
    return tuple(read.values())
