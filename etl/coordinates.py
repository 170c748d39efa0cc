"""Coordinates as cells write them: 113.57, 113°34′12″, "113.57,23.20" in one cell."""

import re
import unicodedata

_PLAIN = re.compile(r"[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?", re.IGNORECASE)
_DEGREES = re.compile(
    r"([EWNS东西北南])?[经纬]?\s*(\d{1,3})\s*[°度]\s*(?:(\d{1,2}(?:\.\d+)?)\s*['分]?\s*"
    r"(?:(\d{1,2}(?:\.\d+)?)\s*(?:\"|''|秒)?)?)?\s*([EWNS东西北南])?[经纬]?",
    re.IGNORECASE,
)
_DECIMAL = re.compile(
    r"([EWNS东西北南])?[经纬]?\s*(\d{1,3}(?:\.\d+)?)\s*[°度]?\s*([EWNS东西北南])?[经纬]?",
    re.IGNORECASE,
)
_MARKS = re.compile(
    r"^(?:point)?\s*[(\[{]|[)\]}]$|"
    r"(?P<quote>\"?)(?:经度|纬度|longitude|latitude|lng|lon|lat|[xy])(?P=quote)\s*[:=]|[经纬]度",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[,;、/|]+")
_SIDES = re.compile(r"(?<=\S)(?=[东西南北][经纬])")
_SPELLED = str.maketrans(
    {**dict.fromkeys("′’‘´`‵", "'"), **dict.fromkeys("″”“", '"'), **dict.fromkeys("º˚∘", "°")}
)
"""Signs of degrees, minutes and seconds that NFKC makes something else of, or leaves."""
_NEGATIVE = frozenset("WS西南ws")
SIXTY = 60


def parse_coordinate(text: str) -> float | None:
    """Read one coordinate: a plain number, degrees as 东经113.57°, or with minutes and seconds.

    Returns
    -------
    float or None
        None where it is neither; minutes or seconds of 60 and more are neither.
    """
    if _PLAIN.fullmatch(text):
        return float(text)
    plain = _even(text).replace(",", "")
    if _PLAIN.fullmatch(plain):
        return float(plain)
    decimal = _DECIMAL.fullmatch(plain)
    if decimal is not None:
        return _signed(float(decimal[2]), decimal[1], decimal[3])
    found = _DEGREES.fullmatch(plain)
    if found is None:
        return None
    minutes, seconds = float(found[3] or 0), float(found[4] or 0)
    if minutes >= SIXTY or seconds >= SIXTY:
        return None
    degrees = int(found[2]) + minutes / SIXTY + seconds / SIXTY**2
    return _signed(degrees, found[1], found[5])


def parse_pair(text: str) -> tuple[float, float] | None:
    """Read two coordinates from one cell, in the order written; None where there are not two."""
    plain = _MARKS.sub(" ", _even(text)).strip()
    parts = ["".join(part.split()) for part in _BETWEEN.split(plain) if part.strip()]
    if len(parts) == 1:  # nothing but blanks between them, or the words that begin the second
        parts = _SIDES.sub(" ", plain).split()
    if len(parts) != 2:  # noqa: PLR2004 - a pair
        return None
    x, y = map(parse_coordinate, parts)
    return None if x is None or y is None else (x, y)


def _signed(degrees: float, *sides: str | None) -> float:
    return -degrees if _NEGATIVE.intersection(sides) else degrees


def _even(text: str) -> str:
    """Even out width and dashes, which NFKC leaves: minus signs and the signs of minutes."""
    if text.isascii():
        return text.strip()
    return unicodedata.normalize("NFKC", text.translate(_SPELLED)).strip().replace("−", "-")
