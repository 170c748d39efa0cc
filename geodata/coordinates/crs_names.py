"""The coordinate reference systems met in Chinese offices, and the names people write for them.

EPSG codes of the CGCS2000 Gauss-Krüger zones (GB/T 17278 and GB/T 18522 lay them out; codes from
the EPSG registry, checked against PROJ in the tests): each zone exists with its number before the
easting (38 448 795) and without (448 795).
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import floor
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Crs:
    """One coordinate reference system; `geodata.coordinates.crs.parse_crs` makes any other.

    Parameters
    ----------
    code
        ``GCJ-02``, ``BD-09`` or authority and number, such as ``EPSG:4547``: its one stored name.
    zh, en
        Its name for people.
    degrees
        True where x, y are longitude and latitude in degrees, False where they are projected.
    """

    code: str
    zh: str
    en: str
    degrees: bool = True


WGS84 = Crs("EPSG:4326", "WGS84 经纬度", "WGS84 longitude, latitude")
CGCS2000 = Crs("EPSG:4490", "CGCS2000 经纬度", "CGCS2000 longitude, latitude")
GCJ02 = Crs("GCJ-02", "GCJ-02 经纬度（高德、腾讯）", "GCJ-02 longitude, latitude (Amap, Tencent)")
BD09 = Crs("BD-09", "BD-09 经纬度（百度）", "BD-09 longitude, latitude (Baidu)")
WGS84_PACKED = Crs(
    "WGS84-DMS", "WGS84 度.分秒(113.3412 即 113°34′12″)", "WGS84 as 113.3412 for 113°34′12″"
)
"""Degrees with minutes and seconds behind the point, as survey sheets pack them."""
WEB_MERCATOR = Crs("EPSG:3857", "Web 墨卡托", "Web Mercator", degrees=False)
GCJ02_MERCATOR = Crs(
    "GCJ-02-MERCATOR",
    "GCJ-02 Web 墨卡托(高德瓦片)",
    "GCJ-02 Web Mercator (Amap tiles)",
    degrees=False,
)

_ALIASES = {
    WGS84: "wgs84 wgs1984 gcswgs1984 crs84 ogccrs84 urnogcdefcrsogc13crs84 gps",
    CGCS2000: "cgcs2000 gcscgcs2000 国家2000 大地2000 2000国家大地坐标系",
    GCJ02: "gcj02 gcj02ll 火星坐标 火星坐标系 国测局坐标 高德 腾讯 amap autonavi",
    BD09: "bd09 bd09ll 百度 百度坐标 baidu",
    WGS84_PACKED: "度分秒 dms",
    GCJ02_MERCATOR: "高德墨卡托 gcj02mercator",
    WEB_MERCATOR: "webmercator epsg900913 esri102100 web墨卡托",
}


@dataclass(frozen=True, slots=True)
class Zones:
    """A row of Gauss-Krüger zones with consecutive codes."""

    width_deg: int
    first: int
    last: int
    first_centre_deg: int
    first_code: int
    prefixed: bool
    zh: str = "CGCS2000"
    en: str = "CGCS2000"

    def zone(self, number: int) -> Crs:
        """Name one zone by its number, which must be of the row."""
        step = number - self.first
        centre = self.first_centre_deg + step * self.width_deg
        zh, en = f"{self.zh} {self.width_deg}°带", f"{self.en} {self.width_deg}° zone"
        if self.prefixed:
            zh += f" 第{number}带(东坐标前有带号{number})"
            en += f" {number} (easting begins with {number})"
        else:
            zh += f" 中央经线{centre}°(东坐标前无带号)"
            en += f", central meridian {centre}° (easting without zone number)"
        return Crs(f"EPSG:{self.first_code + step}", zh, en, degrees=False)

    def around(self, lng: float) -> Crs:
        """Name the zone of a longitude; the outermost for one beyond them."""
        steps = floor((lng - self.first_centre_deg) / self.width_deg + 0.5)
        return self.zone(min(max(self.first + steps, self.first), self.last))

    def __iter__(self) -> Iterator[Crs]:
        """Name them all, from the west."""
        return map(self.zone, range(self.first, self.last + 1))


THREE_DEGREE = Zones(3, 25, 45, 75, 4534, prefixed=False)
THREE_DEGREE_PREFIXED = Zones(3, 25, 45, 75, 4513, prefixed=True)
SIX_DEGREE = Zones(6, 13, 23, 75, 4502, prefixed=False)
SIX_DEGREE_PREFIXED = Zones(6, 13, 23, 75, 4491, prefixed=True)
CGCS2000_ZONES = (THREE_DEGREE, THREE_DEGREE_PREFIXED, SIX_DEGREE, SIX_DEGREE_PREFIXED)
_LAYOUT = ((3, 25, 45, False), (3, 25, 45, True), (6, 13, 23, False), (6, 13, 23, True))
_OLD = {
    ("西安80", "Xi'an 1980"): (2370, 2349, 2338, 2327),
    ("北京54", "Beijing 1954"): (2422, 2401, 21_453, 21_413),
}
OLD_ZONES = tuple(
    Zones(width, first, last, 75, code, prefixed=prefixed, zh=zh, en=en)
    for (zh, en), codes in _OLD.items()
    for (width, first, last, prefixed), code in zip(_LAYOUT, codes, strict=True)
)
"""Zones of the two datums before CGCS2000: the same figures, tens of metres elsewhere."""

OLD_CODES = frozenset(crs.code for row in OLD_ZONES for crs in row)


def utm_around(lng: float, lat: float = 1.0) -> Crs:
    """Return the WGS84 UTM zone of a point; Norway's and Svalbard's wider zones are left out."""
    number = min(floor((lng + 180.0) / 6.0) + 1, 60)
    half, code = ("N", 32_600) if lat >= 0 else ("S", 32_700)
    name = f"{number}{half}"
    return Crs(
        f"EPSG:{code + number}", f"WGS84 UTM {name} 带", f"WGS84 UTM zone {name}", degrees=False
    )


def crs_near(lng: float) -> tuple[Crs, ...]:
    """List what a Chinese ledger from around a longitude may be in, the most usual first.

    Returns
    -------
    tuple of Crs
        WGS84, GCJ-02, BD-09, CGCS2000; the CGCS2000 3° zone without and with its number, the 6°
        zone likewise (the outermost zone for a longitude beyond them); UTM; Web Mercator.
    """
    zones = (row.around(lng) for row in CGCS2000_ZONES)
    return (WGS84, GCJ02, BD09, CGCS2000, *zones, utm_around(lng), WEB_MERCATOR)


def spelled(name: str) -> str:
    """Bare letters and digits of a name, full-width and capitals evened out: ``GCJ－02``, gcj02."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name).casefold())


def _by_spelling() -> Iterator[tuple[str, Crs]]:
    offered = [*_ALIASES, *(crs for row in (*CGCS2000_ZONES, *OLD_ZONES) for crs in row)]
    offered += [utm_around(lng) for lng in range(75, 136, 6)]
    for crs in offered:
        yield from ((spelled(name), crs) for name in (crs.code, crs.zh, crs.en))
        yield from ((alias, crs) for alias in _ALIASES.get(crs, "").split())


BY_SPELLING: Mapping[str, Crs] = MappingProxyType(dict(_by_spelling()))
"""Every CRS named here by its code, its names and other usual names, as `spelled`."""
