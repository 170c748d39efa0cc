"""Coordinates between the CRSs we name: x east or longitude first, always.

Everything is stored as WGS84 longitude and latitude. CGCS2000 is taken as equal to it (both are
ITRF-aligned; they differ by less than a metre). Other datums (Beijing 1954, Xi'an 1980) are shifted
with the public EPSG parameters where there are any, and otherwise only by their ellipsoid, which
leaves tens of metres; parameters between national and local systems are controlled data and none
are in here.
"""

import re
from functools import lru_cache

import numpy as np
import pyproj
from numpy.typing import ArrayLike, NDArray
from pyproj.exceptions import CRSError as ProjError
from pyproj.network import set_network_enabled  # type: ignore[attr-defined] # its __all__ lacks it

from geodata.coordinates.bounds import Bounds
from geodata.coordinates.crs_names import (
    BD09,
    BY_SPELLING,
    CGCS2000,
    GCJ02,
    GCJ02_MERCATOR,
    THREE_DEGREE,
    WEB_MERCATOR,
    WGS84,
    WGS84_PACKED,
    Crs,
    spelled,
    utm_around,
)
from geodata.coordinates.gcj02 import bd09_to_wgs84, gcj02_to_wgs84, wgs84_to_bd09, wgs84_to_gcj02
from geodata.coordinates.packed import pack, unpack
from geodata.errors import CrsError

# PROJ would fetch shift grids where its environment says so; nothing here asks the internet.
set_network_enabled(active=False)

Floats = NDArray[np.float64]

CHINA = Bounds(73.5, 16.0, 136.5, 54.0)
"""Where the CGCS2000 3° zones are used to measure: their own extent in longitude."""

UTM_EDGES = (-80.0, 84.0)

_EPSG = re.compile(
    r"(?:(?:urn:ogc:def:crs:|https?://www\.opengis\.net/def/crs/)?epsg[:/](?:[\d.]*[:/])?)?(\d{4,6})",
    re.IGNORECASE,
)
_WKT = re.compile(r"(?:PROJCS|GEOGCS|PROJCRS|GEOGCRS|GEODCRS)\s*\[", re.IGNORECASE)
_OFFICIAL_NAME = re.compile(r"[\w /().,'+-]{3,100}")
_LONGEST = 20_000


@lru_cache(maxsize=256)
def parse_crs(text: str) -> Crs:
    """Read the name of a CRS.

    Parameters
    ----------
    text
        Any usual name in any spelling (``gcj02``, ``BD-09``, ``国家2000``, ``百度``), a name from
        `crs_near`, an EPSG code (``EPSG:4547``, ``4547``, an OGC URN), the official EPSG or Esri
        name, or the WKT of a .prj file where the EPSG or Esri registry knows it.

    Raises
    ------
    CrsError
        Where it is none of these, or no horizontal CRS. PROJ strings and WKT of unknown systems
        are refused: they may carry local parameters nobody can check.
    """
    text = text.strip()
    number = _EPSG.fullmatch(text)
    code = f"EPSG:{number[1]}" if number else text
    return BY_SPELLING.get(spelled(code)) or _looked_up(code)


def to_wgs84(x: ArrayLike, y: ArrayLike, crs: Crs) -> tuple[Floats, Floats]:
    """Turn coordinates into WGS84 longitude and latitude.

    Parameters
    ----------
    x, y
        Easting and northing in the CRS's unit, or longitude and latitude in degrees, of one shape
        (scalars and empty arrays too). Beware: Chinese survey ledgers call the northing X.
    crs
        What they are in.

    Returns
    -------
    lng, lat
        Degrees, of that shape. Both are NaN where either coordinate is missing or the pair is no
        place on the globe.
    """
    xs, ys = _paired(x, y)
    if crs in _OWN:
        lng, lat = _OWN[crs][0](xs, ys)
    elif crs in (WGS84, CGCS2000):
        lng, lat = xs, ys
    else:
        lng, lat = _transformed(_to_wgs84(crs.code), xs, ys)
    placed = (np.abs(lng) <= 180.0) & (np.abs(lat) <= 90.0)  # noqa: PLR2004 - the globe's edges
    return np.where(placed, lng, np.nan), np.where(placed, lat, np.nan)


def from_wgs84(lng: ArrayLike, lat: ArrayLike, crs: Crs) -> tuple[Floats, Floats]:
    """Turn WGS84 longitude and latitude into coordinates of a CRS, the other way of `to_wgs84`.

    Both are NaN where either coordinate is missing or the CRS does not reach there.
    """
    lngs, lats = _paired(lng, lat)
    if crs in _OWN:
        return _OWN[crs][1](lngs, lats)
    if crs in (WGS84, CGCS2000):
        return lngs, lats
    return _transformed(_from_wgs84(crs.code), lngs, lats)


