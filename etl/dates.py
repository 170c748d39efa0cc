"""Dates and times as ledgers write them: 2024.3.5, 2024年3月5日, 20240305, 8:30, Excel numbers."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta

_YEAR, _MONTH, _DAY = r"(\d{4})", r"(\d{1,2})", r"(\d{1,2})"
_DATE = re.compile(rf"{_YEAR}\s*[-/.年]\s*{_MONTH}\s*[-/.月]\s*{_DAY}\s*(?:日|号)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?")
_TIME = re.compile(
    r"(上午|下午|晚上|晚|凌晨|早上|中午)?\s*(\d{1,2})\s*[:时点]\s*(?:(\d{1,2})\s*(?:[:分]\s*(?:(\d{1,2})(?:\.\d+)?\s*秒?)?)?)?"
    r"\s*(am|pm)?",
    re.IGNORECASE,
)
_ZONE = re.compile(r"(?:z|[+-]00:?00)$", re.IGNORECASE)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_WEEKDAY = re.compile(r"[(]?(?:星期|周)[一二三四五六日天][)]?")

EXCEL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - local by nature, as a ledger's dates are
"""Day 0 of the 1900 date system, moved back by the leap day it invents (1900-02-29)."""

EXCEL_FIRST, EXCEL_LAST = 20_000, 80_000
"""Serials taken as dates: 1954 to 2119. Smaller ones are more likely years or plain numbers."""

LATER_HALF = {"下午", "晚上", "晚", "pm"}
NOON = 12
HOURS = 24

Moment = tuple[date, time | None]


def parse_date(text: str) -> date | None:
    """Read a day; a time of day behind it is passed over. None where it is no date."""
    moment = parse_moment(text)
    return moment[0] if moment else None


def parse_moment(text: str) -> Moment | None:
    """Read a local day and, where it is written, the time of day.

    Parameters
    ----------
    text
        One cell. A time that is missing stays unknown: it does not become midnight.

    Returns
    -------
    tuple of date and time, or None
        The time is None where none is written; None for all that is no date.
    """
    plain = _WEEKDAY.sub("", unicodedata.normalize("NFKC", text).strip()).strip()
    try:
        return _spelled(plain) or _compact(plain) or _serial(plain)
    except (ValueError, OverflowError):
        return None


def parse_time(text: str) -> time | None:
    """Read a time of day: 8:30, 08:30:15, 8时30分, 下午3点, 0.354 (an Excel fraction)."""
    plain = unicodedata.normalize("NFKC", text).strip()
    try:
        fraction = float(plain)
    except ValueError:
        moment = parse_moment(plain)
        return moment[1] if moment else _time(plain)
    return _fraction(fraction) if 0 <= fraction < 1 else None


def _spelled(text: str) -> Moment | None:
    found = _DATE.match(text)
    if found is None:
        return None
    day = date(int(found[1]), int(found[2]), int(found[3]))
    rest = _ZONE.sub("", text[found.end() :].lstrip("T, ").strip())
    if not rest:
        return day, None
    at = _time(rest)
    return (day, at) if at is not None else None


def _compact(text: str) -> Moment | None:
    found = _COMPACT.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute, second = (
        int(part) if part else None for part in found.groups()
    )
    at = None if hour is None else time(hour, minute or 0, second or 0)
    return date(year or 0, month or 0, day or 0), at


def _serial(text: str) -> Moment | None:
    if not _SERIAL.fullmatch(text) or not EXCEL_FIRST <= float(text) <= EXCEL_LAST:
        return None
    days = float(text)
    day = (EXCEL_ZERO + timedelta(days=int(days))).date()
    return day, None if days.is_integer() else _fraction(days % 1)


def _fraction(days: float) -> time:
    seconds = round(days * 86_400) % 86_400
    return (EXCEL_ZERO + timedelta(seconds=seconds)).time()


def _time(text: str) -> time | None:
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    half = (found[1] or found[5] or "").lower()
    hour = int(found[2])
    if half in LATER_HALF and hour < NOON:
        hour += NOON
    try:
        return time(hour % HOURS if hour == HOURS else hour, int(found[3] or 0), int(found[4] or 0))
    except ValueError:
        return None
