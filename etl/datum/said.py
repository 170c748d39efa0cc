"""What a ledger says of its datum itself: words in the headings of its coordinates."""

import re
from collections.abc import Iterable

from etl.words import read_words
from geodata.coordinates.crs_names import (
    BD09,
    CGCS2000,
    CGCS2000_ZONES,
    GCJ02,
    GCJ02_MERCATOR,
    OLD_CODES,
    WGS84,
    WGS84_PACKED,
    Crs,
    spelled,
)

_CGCS2000_CODES = frozenset(crs.code for row in CGCS2000_ZONES for crs in row)
XIAN80 = "xian80"
_CODE = re.compile(
    rf"\bEPSG:\d{{4,5}}\b|{re.escape(WGS84_PACKED.code)}|{re.escape(GCJ02_MERCATOR.code)}",
    re.IGNORECASE | re.ASCII,
)


def datum_said(headings: Iterable[str]) -> str | None:
    """Name the datum the headings of the coordinates speak of: 经度(GCJ-02), 百度坐标.

    Returns
    -------
    str or None
        A name under ``datums`` of the word list; None where they name none, or two.
    """
    texts = [spelled(heading) for heading in headings]
    found = {
        datum
        for datum, words in read_words().datums.items()
        if any(word in text for word in words for text in texts)
    }
    return found.pop() if len(found) == 1 else None


def crs_said(headings: Iterable[str]) -> str | None:
    """Return the code the headings of the coordinates give, as 经度（EPSG:4490） does.

    Returns
    -------
    str or None
        Such as ``EPSG:4490``; None where they give none, or two.
    """
    found = {code.upper() for heading in headings for code in _CODE.findall(heading)}
    return found.pop() if len(found) == 1 else None


def is_on(crs: Crs, datum: str) -> bool:
    """Say whether a CRS may be meant by the name of a datum; degrees of WGS84 and CGCS2000 both."""
    if crs in (WGS84, CGCS2000):
        return datum in {"wgs84", "cgcs2000"}
    if crs in (GCJ02, GCJ02_MERCATOR, BD09):
        return datum == ("bd09" if crs == BD09 else "gcj02")
    if crs.code in OLD_CODES:
        return datum == (XIAN80 if crs.zh.startswith("西安") else "beijing54")
    return datum == ("cgcs2000" if crs.code in _CGCS2000_CODES else "wgs84")