def local_metric_crs(bounds: Bounds) -> Crs:
    """Choose the CRS in which an extent is measured.

    The CGCS2000 3° zone around its centre where that lies in `CHINA`, else UTM. Hong Kong, Macau
    and Taiwan are within (Guangzhou, Shenzhen, Zhuhai, Hong Kong and Macau all take EPSG:4547):
    an extent across such a line needs no special case, and measured within, a 3° zone is off by at
    most 0.035 %, UTM by 0.1 %. Nothing is stored or published in it.

    Raises
    ------
    CrsError
        Beyond 80°S or 84°N, where UTM ends.
    """
    lng, lat = bounds.centre
    if CHINA.contains(lng, lat):
        return THREE_DEGREE.around(lng)
    if not UTM_EDGES[0] <= lat <= UTM_EDGES[1]:
        raise CrsError(
            f"an extent around {lng:.4f}, {lat:.4f}",
            "one between 80°S and 84°N",
            "check the coordinates",
        )
    return utm_around(lng, lat)


def to_metres(lng: ArrayLike, lat: ArrayLike, crs: Crs) -> tuple[Floats, Floats]:
    """Turn WGS84 degrees into metres east and north in a metric CRS; NaN stays NaN.

    Raises
    ------
    CrsError
        Where the CRS does not measure in metres.
    """
    _require_metric(crs)
    return from_wgs84(lng, lat, crs)


def from_metres(x_m: ArrayLike, y_m: ArrayLike, crs: Crs) -> tuple[Floats, Floats]:
    """Turn metres in a metric CRS back into WGS84 degrees, the other way of `to_metres`."""
    _require_metric(crs)
    return to_wgs84(x_m, y_m, crs)


@lru_cache(maxsize=64)
def area_of_use(crs: Crs) -> Bounds:
    """Extent in degrees a CRS is made for, as its registry says; the globe where it says none."""
    area = None if crs in _OWN else pyproj.CRS(crs.code).area_of_use
    return Bounds(-180.0, -90.0, 180.0, 90.0) if area is None else Bounds(*area.bounds)


def _paired(x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
    """Bring both to one shape, and both to NaN where one is missing."""
    xs, ys = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    whole = np.isfinite(xs) & np.isfinite(ys)
    return np.where(whole, xs, np.nan), np.where(whole, ys, np.nan)


def _gcj02_mercator_to_wgs84(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    return gcj02_to_wgs84(*_transformed(_to_wgs84(WEB_MERCATOR.code), x, y))


def _wgs84_to_gcj02_mercator(lng: Floats, lat: Floats) -> tuple[Floats, Floats]:
    return _transformed(_from_wgs84(WEB_MERCATOR.code), *wgs84_to_gcj02(lng, lat))


_OWN = {
    GCJ02: (gcj02_to_wgs84, wgs84_to_gcj02),
    BD09: (bd09_to_wgs84, wgs84_to_bd09),
    WGS84_PACKED: (unpack, pack),
    GCJ02_MERCATOR: (_gcj02_mercator_to_wgs84, _wgs84_to_gcj02_mercator),
}
"""CRSs no registry knows: there and back."""


def _transformed(transformer: pyproj.Transformer, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    there_x, there_y = transformer.transform(x.ravel(), y.ravel())
    reached = np.isfinite(there_x) & np.isfinite(there_y)  # PROJ says infinity for 'not there'
    return (
        np.where(reached, there_x, np.nan).reshape(x.shape),
        np.where(reached, there_y, np.nan).reshape(x.shape),
    )


@lru_cache(maxsize=64)
def _to_wgs84(code: str) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(code, WGS84.code, always_xy=True)


@lru_cache(maxsize=64)
def _from_wgs84(code: str) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(WGS84.code, code, always_xy=True)


@lru_cache(maxsize=64)
def _require_metric(crs: Crs) -> None:
    if crs.degrees or pyproj.CRS(crs.code).axis_info[0].unit_name != "metre":
        raise CrsError(crs.code, "a projected CRS in metres", "take it from local_metric_crs")


def _looked_up(text: str) -> Crs:
    """Find a CRS in PROJ's copy of the registries, by code, exact name or WKT."""
    try:
        found = _registered(text)
    except ProjError:
        found = None
    authority = found.to_authority() if found else None
    if found is None or authority is None or not (found.is_geographic or found.is_projected):
        raise CrsError(
            f"不认识的坐标系 (unknown CRS) {text[:60]!r}",
            "WGS84, CGCS2000, GCJ-02, BD-09 or an EPSG code such as EPSG:4547 (或 EPSG 代码)",
            "请向报送单位核实，或请其导出为 WGS84 (ask whoever sent it, or have it sent as WGS84)",
        )
    code = ":".join(authority)
    known = BY_SPELLING.get(spelled(code))
    return known or Crs(code, found.name, found.name, degrees=found.is_geographic)


def _registered(text: str) -> pyproj.CRS | None:
    if re.fullmatch(r"(EPSG|ESRI):\d+", text, re.IGNORECASE):
        return pyproj.CRS.from_user_input(text)
    if _WKT.match(text) and len(text) <= _LONGEST:
        return pyproj.CRS.from_wkt(text)
    return pyproj.CRS.from_user_input(text) if _OFFICIAL_NAME.fullmatch(text) else None
