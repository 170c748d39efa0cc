"""What a ledger says of its datum itself: words in the headings of its coordinates."""

from collections.abc import Iterable

from etl.words import read_words
from geodata.crs_names import (
    BD09,
    CGCS2000,
    CGCS2000_ZONES,
    GCJ02,
    GCJ02_MERCATOR,
    OLD_CODES,
    WGS84,
    Crs,
    spelled,
)

_CGCS2000_CODES = frozenset(crs.code for row in CGCS2000_ZONES for crs in row)
XIAN80 = "xian80"


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


def is_on(crs: Crs, datum: str) -> bool:
    """Say whether a CRS may be meant by the name of a datum; degrees of WGS84 and CGCS2000 both."""
    if crs in (WGS84, CGCS2000):
        return datum in {"wgs84", "cgcs2000"}
    if crs in (GCJ02, GCJ02_MERCATOR, BD09):
        return datum == ("bd09" if crs == BD09 else "gcj02")
    if crs.code in OLD_CODES:
        return datum == (XIAN80 if crs.zh.startswith("西安") else "beijing54")
    return datum == ("cgcs2000" if crs.code in _CGCS2000_CODES else "wgs84")
